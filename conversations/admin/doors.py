"""When the doors open: hours, special days, and what was done by hand."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.house import renew_lease
from conversations.models import OpeningHours, Override, SpecialDay
from conversations.override import follow_schedule, hold_house
from persona.admin.roomy import RoomyMixin


class RenewsLeaseMixin:
    """Whatever changes the hours changes the flag at once, not at the next tick."""

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        transaction.on_commit(lambda: renew_lease(now=timezone.now()))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]
        transaction.on_commit(lambda: renew_lease(now=timezone.now()))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        transaction.on_commit(lambda: renew_lease(now=timezone.now()))


@admin.register(OpeningHours)
class OpeningHoursAdmin(RenewsLeaseMixin, admin.ModelAdmin[OpeningHours]):
    what_for = _("한 주의 여는 시간. 하루에 여러 번 열고 닫으려면 줄을 더해요.")
    place_in_list = 20
    list_display = ("weekday", "opens", "closes")
    ordering = ("weekday", "opens", "pk")


@admin.register(SpecialDay)
class SpecialDayAdmin(RenewsLeaseMixin, admin.ModelAdmin[SpecialDay]):
    what_for = _("명절과 쉬는 날. 공휴일은 manage.py holidays로 가져와 여기서 고쳐요.")
    place_in_list = 30
    date_hierarchy = "date"
    list_display = ("date", "opens", "closes", "note")
    ordering = ("-date",)


class OverrideForm(ModelForm[Override]):
    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise ValidationError(_("이미 지난 때예요."))
        return until


@admin.register(Override)
class OverrideAdmin(RoomyMixin, admin.ModelAdmin[Override]):
    """An override is made here and lifted with `lift`; what was done stays on record."""

    what_for = _("손으로 열고 닫은 기록. 누가 왜 그랬는지 남아요.")
    place_in_list = 40
    list_display = (
        "is_open",
        "since",
        "until",
        "reason",
        "made_by",
        "lifted_at",
        "lifted_by",
        "lift_reason",
    )
    list_select_related = ("made_by", "lifted_by")
    form = OverrideForm
    fields = ("is_open", "until", "reason")
    actions = ("lift",)
    ordering = ("-since", "-pk")

    def has_change_permission(self, request: HttpRequest, obj: Override | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Override | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Override, form: ModelForm[Any], change: bool
    ) -> None:
        made = hold_house(
            is_open=obj.is_open,
            reason=obj.reason,
            until=obj.until,
            now=timezone.now(),
            by=request.user if isinstance(request.user, User) else None,
        )
        obj.pk, obj.since = made.pk, made.since  # what the admin logs is the row that was made

    @admin.action(description=_("모두 거두고 일정대로"), permissions=["add"])
    def lift(self, request: HttpRequest, _queryset: QuerySet[Override]) -> None:
        by = request.user if isinstance(request.user, User) else None
        follow_schedule(now=timezone.now(), by=by)
        self.message_user(request, _("이제 여는 시간대로 엽니다."))
