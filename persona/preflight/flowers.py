"""The rule of the flowers: what stands for death and ruin is told of, never given. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error
from persona.glossary.letters import letters
from persona.preflight.evidence import Evidence
from persona.spelling import modern

# Other names of the same flowers: tellings of the 이공본풀이 differ.
_ALSO_CALLED = frozenset(
    {"수레멸망악심꽃", "수라멸망악심꽃", "멜망꽃", "멸망꽃", "악심꽃", "싸움꽃", "환생꽃", "혼불꽃"}
)


def no_flower_that_may_not_be_given(evidence: Evidence) -> Iterator[Finding]:
    for name in refused_flowers(evidence):
        yield error(
            "flower_never_given",
            _("'%(name)s'은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요.") % {"name": name},
            Place("flower", name),
        )


def refused_flowers(evidence: Evidence) -> list[str]:
    """Return what may not go out of what the model could give and the visitor's page could draw."""
    if evidence.compiled is None:
        return []
    named = {
        name
        for tool in evidence.compiled.session["tools"]
        if tool["name"] == "give_flower"
        for name in tool["parameters"]["properties"]["name"]["enum"]
    } | {flower["name"] for flower in evidence.compiled.visitor["flowers"]}
    drawn = {modern(flower.name) for flower in evidence.draft.given_flowers()}
    told = {letters(name) for name in evidence.never_given | _ALSO_CALLED}
    return [name for name in sorted(named) if name not in drawn or letters(name) in told]
