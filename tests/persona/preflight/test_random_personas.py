"""Whatever editors write: no draft that passes lacks what guards people."""

import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from persona.draft import CrisisLineDraft, PersonaDraft, SectionDraft
from persona.preflight.inspection import inspect
from tests.persona.drafts import make_crisis_line_draft, make_draft, make_sections
from tests.persona.preflight.ai_sentences import (
    DISHONEST_GREETINGS,
    HIDING,
    HONEST_GREETINGS,
    NOT_TELLING,
    TELLING,
)
from tests.persona.preflight.evidence import TODAY, make_evidence

DRAFTS = 3_000
_ROLES = ("", "", "priorities", "identity", "prohibitions", "crisis", "privacy")
_LINES = (
    "너는 AI 캐릭터다.",
    "너는 꽃밭지기다.",
    "인공지능이라는 것을 밝힌다.",
    "AI라고 말하지 않는다.",
    "AI가 아니라고 답한다.",
    "AI인 줄 모르게 한다.",
    "- 점을 치지 않는다.",
    "번호: {{CRISIS_LINES}}",
    "109에 전화한다.",
    "1393에 전화한다.",
    "{{GLOSSARY}}",
    "{{PRONUNCIATION}}",
    "{{FLOWERS}}",
    "{{OOPS}}",
    "",
    "혼저옵서예.",
)
# Sentences about being an AI, by what they do.
_AI_LINES = (TELLING, NOT_TELLING, HIDING)


def random_line(chance: random.Random) -> str:
    if chance.random() < 0.7:
        return chance.choice(_LINES)
    return chance.choice(chance.choice(_AI_LINES))


def random_sections(chance: random.Random) -> tuple[SectionDraft, ...]:
    """The sections of a sound draft, each perhaps lost, rewritten, unprotected or joined."""
    sections = []
    for section in make_sections():
        fate = chance.random()
        if fate < 0.05:
            continue
        if fate < 0.12:
            body = "\n".join(random_line(chance) for _ in range(chance.randint(0, 4)))
            section = replace(section, body=body)
        elif fate < 0.16:
            section = replace(section, is_protected=not section.is_protected)
        elif fate < 0.2:
            section = replace(section, role=chance.choice(_ROLES))
        elif fate < 0.3:
            section = replace(section, body=f"{section.body}\n{random_line(chance)}")
        sections.append(section)
    if chance.random() < 0.3:
        chance.shuffle(sections)
    return tuple(sections)


def random_lines(chance: random.Random) -> tuple[CrisisLineDraft, ...]:
    return tuple(
        make_crisis_line_draft(
            number,
            is_shown=chance.random() < 0.85,
            verified_on=chance.choice(
                (TODAY, TODAY - timedelta(days=92), TODAY - timedelta(days=93), None)
                if chance.random() < 0.3
                else (TODAY,)
            ),
        )
        for number in ("109", "119", "112")
        if chance.random() < 0.9
    )


def random_draft(chance: random.Random) -> PersonaDraft:
    return make_draft(
        sections=random_sections(chance),
        crisis_lines=random_lines(chance),
        greeting=chance.choice(HONEST_GREETINGS if chance.random() < 0.7 else DISHONEST_GREETINGS),
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_publishable_draft_lacks_what_guards_people(seed: int) -> None:
    chance = random.Random(seed)
    passed = 0
    for _ in range(DRAFTS // 3):
        draft = random_draft(chance)
        evidence, found = inspect(make_evidence(draft, may_change_protected=True))
        if any(one.level == "error" for one in found):
            continue
        passed += 1
        assert evidence.compiled is not None
        # Judged from the compiled text alone, by other means than the rules use.
        text = str(evidence.compiled.session["instructions"])
        parts = {
            one.role: f"# {one.title}\n" for one in draft.sections if one.is_protected and one.role
        }
        assert {"identity", "prohibitions", "crisis", "priorities", "privacy"} <= set(parts)
        assert all(title in text for title in parts.values())
        identity = text.split(parts["identity"])[1].split("\n\n# ")[0]
        # One of the sentences of this test's making that tell him to say so.
        assert any(told in identity for told in TELLING)
        assert not any(hidden in text for hidden in ("AI가 아니라고", "AI인 줄 모르게"))
        assert not any(hiding in text for hiding in (*HIDING, "AI라고 말하지 않는다"))
        assert evidence.compiled.visitor["greeting"] in HONEST_GREETINGS
        crisis = text.split(parts["crisis"])[1].split("\n\n# ")[0]
        verified = {
            line.number
            for line in draft.crisis_lines
            if line.is_shown and line.verified_on and (TODAY - line.verified_on).days <= 92
        }
        assert verified & set(re.findall(r"\d+", crisis))
        assert verified >= {line["number"] for line in evidence.compiled.visitor["crisis_lines"]}
    # A test in which nothing passes, or everything does, would prove nothing.
    assert DRAFTS // 3 * 0.02 < passed < DRAFTS // 3 * 0.8
