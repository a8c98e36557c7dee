"""What happens at the house: visits, their calls, and when the doors are open.

No words a visitor says are stored here, and no address: only a keyed hash, forgotten after a day.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def live(self) -> "ConversationQuerySet":
        return self.filter(ended_at=None)

    def visitors(self) -> "ConversationQuerySet":
        """Visits alone: what staff listened to is counted apart."""
        return self.filter(is_hearing=False)

    def past_their_end(self, *, now: datetime) -> "ConversationQuerySet":
        return self.live().filter(ends_at__lte=now)

    def silent_since(self, moment: datetime) -> "ConversationQuerySet":
        """Live, but the page has not been heard of since `moment`."""
        return self.live().filter(last_heartbeat_at__lt=moment)


class Conversation(models.Model):
    """One visitor's visit, from the button to goodbye. Survives reconnects and rollovers."""

    class DropCause(models.TextChoices):
        """What the page saw break; the browser's own words where it has one."""

        DISCONNECTED = "disconnected", _("연결이 흔들림")
        FAILED = "failed", _("연결이 끊어짐")
        CHANNEL_CLOSED = "channel_closed", _("저쪽에서 닫음")
        SESSION_EXPIRED = "session_expired", _("한 통화의 시간이 다 됨")
        STALLED = "stalled", _("소리가 멈춤")
        OFFLINE = "offline", _("인터넷이 끊김")
        NO_ANSWER = "no_answer", _("대답이 없음")
        CLOSED = "closed", _("닫힘")

    class EndReason(models.TextChoices):
        VISITOR = "visitor", _("손님이 마침")
        CLOSING = "closing", _("문 닫음")
        LIMIT = "limit", _("정해진 시간이 다 됨")
        LOST = "lost", _("소식이 끊김")
        FAILED = "failed", _("이어지지 못함")
        PAGE_LEFT = "page_left", _("화면을 떠남")

    public_id = models.UUIDField(_("번호"), default=uuid.uuid4, unique=True, editable=False)
    persona_revision = models.ForeignKey(
        "persona.PersonaRevision", models.PROTECT, verbose_name=_("인물 판")
    )
    client_hash = models.CharField(
        _("손님 표시"),
        max_length=64,
        blank=True,
        help_text=_("주소의 열쇠 해시. 하루 뒤 지워집니다."),
    )
    is_kiosk = models.BooleanField(_("안내 기기"), default=False)
    is_hearing = models.BooleanField(
        _("들어보기"),
        default=False,
        help_text=_("직원이 초안을 들어 본 것. 손님과 따로 셉니다."),
    )
    seat = models.PositiveSmallIntegerField(_("자리"), null=True, blank=True, unique=True)
    started_at = models.DateTimeField(_("시작"))
    ends_at = models.DateTimeField(_("늦어도 마치는 때"))
    last_heartbeat_at = models.DateTimeField(_("마지막 소식"))
    ended_at = models.DateTimeField(_("마친 때"), null=True, blank=True)
    end_reason = models.CharField(
        _("마친 까닭"), max_length=16, choices=EndReason.choices, blank=True
    )

    # Ledger: what the page measured of itself. Cumulative, reported by the page.
    connect_ms = models.PositiveIntegerField(_("잇는 데 걸린 ms"), default=0)
    first_sound_ms = models.PositiveIntegerField(_("첫 소리까지 ms"), default=0)
    turns = models.PositiveIntegerField(_("차례"), default=0)
    drops = models.PositiveIntegerField(_("끊김"), default=0)
    recoveries = models.PositiveIntegerField(_("다시 이음"), default=0)
    recovery_ms_max = models.PositiveIntegerField(_("가장 오래 걸린 다시 잇기 ms"), default=0)
    attempts = models.PositiveIntegerField(_("다시 이으려 한 횟수"), default=0)
    memory_kept = models.PositiveIntegerField(_("기억을 지킨 횟수"), default=0)
    memory_lost = models.PositiveIntegerField(_("기억을 잃은 횟수"), default=0)
    silent_replies = models.PositiveIntegerField(_("소리 없는 대답"), default=0)
    crisis = models.PositiveIntegerField(_("위기 안내"), default=0)
    turn_gap_ms = models.PositiveIntegerField(_("말 끝에서 대답까지 ms (가운데)"), default=0)
    turn_gap_ms_max = models.PositiveIntegerField(
        _("말 끝에서 대답까지 ms (가장 길 때)"), default=0
    )
    gate_close_ms_max = models.PositiveIntegerField(_("마이크 닫기 가장 늦은 ms"), default=0)
    drops_by_cause = models.JSONField(_("끊긴 까닭"), default=dict, blank=True)

    # Usage: tokens by modality, as the page reports what the provider told it.
    text_in = models.PositiveIntegerField(_("글 받음"), default=0)
    text_cached = models.PositiveIntegerField(_("글 다시 읽음"), default=0)
    text_out = models.PositiveIntegerField(_("글 보냄"), default=0)
    audio_in = models.PositiveIntegerField(_("소리 받음"), default=0)
    audio_cached = models.PositiveIntegerField(_("소리 다시 읽음"), default=0)
    audio_out = models.PositiveIntegerField(_("소리 보냄"), default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("대화")
        verbose_name_plural = _("대화")
        constraints = [
            models.CheckConstraint(
                name="conversations_conversation_end_is_whole",
                condition=Q(ended_at=None, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="conversations_conversation_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
            # A seat is held exactly as long as the visit lives; `unique` on the column then lets
            # the database itself refuse to seat two visitors on one chair.
            models.CheckConstraint(
                name="conversations_conversation_seated_while_live",
                condition=Q(ended_at=None, seat__isnull=False)
                | Q(ended_at__isnull=False, seat=None),
            ),
        ]
        indexes = [
            # The day's minutes are added up at every begin.
            models.Index(fields=["started_at"], name="conversation_started_idx"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CallQuerySet(models.QuerySet["Call"]):
    def to_hang_up(self) -> "CallQuerySet":
        """Registered calls of ended visits that nobody has hung up yet."""
        return self.filter(
            conversation__ended_at__isnull=False, registered_at__isnull=False, hung_up_at=None
        )


class Call(models.Model):
    """One WebRTC call of the provider: one secret, one peer connection, one session."""

    class Cause(models.TextChoices):
        BEGIN = "begin", _("시작")
        RECONNECT = "reconnect", _("다시 이음")
        ROLLOVER = "rollover", _("이어 갈음")

    class Outcome(models.TextChoices):
        HUNG_UP = "hung_up", _("서버가 끊음")
        ALREADY_GONE = "already_gone", _("이미 끊겨 있었음")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="calls")
    number = models.PositiveSmallIntegerField(_("차례"))
    cause = models.CharField(_("까닭"), max_length=10, choices=Cause.choices)
    minted_at = models.DateTimeField(_("열쇠를 만든 때"))
    secret_expires_at = models.DateTimeField(_("열쇠가 끝나는 때"))
    provider_call_id = models.CharField(_("제공자의 번호"), max_length=128, blank=True)
    registered_at = models.DateTimeField(_("등록한 때"), null=True, blank=True)
    hung_up_at = models.DateTimeField(_("끊은 때"), null=True, blank=True)
    outcome = models.CharField(_("결말"), max_length=16, choices=Outcome.choices, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("통화")
        verbose_name_plural = _("통화")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="conversations_call_number_once"
            ),
            models.UniqueConstraint(
                fields=["provider_call_id"],
                condition=~Q(provider_call_id=""),
                name="conversations_call_registered_once",
            ),
            models.CheckConstraint(
                name="conversations_call_registration_is_whole",
                condition=Q(registered_at=None, provider_call_id="")
                | (Q(registered_at__isnull=False) & ~Q(provider_call_id="")),
            ),
            models.CheckConstraint(
                name="conversations_call_hang_up_is_whole",
                condition=Q(hung_up_at=None, outcome="")
                | (Q(hung_up_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.number}"


class OpeningHours(models.Model):
    """One window of one weekday. Several windows a day are several rows."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("월요일")
        TUESDAY = 1, _("화요일")
        WEDNESDAY = 2, _("수요일")
        THURSDAY = 3, _("목요일")
        FRIDAY = 4, _("금요일")
        SATURDAY = 5, _("토요일")
        SUNDAY = 6, _("일요일")

    weekday = models.PositiveSmallIntegerField(_("요일"), choices=Weekday.choices)
    opens = models.TimeField(_("여는 때"))
    closes = models.TimeField(_("닫는 때"))

    class Meta:
        verbose_name = _("여는 시간")
        verbose_name_plural = _("여는 시간")
        constraints = [
            models.CheckConstraint(
                name="conversations_openinghours_open_before_close",
                condition=Q(opens__lt=F("closes")),
                violation_error_message=_("닫는 때는 여는 때보다 뒤여야 합니다."),
            ),
            models.UniqueConstraint(
                fields=["weekday", "opens"],
                name="conversations_openinghours_window_once",
                violation_error_message=_("같은 요일에 같은 때 여는 줄이 이미 있습니다."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class SpecialDay(models.Model):
    """A date that does not follow the week: closed, or with hours of its own."""

    date = models.DateField(_("날짜"), unique=True)
    opens = models.TimeField(_("여는 때"), null=True, blank=True)
    closes = models.TimeField(_("닫는 때"), null=True, blank=True)
    note = models.CharField(_("까닭"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("특별한 날")
        verbose_name_plural = _("특별한 날")
        constraints = [
            models.CheckConstraint(
                name="conversations_specialday_hours_are_whole",
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                violation_error_message=_(
                    "두 시각을 모두 비우면 쉬는 날, 모두 쓰면 그 시간에만 엽니다."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.note}"


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self, *, now: datetime) -> "OverrideQuerySet":
        return self.filter(lifted_at=None).filter(Q(until=None) | Q(until__gt=now))


class Override(models.Model):
    """The house held open or closed by hand, whatever the hours say."""

    is_open = models.BooleanField(_("연다"))
    since = models.DateTimeField(_("부터"))
    until = models.DateTimeField(_("까지"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("거둔 때"), null=True, blank=True)
    reason = models.CharField(_("까닭"), max_length=200, validators=[MinLengthValidator(2)])
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("한 사람"),
        null=True,
        blank=True,
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("손으로 여닫음")
        verbose_name_plural = _("손으로 여닫음")
        constraints = [
            models.CheckConstraint(
                name="conversations_override_until_after_since",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="conversations_override_has_reason", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{'open' if self.is_open else 'closed'} {self.since:%Y-%m-%d %H:%M}"


class HouseState(models.Model):
    """The leased flag, one row, kept by the tick. Believed only while fresh and before `until`."""

    class Reason(models.TextChoices):
        HOURS = "hours", _("여는 시간")
        SPECIAL_DAY = "special_day", _("특별한 날")
        OVERRIDE = "override", _("손으로 정함")

    is_open = models.BooleanField(_("열림"))
    reason = models.CharField(_("까닭"), max_length=16, choices=Reason.choices)
    since = models.DateTimeField(_("부터"))
    until = models.DateTimeField(_("까지"), null=True)
    opens_at = models.DateTimeField(_("다음에 여는 때"), null=True)
    closes_at = models.DateTimeField(_("닫는 때"), null=True)
    checked_at = models.DateTimeField(_("살핀 때"))

    class Meta:
        verbose_name = _("지금 꽃밭")
        verbose_name_plural = _("지금 꽃밭")
        constraints = [
            models.CheckConstraint(name="conversations_housestate_one_row", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"
