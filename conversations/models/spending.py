"""The books: what each visit used of each day, under each price."""

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from conversations.models.visits import Conversation


class Spending(models.Model):
    """Time and tokens of one visit, on one day of Seoul, under one price.

    Money is in ten-billionths of a US dollar, see `conversations.money`. What the page reports can
    be a mistake or a lie, so it is believed only between what its time can have cost at the dearest
    and what a quiet talk costs; time that no report covers is counted at the dearest. What writes
    the visitor's words down is billed apart and never reported, so it goes by time.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="spendings", verbose_name=_("대화")
    )
    is_hearing = models.BooleanField(_("들어보기"), default=False)
    day = models.DateField(_("날"))
    price = models.ForeignKey(
        "persona.VoiceModelPrice",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("값"),
    )
    milliseconds = models.BigIntegerField(_("시간 ms"), default=0)
    text_in = models.BigIntegerField(_("글 받음"), default=0)
    text_cached = models.BigIntegerField(_("글 다시 읽음"), default=0)
    text_out = models.BigIntegerField(_("글 보냄"), default=0)
    audio_in = models.BigIntegerField(_("소리 받음"), default=0)
    audio_cached = models.BigIntegerField(_("소리 다시 읽음"), default=0)
    audio_out = models.BigIntegerField(_("소리 보냄"), default=0)
    reported_units = models.BigIntegerField(_("화면이 알린 값"), default=0)
    covered_units = models.BigIntegerField(_("알린 시간의 최악"), default=0)
    uncovered_units = models.BigIntegerField(_("알리지 않은 시간의 최악"), default=0)
    # While an upgrade rolls, processes that know no such columns still write rows.
    quiet_units = models.BigIntegerField(_("알린 시간의 조용한 값"), default=0, db_default=0)
    transcription_units = models.BigIntegerField(_("받아쓰기 값"), default=0, db_default=0)
    counted_units = models.GeneratedField(
        expression=F("transcription_units")
        + F("uncovered_units")
        + Case(
            When(reported_units=0, then=F("covered_units")),
            default=Greatest(F("quiet_units"), Least(F("reported_units"), F("covered_units"))),
        ),
        output_field=models.BigIntegerField(_("셈한 값")),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("쓴 값")
        verbose_name_plural = _("쓴 값")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "day", "price"],
                name="conversations_spending_once_per_price",
            ),
            models.UniqueConstraint(
                fields=["conversation", "day"],
                condition=models.Q(price=None),
                name="conversations_spending_once_without_price",
            ),
            models.CheckConstraint(
                name="conversations_spending_never_negative",
                condition=models.Q(
                    milliseconds__gte=0,
                    reported_units__gte=0,
                    covered_units__gte=0,
                    uncovered_units__gte=0,
                    quiet_units__gte=0,
                    transcription_units__gte=0,
                ),
            ),
        ]
        indexes = [models.Index(fields=["day"], name="spending_day_idx")]

    def __str__(self) -> str:
        return f"{self.day} {self.conversation_id}"
