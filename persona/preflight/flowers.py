"""The rule of the flowers: what stands for death and ruin is told of, never given. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error
from persona.preflight.evidence import Evidence


def no_flower_that_may_not_be_given(evidence: Evidence) -> Iterator[Finding]:
    """Look at what the model could give and at what the visitor's page could draw."""
    if evidence.compiled is None:
        return
    named = {
        name
        for tool in evidence.compiled.session["tools"]
        if tool["name"] == "give_flower"
        for name in tool["parameters"]["properties"]["name"]["enum"]
    } | {flower["name"] for flower in evidence.compiled.visitor["flowers"]}
    allowed = {flower.name for flower in evidence.draft.given_flowers()} - evidence.never_given
    for name in sorted(named - allowed):
        yield error(
            "flower_never_given",
            _("'%(name)s'은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요.") % {"name": name},
            Place("flower", name),
        )
