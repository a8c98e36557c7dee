"""Find phrases as people look for them: in Jeju, Korean, English, by first consonants. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from persona.glossary.letters import initials, initials_asked, letters, word_pattern


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase can be found by."""

    pk: int
    phrase: str
    old_spelling: str
    standard_korean: str
    english: str
    notes: str  # usage, remarks, source


def find(entries: Iterable[Entry], query: str) -> list[int]:
    """Return the keys of the entries that the query means; all of them for a blank query.

    Every word of the query must be found. ㅎㅈㅇㅅㅇ finds 혼저옵서예 and 혼저 옵서예; 혼저 finds
    ᄒᆞᆫ저. Notes are looked at only when no word or meaning is found.
    """
    rows, words = list(entries), query.split()
    joined = "".join(words)
    for is_found in (_is_named, _is_noted):
        found = [
            row.pk
            for row in rows
            if is_found(row, joined) or all(is_found(row, word) for word in words)
        ]
        if found:
            return found
    return []


def _is_named(entry: Entry, word: str) -> bool:
    if asked := initials_asked(word):
        return any(
            asked in initials(text)
            for text in (entry.phrase, entry.old_spelling, entry.standard_korean)
        )
    plain = word.casefold()
    if any(plain in text.casefold() for text in (entry.standard_korean, entry.english)):
        return True
    pattern = word_pattern(word)
    return bool(pattern.pattern) and any(
        pattern.search(letters(text)) for text in (entry.phrase, entry.old_spelling)
    )


def _is_noted(entry: Entry, word: str) -> bool:
    return word.casefold() in entry.notes.casefold()
