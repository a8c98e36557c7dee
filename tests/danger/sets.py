"""The labelled sentences: those the weights are learned from, and those held out to judge them."""

import re
from pathlib import Path

from persona.seed_files import read_rows
from tests.danger.learn import Sentence

_SETS = Path(__file__).parent / "sets"
# Short sentences hold few pieces, which thousands of longer ones pull about: these count so often.
_CERTAIN_TIMES = 16
# Ordinary Korean in which no Jeju word may be explained falsely; nothing in it is danger either.
_ORDINARY = Path(__file__).parent.parent / "js" / "sets" / "ordinary.txt"


def certain() -> list[Sentence]:
    """The plainest words, of danger and of everything else: no list may be wrong about these."""
    return _read("certain")


def learned_from() -> list[Sentence]:
    ordinary = _ORDINARY.read_text("utf-8").strip().split("\n")
    return [
        *_read("learned"),
        *(Sentence(False, "ordinary", text) for text in ordinary),
        *(Sentence(False, "glossary", text) for text in _glossary()),
        *certain() * _CERTAIN_TIMES,
    ]


def held_out() -> list[Sentence]:
    """Sentences of people who had not seen the others; nothing is learned from them, ever."""
    return _read("held-out")


def _glossary() -> list[str]:
    """Jeju words and what they mean: by themselves none is a sign, but for halves of one."""
    texts = {
        text for row in read_rows("glossary") for text in (row["phrase"], row["standard_korean"])
    }
    return sorted(text for text in texts if text and not re.search("죽|싶|고정", text))


def _read(name: str) -> list[Sentence]:
    lines = (_SETS / f"{name}.tsv").read_text("utf-8").strip().split("\n")[1:]
    rows = (line.split("\t") for line in lines)
    return [Sentence(label == "yes", kind, text) for label, kind, text in rows]
