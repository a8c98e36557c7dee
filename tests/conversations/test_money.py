"""What talking costs, against figures worked out by hand."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from conversations.money import (
    dearest_units_per_minute,
    price_at,
    quiet_units_per_minute,
    spans,
    time_units,
    transcription_units,
    usage_units,
    usd,
)
from conversations.schedule import SEOUL
from persona.models import TranscriberPrice, VoiceModelPrice


def price(day: str = "2026-01-01", clock: str = "00:00", **changes: str) -> VoiceModelPrice:
    per_million = {
        "text_in": "0.60",
        "text_cached": "0.06",
        "text_out": "2.40",
        "audio_in": "10",
        "audio_cached": "0.30",
        "audio_out": "20",
    }
    return VoiceModelPrice(
        effective_on=date.fromisoformat(day),
        effective_from=time.fromisoformat(clock),
        **{kind: Decimal(dollars) for kind, dollars in {**per_million, **changes}.items()},
    )


def seoul(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SEOUL)


class TestUsage:
    def test_every_kind_has_its_own_price_and_cached_is_a_part_of_read(self) -> None:
        usage = {
            "text_in": 1_000,  # 600 fresh, 400 cached
            "text_cached": 400,
            "text_out": 100,
            "audio_in": 700,  # 600 fresh, 100 cached
            "audio_cached": 100,
            "audio_out": 1_200,
        }
        # 600 × 0.60 + 400 × 0.06 + 100 × 2.40 + 600 × 10 + 100 × 0.30 + 1,200 × 20 = 30,654
        assert usd(usage_units(usage, price())) == Decimal("0.030654")

    def test_a_part_larger_than_the_whole_earns_nobody_money(self) -> None:
        usage = {"audio_in": 10, "audio_cached": 1_000}

        assert usd(usage_units(usage, price())) == Decimal("0.000003")

    def test_the_smallest_price_of_one_token_is_whole(self) -> None:
        assert usage_units({"text_in": 1}, price(text_in="0.0001")) == 1


class TestDearest:
    def test_is_speech_both_ways_and_reading_all_of_it_six_times_a_minute(self) -> None:
        # 600 × 10 + 1,200 × 20 + 6 × (20 × 900) × 0.30 = 62,400 for a million tokens
        per_minute = dearest_units_per_minute(price(), longest_minutes=20)

        assert usd(per_minute) == Decimal("0.0624")

    def test_a_quiet_minute_is_a_quarter_of_speech_each_way_read_once(self) -> None:
        # 150 × 10 + 300 × 20 = 7,500 for a million tokens
        assert usd(quiet_units_per_minute(price())) == Decimal("0.0075")

    def test_part_of_a_minute_is_rounded_up(self) -> None:
        assert time_units(1, 60_001) == 2
        assert time_units(60_000, 60_001) == 60_001
        assert time_units(0, 60_001) == 0


class TestTranscription:
    def test_goes_by_time_under_each_price(self) -> None:
        prices = [
            TranscriberPrice(
                effective_on=date(2026, 11, 23),
                effective_from=time(hour),
                per_minute=Decimal(dollars),
            )
            for hour, dollars in ((9, "0.003"), (12, "0.0045"))
        ]
        since, until = seoul("2026-11-23 08:50"), seoul("2026-11-23 12:20")

        # 10 minutes before any price, 180 × 0.003, 20 × 0.0045
        assert usd(transcription_units(since, until, prices)) == Decimal("0.63")


class TestSpans:
    def test_are_cut_at_midnight_and_where_the_price_changes(self) -> None:
        old, new = price(), price("2026-11-23", "12:00")
        since, until = seoul("2026-11-22 23:59:30"), seoul("2026-11-23 12:00:10")

        cut = list(spans(since, until, [old, new]))

        assert [(span.day.day, span.price, span.milliseconds) for span in cut] == [
            (22, old, 30_000),
            (23, old, 12 * 3_600_000),
            (23, new, 10_000),
        ]

    def test_lose_no_time(self) -> None:
        since, until = seoul("2026-10-30 07:11:13"), seoul("2026-11-02 00:00:00")

        cut = list(spans(since, until, [price("2026-11-01", "09:30")]))

        assert sum(span.milliseconds for span in cut) == (until - since).total_seconds() * 1000
        assert [span.price is None for span in cut] == [True, True, True, False]

    def test_of_a_clock_gone_back_are_none(self) -> None:
        assert not list(spans(seoul("2026-11-23 12:00"), seoul("2026-11-23 11:00"), [price()]))


@pytest.mark.parametrize(
    ("utc", "which"),
    [("02:59:59", 0), ("03:00:00", 1)],  # noon in Seoul
)
def test_a_price_counts_from_its_instant_on(utc: str, which: int) -> None:
    prices = [price(), price("2026-11-23", "12:00")]
    instant = datetime.fromisoformat(f"2026-11-23T{utc}").replace(tzinfo=UTC)

    assert price_at(prices, instant) is prices[which]
