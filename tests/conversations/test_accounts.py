"""What visits cost, entered in the books: every figure worked out by hand."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from conversations import actions, budget
from conversations.accounts import write_off_unregistered
from conversations.budget import Step
from conversations.models import Call, Conversation, Spending
from conversations.payloads import Report
from conversations.sweeps import sweep
from persona.models import PersonaRevision, TranscriberPrice, VoiceModelPrice
from tests.conversations.conftest import with_transcriber
from tests.conversations.visits import Visit, beat, leave, seoul

pytestmark = pytest.mark.django_db


@pytest.fixture
def dearer_from_noon(revision: PersonaRevision) -> None:
    """At noon everything costs double."""
    old = VoiceModelPrice.objects.get()
    VoiceModelPrice.objects.create(
        model=old.model,
        effective_on=date(2026, 11, 23),
        effective_from=time(12),
        **{
            kind: 2 * getattr(old, kind)
            for kind in (
                "text_in", "text_cached", "text_out", "audio_in", "audio_cached", "audio_out"
            )
        },
    )  # fmt: skip
    for written_down in TranscriberPrice.objects.all():
        written_down.pk, written_down.per_minute = None, 2 * written_down.per_minute
        written_down.effective_on, written_down.effective_from = date(2026, 11, 23), time(12)
        written_down.save()


@pytest.mark.usefixtures("dearer_from_noon")
class TestADay:
    @pytest.fixture
    def revision(self, revision: PersonaRevision) -> PersonaRevision:
        return with_transcriber(revision)

    def test_costs_what_it_costs_by_hand_to_the_cent(self, visit: Visit) -> None:
        morning, over_noon, evening = visit("09:00"), visit("11:50"), visit("17:00")
        usage = {"text_in": 6_000, "audio_in": 2_000, "audio_cached": 500, "audio_out": 9_000}
        leave(morning, "09:10", **usage)
        # 6,000 × 0.60 + 1,500 × 10 + 500 × 0.30 + 9,000 × 20 = 198,750 → $0.198750
        beat(over_noon, "11:59:50", **usage)  # the same again, at the morning's prices
        more = {kind: 2 * count for kind, count in usage.items()}
        beat(over_noon, "12:00:05", **more)  # as much once more, at double: $0.397500
        leave(over_noon, "12:10", **more)
        leave(evening, "17:02", text_in=1_000, text_cached=1_000, text_out=50, audio_out=1_200)
        # at double: 1,000 × 0.12 + 50 × 4.80 + 1,200 × 40 = 48,360 → $0.048360
        # Written down, by the minute: 10 × 0.003 in the morning, 10 × 0.003 and 10 × 0.006 over
        # noon, 2 × 0.006 in the evening = $0.132000

        today = budget.standing(now=seoul("18:00")).today

        # 0.198750 + 0.198750 + 0.397500 + 0.048360 + 0.132000
        assert today.usd == Decimal("0.975360")
        assert today.minutes == 32

    def test_is_booked_under_the_price_it_was_spoken_at(self, visit: Visit) -> None:
        over_noon = visit("11:50")
        beat(over_noon, "11:59:45", audio_out=100)
        beat(over_noon, "12:00:15", audio_out=300)
        leave(over_noon, "12:01", audio_out=300)

        rows = Spending.objects.order_by("price__effective_from")

        assert [(row.milliseconds, row.audio_out) for row in rows] == [
            (10 * 60_000, 100),
            (60_000, 200),
        ]

    def test_ends_at_midnight(self, visit: Visit) -> None:
        late = visit("23:50")
        actions.heartbeat(late, report=Report(), now=seoul("00:05", day=24))

        used = budget.standing(now=seoul("00:05", day=24))
        assert [used.today.minutes, used.month.minutes] == [5, 15]


class TestReports:
    def test_said_twice_count_once(self, visit: Visit) -> None:
        guest = visit("12:00")
        for clock in ("12:05", "12:06", "12:07"):
            beat(guest, clock, audio_out=1_000)

        assert Spending.objects.get().audio_out == 1_000

    def test_count_only_up_to_what_the_time_can_cost(self, visit: Visit) -> None:
        liar = visit("12:00")
        leave(liar, "12:10", audio_out=2_000_000_000)

        row = Spending.objects.get()
        assert row.reported_units == 2_000_000_000 * 200_000
        assert budget.standing(now=seoul("12:10")).today.usd == Decimal("0.624")  # 10 × 0.0624

    def test_that_never_come_are_made_up_for_at_the_dearest(self, visit: Visit) -> None:
        silent = visit("12:00")
        sweep(now=seoul("12:05"), ask=lambda _call: None)

        silent.refresh_from_db()
        assert silent.end_reason == "failed"  # it was never given a secret
        assert budget.standing(now=seoul("12:30")).today.usd == Decimal("0.312")

    def test_of_nothing_are_made_up_for_at_the_dearest(self, visit: Visit) -> None:
        guest = visit("12:00")
        leave(guest, "12:10", audio_out=0, audio_in=0)

        assert budget.standing(now=seoul("12:10")).today.usd == Decimal("0.624")

    def test_that_stop_leave_the_rest_at_the_dearest(self, visit: Visit) -> None:
        guest = visit("12:00")
        beat(guest, "12:10", audio_out=10_000)  # $0.20
        sweep(now=seoul("12:20"), ask=lambda _call: None)

        assert budget.standing(now=seoul("12:20")).today.usd == Decimal("0.824")

    def test_of_next_to_nothing_count_as_a_quiet_talk(self, visit: Visit) -> None:
        liar = visit("12:00")
        for minute in range(1, 20):
            beat(liar, f"12:{minute:02}", audio_out=1)
        leave(liar, "12:20", audio_out=1)

        row = Spending.objects.get()
        assert row.reported_units == 200_000
        # 20 minutes × (150 × 10 + 300 × 20 for a million tokens)
        assert budget.standing(now=seoul("12:20")).today.usd == Decimal("0.15")

    def test_with_no_known_price_cost_time_alone(
        self, visit: Visit, revision: PersonaRevision
    ) -> None:
        VoiceModelPrice.objects.all().delete()
        leave(visit("12:00"), "12:10", audio_out=1_000)

        today = budget.standing(now=seoul("12:10")).today
        assert [today.minutes, today.usd] == [10, 0]


class TestWhatIsWrittenDown:
    """The model that does it is billed apart; no report tells of it, so it goes by time."""

    @pytest.fixture
    def revision(self, revision: PersonaRevision) -> PersonaRevision:
        return with_transcriber(revision)

    def test_stands_in_the_books_beside_what_the_page_reports(self, visit: Visit) -> None:
        leave(visit("12:00"), "12:10", audio_out=10_000)

        row = Spending.objects.get()
        assert (row.reported_units, row.transcription_units) == (2_000_000_000, 300_000_000)
        assert budget.standing(now=seoul("12:10")).today.usd == Decimal("0.23")

    def test_is_counted_for_who_is_still_here(self, visit: Visit) -> None:
        visit("12:00")

        # 10 × (0.0624 + 0.003)
        assert budget.standing(now=seoul("12:10")).today.usd == Decimal("0.654")

    def test_is_counted_where_the_voice_has_no_known_price(self, visit: Visit) -> None:
        VoiceModelPrice.objects.all().delete()
        leave(visit("12:00"), "12:10", audio_out=10_000)

        assert budget.standing(now=seoul("12:10")).today.usd == Decimal("0.03")


class TestAnOutage:
    """The machine was off while visitors were inside: what cannot have been used costs nothing."""

    def test_over_night_leaves_the_new_day_alone(self, visit: Visit, settings: Settings) -> None:
        settings.DAILY_MINUTES_CEILING = 3_000
        guests = [visit("17:40") for _ in range(7)]
        for guest in guests:
            beat(guest, "17:50", audio_out=1_000)
        morning = seoul("07:50", day=24)

        assert budget.standing(now=morning).today.minutes == 0
        sweep(now=morning, ask=lambda _call: None)

        used = budget.standing(now=morning)
        assert not Conversation.objects.live().exists()
        assert [used.today.minutes, used.step] == [0, Step.FREE]
        # To their end at 18:00, and a minute for hanging up.
        assert budget.standing(now=seoul("23:00")).today.minutes == 7 * 21

    def test_ends_with_the_provider_where_a_visit_may_be_longer(self, visit: Visit) -> None:
        guest = visit("09:00")
        Conversation.objects.filter(pk=guest.pk).update(ends_at=seoul("13:00"))
        for number, minted in enumerate(("09:00", "09:30"), start=1):
            Call.objects.create(
                conversation=guest,
                number=number,
                cause=Call.Cause.ROLLOVER,
                minted_at=seoul(minted),
                secret_expires_at=seoul(minted) + timedelta(seconds=30),
                registered_at=seoul(minted),
                provider_call_id=f"rtc_{number}",
            )
        beat(guest, "09:31", audio_out=1_000)

        assert budget.standing(now=seoul("12:00")).today.minutes == Decimal("90.5")
        sweep(now=seoul("12:00"), ask=lambda _call: None)
        assert budget.standing(now=seoul("12:00")).today.minutes == Decimal("90.5")


class TestUnregisteredSecrets:
    def test_count_as_a_whole_visit_at_the_dearest_once(self, visit: Visit) -> None:
        guest = visit("12:00")
        Call.objects.create(
            conversation=guest,
            number=1,
            cause=Call.Cause.BEGIN,
            minted_at=seoul("12:00"),
            secret_expires_at=seoul("12:00:30"),
        )

        assert write_off_unregistered(now=seoul("12:01:30")) == 0
        assert write_off_unregistered(now=seoul("12:01:31")) == 1
        assert write_off_unregistered(now=seoul("12:02:31")) == 0

        row = Spending.objects.get()
        assert (row.milliseconds, row.uncovered_units) == (20 * 60_000, 20 * 624_000_000)

    def test_that_were_registered_do_not(self, visit: Visit) -> None:
        Call.objects.create(
            conversation=visit("12:00"),
            number=1,
            cause=Call.Cause.BEGIN,
            minted_at=seoul("12:00"),
            secret_expires_at=seoul("12:00:30"),
            registered_at=seoul("12:00:01"),
            provider_call_id="rtc_1",
        )

        assert write_off_unregistered(now=seoul("12:10")) == 0
