"""A crowd at two web processes: as many come in as there are seats, and not one more."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.processes.asking import Answer, ask
from tests.processes.stage import SEATS, Stage

CROWD = 200


def test_a_crowd_at_two_processes_fills_every_seat_once(stage: Stage) -> None:
    webs = list(stage.webs.values())

    def come(number: int) -> Answer:
        return ask(webs[number % 2], "POST", "/api/conversations", {})

    with ThreadPoolExecutor(CROWD) as crowd:
        answers = list(crowd.map(come, range(CROWD)))
    for begun in answers:
        if begun.status == 201:
            path = f"/api/conversations/{begun.document['id']}/end"
            ask(stage.url, "POST", path, {"reason": "visitor"}, begun.document["token"])

    outcomes = Counter(begun.code or begun.status for begun in answers)
    assert outcomes == {201: SEATS, "house_full": CROWD - SEATS}
    assert ask(stage.url, "GET", "/api/status").document["seats_free"] == SEATS
