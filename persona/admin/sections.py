"""The ordered sections on the persona's page; protected ones are for the safety permission."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from persona.models import InstructionSection, Persona
from persona.models.persona import MAX_POSITION

EDIT_PROTECTED = "persona.edit_protected_sections"
_ASIDE = MAX_POSITION + 1
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

    def save_existing_objects(self, commit: bool = True) -> list[InstructionSection]:
        if commit:
            self._make_room()
        return super().save_existing_objects(commit)

    def _make_room(self) -> None:
        # Rows are saved one by one: two that trade places would meet on the way. Those that leave
        # a place first step aside, to positions that no form accepts.
        leaving = [
            form.instance.pk
            for form in self.initial_forms
            if form in self.deleted_forms or {"position", "role"} & set(form.changed_data)
        ]
        for index, pk in enumerate(leaving):
            InstructionSection.objects.filter(pk=pk).update(position=_ASIDE + index, role="")

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        # Django's own sentence names the column, which means nothing to an editor.
        return _("같은 순서나 같은 구실의 지시문이 둘이에요. 하나를 고쳐 주세요.")


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
