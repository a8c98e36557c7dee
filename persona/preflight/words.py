"""Rules of the language: only reviewed words, none that is known to be wrong. Pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.draft import MAX_TAUGHT_PHRASES, PersonaDraft, PhraseDraft
from persona.findings import Finding, Place, error, section_place, warning
from persona.glossary.letters import same_word, says
from persona.instructions import glossary_line, pronunciation_line
from persona.preflight.evidence import AvoidedForm, Evidence
from persona.spelling import modern

# A line that tells him not to use a form has to name it.
_FORBIDS = re.compile(r"않|말고|말 것|아니|금지|틀린|잘못|지어내")
# Shorter words stand by chance inside ordinary Korean.
_SHORTEST_TELLING_WORD = 3


def only_reviewed_words(evidence: Evidence) -> Iterator[Finding]:
    for phrase in evidence.chosen_unreviewed:
        yield warning(
            "phrase_left_out",
            _("'%(phrase)s'은(는) 지시문에 넣기로 골랐지만 감수 전이라 빠져요.")
            % {"phrase": phrase},
            Place("phrase", phrase),
        )
    for word, place, title in _standing(evidence.withheld, evidence):
        yield error(
            "phrase_withheld",
            _("'%(title)s'에 쓰지 않기로 한 제주어 '%(word)s'이(가) 있어요.")
            % {"title": title, "word": word},
            place,
        )
    for word, place, title in _standing(evidence.unreviewed, evidence):
        yield warning(
            "phrase_unreviewed",
            _("'%(title)s'에 감수하지 않은 제주어 '%(word)s'이(가) 있어요.")
            % {"title": title, "word": word},
            place,
        )


def no_avoided_form(evidence: Evidence) -> Iterator[Finding]:
    for avoided in evidence.avoided:
        for one in evidence.draft.phrases:
            if one.is_reviewed and _is_wrong_row(avoided, one):
                yield error("phrase_avoided", _why(avoided), Place("phrase", one.phrase))
        if not avoided.meaning and says(avoided.form, evidence.draft.greeting):
            yield error("phrase_avoided", _why(avoided), Place("persona", "greeting"))
    generated = _lines_of_the_glossary(evidence.draft)
    for index, section in enumerate(evidence.rendered):
        for line in section.text.splitlines():
            if line in generated or _FORBIDS.search(line):
                continue
            for avoided in evidence.avoided:
                if _is_wrong_line(avoided, line):
                    yield warning("avoided_form_in_text", _why(avoided), section_place(index))


def not_too_many_words(evidence: Evidence) -> Iterator[Finding]:
    chosen = len(evidence.draft.chosen_phrases())
    if chosen > MAX_TAUGHT_PHRASES:
        yield warning(
            "phrases_overflow",
            _("지시문에 넣기로 고른 제주어가 %(chosen)d개예요. 앞의 %(limit)d개만 들어가요.")
            % {"chosen": chosen, "limit": MAX_TAUGHT_PHRASES},
            Place("phrase", ""),
        )


def _standing(words: tuple[str, ...], evidence: Evidence) -> Iterator[tuple[str, Place, str]]:
    """Yield each word that an editor wrote into a text, with the text's place and title."""
    generated = _lines_of_the_glossary(evidence.draft)
    reviewed = [modern(one.phrase) for one in evidence.draft.phrases if one.is_reviewed]
    texts = [
        (section_place(index), one.section.title, one.text)
        for index, one in enumerate(evidence.rendered)
    ]
    texts.append((Place("persona", "greeting"), _("첫인사"), evidence.draft.greeting))
    for word in words:
        if len(word.strip("-?!. ")) < _SHORTEST_TELLING_WORD:
            continue
        # A word inside a longer reviewed one is that one.
        longer = [one for one in reviewed if word in one]
        for place, title, whole in texts:
            text = "\n".join(line for line in whole.splitlines() if line not in generated)
            for known in longer:
                text = text.replace(known, "")
            if _stands_in(word, text):
                yield word, place, title


def _lines_of_the_glossary(draft: PersonaDraft) -> set[str]:
    """Return the lines that reviewed rows put into the text: whoever reviewed them read them."""
    taught = draft.taught_phrases()
    return {glossary_line(one) for one in taught} | {pronunciation_line(one) for one in taught}


def _stands_in(word: str, text: str) -> bool:
    # Korean endings follow a word without a blank; what stands before it begins it.
    return re.search(rf"(?<![가-힣]){re.escape(word)}", text) is not None


def _is_wrong_row(avoided: AvoidedForm, row: PhraseDraft) -> bool:
    spellings = (row.phrase, row.old_spelling)
    if not avoided.meaning:
        return any(says(avoided.form, spelling) for spelling in spellings)
    is_same = any(same_word(avoided.form, spelling) for spelling in spellings)
    return is_same and avoided.meaning in row.standard_korean


def _is_wrong_line(avoided: AvoidedForm, line: str) -> bool:
    if not avoided.meaning:
        return says(avoided.form, line)
    said = re.escape(avoided.form) + r"\s*=\s*[^=]*?" + re.escape(avoided.meaning)
    return re.search(said, line) is not None


def _why(avoided: AvoidedForm) -> str:
    wrong = f"{avoided.form} = {avoided.meaning}…" if avoided.meaning else avoided.form
    return _("쓰지 않는 말 '%(wrong)s'이(가) 있어요. %(why)s 대신: %(instead)s") % {
        "wrong": wrong,
        "why": avoided.why,
        "instead": avoided.use_instead,
    }
