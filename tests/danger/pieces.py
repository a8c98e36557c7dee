"""What a sentence is made of, as static/js/call/crisis.js sees it too (a test holds them together).

Pieces of words and not words: Korean glues endings to stems, speech recognition spaces as it
likes, and Jeju and chat spelling follow no dictionary. Final consonants stand apart (죽을래 is
주ㄱ으ㄹ래), so that an ending that begins with one looks the same behind every stem.
"""

import re
import unicodedata

LONGEST = 4
# A sentence is looked at for itself, and one without an end (speech recognition sets no points) in
# overlapping parts: a sign of danger must not drown among ordinary words.
PART, STEP = 40, 20

_PAUSE = re.compile(r"…|\.{2,}")
_END = re.compile(r"[.!?\n]+")
_NOISE = re.compile(r"[\s,~·'’\"“”‘()]+")
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])\s+(?=[a-z])")  # English keeps its words apart
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11_172
_FINALS: tuple[str, ...] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text without blanks and signs, final consonants apart; each stands
    between marks of where it begins and ends. Of a text that holds no word there is one, empty.
    """
    plain = _PAUSE.sub("", unicodedata.normalize("NFC", text).lower())
    plain = _BETWEEN_WORDS.sub("_", plain)
    cut = [_NOISE.sub("", sentence) for sentence in _END.split(plain)]
    said = [sentence for sentence in cut if sentence] or [""]
    drawn_in = (_DRAWN_OUT.sub(r"\1\1", sentence) for sentence in said)
    return [f"^{''.join(map(_apart, sentence))}$" for sentence in drawn_in]


def parts(text: str) -> list[str]:
    """Return what is weighed for itself."""
    return [
        sentence[start : start + PART]
        for sentence in sentences(text)
        for start in range(0, max(1, len(sentence) - STEP), STEP)
    ]


def pieces(part: str) -> set[str]:
    """Return every run of 1 to LONGEST letters in it."""
    return {
        part[start : start + length]
        for length in range(1, LONGEST + 1)
        for start in range(len(part) - length + 1)
    }


def _apart(letter: str) -> str:
    code = ord(letter) - _FIRST_SYLLABLE
    if not 0 <= code < _SYLLABLES or code % len(_FINALS) == 0:
        return letter
    return chr(ord(letter) - code % len(_FINALS)) + _FINALS[code % len(_FINALS)]
