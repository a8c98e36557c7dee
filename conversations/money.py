"""What talking costs: tokens times dated prices, in whole numbers. Pure.

Money is counted in ten-billionths of a US dollar. A price has four decimals for a million tokens,
so a token costs a whole number of them, and sums are exact in every database, whatever it makes of
decimals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from conversations.schedule import SEOUL, start_of_day
from persona.models import TranscriberPrice, VoiceModelPrice

# Tokens by modality as the provider counts them. What was read from its cache is a part of what
# was read, not beside it.
USAGE_KINDS = ("text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out")

UNITS_PER_USD = 10**10
_UNITS_PER_PRICE = UNITS_PER_USD // 1_000_000  # prices are for a million tokens

# Audio tokens per minute: the visitor 1 per 100 ms, the character 1 per 50 ms (the provider's
# guide to costs).
AUDIO_IN_PER_MINUTE = 600
AUDIO_OUT_PER_MINUTE = 1_200

# Each answer reads again all that was said. Six a minute is a quick exchange of short sentences;
# with the minutes shared half and half, one minute of talk leaves this much to be read again.
ANSWERS_PER_MINUTE = 6
REMEMBERED_PER_MINUTE = (AUDIO_IN_PER_MINUTE + AUDIO_OUT_PER_MINUTE) // 2

# In a quiet talk each of the two speaks a quarter of the time.
_QUIET_PART = 4

_MINUTE_MS = 60_000


class _Dated(Protocol):
    @property
    def effective_at(self) -> datetime: ...


_Price = TypeVar("_Price", bound=_Dated)


@dataclass(frozen=True, slots=True)
class Span(Generic[_Price]):
    """Time of one day under one price; `price` is None where none is known."""

    begins: datetime
    ends: datetime
    price: _Price | None

    @property
    def day(self) -> date:
        return self.begins.astimezone(SEOUL).date()

    @property
    def milliseconds(self) -> int:
        return (self.ends - self.begins) // timedelta(milliseconds=1)


def usd(units: int) -> Decimal:
    """Return units as US dollars, exactly."""
    return Decimal(units).scaleb(-10)


def usage_units(usage: Mapping[str, int], price: VoiceModelPrice) -> int:
    """Cost of these tokens. A cached part larger than the whole is taken for the whole."""
    text_cached = min(usage.get("text_cached", 0), usage.get("text_in", 0))
    audio_cached = min(usage.get("audio_cached", 0), usage.get("audio_in", 0))
    return (
        (usage.get("text_in", 0) - text_cached) * _per_token(price.text_in)
        + text_cached * _per_token(price.text_cached)
        + usage.get("text_out", 0) * _per_token(price.text_out)
        + (usage.get("audio_in", 0) - audio_cached) * _per_token(price.audio_in)
        + audio_cached * _per_token(price.audio_cached)
        + usage.get("audio_out", 0) * _per_token(price.audio_out)
    )


def dearest_units_per_minute(price: VoiceModelPrice, *, longest_minutes: float) -> int:
    """The most that a minute of a visit so long can cost us, on average.

    Both speak all the time, and every answer reads again as much as the whole visit can hold,
    which the provider then has in its cache.
    """
    remembered = int(longest_minutes * REMEMBERED_PER_MINUTE)
    return (
        AUDIO_IN_PER_MINUTE * _per_token(price.audio_in)
        + AUDIO_OUT_PER_MINUTE * _per_token(price.audio_out)
        + ANSWERS_PER_MINUTE * remembered * _per_token(price.audio_cached)
    )


def quiet_units_per_minute(price: VoiceModelPrice) -> int:
    """The least that a minute of talk is taken to cost: what the two say, and nothing read again.

    A page that reports a token an hour could else talk below every ceiling. With the prices seeded
    for the default model this is $0.0075 of the dearest $0.0624 (a visitor of twenty minutes), and
    a talk of usual length costs two to three times as much, for each answer reads again what was
    said. Who says less than this is counted too high, by no more than this.
    """
    both_all_the_time = AUDIO_IN_PER_MINUTE * _per_token(
        price.audio_in
    ) + AUDIO_OUT_PER_MINUTE * _per_token(price.audio_out)
    return both_all_the_time // _QUIET_PART


def transcriber_units_per_minute(price: TranscriberPrice | None) -> int:
    return int(Decimal(price.per_minute) * UNITS_PER_USD) if price else 0


def transcription_units(
    since: datetime, until: datetime, prices: Sequence[TranscriberPrice]
) -> int:
    """The most that writing the visitor's words down can cost: as if he spoke all the time."""
    return sum(
        time_units(span.milliseconds, transcriber_units_per_minute(span.price))
        for span in spans(since, until, prices)
    )


def time_units(milliseconds: int, per_minute: int) -> int:
    """Cost of a time at a rate, rounded up to a whole unit."""
    return -(-milliseconds * per_minute // _MINUTE_MS)


def price_at(prices: Sequence[_Price], instant: datetime) -> _Price | None:
    """The price in effect; `prices` are of one model, the earliest first."""
    begun = [price for price in prices if price.effective_at <= instant]
    return begun[-1] if begun else None


def spans(since: datetime, until: datetime, prices: Sequence[_Price]) -> Iterator[Span[_Price]]:
    """Cut a stretch of time at every midnight of Seoul and every change of price within it."""
    if until <= since:
        return
    first, last = since.astimezone(SEOUL).date(), until.astimezone(SEOUL).date()
    midnights = (start_of_day(first + timedelta(n)) for n in range((last - first).days + 1))
    cuts = {*midnights, *(price.effective_at for price in prices)}
    edges = [since, *sorted(cut for cut in cuts if since < cut < until), until]
    for begins, ends in pairwise(edges):
        yield Span(begins, ends, price_at(prices, begins))


def _per_token(price: Decimal) -> int:
    return int(Decimal(price) * _UNITS_PER_PRICE)
