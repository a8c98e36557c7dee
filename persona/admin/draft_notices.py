"""What the front page says about personas: nothing live, or a draft that waits to be published."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from persona.compile import CompileRefused, compile_persona
from persona.drafting import read_draft
from persona.models import Persona
from sarado_site.notices import Notice, tells_notices


@tells_notices
def drafts_that_wait(request: HttpRequest) -> Iterator[Notice]:
    if not request.user.has_perm("persona.view_persona"):
        return
    for persona in Persona.objects.select_related("live_revision", "voice_model").order_by("pk"):
        page = reverse("admin:persona_persona_change", args=[persona.pk])
        words = {"name": persona.name}
        if persona.live_revision is None:
            yield Notice("error", _("%(name)s을(를) 아직 게시하지 않았어요.") % words, page)
            continue
        try:
            sha256 = compile_persona(read_draft(persona)).sha256
        except CompileRefused:
            sentence = _("%(name)s의 초안은 아직 게시할 수 없어요. 무엇을 고칠지 보세요.")
            yield Notice("warning", sentence % words, page)
            continue
        if sha256 != persona.live_revision.sha256:
            sentence = _("%(name)s의 초안이 손님이 만나는 판과 달라요. 들어 보고 게시해 주세요.")
            yield Notice("info", sentence % words, page)
