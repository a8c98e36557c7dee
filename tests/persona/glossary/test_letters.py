import pytest

from persona.glossary.letters import (
    bucket,
    initials,
    initials_asked,
    letters,
    same_word,
    word_pattern,
)


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "apart"),
        [
            ("혼저", "ㅎㅗㄴㅈㅓ"),
            ("ᄒᆞᆫ저", "ㅎㆍㄴㅈㅓ"),
            ("ㅎㆍㄴ저", "ㅎㆍㄴㅈㅓ"),
            ("\u1112\u1169\u11ab저", "ㅎㅗㄴㅈㅓ"),
            ("밥 먹읍디가?", "ㅂㅏㅂㅁㅓㄱㅇㅡㅂㄷㅣㄱㅏ"),
            ("Welcome!", "welcome"),
            ("…?!", ""),
        ],
    )
    def test_are_those_one_types(self, text: str, apart: str) -> None:
        assert letters(text) == apart

    @pytest.mark.parametrize(
        ("text", "first"),
        [("혼저옵서예", "ㅎㅈㅇㅅㅇ"), ("ᄒᆞᆫ저 옵서예", "ㅎㅈㅇㅅㅇ"), ("AI 꽃", "ㄲ"), ("", "")],
    )
    def test_the_first_of_each_syllable(self, text: str, first: str) -> None:
        assert initials(text) == first

    @pytest.mark.parametrize(
        ("query", "expected"),
        [("ㅎㅈㅇㅅㅇ", "ㅎㅈㅇㅅㅇ"), ("ㅎㅈ ㅇㅅ", "ㅎㅈㅇㅅ"), ("ㄲ", "ㄲ"),
         ("ㅅㄳㅄ", "ㅅㄱㅅㅂㅅ"), ("ᄒᄌ", "ㅎㅈ"), ("호", ""), ("ㅏ", ""), ("", ""), ("h", "")],
    )  # fmt: skip
    def test_a_query_of_consonants_is_known(self, query: str, expected: str) -> None:
        assert initials_asked(query) == expected


class TestSameWord:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ᄒᆞᆫ저", "혼저"),
            ("ᄒᆞᆫ저", "한저"),
            ("ᄒᆞ다", "허다"),
            ("ㅎㆍㄴ저", "혼저"),
            ("ᄋᆢᆨ다", "욕다"),
            ("속앗수다", "속았수다"),
            ("옵서", "옵써"),
            ("괜찮수다", "궨찮수다"),
            ("혼저 옵서", "혼저옵서"),
            ("혼저옵서예!", "혼저옵서예"),
        ],
    )
    def test_in_another_spelling(self, one: str, other: str) -> None:
        assert same_word(one, other)
        assert same_word(other, one)
        assert bucket(one) == bucket(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("혼저", "한저"), ("모심", "마심"), ("서라", "써라"), ("옵서", "옵서예"), ("", ""),
         ("ᄒᆞᆫ저", "흔저"), ("폭싹", "폭삭")],
    )  # fmt: skip
    def test_other_words_are_others(self, one: str, other: str) -> None:
        assert not same_word(one, other)

    @pytest.mark.parametrize("query", ["한저", "혼저", "ᄒᆞᆫ저", "혼ㅈ", "ㅎㆍㄴ"])
    def test_a_query_finds_the_old_spelling(self, query: str) -> None:
        assert word_pattern(query).search(letters("ᄒᆞᆫ저 옵서예"))

    def test_signs_in_a_query_are_no_pattern(self) -> None:
        assert word_pattern("(.*").pattern == ""
