"""The ordered sections on the persona's page; protected ones are for the safety permission."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from persona.models import InstructionSection, Persona

EDIT_PROTECTED = "persona.edit_protected_sections"
_GUARDED_FIELDS = ("is_protected", "role")


class SectionFormSet(
    BaseInlineFormSet[InstructionSection, Persona, "ModelForm[InstructionSection]"]
):
    """Disabled fields ignore what is posted, so a forged form changes a protected section no more
    than an honest one."""

    may_edit_protected = False

    def add_fields(self, form: "ModelForm[InstructionSection]", index: int | None) -> None:
        super().add_fields(form, index)
        if self.may_edit_protected:
            return
        for name, field in form.fields.items():
            # The key and the parent are no content, and a disabled key would not be matched.
            if name in ("id", "persona"):
                continue
            if form.instance.is_protected or name in _GUARDED_FIELDS:
                field.disabled = True


class SectionInline(admin.StackedInline[InstructionSection, Persona]):
    model = InstructionSection
    formset = SectionFormSet
    extra = 0
    ordering = ["position", "pk"]
    fields = [("position", "title"), "body", ("is_protected", "role")]

    def get_formset(
        self, request: HttpRequest, obj: Persona | None = None, **kwargs: Any
    ) -> type[SectionFormSet]:
        made = super().get_formset(request, obj, **kwargs)
        may_edit = request.user.has_perm(EDIT_PROTECTED)
        return type(made.__name__, (made,), {"may_edit_protected": may_edit})
