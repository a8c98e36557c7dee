"""The people who come in here: an account, and what it looks after.

What a group may do is made by migrations, so that it is the same in every house; here people are
only put into groups. Django's own page chooses among a hundred permissions, named in English.
"""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.admin import UserAdmin
    from django.contrib.auth.models import User

    Base = UserAdmin[User]
else:
    Base = object


class StaffMixin(Base):
    """Over Django's admin of users."""

    what_for = _("여기에 들어오는 사람들과 그들이 맡은 일.")
    list_display = ["username", "first_name", "looks_after", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "first_name", "email"]
    filter_horizontal = ()
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    fieldsets = (
        (None, {"fields": ["username", "password", "first_name", "email"]}),
        (
            _("맡은 일"),
            {
                "description": _(
                    "글쓴이는 인물과 제주어를 쓰고 게시해요. "
                    "제주어 감수는 어느 말이 맞는지 정해요. "
                    "안전 담당은 보호된 글과 위기 전화를 지켜요. 돌보는 이는 문과 값을 살펴요."
                ),
                "fields": ["groups", "is_staff", "is_superuser"],
            },
        ),
        (_("들어오기"), {"fields": ["is_active", "last_login", "date_joined"]}),
    )
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("맡은 일"))
    def looks_after(self, user: "User") -> str:
        groups = ", ".join(group.name for group in user.groups.all())
        return str(_("모두")) if user.is_superuser else groups or "–"
