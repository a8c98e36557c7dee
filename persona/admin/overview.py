"""What stands above the draft: what is live, how the draft differs, and the ways between them."""

from dataclasses import dataclass

from django.http import HttpRequest

from persona.admin.draft_form import editor_name
from persona.compile import CompileRefused, assemble, compile_persona
from persona.difference import Compiled, Difference, difference
from persona.draft_history import newest_version
from persona.drafting import read_draft
from persona.findings import Finding
from persona.models import DraftVersion, InstructionSection, Persona, PersonaRevision
from persona.token_count import count

PUBLISH = "persona.publish_persona"
REVERT = "persona.revert_persona"
HEAR = "persona.hear_draft"


@dataclass(frozen=True, slots=True)
class Overview:
    """`faults` say why the draft does not compile, while it does not; it is shown all the same."""

    persona: Persona
    live: PersonaRevision | None
    live_by: str
    difference: Difference
    faults: tuple[Finding, ...]
    instructions: str
    tokens: int
    sections: tuple[InstructionSection, ...]
    saved: DraftVersion | None
    saved_by: str
    may_publish: bool
    may_revert: bool
    may_hear: bool


def overview_of(persona_id: int, request: HttpRequest) -> Overview:
    persona = Persona.objects.select_related("live_revision__published_by", "voice_model").get(
        pk=persona_id
    )
    live = persona.live_revision
    saved = newest_version(persona)
    draft = read_draft(persona)
    faults: tuple[Finding, ...] = ()
    try:
        compiled = compile_persona(draft)
    except CompileRefused as refused:
        faults, compiled = refused.findings, assemble(draft)
    instructions = str(compiled.session["instructions"])
    return Overview(
        persona=persona,
        live=live,
        live_by=editor_name(live.published_by) if live else "",
        difference=difference(compiled_of(live), (compiled.session, compiled.visitor)),
        faults=faults,
        instructions=instructions,
        tokens=count(instructions),
        sections=tuple(persona.sections.order_by("position", "pk")),
        saved=saved,
        saved_by=editor_name(saved.saved_by) if saved else "",
        may_publish=request.user.has_perm(PUBLISH),
        may_revert=request.user.has_perm(REVERT),
        may_hear=request.user.has_perm(HEAR),
    )


def compiled_of(revision: PersonaRevision | None) -> Compiled | None:
    return (revision.session, revision.visitor) if revision else None
