"""Rules that guard people: that he is an AI, what he must not do, whom to call. Pure.

All but one look at the compiled text: a sentence that an editor believes to be there guards nobody.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.draft import CrisisLineDraft
from persona.findings import Finding, Place, error, section_place, warning
from persona.models.content import VERIFIED_FOR
from persona.preflight.evidence import Evidence

_SAYS_AI = re.compile(r"(?<![A-Za-z])AI(?![A-Za-z])|인공지능")
_HIDES_IT = re.compile(
    r"(?:(?<![A-Za-z])AI|인공지능)(?:라고|라는\s?것을|라는\s?사실을|임을|인\s?것을)[^.\n\"]{0,12}"
    r"(?:말하지|밝히지|알리지|드러내지|숨기|숨긴|감추|감춘)"
    r"|사람(?:인\s?척|처럼\s?굴|이라고\s?(?:답|말|소개))(?:한다|하라|해라|해야|하고|한\s?뒤)"
)
# 109, 1388, 1588-9191: the shapes of numbers one calls; not part of a longer number or a time.
_NUMBER = re.compile(
    r"(?<![\d-])1\d{2,3}(?:-\d{4})?(?![\d-])(?!\s?(?:시간|년|개|자|초|분|명|%|살|세))"
)


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


def says_that_he_is_an_ai(evidence: Evidence) -> Iterator[Finding]:
    if evidence.compiled is None:
        return
    identity = evidence.section_with_role("identity")
    if identity is None or not _SAYS_AI.search(identity[1]):
        yield error(
            "disclosure_missing",
            _("모델이 읽는 '정체성'에 AI라는 말이 없어요. AI라는 것을 밝히게 적어 주세요."),
            section_place(identity[0]) if identity else Place("persona", "sections"),
        )
    if not _SAYS_AI.search(str(evidence.compiled.visitor["greeting"])):
        yield error(
            "greeting_without_disclosure",
            _("첫인사에 AI라는 말이 없어요. 처음에 한 번은 밝혀야 해요."),
            Place("persona", "greeting"),
        )
    for index, one in enumerate(evidence.rendered):
        if found := _HIDES_IT.search(one.text):
            yield error(
                "disclosure_hidden",
                _("'%(title)s'이(가) AI라는 것을 숨기게 해요: “%(words)s”.")
                % {"title": one.section.title, "words": found.group(0)},
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
    shown = {line.number for line in lines}
    for number in sorted({*_NUMBER.findall(crisis[1])} - shown if crisis else ()):
        yield warning(
            "number_not_shown",
            _("'위기 대응'에 적힌 %(number)s은(는) 지금 보이는 위기 전화가 아니에요.")
            % {"number": number},
            place,
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
        elif evidence.today - line.verified_on > VERIFIED_FOR:
            yield error(
                "crisis_line_overdue",
                _("위기 전화 %(number)s을(를) 확인한 지 %(days)d일이 지났어요. 다시 확인해 주세요.")
                % {"number": line.number, "days": (evidence.today - line.verified_on).days},
                place,
            )


def _says_number(text: str, line: CrisisLineDraft) -> bool:
    return re.search(rf"(?<![\d-]){re.escape(line.number)}(?![\d-])", text) is not None
