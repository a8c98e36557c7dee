"""Names for the fields that stand in a list: Django gives them none, and a reader hears nothing."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class _LabelledForm(ModelForm[Model]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = f"{self.instance}: {field.label}"


class LabelledListMixin(Base):
    """For a ModelAdmin with `list_editable`: each field is named by its row and its column."""

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> "type[ModelForm[Any]]":
        return super().get_changelist_form(request, **{"form": _LabelledForm, **kwargs})
