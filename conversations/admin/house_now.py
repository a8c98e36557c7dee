"""지금 꽃밭: everything an operator has to know now, and three buttons."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations import budget
from conversations.admin.records import RecordMixin
from conversations.house import house
from conversations.models import HouseState
from conversations.now import Now, look
from conversations.override import follow_schedule, hold_house
from conversations.schedule import SEOUL, start_of_day

_UNTIL = (
    ("", gettext_lazy("다시 정할 때까지")),
    ("1", gettext_lazy("한 시간 동안")),
    ("3", gettext_lazy("세 시간 동안")),
    ("today", gettext_lazy("오늘 끝까지")),
)

_TICK_LATE = timedelta(seconds=75)


class HandForm(forms.Form):
    """What the operator wants of the doors, and why."""

    what = forms.ChoiceField(choices=[(one, one) for one in ("close", "open", "auto")])
    reason = forms.CharField(
        label=gettext_lazy("까닭"),
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 40}),
        help_text=gettext_lazy("다음 사람이 읽어요. 예: 태풍 경보, 마이크 점검"),
    )
    until = forms.ChoiceField(label=gettext_lazy("언제까지"), choices=_UNTIL, required=False)
    goodbye = forms.BooleanField(
        label=gettext_lazy("닫을 때, 안에 있는 손님과 먼저 작별 인사를 해요"),
        required=False,
        initial=True,
    )


@admin.register(HouseState)
class HouseStateAdmin(RecordMixin, admin.ModelAdmin[HouseState]):
    what_for = gettext_lazy("열렸는지, 몇이 있는지, 얼마를 썼는지. 손으로 열고 닫기도 여기서 해요.")
    place_in_list = 10

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One row needs no list: this is the house as it is now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        may_act = request.user.has_perm("conversations.add_override")
        form = HandForm(request.POST or None)
        if request.method == "POST":
            if not may_act or not isinstance(request.user, User):
                raise PermissionDenied
            if form.is_valid():
                self.message_user(request, act(form.cleaned_data, by=request.user, now=now))
                return HttpResponseRedirect(reverse("admin:conversations_housestate_changelist"))
            messages.error(request, _("까닭을 적어 주세요. 아무것도 바꾸지 않았어요."))
        context = {
            **self.admin_site.each_context(request),
            **_shown(look(now=now)),
            "title": _("지금 꽃밭"),
            "opts": self.opts,
            "form": form,
            "may_act": may_act,
            "is_nav_sidebar_enabled": False,  # the picture needs the room
            "farewell_minutes": settings.FAREWELL_SECONDS / 60,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/conversations/housestate/now.html", context)


def _shown(now: Now) -> dict[str, Any]:
    """Put what was seen into the words and numbers of the page."""
    ceilings = {
        "day_minutes": settings.DAILY_MINUTES_CEILING,
        "day_usd": settings.DAILY_USD_CEILING,
        "month_minutes": settings.MONTHLY_MINUTES_CEILING,
        "month_usd": settings.MONTHLY_USD_CEILING,
    }
    age = now.tick_age
    midnight = start_of_day(now.place.now.astimezone(SEOUL).date())
    return {
        "now": now,
        "why": HouseState.Reason(now.place.verdict.reason).label,
        "tick_seconds": None if age is None else int(age.total_seconds()),
        "tick_is_late": age is None or age > _TICK_LATE,
        "ceilings": ceilings,
        # From here on the bar of a ceiling turns to a warning, as the house does.
        "high": {name: int(ceiling * 0.8) for name, ceiling in ceilings.items()},
        "hours": range(0, 25, 3),
        "now_minute": (now.place.now - midnight) // timedelta(minutes=1),
    }


def act(wish: dict[str, Any], *, by: User, now: datetime) -> str:
    """Do what the operator wants, leave an entry, and say in words what was done."""
    reason = wish["reason"]
    if wish["what"] == "auto":
        follow_schedule(now=now, reason=reason, by=by)
        done = _("이제 일정대로 열고 닫아요.")
    else:
        is_open = wish["what"] == "open"
        says_goodbye = wish["goodbye"] and not is_open and look(now=now).living
        since = now + timedelta(seconds=settings.FAREWELL_SECONDS) if says_goodbye else now
        until = _until(wish["until"], since, now=now)
        if until is not None and until <= since:  # today ends before the goodbye would
            since, says_goodbye = now, False
        hold_house(
            is_open=is_open,
            reason=reason,
            now=now,
            since=since,
            until=until,
            by=by,
        )
        if is_open:
            done = _opened(now)
        elif says_goodbye:
            done = _("작별 인사를 시작했어요. 곧 문을 닫아요.")
        else:
            done = _("문을 닫았어요. 안에 있던 통화는 곧 모두 끊겨요.")
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(HouseState),
        object_id="1",
        object_repr=_("지금 꽃밭"),
        action_flag=CHANGE,
        change_message=f"{done} {reason}",
    )
    return done


def _opened(now: datetime) -> str:
    """Say that the doors are open, as far as the ceilings let them."""
    if not house(now=now).is_open:
        return _(
            "열어 두기로 했지만, 한도를 다 써서 문은 닫혀 있어요. "
            "한도를 올리거나 새로 시작하면 열려요."
        )
    if budget.current_step(now=now) >= budget.Step.NO_NEW_VISITORS:
        return _("문은 열었지만, 한도를 거의 다 써서 새 손님은 들어오지 못해요.")
    return _("문을 열었어요.")


def _until(choice: str, since: datetime, *, now: datetime) -> datetime | None:
    """Return until when; hours begin with the hold, and today is the day of the press."""
    if choice == "today":
        return start_of_day(now.astimezone(SEOUL).date() + timedelta(days=1))
    return since + timedelta(hours=int(choice)) if choice else None
