"""Two people on one row: whoever saves second is told what the first saved, and nothing is lost.

A page carries the fingerprint of the row it shows. The draft has more to merge and a way of its
own: `draft_form.py`.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from persona.admin.draft_form import editor_name
from persona.compile import fingerprint

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

SEEN = "seen"


def fingerprint_of(row: Model) -> str:
    """Return the fingerprint of a row as it is saved, whatever a form has set on it in memory."""
    [saved] = type(row)._default_manager.filter(pk=row.pk).values()
    return fingerprint({name: str(value) for name, value in saved.items()})


def was_changed(request: HttpRequest, row: Model) -> bool:
    """Say whether somebody saved the row since the page that is posted was opened."""
    return request.POST.get(SEEN, fingerprint_of(row)) != fingerprint_of(row)


class SeenMixin(Base):
    """For a ModelAdmin whose rows several people edit."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> "type[ModelForm[Any]]":
        made = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or not was_changed(request, obj):
            return made
        return type(made.__name__, (_SecondForm, made), {"first_editor": _last_editor(obj)})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and row.pk:
            context[SEEN] = fingerprint_of(row)
        return super().render_change_form(request, context, *args, **kwargs)


class _SecondForm(ModelForm[Model]):
    """Is never valid: it is shown again, as it was typed, above what is saved."""

    first_editor = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        saved = [
            f"{self.fields[name].label}: {getattr(self.instance, name)}"
            for name in self.changed_data
        ]
        self.add_error(
            None,
            ValidationError(
                [
                    _(
                        "그사이 %(who)s 님이 이것을 고쳤어요. 아래는 적으신 그대로예요. "
                        "다시 저장하면 적으신 대로 바뀌어요."
                    )
                    % {"who": self.first_editor},
                    *(_("지금 저장된 것 — %(saved)s") % {"saved": one} for one in saved),
                ],
                code="meeting",
            ),
        )
        return cleaned


def _last_editor(row: Model) -> str:
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
        )
        .select_related("user")
        .order_by("-action_time", "-pk")
        .first()
    )
    return editor_name(entry.user if entry else None)
