"""What staff should see first: each app tells the admin's front page what wants looking at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django_stubs_ext import StrOrPromise

Level = Literal["error", "warning", "info"]
_GRAVITY: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Notice:
    """One Korean sentence for the front page, and where to do something about it."""

    level: Level
    sentence: StrOrPromise
    url: str = ""


Source = Callable[[HttpRequest], Iterable[Notice]]
_sources: list[Source] = []


def tells_notices(source: Source) -> Source:
    """Register a source (decorator). It is asked at every look at the front page, so keep it cheap;
    it tells each member of staff only what they may see."""
    if source not in _sources:
        _sources.append(source)
    return source


def notices_for(request: HttpRequest) -> list[Notice]:
    """Return every notice, the gravest first."""
    found = [notice for source in _sources for notice in source(request)]
    return sorted(found, key=lambda notice: _GRAVITY[notice.level])
