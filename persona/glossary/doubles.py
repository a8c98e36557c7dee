"""Rows that say the same: the same word in another spelling, or the same row twice. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from persona.glossary.letters import bucket, letters, same_word


@dataclass(frozen=True, slots=True)
class Spelled:
    """A row by its spellings. `key` tells rows apart; any value that does."""

    key: object
    phrase: str
    old_spelling: str
    standard_korean: str

    def forms(self) -> tuple[str, ...]:
        return tuple(form for form in (self.phrase, self.old_spelling) if letters(form))

    def is_same_word(self, other: "Spelled") -> bool:
        return any(same_word(mine, its) for mine in self.forms() for its in other.forms())

    def means_the_same(self, other: "Spelled") -> bool:
        return letters(self.standard_korean) == letters(other.standard_korean)


class SpellingIndex:
    """Rows by how they sound, so that each is compared with a few and not with all."""

    def __init__(self, rows: Iterable[Spelled] = ()) -> None:
        self._by_sound: dict[str, list[Spelled]] = defaultdict(list)
        self._newest: dict[object, Spelled] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Spelled) -> None:
        """Take in a row, in the place of what stood under its key."""
        self._newest[row.key] = row
        for sound in {bucket(form) for form in row.forms()}:
            self._by_sound[sound].append(row)

    def same_words(self, row: Spelled) -> list[Spelled]:
        """Return the other rows whose word is the same, in the order they came in."""
        found: dict[object, Spelled] = {}
        for sound in sorted({bucket(form) for form in row.forms()}):
            for other in self._by_sound.get(sound, ()):
                stands = self._newest[other.key] is other
                if stands and other.key != row.key and row.is_same_word(other):
                    found[other.key] = other
        return list(found.values())


def doubles(rows: Iterable[Spelled]) -> dict[object, list[Spelled]]:
    """Return, of each row that has some, the other rows of the same word."""
    rows = list(rows)
    index = SpellingIndex(rows)
    found = ((row.key, index.same_words(row)) for row in rows)
    return {key: others for key, others in found if others}
