"""The fields that stand in a list: each has a name to be heard by, and saves only what was typed.

Django gives them no names, and saves a whole line as its page showed it: what a colleague changed
meanwhile would be changed back unseen.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class _LineForm(ModelForm[Model]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = f"{self.instance}: {field.label}"
                # What is changed is what differs from the page, not from the table as it is by now.
                field.show_hidden_initial = not field.disabled

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        untouched = set(cleaned) & set(self.fields) - set(self.changed_data)
        return cleaned | {name: getattr(self.instance, name) for name in untouched if name != "id"}


class LabelledListMixin(Base):
    """For a ModelAdmin with `list_editable`: each field is named by its row and its column."""

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> "type[ModelForm[Any]]":
        return super().get_changelist_form(request, **{"form": _LineForm, **kwargs})
