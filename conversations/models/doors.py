"""When the doors are open: hours, days that differ, what was done by hand, and the leased flag."""

from datetime import datetime, time

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# A time of the day cannot be 24:00: who stays open to the end of the day closes at 00:00.
_CLOSES_AFTER_OPENING = Q(opens__lt=F("closes")) | Q(closes=time())
_CLOSES_HELP = _(
    "자정에 닫으면 00:00이라고 적어요. 다음 날을 00:00에 열면 그 사이에 닫지 않고 이어져요."
)


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
    closes = models.TimeField(_("닫는 때"), help_text=_CLOSES_HELP)

    class Meta:
        verbose_name = _("여는 시간")
        verbose_name_plural = _("여는 시간")
        constraints = [
            models.CheckConstraint(
                name="conversations_openinghours_open_before_close",
                condition=_CLOSES_AFTER_OPENING,
                violation_error_message=_(
                    "닫는 때는 여는 때보다 뒤여야 합니다. 자정은 00:00이라고 적습니다."
                ),
            ),
            models.UniqueConstraint(
                fields=["weekday", "opens"],
                name="conversations_openinghours_window_once",
                violation_error_message=_("같은 요일에 같은 때 여는 줄이 이미 있습니다."),
            ),
        ]

    def __str__(self) -> str:
        closes = "24:00" if self.closes == time() else f"{self.closes:%H:%M}"
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{closes}"


class SpecialDay(models.Model):
    """A date that does not follow the week: closed, or with hours of its own.

    Several windows are several rows of the date; a row without hours adds none.
    """

    date = models.DateField(_("날짜"))
    opens = models.TimeField(_("여는 때"), null=True, blank=True)
    closes = models.TimeField(_("닫는 때"), null=True, blank=True, help_text=_CLOSES_HELP)
    note = models.CharField(_("까닭"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("특별한 날")
        verbose_name_plural = _("특별한 날")
        constraints = [
            models.CheckConstraint(
                name="conversations_specialday_hours_are_whole",
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False) & _CLOSES_AFTER_OPENING,
                violation_error_message=_(
                    "두 시각을 모두 비우면 쉬는 날, 모두 쓰면 그 시간에만 엽니다. 닫는 때는 "
                    "여는 때보다 뒤여야 하고, 자정은 00:00이라고 적습니다."
                ),
            ),
            models.UniqueConstraint(
                fields=["date", "opens"],
                name="conversations_specialday_window_once",
                violation_error_message=_("같은 날 같은 때 여는 줄이 이미 있습니다."),
            ),
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(opens=None),
                name="conversations_specialday_closed_once",
                violation_error_message=_("이 날은 이미 쉬는 날입니다."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.note}"


class PublicHoliday(models.Model):
    """A day the calendar of Korea has off, as it was taken over.

    Kept apart from the special day it made, so that taking over again never undoes what a person
    did with that day, not even that he removed it.
    """

    date = models.DateField(_("날짜"), unique=True)
    name = models.CharField(_("이름"), max_length=120)
    taken_over_at = models.DateTimeField(_("가져온 때"))

    class Meta:
        verbose_name = _("공휴일")
        verbose_name_plural = _("공휴일")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self, *, now: datetime) -> "OverrideQuerySet":
        """Neither over nor lifted by `now`.

        A hold lifted a moment after `now` still holds: who took the time just before an operator's
        word, and reads just after it, must not find the doors between the two.
        """
        return self.filter(Q(lifted_at=None) | Q(lifted_at__gt=now)).filter(
            Q(until=None) | Q(until__gt=now)
        )


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
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("거둔 사람"),
        related_name="+",
        null=True,
        blank=True,
    )
    lift_reason = models.CharField(_("거둔 까닭"), max_length=200, blank=True)

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

    @property
    def holds_until(self) -> datetime | None:
        """Its end, or the moment it was lifted, whichever came first."""
        return min((end for end in (self.until, self.lifted_at) if end is not None), default=None)


class HouseState(models.Model):
    """The leased flag, one row, kept by the tick. Believed only while fresh and before `until`."""

    class Reason(models.TextChoices):
        HOURS = "hours", _("여는 시간")
        SPECIAL_DAY = "special_day", _("특별한 날")
        OVERRIDE = "override", _("손으로 정함")
        BUDGET = "budget", _("쓸 수 있는 만큼 다 씀")

    is_open = models.BooleanField(_("열림"))
    reason = models.CharField(_("까닭"), max_length=16, choices=Reason.choices)
    since = models.DateTimeField(_("부터"))
    until = models.DateTimeField(_("까지"), null=True)
    opens_at = models.DateTimeField(_("다음에 여는 때"), null=True)
    closes_at = models.DateTimeField(_("닫는 때"), null=True)
    checked_at = models.DateTimeField(_("살핀 때"))
    ticked_at = models.DateTimeField(
        _("마지막 똑딱"), null=True, help_text=_("Celery beat이 시켜 마지막으로 살핀 때.")
    )
    budget_step = models.PositiveSmallIntegerField(_("쓴 만큼의 단계"), default=0)

    class Meta:
        verbose_name = _("지금 꽃밭")
        verbose_name_plural = _("지금 꽃밭")
        constraints = [
            models.CheckConstraint(name="conversations_housestate_one_row", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"
