import pytest
from django.core.exceptions import ValidationError

from persona.spelling import modern, old_letters, validate_modern_spelling


class TestSpelling:
    @pytest.mark.parametrize("text", ["혼저옵서예", "-ㅂ서/-읍서", "AI 109", "", "ㅋㅋ ㅏ"])
    def test_modern_text_passes(self, text: str) -> None:
        validate_modern_spelling(text)

    @pytest.mark.parametrize("text", ["ᄒᆞᆫ저", "ㆍ", "곱닥ᄒᆞ다", "ㅿ"])
    def test_old_letters_are_refused(self, text: str) -> None:
        with pytest.raises(ValidationError, match="옛한글"):
            validate_modern_spelling(text)

    def test_the_words_with_old_letters_are_named(self) -> None:
        assert old_letters("혼저 곱닥ᄒᆞ다 오름 ᄆᆞ심") == "곱닥ᄒᆞ다 ᄆᆞ심"

    def test_modern_letters_typed_one_by_one_are_composed(self) -> None:
        assert modern(" \u1112\u1161 ") == "하"
        assert old_letters("\u1112\u1161") == ""
