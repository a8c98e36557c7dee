"""The form of the persona's page, and what happens when two editors save it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from persona.admin.ends import end_shown
from persona.admin.posted_draft import DRAFT_NUMBER, read_posted, widget_id, write_posted
from persona.admin.sections import EDIT_PROTECTED
from persona.difference import Piece, word_difference
from persona.draft_history import newest_number, newest_version
from persona.draft_source import read_source
from persona.merging import Clash, Merged, merge
from persona.models import InstructionSection, Persona, Transcriber, VoiceModel


class DraftForm(forms.ModelForm[Persona]):
    """Carries the number of the draft it was opened on."""

    draft_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    meeting: "Meeting | None" = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields[DRAFT_NUMBER].initial = newest_number(self.instance)
        if field := self.fields.get("transcription_model"):
            known = Transcriber.objects.filter(provider_id=self.instance.transcription_model)
            if one := known.first():
                end = _("%(model)s이(가) 끝나는 날: ") % {"model": one.provider_id}
                field.help_text = format_html(
                    "{} {}{}", field.help_text, end, end_shown(one.ends_on)
                )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.meeting is not None:
            raise ValidationError(
                _("그사이 %(who)s 님이 같은 초안을 저장했어요. 아래를 보고 다시 저장해 주세요."),
                code="meeting",
                params={"who": self.meeting.who},
            )
        return cleaned


class ClashShown:
    """One clash as the page shows it."""

    def __init__(self, clash: Clash, widget: str) -> None:
        self.clash = clash
        self.widget = widget
        self.name = field_name(clash.section, clash.field)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """From what is saved to what this editor typed."""
        return word_difference(self.theirs, self.mine)

    @property
    def theirs(self) -> str:
        return _readable(self.clash.field, self.clash.theirs)

    @property
    def mine(self) -> str:
        return _readable(self.clash.field, self.clash.mine)


class Meeting:
    """Two editors on one draft: what was merged, what clashes, and who was first."""

    def __init__(self, merged: Merged, clashes: list[ClashShown], who: str) -> None:
        self.clashes = clashes
        self.taken = [field_name(section, field) for section, field in merged.taken]
        self.who = who


def meet(request: HttpRequest, persona: Persona) -> Meeting | None:
    """When somebody saved since the page was opened, put both texts into the posted form.

    Returns None when nobody did. Called with the persona's row locked.
    """
    opened_on = request.POST.get(DRAFT_NUMBER, "")
    newest = newest_version(persona)
    if newest is None or not opened_on.isdigit() or int(opened_on) == newest.number:
        return None
    saved = read_source(persona)
    base = persona.draft_versions.filter(number=int(opened_on)).first()
    mine = read_posted(
        request.POST, saved, may_edit_protected=request.user.has_perm(EDIT_PROTECTED)
    )
    if mine == saved:  # the same button pressed twice
        return None
    merged = merge(base.source if base else None, mine, saved)
    request.POST = write_posted(  # type: ignore[assignment]
        request.POST, merged.source, saved, newest=newest.number
    )
    clashes = [ClashShown(one, widget_id(one, merged, saved)) for one in merged.clashes]
    return Meeting(merged, clashes, editor_name(newest.saved_by))


def editor_name(user: User | None) -> str:
    if user is None:
        return _("꽃밭")
    return user.get_full_name() or user.get_username()


def when(instant: Any) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def field_name(section: str, field: str) -> str:
    """Return what the page calls a field, with its section."""
    model = InstructionSection if section else Persona
    name = str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return f"{section} · {name}" if section else name


def _readable(field: str, text: str) -> str:
    if field == "voice_model":
        model = VoiceModel.objects.filter(pk=text).first() if text.isdigit() else None
        return str(model or text)
    if field in ("create_response", "interrupt_response", "is_protected"):
        return _("예") if text else _("아니요")
    return text
