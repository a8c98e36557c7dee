"""Makers of evidence: a draft that passes every rule, and what to break in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from persona.compile import compile_persona
from persona.draft import PersonaDraft, SectionDraft
from persona.findings import Finding
from persona.model_ends import ModelFacts
from persona.preflight.evidence import Evidence, LiveFacts
from persona.preflight.gathering import avoided_forms, never_given_flowers
from persona.preflight.inspection import inspect
from tests.persona.drafts import make_draft, make_sections

TODAY = date(2026, 11, 23)


def make_evidence(draft: PersonaDraft | None = None, **overrides: Any) -> Evidence:
    """Evidence about a draft that is live already, looked at by a content editor."""
    live = compile_persona(make_draft())
    return replace(
        Evidence(
            draft=draft or make_draft(),
            compiled=None,
            model=ModelFacts("gpt-realtime-2.1-mini", None),
            context_limit=128_000,
            today=TODAY,
            live=LiveFacts(str(live.session["instructions"]), live.protected_sha256),
            may_change_protected=False,
            avoided=avoided_forms(),
            never_given=never_given_flowers(),
        ),
        **overrides,
    )


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    return inspect(evidence)[1]


def codes(evidence: Evidence) -> list[tuple[str, str]]:
    """Level and code of everything found."""
    return [(one.level, one.code) for one in findings(evidence)]


def rewritten(role_or_title: str, body: str) -> tuple[SectionDraft, ...]:
    """The draft's sections with another text in one of them."""
    return tuple(
        replace(one, body=body) if role_or_title in (one.role, one.title) else one
        for one in make_sections()
    )


def without(role: str) -> tuple[SectionDraft, ...]:
    return tuple(one for one in make_sections() if one.role != role)


def broken(**draft: Any) -> Callable[..., Evidence]:
    """A maker of evidence about a draft of which this is different."""
    return lambda **more: make_evidence(make_draft(**draft), **more)
