"""The hour in the garden, for the first picture of the page. Pure.

It follows the opening hours: closed is night, whatever the sun does. The page goes on from there
by itself (`static/js/scene/sky.js` says the same).
"""

from datetime import timedelta
from typing import Literal

from conversations.house import House
from conversations.schedule import SEOUL

Sky = Literal["dawn", "day", "dusk", "night"]
TURN = timedelta(hours=1)  # the last before closing is dusk, the last before opening dawn


def sky_of(place: House) -> Sky:
    verdict, now = place.verdict, place.now
    if not place.is_open:
        return "dawn" if verdict.opens_at and verdict.opens_at - now <= TURN else "night"
    hour = now.astimezone(SEOUL).hour
    if hour < 5 or hour >= 20:
        return "night"
    if verdict.closes_at and verdict.closes_at - now <= TURN:
        return "dusk"
    if hour < 8:
        return "dawn"
    return "day" if hour < 18 else "dusk"
