"""The provider's models that write down what visitors say, for the captions."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Transcriber(models.Model):
    """A transcription model by its id. They end as voice models do. A persona names one by its
    id alone, and so does its price (`TranscriberPrice`)."""

    provider_id = models.CharField(
        _("제공사의 모델 이름"),
        max_length=60,
        unique=True,
        help_text=_("인물의 ‘받아쓰기 모델’에 적는 이름. 예: gpt-4o-mini-transcribe"),
    )
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
        help_text=_("끝난 뒤에 쓸 모델. 초안에 넣고 자막을 본 뒤에 정해 주세요."),
    )
    # Of which end staff were told last, and how many days before: each warning is given once.
    told_end = models.DateField(_("알린 종료일"), null=True, blank=True, editable=False)
    told_days = models.PositiveSmallIntegerField(
        _("며칠 앞서"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("받아쓰기 모델")
        verbose_name_plural = _("받아쓰기 모델")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="persona_transcriber_is_not_its_own_successor",
                violation_error_message=_("자기 자신을 뒤이을 수는 없어요."),
            ),
            models.CheckConstraint(
                condition=Q(told_end__isnull=True, told_days__isnull=True)
                | Q(told_end__isnull=False, told_days__isnull=False),
                name="persona_transcriber_telling_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.provider_id

    def has_ended(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on <= on
