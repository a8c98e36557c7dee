import pytest

from persona.glossary.doubles import Spelled, SpellingIndex, doubles
from persona.glossary.search import Entry, find

ENTRIES = [
    Entry(1, "혼저옵서예", "ᄒᆞᆫ저 옵서예", "어서 오세요", "Welcome; please come on in", "첫 인사"),
    Entry(2, "혼저", "ᄒᆞᆫ저", "어서, 빨리", "quickly", "출처: 제주매일"),
    Entry(3, "모심", "ᄆᆞ심", "마음", "heart", "혼저와 함께 쓰지 않음"),
    Entry(4, "하영", "", "많이", "many", ""),
    Entry(5, "강 옵서", "", "다녀오세요", "see you", ""),
    Entry(6, "갑서", "", "가세요", "please go", ""),
]


class TestFind:
    @pytest.mark.parametrize(
        ("query", "keys"),
        [
            ("", [1, 2, 3, 4, 5, 6]),
            ("혼저", [1, 2]),
            ("ᄒᆞᆫ저", [1, 2]),
            ("한저", [1, 2]),
            ("마심", [3]),
            ("ㅎㅈㅇㅅㅇ", [1]),
            ("ㅎㅈ ㅇㅅㅇ", [1]),
            ("ㅁㅇ", [3, 4]),
            ("ㄳ", [6]),  # what keyboards make of ㄱ and ㅅ typed in a row
            ("혼저 옵서예", [1]),
            ("WELCOME", [1]),
            ("어서", [1, 2]),
            ("어서 quickly", [2]),
            ("제주매일", [2]),
            ("첫 인사", [1]),
            ("없는말", []),
            ("%_\\(", []),
        ],
    )
    def test_in_every_way_people_look(self, query: str, keys: list[int]) -> None:
        assert find(ENTRIES, query) == keys


def row(key: int, phrase: str, old: str = "", meaning: str = "뜻") -> Spelled:
    return Spelled(key, phrase, old, meaning)


class TestDoubles:
    def test_old_and_new_spelling_are_one_word(self) -> None:
        found = doubles([row(1, "혼저", "ᄒᆞᆫ저"), row(2, "한저"), row(3, "하영"), row(4, "혼저예")])

        assert {key: [one.key for one in others] for key, others in found.items()} == {
            1: [2],
            2: [1],
        }

    def test_what_was_put_in_its_place_counts(self) -> None:
        index = SpellingIndex([row(1, "혼저"), row(2, "하영")])

        index.put(row(1, "모심"))

        assert index.same_words(row(3, "혼저")) == []
        assert [one.key for one in index.same_words(row(3, "모심"))] == [1]

    def test_a_row_is_not_its_own_double(self) -> None:
        index = SpellingIndex([row(1, "혼저", "ᄒᆞᆫ저")])

        assert index.same_words(row(1, "혼저", "ᄒᆞᆫ저")) == []
