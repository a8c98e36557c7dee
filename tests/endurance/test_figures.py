"""What the measurements conclude from what they saw."""

import math

from tests.endurance.figures import percentile, table
from tests.endurance.guest import Moment, Span
from tests.endurance.recovery import alive
from tests.endurance.rollovers import rollover


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert percentile([float(n) for n in range(1, 101)], 0.95) == 95.0
    assert percentile([1.0, math.inf], 1.0) == math.inf


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"


def moments(*steps: tuple[float, str]) -> list[Moment]:
    return [Moment(at, phase, "", "") for at, phase in steps]


def test_an_outage_nobody_noticed_is_over_when_packets_play_again() -> None:
    flow = [Span(0.0, 10.0), Span(12.4, 20.0)]
    assert math.isclose(alive(moments((0.0, "live")), flow, 12.0) or 0.0, 0.4)
    assert alive(moments((0.0, "live")), flow[:1], 12.0) is None


def test_a_page_that_does_not_talk_is_not_alive_however_much_sound_flows() -> None:
    timeline = moments((0.0, "live"), (15.0, "reconnecting"))
    assert alive(timeline, [Span(0.0, 20.0)], 12.0) is None


def test_life_counts_from_the_last_time_it_began() -> None:
    timeline = moments(
        (0.0, "live"), (13.0, "reconnecting"), (14.0, "live"), (15.0, "rolling-over")
    )
    assert alive(timeline, [Span(12.1, 20.0)], 12.0) == 2.0


def test_the_last_packets_of_a_call_that_was_killed_are_no_life() -> None:
    flow = [Span(0.0, 12.05)]
    assert alive(moments((0.0, "live")), flow, 12.0) == 0.0
    assert alive(moments((0.0, "live")), flow, 12.0, new_call=True) is None


def call(ended: float | None, **more: object) -> dict[str, object]:
    return {
        "ended_at": ended, "ended_by": "peer left", "energy": [], "voice": [],
        "items_received": [], "server_events": [], **more,
    }  # fmt: skip


def test_a_rollover_that_cuts_a_voice_is_not_at_a_pause() -> None:
    voice = [{"response_id": "resp_1", "started_at": 5.0, "ended_at": 9.0}]
    stopped = [
        {"at": 9.0, "event": {"type": "output_audio_buffer.stopped", "response_id": "resp_1"}}
    ]
    created = [{"at": 8.0, "event": {"type": "session.created"}}]
    new = call(None, server_events=created)
    assert not rollover(call(9.0, voice=voice), new, []).at_pause
    assert rollover(call(9.0, voice=voice, server_events=stopped), new, []).at_pause


def test_a_rollover_tells_the_gap_and_what_was_forgotten() -> None:
    said = [{"text": "표시 1번 말"}]
    created = [{"at": 10.5, "event": {"type": "session.created"}}]
    old = call(9.0, items_received=said, ended_by="session limit")
    found = rollover(old, call(None, server_events=created), ["표시 1번 말"])
    assert found.gap == 1.5
    assert not found.kept
    assert not found.planned
