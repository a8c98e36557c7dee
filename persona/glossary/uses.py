"""Where a phrase is used: the four outputs of its row, and the texts that say it. Pure.

What is published is read from the published session itself, as the model and the page get it. What
would be published is what the row turns into.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from persona.draft import PersonaDraft, PhraseDraft
from persona.instructions import glossary_line, pronunciation_line
from persona.spelling import modern
from persona.transcription import keywords, transcription


@dataclass(frozen=True, slots=True)
class Outputs:
    """The four things a row drives, each as it is sent; empty where it drives none."""

    instruction: str = ""
    pronunciation: str = ""
    keyword: str = ""
    gloss: str = ""

    @property
    def count(self) -> int:
        return sum(map(bool, (self.instruction, self.pronunciation, self.keyword, self.gloss)))


def published_outputs(
    session: Mapping[str, Any], visitor: Mapping[str, Any], phrase: str
) -> Outputs:
    """Return what visitors get of a phrase now."""
    word = modern(phrase)
    lines = str(session["instructions"]).splitlines()
    recogniser = session["audio"]["input"]["transcription"] or {}
    return Outputs(
        instruction=_line(lines, f"{word} = "),
        pronunciation=_line(lines, f"- {word}: "),
        keyword=word if word in _recogniser_words(recogniser) else "",
        gloss=" / ".join(
            row["standard_korean"] for row in visitor["glossary"] if row["phrase"] == word
        ),
    )


def draft_outputs(draft: PersonaDraft, phrase: PhraseDraft) -> Outputs:
    """Return what visitors would get of a phrase if the draft were published as it stands."""
    if not phrase.is_reviewed:
        return Outputs()
    word = modern(phrase.phrase)
    taught = phrase in draft.taught_phrases()
    hints = _recogniser_words(transcription(draft))
    return Outputs(
        instruction=glossary_line(phrase) if taught else "",
        pronunciation=pronunciation_line(phrase) if taught else "",
        keyword=word if word in keywords(draft) and word in hints else "",
        gloss=modern(phrase.standard_korean),
    )


def said_in(draft: PersonaDraft, phrase: str) -> list[str]:
    """Return the titles of the texts in which editors wrote the phrase themselves."""
    word = modern(phrase)
    texts = [(section.title, section.body) for section in draft.sections]
    return [title for title, text in [("", draft.greeting), *texts] if word in modern(text)]


def _line(lines: Sequence[str], beginning: str) -> str:
    return next((line for line in lines if line.startswith(beginning)), "")


def _recogniser_words(recogniser: Mapping[str, Any]) -> frozenset[str]:
    """The words a recogniser is told: a list, or the end of a sentence that lists them."""
    if "keywords" in recogniser:
        return frozenset(recogniser["keywords"])
    listed = str(recogniser.get("prompt", "")).rpartition(": ")[2]
    return frozenset(listed.split(", "))
