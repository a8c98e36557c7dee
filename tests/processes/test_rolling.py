"""An upgrade nobody notices: fifty begins a second while every process is restarted."""

from tests.processes.rolling import PER_SECOND, restart_all_during_begins
from tests.processes.stage import house_of_processes


def test_a_rolling_restart_fails_no_request() -> None:
    with house_of_processes(SEATS="10000") as stage:
        begun = restart_all_during_begins(stage)

    assert [one for one in begun if one.status != 201] == []
    assert len(begun) > 5 * PER_SECOND
