"""The two-set (두벌식) keyboard: what each key press does to the syllable being put together.

A consonant after a vowel first joins the syllable before it, and leaves it again when a vowel
follows: 하 ㅏ ㄴ ㅏ is 하, 한, 하나. Input methods therefore end a composition one key late, which
is what makes Enter in Hangul delicate. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
# Jamo that take two key presses.
_PAIRS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_JOINED = {pair: jamo for jamo, pair in _PAIRS.items()}
_LETTERS = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        strict=True,
    )
)
_SHIFTED = dict(zip("ㅃㅉㄸㄲㅆㅒㅖ", "QWERTOP", strict=True))
_FIRST, _LAST = 0xAC00, 0xD7A3


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key press and what the input method makes of it.

    `commit` is what leaves the composition; then `preedit` is the composition, or, for a key that
    is none of the input method's, `plain` is what the key types.
    """

    jamo: str
    commit: str
    preedit: str
    plain: str = ""

    @property
    def letter(self) -> str:
        """The Latin letter on the key."""
        return _SHIFTED.get(self.jamo) or _LETTERS[self.jamo]

    @property
    def shift(self) -> bool:
        return self.jamo in _SHIFTED


def keys_of(text: str) -> list[str]:
    """Return the jamo to press, one per key; what is no Hangul stands for itself."""
    return [key for character in text for key in _keys_of(character)]


def _keys_of(character: str) -> str:
    if not _FIRST <= ord(character) <= _LAST:
        return _PAIRS.get(character, character)
    lead, rest = divmod(ord(character) - _FIRST, len(_VOWELS) * len(_TAILS))
    vowel, tail = divmod(rest, len(_TAILS))
    parts = (_LEADS[lead], _VOWELS[vowel], _TAILS[tail])
    return "".join(_PAIRS.get(part, part) for part in parts)


def strokes_of(keys: Iterable[str]) -> list[Stroke]:
    """Press the keys one after the other."""
    strokes = []
    composed = ""
    for key in keys:
        if key in _LETTERS or key in _SHIFTED:
            commit, composed = _pressed(composed, key)
            strokes.append(Stroke(key, commit, composed))
        else:
            strokes.append(Stroke("", composed, "", key))
            composed = ""
    return strokes


def text_of(strokes: Iterable[Stroke]) -> str:
    """Return what stands in the box, the open composition included."""
    text, preedit = "", ""
    for stroke in strokes:
        text += stroke.commit + stroke.plain
        preedit = stroke.preedit
    return text + preedit


def _pressed(composed: str, key: str) -> tuple[str, str]:
    """Return what is committed and what is composed after the key."""
    joined = _joined(composed, key)
    if joined:
        return "", joined
    lead, vowel, tail = _parts(composed)
    if tail and key in _VOWELS:
        stays, leaves = (_PAIRS[tail][0], _PAIRS[tail][1]) if tail in _PAIRS else ("", tail)
        return _syllable(lead, vowel, stays), _syllable(leaves, key)
    return composed, key


def _joined(composed: str, key: str) -> str:
    """Return the one syllable that both make, or nothing."""
    lead, vowel, tail = _parts(composed)
    if tail:
        return _syllable(lead, vowel, _JOINED[tail + key]) if tail + key in _JOINED else ""
    if lead and vowel:
        if vowel + key in _JOINED:
            return _syllable(lead, _JOINED[vowel + key])
        return _syllable(lead, vowel, key) if key in _TAILS else ""
    if lead and key in _VOWELS:
        return _syllable(lead, key)
    return _JOINED.get(vowel + key, "") if vowel else ""


def _parts(composed: str) -> tuple[str, str, str]:
    if not composed:
        return "", "", ""
    if composed in _LEADS:
        return composed, "", ""
    if composed in _VOWELS:
        return "", composed, ""
    lead, rest = divmod(ord(composed) - _FIRST, len(_VOWELS) * len(_TAILS))
    vowel, tail = divmod(rest, len(_TAILS))
    return _LEADS[lead], _VOWELS[vowel], _TAILS[tail]


def _syllable(lead: str, vowel: str, tail: str = "") -> str:
    place = (_LEADS.index(lead) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_TAILS)
    return chr(_FIRST + place + _TAILS.index(tail))
