"""The rule that he says he is an AI: told to in the identity, done in the greeting, hidden nowhere.

Read sentence by sentence, because what counts is not that the word stands there but what is said of
it: "AI라고 밝히지 않는다" has the word too. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error, section_place
from persona.preflight.evidence import Evidence

_AI = r"(?:(?<![A-Za-z])A\.?I(?![A-Za-z])|인공\s?지능|에이\s?아이)"
_NAMED = re.compile(_AI)
_SENTENCE = re.compile(r"[^.!?。\n]+")
# What a visitor says is no instruction: "…"라고 해도, "…"라고 물으면.
_SAID_BY_VISITOR = re.compile(
    r"[\"“'‘][^\"”'’\n]*[\"”'’]\s?(?:이?라고|라는\s?말을?|하고)?\s?"
    r"[^\n.]{0,8}?(?:하면|하더라도|물으면|물어도|시켜도|졸라도|우겨도|(?:말?해|들어)도(?!\s?(?:된|돼|좋|괜)))"
)
# He tells: says it, answers with it, lets it be known.
_TOLD = re.compile(rf"{_AI}[^.\n]{{0,24}}?(?:밝|알[리려린]|답|대답|말|소개|일러|고백|설명)")
_HIDDEN = re.compile(
    rf"{_AI}(?:(?!아니|숨기|감추|사람)[^.\n]){{0,16}}?(?:말하|하|밝히|알리|드러내|내비치|언급하|대답하|답하|티를?\s?내|꺼내|들키)"
    r"지\s?(?:않|말|마|못)"
    rf"|{_AI}[^.\n]{{0,16}}?(?:숨기|숨긴|숨겨|감추|감춘|감춰|비밀|모르게|모르는\s?척|부인|부정|잡아떼"
    r"|웃어넘|얼버무|둘러대)"
    rf"|{_AI}(?:(?!아니|숨기|감추|사람)[^.\n]){{0,16}}?(?:말하|밝히|알리)[^.\n]{{0,8}}?(?:금지|안\s?[된돼])"
    rf"|{_AI}(?:가|이|는|은|란|라는\s?것은)?\s?(?:절대|전혀|결코)?\s?아니(?!\s?어도)"
    rf"|{_AI}(?:냐고|이냐고|인지|인가)[^.\n]{{0,12}}?(?:아니|사람이?라고)"
    r"|사람(?:인\s?척|처럼\s?굴|이라고\s?(?:답|말|소개|대답))(?:한다|하라|해라|해야|하고|한\s?뒤|해\s?준)"
    r"|(?:저는|나는|전)\s?(?:진짜|정말)?\s?(?:로\s)?사람(?:이에요|이예요|입니다|이우다|이야|이다)"
)
# "AI가 아니라고 하지 않는다" forbids it, "AI라고 하지 말라고 해도" asks for it in vain.
_FORBIDDEN = re.compile(
    r"^[^.\n]{0,24}?(?:지\s?(?:않|말|마|못)|금지|안\s?(?:된|돼|한)|하더라도|시켜도|졸라도|해도(?!\s?(?:된|돼|좋|괜)))"
)


def says_that_he_is_an_ai(evidence: Evidence) -> Iterator[Finding]:
    if evidence.compiled is None:
        return
    identity = evidence.section_with_role("identity")
    if identity is None or not any(map(_tells, _sentences(identity[1]))):
        yield error(
            "disclosure_missing",
            _(
                "모델이 읽는 '정체성'에 AI라고 밝히라는 말이 없어요. "
                "예: 사람이냐고 물으면 AI라고 답한다."
            ),
            section_place(identity[0]) if identity else Place("persona", "sections"),
        )
    greeting = str(evidence.compiled.visitor["greeting"])
    if not any(_NAMED.search(one) and not _hides(one) for one in _sentences(greeting)):
        yield error(
            "greeting_without_disclosure",
            _("첫인사에 AI라고 밝히는 말이 없어요. 처음에 한 번은 밝혀야 해요."),
            Place("persona", "greeting"),
        )
    for title, text, place in _everything_he_reads(evidence, greeting):
        if found := next(filter(None, map(_hides, _sentences(text))), ""):
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


def _sentences(text: str) -> list[str]:
    """Return the sentences as a reader sees them: full-width letters are letters (ＡＩ), letters of
    no width are nothing."""
    seen = "".join(
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf"
    )
    return _SENTENCE.findall(_SAID_BY_VISITOR.sub("", seen))


def _tells(sentence: str) -> bool:
    return bool(_TOLD.search(sentence)) and not _hides(sentence)


def _hides(sentence: str) -> str:
    """Return the words that hide it; empty when the sentence does not."""
    for found in _HIDDEN.finditer(sentence):
        if not _FORBIDDEN.match(sentence[found.end() :]):
            return found.group(0).strip()
    return ""
