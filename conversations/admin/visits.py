"""The record of visits: how they went, what they used, what they cost. Never a word of them."""

from datetime import timedelta
from decimal import Decimal

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.admin.records import RecordMixin
from conversations.models import Call, Conversation, Spending
from conversations.money import usd
from persona.admin.roomy import RoomyMixin

_ROWS = "admin/conversations/conversation/records.html"


class CallInline(RecordMixin, admin.TabularInline[Call, Conversation]):
    model = Call
    template = _ROWS
    fields = (
        "number",
        "cause",
        "minted_at",
        "registered_at",
        "provider_call_id",
        "hung_up_at",
        "outcome",
        "written_off_at",
    )
    readonly_fields = fields
    ordering = ("number",)
    extra = 0


class SpendingInline(RecordMixin, admin.TabularInline[Spending, Conversation]):
    model = Spending
    template = _ROWS
    fields = ("day", "price", "length", "reported", "written_down", "counted")
    readonly_fields = fields
    ordering = ("day", "pk")
    extra = 0

    @admin.display(description=_("시간"))
    def length(self, row: Spending) -> str:
        return _clock(timedelta(milliseconds=row.milliseconds))

    @admin.display(description=_("화면이 알린 값"))
    def reported(self, row: Spending) -> str:
        return _dollars(usd(row.reported_units))

    @admin.display(description=_("받아쓰기 값"))
    def written_down(self, row: Spending) -> str:
        return _dollars(usd(row.transcription_units))

    @admin.display(description=_("셈한 값"))
    def counted(self, row: Spending) -> str:
        return _dollars(usd(row.counted_units))


@admin.register(Conversation)
class ConversationAdmin(RecordMixin, RoomyMixin, admin.ModelAdmin[Conversation]):
    what_for = _("지나간 이야기의 기록. 나눈 말은 어디에도 남지 않아요.")
    place_in_list = 50
    date_hierarchy = "started_at"
    list_display = (
        "short_id", "started_at", "length", "end_reason", "feeling", "turns", "turn_gap_ms",
        "drops", "cost",
    )  # fmt: skip
    list_filter = ("end_reason", "feeling", "is_kiosk", "is_hearing", "voice_model")
    list_select_related = ("persona_revision",)
    search_fields = ("^public_id",)
    fieldsets = (
        (None, {"fields": (
            "public_id", "persona_revision", "voice_model", ("is_kiosk", "is_hearing"),
            ("started_at", "ended_at", "length"), ("end_reason", "ends_at", "last_heartbeat_at"),
            "feeling", "cost",
        )}),
        (_("이어짐"), {"fields": (
            ("connect_ms", "first_sound_ms"), ("drops", "causes"),
            ("recoveries", "recovery_ms_max", "attempts"), ("memory_kept", "memory_lost"),
        )}),
        (_("차례"), {"fields": (
            "turns", ("turn_gap_ms", "turn_gap_ms_max"), "gate_close_ms_max", "silent_replies",
            "crisis",
        )}),
        (_("쓴 토큰 (화면이 알린 것)"), {"fields": (
            ("text_in", "text_cached", "text_out"), ("audio_in", "audio_cached", "audio_out"),
        )}),
    )  # fmt: skip
    inlines = (CallInline, SpendingInline)
    ordering = ("-started_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        visits: QuerySet[Conversation] = super().get_queryset(request)
        return visits.annotate(counted_units=Sum("spendings__counted_units"))

    @admin.display(description=_("번호"), ordering="public_id")
    def short_id(self, visit: Conversation) -> str:
        return str(visit.public_id)[:8]

    @admin.display(description=_("길이"))
    def length(self, visit: Conversation) -> str:
        return _clock((visit.ended_at or timezone.now()) - visit.started_at)

    @admin.display(description=_("값"), ordering="counted_units")
    def cost(self, visit: Conversation) -> str:
        return _dollars(usd(getattr(visit, "counted_units", None) or 0))

    @admin.display(description=_("끊긴 까닭"))
    def causes(self, visit: Conversation) -> str:
        labels = dict(Conversation.DropCause.choices)
        causes = sorted(visit.drops_by_cause.items(), key=lambda cause: -cause[1])
        return ", ".join(f"{labels.get(code, code)} {count}" for code, count in causes) or "-"


def _clock(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.4f}"
