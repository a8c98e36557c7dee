"""What the front page of the admin says of the house."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations import alarms
from conversations.house import house
from conversations.status import spoken_time
from sarado_site.notices import Notice, tells_notices


@tells_notices
def house_notices(request: HttpRequest) -> Iterator[Notice]:
    """Every alarm, and whether the doors are open."""
    if not request.user.has_perm("conversations.view_housestate"):
        return
    url = reverse("admin:conversations_housestate_changelist")
    now = timezone.now()
    for sentence in alarms.raised(now=now).values():
        yield Notice("error", sentence, url)
    verdict = house(now=now).verdict
    if verdict.is_open and verdict.closes_at is not None:
        when = spoken_time(verdict.closes_at, now)
        yield Notice("info", _("꽃밭 문이 열려 있어요. %(when)s에 닫아요.") % {"when": when}, url)
    elif verdict.is_open:
        yield Notice("info", _("꽃밭 문이 열려 있어요."), url)
    elif verdict.opens_at is not None:
        when = spoken_time(verdict.opens_at, now)
        yield Notice("info", _("꽃밭 문이 닫혀 있어요. %(when)s에 열어요.") % {"when": when}, url)
    else:
        yield Notice("warning", _("꽃밭 문이 닫혀 있고, 여는 때가 정해져 있지 않아요."), url)
