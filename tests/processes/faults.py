"""Faults, one by one: how each is made and mended, and which alarm must go on and off."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from tests.conversations.provider import Behaviour, error_body
from tests.processes.stage import Stage
from tests.servers import restart_postgresql

Act = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """`alarms` must be on while it lasts and off after it is mended.

    `seconds` is how long it lasts at least, `well_within` how long the house may take to be well.
    """

    name: str
    break_: Act
    mend: Act
    alarms: frozenset[str] = frozenset()
    seconds: float = 5.0
    well_within: float = 30.0


def _stop_postgresql(stage: Stage) -> None:
    server = stage.parts["postgresql"]
    server.process.send_signal(signal.SIGINT)
    server.process.wait(20)


def _start_postgresql(stage: Stage) -> None:
    stage.parts["postgresql"] = restart_postgresql(stage.folder, stage.parts["postgresql"].port)


def _provider_answers(behaviour: Behaviour) -> Act:
    def act(stage: Stage) -> None:
        stage.provider.behaviour = behaviour

    return act


def _kill(*names: str) -> Act:
    def act(stage: Stage) -> None:
        for name in names:
            stage.kill(name)

    return act


def _start_redis(stage: Stage) -> None:
    stage.start_redis()


def _start_web(stage: Stage) -> None:
    stage.start_web("web-1")


def _start_worker(stage: Stage) -> None:
    stage.start_worker()


def _start_beat(stage: Stage) -> None:
    stage.start_beat()


# The lease outlives three ticks, and the next tick comes with the next minute.
_TICK_MISSED_SECONDS = 200.0
_TICK_BACK_SECONDS = 75.0

REDIS = Fault("Redis kill −9 and back", _kill("redis"), _start_redis, frozenset({"cache"}))
POSTGRESQL = Fault(
    "PostgreSQL stopped and started", _stop_postgresql, _start_postgresql, frozenset({"database"})
)
WEB = Fault(
    "one of two web processes kill −9", _kill("web-1"), _start_web, frozenset({"web-1 is silent"})
)
PROVIDER = Fault(
    "provider answers 503",
    _provider_answers(Behaviour(503, error_body("overloaded"))),
    _provider_answers(Behaviour()),
    frozenset({"provider"}),
    seconds=60.0,
)
WORKER = Fault(
    "worker kill −9",
    _kill("worker"),
    _start_worker,
    frozenset({"tick"}),
    _TICK_MISSED_SECONDS,
    _TICK_BACK_SECONDS,
)
BEAT = Fault(
    "beat kill −9",
    _kill("beat"),
    _start_beat,
    frozenset({"tick"}),
    _TICK_MISSED_SECONDS,
    _TICK_BACK_SECONDS,
)

# By the name that the command takes. A full disk needs a house of its own: see `disk`.
BY_NAME = {
    "redis": REDIS,
    "postgresql": POSTGRESQL,
    "web": WEB,
    "provider": PROVIDER,
    "worker": WORKER,
    "beat": BEAT,
}
