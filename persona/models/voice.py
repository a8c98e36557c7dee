"""The provider's voice models and what they cost."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

_SEOUL = ZoneInfo("Asia/Seoul")


class VoiceModel(models.Model):
    """A model of the provider by its id, so that changing the model is a row and not a release."""

    provider_id = models.CharField(
        _("제공사의 모델 이름"),
        max_length=100,
        unique=True,
        help_text=_("제공사에 그대로 보내는 이름. 예: gpt-realtime-2.1-mini"),
    )
    label = models.CharField(
        _("보이는 이름"), max_length=100, help_text=_("편집하는 이가 고를 때 보는 이름.")
    )
    is_default = models.BooleanField(_("새 인물의 기본"), default=False)
    ends_on = models.DateField(
        _("끝나는 날"),
        null=True,
        blank=True,
        help_text=_(
            "제공사가 알린 종료일. 날마다 제공사에 물어 스스로 고쳐 적고, 90일, 30일, 7일 앞서 "
            "알려요. 이 날부터는 게시할 수 없어요."
        ),
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("뒤이을 모델"),
        help_text=_(
            "끝난 뒤에 쓸 모델. 들어 보고 정해 주세요. 끝나기 30일 전부터는 이것을 정해야 "
            "게시할 수 있어요."
        ),
    )
    context_limit = models.PositiveIntegerField(
        _("기억하는 길이(토큰)"),
        validators=[MinValueValidator(1)],
        help_text=_("지시문과 나눈 말을 합쳐 이만큼까지. 예: 128000"),
    )
    max_output = models.PositiveIntegerField(
        _("한 번에 답하는 길이(토큰)"),
        validators=[MinValueValidator(1)],
        help_text=_("대답 하나의 한계. 예: 32000"),
    )

    class Meta:
        verbose_name = _("목소리 모델")
        verbose_name_plural = _("목소리 모델")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="persona_voicemodel_one_default",
                violation_error_message=_(
                    "기본 모델은 하나만 둘 수 있어요. 먼저 것을 해제해 주세요."
                ),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="persona_voicemodel_is_not_its_own_successor",
                violation_error_message=_("자기 자신을 뒤이을 수는 없어요."),
            ),
            models.CheckConstraint(
                condition=Q(context_limit__gt=0, max_output__gt=0),
                name="persona_voicemodel_limits_are_positive",
                violation_error_message=_("길이는 1 토큰보다 작을 수 없어요."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def has_ended(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on <= on


class _FromAnInstantOn(models.Model):
    """A price that counts from an instant on, by the clock of Seoul."""

    effective_on = models.DateField(_("적용 시작일"))
    effective_from = models.TimeField(
        _("적용 시작 시각"),
        default=time.min,
        help_text=_("서울 시각. 제공사가 하루 가운데 값을 바꾸면 그 시각을 적어요."),
    )

    class Meta:
        abstract = True

    @property
    def effective_at(self) -> datetime:
        """The instant it begins to count."""
        return datetime.combine(self.effective_on, self.effective_from, _SEOUL)


def _price(label: StrOrPromise) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        label, max_digits=8, decimal_places=4, validators=[MinValueValidator(0)]
    )


class VoiceModelPrice(_FromAnInstantOn):
    """What a model costs from a day on, in US dollars for a million tokens."""

    model = models.ForeignKey(
        VoiceModel, models.CASCADE, related_name="prices", verbose_name=_("목소리 모델")
    )
    text_in = _price(_("글 입력(100만 토큰, 달러)"))
    text_cached = _price(_("글 입력, 캐시"))
    text_out = _price(_("글 출력"))
    audio_in = _price(_("소리 입력"))
    audio_cached = _price(_("소리 입력, 캐시"))
    audio_out = _price(_("소리 출력"))

    class Meta:
        verbose_name = _("값")
        verbose_name_plural = _("값")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "effective_on", "effective_from"],
                name="persona_voicemodelprice_one_per_instant",
                violation_error_message=_("이 모델에는 같은 때 시작하는 값이 이미 있어요."),
            ),
            models.CheckConstraint(
                condition=Q(
                    text_in__gte=0,
                    text_cached__gte=0,
                    text_out__gte=0,
                    audio_in__gte=0,
                    audio_cached__gte=0,
                    audio_out__gte=0,
                ),
                name="persona_voicemodelprice_never_negative",
                violation_error_message=_("값은 0보다 작을 수 없어요."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on:%Y-%m-%d} {self.effective_from:%H:%M}"


class TranscriberPrice(_FromAnInstantOn):
    """What it costs to have the visitor's words written down, in US dollars a minute.

    The provider bills the model that does it apart from the voice, and some of them by tokens; a
    minute is what it says they come to.
    """

    provider_id = models.CharField(
        _("받아쓰기 모델"),
        max_length=60,
        help_text=_("인물에 적은 받아쓰기 모델 그대로. 예: gpt-4o-mini-transcribe"),
    )
    per_minute = models.DecimalField(
        _("한 분에(달러)"), max_digits=8, decimal_places=6, validators=[MinValueValidator(0)]
    )
    source = models.CharField(_("출처"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("받아쓰기 값")
        verbose_name_plural = _("받아쓰기 값")
        constraints = [
            models.UniqueConstraint(
                fields=["provider_id", "effective_on", "effective_from"],
                name="persona_transcriberprice_one_per_instant",
                violation_error_message=_("이 모델에는 같은 때 시작하는 값이 이미 있어요."),
            ),
            models.CheckConstraint(
                condition=Q(per_minute__gte=0),
                name="persona_transcriberprice_never_negative",
                violation_error_message=_("값은 0보다 작을 수 없어요."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.effective_on:%Y-%m-%d} {self.effective_from:%H:%M}"
