import lzma

import pytest

from persona.token_count import VOCABULARY, count
from tests.tokens.judgement import judge, real_counts
from tests.tokens.texts import glossary_texts, persona_texts, random_korean
from tests.tokens.vocabulary import korean_part


class TestCount:
    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("", 0),
            ("한", 1),
            ("ᄒᆞᆫ", 9),
            ("안녕하세요", 2),
            ("\n\n", 1),
            (" ", 1),
        ],
    )
    def test_known_texts(self, text: str, tokens: int) -> None:
        assert count(text) == tokens

    @pytest.mark.parametrize(
        "text",
        [
            "혼저옵서예! 폭싹 속았수다.",
            "ᄌᆞᄁᆞᆺ디 앚읍서",
            "109, 1588-9191",
            "  \n- 한 줄\n\n  ",
            "ㅎㅈㅇㅅㅇ",
        ],
    )
    def test_korean_is_exact(self, text: str) -> None:
        assert [count(text)] == real_counts([text])

    def test_what_looks_like_a_special_token_is_plain_text(self) -> None:
        assert [count("<|endoftext|>")] == real_counts(["<|endoftext|>"])

    def test_half_a_surrogate_pair_is_counted_and_not_raised(self) -> None:
        assert count("한\ud800") >= 2


class TestErrorAgainstTheRealTokenizer:
    """The budget check refuses what would not fit; a count that is under would let it through."""

    @pytest.mark.parametrize(
        ("texts", "highest"),
        [(persona_texts(), 3), (glossary_texts(), 5), (random_korean(200, 20261123), 5)],
        ids=["the seed persona", "the whole glossary", "200 random Korean texts"],
    )
    def test_no_text_is_under_and_all_together_are_close(
        self, texts: list[str], highest: float
    ) -> None:
        found = judge(texts)

        assert min(found.errors) >= 0
        assert 0 <= found.error <= highest


class TestVocabulary:
    def test_it_is_the_part_of_o200k_that_its_readme_says(self) -> None:
        assert lzma.decompress(VOCABULARY.read_bytes()) == korean_part()
