"""Closing with four visitors; the whole of it is `python -m tests.closing storm|no-beat`."""

import pytest

from tests.closing.scenes import no_beat, storm

pytestmark = pytest.mark.browser  # real WebRTC sets the pace, so two at a time cost no more


def test_in_a_storm_everybody_is_hung_up_and_nobody_gets_in() -> None:
    scene = storm(visitors=4, on_the_minute=False)

    assert scene.faults == [], str(scene)


def test_with_no_beat_no_redis_and_no_worker_too() -> None:
    scene = no_beat(visitors=4, on_the_minute=False)

    assert scene.faults == [], str(scene)
