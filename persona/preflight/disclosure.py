"""The rule that he says he is an AI: told to in the identity, done in the greeting, hidden nowhere.

Which words do that is in `ai_words.py`. Pure.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error, section_place
from persona.preflight.ai_words import claims_to_be_human, hides, is_told_to_say_it, says_he_is_one
from persona.preflight.evidence import Evidence


def says_that_he_is_an_ai(evidence: Evidence) -> Iterator[Finding]:
    if evidence.compiled is None:
        return
    identity = evidence.section_with_role("identity")
    if identity is None or not is_told_to_say_it(identity[1]):
        yield error(
            "disclosure_missing",
            _(
                "모델이 읽는 '정체성'에 AI라고 밝히라는 말이 없어요. "
                "예: 사람이냐고 물으면 AI라고 답한다."
            ),
            section_place(identity[0]) if identity else Place("persona", "sections"),
        )
    greeting = str(evidence.compiled.visitor["greeting"])
    if not says_he_is_one(greeting, evidence.draft.name):
        yield error(
            "greeting_without_disclosure",
            _("첫인사에 AI라고 밝히는 말이 없어요. 처음에 한 번은 밝혀야 해요. 예: 저는 AI예요."),
            Place("persona", "greeting"),
        )
    for title, text, place in _everything_he_reads(evidence, greeting):
        found = hides(text) or (claims_to_be_human(text) if text == greeting else "")
        if found:
            yield error(
                "disclosure_hidden",
                _("'%(title)s'이(가) AI라는 것을 숨기게 해요: “%(words)s”.")
                % {"title": title, "words": found},
                place,
            )


def _everything_he_reads(evidence: Evidence, greeting: str) -> Iterator[tuple[str, str, Place]]:
    for index, one in enumerate(evidence.rendered):
        yield one.section.title, one.text, section_place(index)
    replay = evidence.draft.replay_instructions
    yield _("첫인사"), greeting, Place("persona", "greeting")
    yield _("다시 이은 뒤의 한 마디 지시"), replay, Place("persona", "replay_instructions")
