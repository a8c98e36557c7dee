"""A measurement that cannot see a fault proves nothing."""

import pytest

from tests.hangul.sends import Kind, Send, make_sends
from tests.hangul.tally import Outcome, Verdict, table, wrong
from tests.hangul.two_set import keys_of, strokes_of

WELCOME = Send(Kind.PROCESS, tuple(strokes_of(keys_of("혼저옵서예"))))


@pytest.mark.parametrize(
    ("arrived", "left", "verdict"),
    [
        ([(5.1, "혼저옵서예")], "", Verdict.WHOLE),
        ([(4.9, "혼저옵서예")], "", Verdict.EARLY),
        ([(5.1, "혼저옵서"), (5.2, "예")], "", Verdict.EARLY),
        ([], "혼저옵서예", Verdict.LOST),
        ([(5.1, "혼저옵서예"), (5.2, "예")], "", Verdict.DOUBLED),
        ([(5.1, "혼저옵서예"), (5.2, "혼저옵서예")], "", Verdict.DOUBLED),
        ([(5.1, "혼저옵서")], "", Verdict.ALTERED),
        ([(5.1, "혼저옵서예")], "예", Verdict.ALTERED),
    ],
)
def test_what_arrived_is_judged(
    arrived: list[tuple[float, str]], left: str, verdict: Verdict
) -> None:
    outcome = Outcome(WELCOME, entered_at=5.0, arrived=arrived, left_in_the_box=left)

    assert outcome.verdict is verdict
    assert len(wrong([outcome])) == (verdict is not Verdict.WHOLE)
    assert "| all |" in table([outcome])


def test_sends_are_the_same_for_the_same_seed_and_cover_every_kind_and_point() -> None:
    phrases = ["혼저옵서예", "펜안허우꽈?", "놀당 갑서"]
    sends = make_sends(300, 3, phrases)

    assert sends == make_sends(300, 3, phrases)
    assert sends != make_sends(300, 4, phrases)
    assert {send.kind for send in sends} == set(Kind)
    assert {send.point for send in sends} == {
        "no syllable open", "a lone jamo", "an open syllable", "a closed syllable",
    }  # fmt: skip
    assert all(send.text for send in sends)
    # Only after a composition is over may there be none to press Enter in.
    assert all(send.preedit for send in sends if send.kind not in (Kind.AFTER, Kind.LATE))
