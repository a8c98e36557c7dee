"""Modern and old spelling of Jeju words.

Voice models read modern Hangul; letters such as ㆍ (arae-a) come out as noise or silence. Old
spelling is for the screen. Modern Hangul that was typed as separate letters (as macOS does in file
names) is not old: it composes under NFC.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Conjoining letters that NFC could not compose, and the old compatibility letters.
_OLD_RANGES = (
    (0x1100, 0x11FF),
    (0xA960, 0xA97F),
    (0xD7B0, 0xD7FF),
    (0x3164, 0x318E),
)


def modern(text: str) -> str:
    """Return the text in the one form that is stored, hashed and sent: NFC, no outer blanks."""
    return unicodedata.normalize("NFC", text).strip()


def old_letters(text: str) -> str:
    """Return the words of `text` that contain old Hangul letters; empty when there is none."""
    return " ".join(
        word
        for word in modern(text).split()
        if any(low <= ord(letter) <= high for letter in word for low, high in _OLD_RANGES)
    )


def validate_modern_spelling(text: str) -> None:
    """Raise ValidationError for text with old Hangul letters."""
    if words := old_letters(text):
        raise ValidationError(
            _("옛한글이 들어 있어요: %(words)s. 요즘 표기로 적어 주세요."),
            code="old_spelling",
            params={"words": words},
        )
