"""Jeju words letter by letter: how they are found, and when two spellings are one word. Pure.

A syllable is taken apart into the letters one types (한 → ㅎㅏㄴ, ᄒᆞᆫ → ㅎㆍㄴ), so that old and
modern spelling, composed or typed letter by letter, stand side by side. ㆍ is spelled today as ㅗ,
ㅏ or ㅓ, depending on the word (ᄒᆞᆫ저 is 혼저, ᄒᆞ다 is 허다), so it stands for any of them.
"""

import re
import unicodedata
from functools import lru_cache

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_LETTERS = {
    **{chr(0x1100 + at): letter for at, letter in enumerate(_INITIALS)},
    **{chr(0x1161 + at): letter for at, letter in enumerate(_VOWELS)},
    **{chr(0x11A8 + at): letter for at, letter in enumerate(_FINALS)},
    "\u119e": "ㆍ",
    "\u11a2": "ᆢ",  # 쌍아래아 has no letter of its own; it is spelled ㅛ or ㅕ today
    "\u1140": "ㅿ",
    "\u11eb": "ㅿ",
}
_CONSONANTS = frozenset(_INITIALS + _FINALS)
# Keyboards join two consonants typed in a row where a final of that shape exists: ㄱㅅ comes as ㄳ.
_JOINED = str.maketrans(
    {
        "ㄳ": "ㄱㅅ",
        "ㄵ": "ㄴㅈ",
        "ㄶ": "ㄴㅎ",
        "ㄺ": "ㄹㄱ",
        "ㄻ": "ㄹㅁ",
        "ㄼ": "ㄹㅂ",
        "ㄽ": "ㄹㅅ",
        "ㄾ": "ㄹㅌ",
        "ㄿ": "ㄹㅍ",
        "ㅀ": "ㄹㅎ",
        "ㅄ": "ㅂㅅ",
    }
)
_ARAEA = {"ㆍ": "ㅗㅏㅓ", "ᆢ": "ㅛㅕㅑ"}
# Spellings that sound alike today and are mixed up: 괜찮다, 궨찮다, 괸찮다.
_ALIKE = str.maketrans({"ㅙ": "ㅞ", "ㅚ": "ㅞ", "ㅐ": "ㅔ", "ㅒ": "ㅖ"})
# Standard orthography doubles what Jeju's does not: 속았수다, 속앗수다; 옵써, 옵서.
_DOUBLED = re.compile("ㅆ(?=[ㄱ-ㅎ]|$)|(?<=ㅂ)ㅆ")


@lru_cache(maxsize=20_000)
def letters(text: str) -> str:
    """Return the text letter by letter, without blanks and signs, in lower case."""
    taken_apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text)).lower()
    return "".join(
        _LETTERS.get(one, one) for one in taken_apart if one.isalnum() or one in _LETTERS
    )


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """Return the first consonant of every syllable: 혼저옵서예 is ㅎㅈㅇㅅㅇ."""
    taken_apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
    return "".join(_LETTERS.get(one, one) for one in taken_apart if "\u1100" <= one <= "\u115f")


def initials_asked(query: str) -> str:
    """Return the consonants that a query asks for; empty unless it is nothing but consonants."""
    typed = query.replace(" ", "")
    return letters(typed).translate(_JOINED) if _CONSONANTS.issuperset(letters(typed)) else ""


def same_word(one: str, other: str) -> bool:
    """Say whether two spellings are of one word: ᄒᆞᆫ저 and 혼저, 속앗수다 and 속았수다."""
    left, right = _folded(one), _folded(other)
    return (
        bool(left)
        and len(left) == len(right)
        and all(_alike(a, b) for a, b in zip(left, right, strict=True))
    )


@lru_cache(maxsize=20_000)
def bucket(text: str) -> str:
    """Return what is equal for all spellings that `same_word` may join (and for some others)."""
    return "".join("ㆍ" if one in "ㆍㅗㅏㅓ" else _yu(one) for one in _folded(text))


@lru_cache(maxsize=2_000)
def word_pattern(query: str) -> re.Pattern[str]:
    """Return what finds the query in `letters(…)` of either spelling."""
    return re.compile("".join(_either(one) for one in letters(query)))


def says(form: str, text: str) -> bool:
    """Say whether a text holds a form in any spelling: ᄒᆞ십서 in 하십서 and in 허십서, 잘 이서예
    in 잘이서예. Blanks that the form lacks count: 우다다 is not in 배우다 다시."""
    return _form_pattern(form).search(" ".join(map(letters, text.split()))) is not None


@lru_cache(maxsize=2_000)
def _form_pattern(form: str) -> re.Pattern[str]:
    return re.compile(" ?".join(word_pattern(word).pattern for word in form.split()))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return _DOUBLED.sub("ㅅ", letters(text).translate(_ALIKE))


def _alike(a: str, b: str) -> bool:
    return a == b or b in _ARAEA.get(a, "") or a in _ARAEA.get(b, "")


def _yu(one: str) -> str:
    return "ᆢ" if one in "ᆢㅛㅕㅑ" else one


def _either(one: str) -> str:
    if one in _ARAEA:
        return f"[{one}{_ARAEA[one]}]"
    old = [araea for araea, spelled in _ARAEA.items() if one in spelled]
    return f"[{one}{''.join(old)}]" if old else re.escape(one)
