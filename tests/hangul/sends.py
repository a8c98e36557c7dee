"""What is typed: sentences, cut at any key, and the Enter that sends each. Pure."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.hangul.two_set import Stroke, keys_of, strokes_of, text_of

_FIRST, _LAST = 0xAC00, 0xD7A3


class Kind(StrEnum):
    """How the Enter comes. The names are the browsers and keyboards seen to do so."""

    PROCESS = "composing · Process, 229 (Windows)"
    PROCESS_TWICE = "composing · Process, 229, then Enter, 13 (Windows)"
    MAC = "composing · Enter, 229 (Mac)"
    MAC_BREAK = "composing · Enter, 229, then the line break (Mac)"
    PLAIN = "composing · Enter, 13"
    AFTER = "composition over · Enter, 13"
    LATE = "composition over · Enter, 229 (WebKit's order)"
    ANDROID = "composing · no key named, only the line break (Android)"
    DOUBLE = "composing · Enter twice, fast"
    HELD = "composing · Enter held down"
    SHIFT = "composing · Shift+Enter, a second line, Enter"
    PASTE = "lines pasted behind a composition, Enter"


# These press Enter in the middle of a composition, so there must be one.
_AFTER_ANY = frozenset({Kind.AFTER, Kind.LATE})


@dataclass(frozen=True, slots=True)
class Send:
    """One sentence and its Enter. `more` is the second line, where the kind has one."""

    kind: Kind
    strokes: tuple[Stroke, ...]
    more: str = ""

    @property
    def text(self) -> str:
        """What must arrive, once."""
        return (text_of(self.strokes) + self.more).strip()

    @property
    def preedit(self) -> str:
        return self.strokes[-1].preedit

    @property
    def point(self) -> str:
        """Where in a syllable the Enter comes."""
        if not self.preedit:
            return "no syllable open"
        if not _FIRST <= ord(self.preedit) <= _LAST:
            return "a lone jamo"
        return "an open syllable" if (ord(self.preedit) - _FIRST) % 28 == 0 else "a closed syllable"


def make_sends(
    count: int, seed: int, phrases: Sequence[str], kinds: Sequence[Kind] = tuple(Kind)
) -> list[Send]:
    """Make `count` sends, the same ones for the same seed.

    In turn a whole phrase, a phrase cut at a key, and random syllables cut at a key, until every
    phrase has come both ways. Kinds take turns too, so each has its share of everything.
    """
    chance = random.Random(seed)
    whole = [(phrase, False) for phrase in chance.sample(phrases, len(phrases))]
    cut = [(phrase, True) for phrase in chance.sample(phrases, len(phrases))]
    made_up = _random_texts(chance)
    in_turn = (text for pair in zip(whole, cut, strict=True) for text in (*pair, next(made_up)))
    texts = itertools.islice(itertools.chain(in_turn, made_up), count)
    sends = [
        _send(chance, kind, text, is_cut)
        for (text, is_cut), kind in zip(texts, itertools.cycle(kinds), strict=False)
    ]
    chance.shuffle(sends)
    return sends


def _random_texts(chance: random.Random) -> Iterator[tuple[str, bool]]:
    while True:
        words = [
            "".join(chr(chance.randint(_FIRST, _LAST)) for _ in range(chance.randint(1, 5)))
            for _ in range(chance.randint(1, 3))
        ]
        yield " ".join(words), True


def _send(chance: random.Random, kind: Kind, text: str, is_cut: bool) -> Send:
    strokes = strokes_of(keys_of(text))
    ends = [
        end
        for end in range(1, len(strokes) + 1)
        if strokes[end - 1].preedit or (kind in _AFTER_ANY and text_of(strokes[:end]).strip())
    ]
    end = chance.choice(ends) if is_cut else ends[-1]
    more = ""
    if kind in (Kind.SHIFT, Kind.PASTE):
        syllables = "".join(chr(chance.randint(_FIRST, _LAST)) for _ in range(3))
        more = f"\n{syllables}"
    return Send(kind, tuple(strokes[:end]), more)
