"""What happens at the house: visits and their calls.

No words a visitor says are stored here, and no address: only a keyed hash, forgotten after a day.
"""

import uuid
from datetime import datetime

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

    class Feeling(models.TextChoices):
        """How the visit left the visitor, said with one tap or not at all."""

        LIGHTER = "lighter", _("가벼워요")
        SAME = "same", _("그대로예요")
        HEAVIER = "heavier", _("무거워요")

    public_id = models.UUIDField(_("번호"), default=uuid.uuid4, unique=True, editable=False)
    persona_revision = models.ForeignKey(
        "persona.PersonaRevision", models.PROTECT, verbose_name=_("인물 판")
    )
    voice_model = models.CharField(
        _("목소리 모델"),
        max_length=100,
        blank=True,
        help_text=_("시작할 때의 모델. 값을 매기는 데 씁니다."),
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

    feeling = models.CharField(
        _("나눈 뒤의 마음"),
        max_length=8,
        choices=Feeling.choices,
        blank=True,
        default="",
        # While an upgrade rolls, processes that know no such column still write rows.
        db_default="",
        help_text=_("손님이 마친 뒤에 눌러 준 것. 안 눌러도 됩니다."),
    )

    # Time up to here is in the books (see `Spending`); empty: nothing yet.
    accounted_until = models.DateTimeField(_("값을 매긴 때까지"), null=True, editable=False)

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
            # Who is here is asked at every begin, of a table that only grows.
            models.Index(
                fields=["ends_at"], condition=Q(ended_at=None), name="conversation_live_idx"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CallQuerySet(models.QuerySet["Call"]):
    def never_registered(self, *, expired_by: datetime) -> "CallQuerySet":
        """Secrets that ran out without a call we know of, and are not in the books yet."""
        return self.filter(
            registered_at=None, written_off_at=None, secret_expires_at__lt=expired_by
        )

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
    # The first call is written before the provider says when: then this is the latest it can be.
    secret_expires_at = models.DateTimeField(_("열쇠가 끝나는 때"))
    provider_call_id = models.CharField(_("제공자의 번호"), max_length=128, blank=True)
    registered_at = models.DateTimeField(_("등록한 때"), null=True, blank=True)
    hung_up_at = models.DateTimeField(_("끊은 때"), null=True, blank=True)
    outcome = models.CharField(_("결말"), max_length=16, choices=Outcome.choices, blank=True)
    # Who asks the provider for a hang-up says so first; two who come at once ask it only once.
    hang_up_asked_at = models.DateTimeField(_("끊어 달라고 한 때"), null=True, editable=False)
    written_off_at = models.DateTimeField(
        _("최악으로 셈한 때"),
        null=True,
        editable=False,
        help_text=_("열쇠를 만들었지만 등록되지 않아 끊을 수 없는 통화."),
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("통화")
        verbose_name_plural = _("통화")
        indexes = [
            # What every tick asks: calls still to be hung up, and secrets nobody registered.
            models.Index(
                fields=["conversation"], condition=Q(hung_up_at=None), name="call_not_hung_up_idx"
            ),
            models.Index(
                fields=["secret_expires_at"],
                condition=Q(registered_at=None, written_off_at=None),
                name="call_never_registered_idx",
            ),
        ]
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
