"""Count the tokens of a text as the Realtime models do, without the network.

The models split text by the o200k vocabulary: a regular expression cuts it into pieces, then
neighbouring bytes of a piece are joined, the pair of the lowest rank first. Korean and Jeju cannot
be guessed from their length (한 is one token, ᄒᆞᆫ is nine), so this does the same work with the part
of the vocabulary that Korean text needs: `persona/vocabulary/README.md`. What that part lacks stays
in smaller pieces, so the count may be over but not under. How far, `python -m tests.tokens` shows.
"""

import lzma
import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

VOCABULARY = Path(__file__).parent / "vocabulary" / "o200k_korean.xz"

# Python's `re` knows no \p{Lu}: one ASCII character stands for every character of its kind.
_STAND_INS = {
    "Lu": "X",
    "Lt": "X",
    "Ll": "x",
    "Lm": "\x01",
    "Lo": "\x01",
    "Mn": "\x02",
    "Mc": "\x02",
    "Me": "\x02",
    "Nd": "0",
    "Nl": "0",
    "No": "0",
    "Zs": "\t",
    "Zl": "\t",
    "Zp": "\t",
}
_BLANK = r"\t\n\v\f\r "
_CONTRACTION = r"(?i:'(?:s|t|re|ve|m|ll|d))?"
_PIECE = re.compile(
    rf"[^\r\nA-Za-z0-9\x01]?[A-Z\x01\x02]*[a-z\x01\x02]+{_CONTRACTION}"
    rf"|[^\r\nA-Za-z0-9\x01]?[A-Z\x01\x02]+[a-z\x01\x02]*{_CONTRACTION}"
    r"|[0-9]{1,3}"
    rf"| ?[^{_BLANK}A-Za-z0-9\x01]+[\r\n/]*"
    rf"|[{_BLANK}]*[\r\n]+"
    rf"|[{_BLANK}]+(?![^{_BLANK}])"
    rf"|[{_BLANK}]+"
)


def count(text: str) -> int:
    """Return how many tokens `text` is. Special tokens such as <|…|> count as plain text."""
    kinds = text.translate(_KINDS)
    return sum(
        _tokens_of(text[piece.start() : piece.end()].encode("utf-8", "replace"))
        for piece in _PIECE.finditer(kinds)
    )


class _Kinds(dict[int, str]):
    """The stand-in of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code < 0x80 and (character.isprintable() or character in "\t\n\v\f\r"):
            kind = character
        else:
            kind = _STAND_INS.get(unicodedata.category(character), "#")
        self[code] = kind
        return kind


_KINDS = _Kinds()


@cache
def _ranks() -> dict[bytes, int]:
    # Each token is one byte of length and its bytes; their order is their rank.
    packed = lzma.decompress(VOCABULARY.read_bytes())
    ranks: dict[bytes, int] = {}
    at = 0
    while at < len(packed):
        end = at + 1 + packed[at]
        ranks[packed[at + 1 : end]] = len(ranks)
        at = end
    return ranks


@lru_cache(maxsize=20_000)
def _tokens_of(piece: bytes) -> int:
    ranks = _ranks()
    if piece in ranks:
        return 1
    parts = [piece[at : at + 1] for at in range(len(piece))]
    while len(parts) > 1:
        joined = [ranks.get(left + right) for left, right in pairwise(parts)]
        lowest = min((rank for rank in joined if rank is not None), default=None)
        if lowest is None:
            break
        at = joined.index(lowest)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return len(parts)
