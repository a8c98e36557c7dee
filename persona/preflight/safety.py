"""Rules that guard people: what he must not do, whom to call. Pure.

That he is an AI has a file of its own, `disclosure.py`. All but one look at the compiled text: a
sentence that an editor believes to be there guards nobody.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.draft import CrisisLineDraft
from persona.findings import Finding, Place, error, section_place, warning
from persona.models.content import VERIFIED_FOR
from persona.preflight.evidence import Evidence

_MUST_REMAIN = 0.5  # of a protected section's letters
# 109, 1388, 1588-9191: the shapes of numbers one calls; not part of a longer number or a time.
_NUMBER = re.compile(
    r"(?<![\d-])1\d{2,3}(?:-\d{4})?(?![\d-])(?!\s?(?:시간|년|개|자|초|분|명|%|살|세))"
)
_TO_CALL = re.compile(r"전화|상담|신고|번호")


def protected_sections_unchanged(evidence: Evidence) -> Iterator[Finding]:
    """Only the safety permission publishes other protected text than what is live."""
    if evidence.compiled is None or evidence.may_change_protected:
        return
    live = evidence.live
    if live and live.protected_sha256 == evidence.compiled.protected_sha256:
        return
    changed = next(
        (
            section_place(index)
            for index, one in enumerate(evidence.rendered)
            if one.section.is_protected and (live is None or one.text not in live.instructions)
        ),
        Place("persona", "sections"),
    )
    yield error(
        "protected_changed",
        _("보호된 지시문이나 위기 전화가 게시된 판과 달라요. 안전 담당이 게시해야 해요."),
        changed,
    )


def protected_sections_keep_their_weight(evidence: Evidence) -> Iterator[Finding]:
    """A rule that is mostly gone was perhaps deleted by a slip of the hand."""
    before = evidence.live.protected_lengths if evidence.live else {}
    for index, one in enumerate(evidence.rendered):
        section = one.section
        now, then = len(section.body.strip()), before.get(section.role, 0)
        if section.role and now < then * _MUST_REMAIN:
            yield warning(
                "protected_shrunk",
                _(
                    "'%(title)s'이(가) %(now)d자로 줄었어요. 게시된 판은 %(then)d자예요. "
                    "지우려던 것이 맞나요?"
                )
                % {"title": section.title, "now": now, "then": then},
                section_place(index),
            )


def crisis_lines_are_said(evidence: Evidence) -> Iterator[Finding]:
    """Each shown number is in the text, and the crisis section itself names at least one."""
    if evidence.compiled is None:
        return
    crisis = evidence.section_with_role("crisis")
    place = section_place(crisis[0]) if crisis else Place("persona", "sections")
    lines = evidence.draft.shown_crisis_lines()
    for line in lines:
        if not _says_number(evidence.instructions, line):
            yield error(
                "crisis_line_unsaid",
                _("위기 전화 %(number)s이(가) 모델이 읽는 글에 없어요.") % {"number": line.number},
                place,
            )
    if crisis and not any(_says_number(crisis[1], line) for line in lines):
        yield error(
            "crisis_section_without_line",
            _("'위기 대응'에 전화번호가 하나도 없어요. {{CRISIS_LINES}}를 여기에 두세요."),
            place,
        )
    yield from _numbers_not_shown(evidence, {line.number for line in lines})


def _numbers_not_shown(evidence: Evidence, shown: set[str]) -> Iterator[Finding]:
    """A number in the crisis section is one to call; elsewhere it is when the line says so."""
    for index, one in enumerate(evidence.rendered):
        is_crisis = one.section.role == "crisis"
        lines = one.text.splitlines()
        text = "\n".join(line for line in lines if is_crisis or _TO_CALL.search(line))
        for number in sorted({*_NUMBER.findall(text)} - shown):
            yield warning(
                "number_not_shown",
                _("'%(title)s'에 적힌 %(number)s은(는) 지금 보이는 위기 전화가 아니에요.")
                % {"title": one.section.title, "number": number},
                section_place(index),
            )


def crisis_lines_are_verified(evidence: Evidence) -> Iterator[Finding]:
    for line in evidence.draft.shown_crisis_lines():
        place = Place("crisis_line", line.number)
        if line.verified_on is None:
            yield error(
                "crisis_line_unverified",
                _("위기 전화 %(number)s을(를) 확인한 적이 없어요. 걸어 보고 날짜를 적어 주세요.")
                % {"number": line.number},
                place,
            )
        elif line.verified_on > evidence.today:
            yield error(
                "crisis_line_not_yet_verified",
                _("위기 전화 %(number)s을(를) 확인한 날(%(day)s)이 아직 오지 않았어요.")
                % {"number": line.number, "day": line.verified_on},
                place,
            )
        elif evidence.today - line.verified_on > VERIFIED_FOR:
            yield error(
                "crisis_line_overdue",
                _("위기 전화 %(number)s을(를) 확인한 지 %(days)d일이 지났어요. 다시 확인해 주세요.")
                % {"number": line.number, "days": (evidence.today - line.verified_on).days},
                place,
            )


def _says_number(text: str, line: CrisisLineDraft) -> bool:
    return re.search(rf"(?<![\d-]){re.escape(line.number)}(?![\d-])", text) is not None
