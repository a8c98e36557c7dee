"""Who is told to stop finishes what was begun: a web process its request, a worker its task."""

import threading
import time
import uuid
from collections.abc import Callable

from tests.conversations.provider import Behaviour
from tests.processes.asking import Answer, ask
from tests.processes.stage import Stage

_SLOW = 2.0  # the provider takes so long over what is under way when the order to stop comes
_HUNG_UP = """
from conversations.models import Call
print(Call.objects.filter(provider_call_id="{call}").exclude(hung_up_at=None).count())
"""


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def asked_of_the_provider(stage: Stage, end: str) -> int:
    return sum(request.path.endswith(end) for request in stage.provider.requests)


def test_a_web_process_finishes_its_request(stage: Stage) -> None:
    before = asked_of_the_provider(stage, "/client_secrets")
    stage.provider.behaviour = Behaviour(hang=_SLOW)
    answers: list[Answer] = []
    visitor = threading.Thread(
        target=lambda: answers.append(ask(stage.webs["web-1"], "POST", "/api/conversations", {}))
    )
    visitor.start()
    try:
        until(lambda: asked_of_the_provider(stage, "/client_secrets") > before)
        code = stage.stop("web-1")
    finally:
        visitor.join()
        stage.provider.behaviour = Behaviour()
        stage.start_web("web-1")

    assert [answer.status for answer in answers] == [201]
    assert code == 0
    say_goodbye(stage, answers[0])


def test_a_worker_finishes_its_task(stage: Stage) -> None:
    begun = ask(stage.url, "POST", "/api/conversations", {})
    call = f"rtc_{uuid.uuid4().hex}"
    token = begun.document["token"]
    ask(stage.url, "PUT", f"/api/conversations/{begun.document['id']}/calls/{call}", token=token)
    stage.provider.behaviour = Behaviour(hang=_SLOW)
    try:
        say_goodbye(stage, begun)
        until(lambda: asked_of_the_provider(stage, f"{call}/hangup") > 0)
        code = stage.stop("worker")
    finally:
        stage.provider.behaviour = Behaviour()
        hung_up = stage.manage("shell", "--no-imports", "-c", _HUNG_UP.format(call=call))
        stage.start_worker()

    assert code == 0
    assert hung_up.split()[-1] == "1"
    assert asked_of_the_provider(stage, f"{call}/hangup") == 1


def say_goodbye(stage: Stage, begun: Answer) -> None:
    path = f"/api/conversations/{begun.document['id']}/end"
    ask(stage.url, "POST", path, {"reason": "visitor"}, begun.document["token"])
