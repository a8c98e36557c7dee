"""The rule of the other languages: what visitors read is there in theirs, too.

The catalogues are the site's, by the exact Korean text: one comma more and it is not found.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from persona.compile import TRANSLATED
from persona.findings import Finding, Place, warning
from persona.preflight.evidence import Evidence
from persona.preflight.flowers import refused_flowers

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def texts_are_translated(evidence: Evidence) -> Iterator[Finding]:
    for text, place in _what_visitors_read(evidence):
        if languages := _languages_without(text):
            yield warning(
                "untranslated",
                _(
                    "'%(text)s'은(는) 번역이 없어서 다른 말(%(languages)s)로 보는 손님도 "
                    "한국어로 읽어요."
                )
                % {"text": text, "languages": ", ".join(languages)},
                place,
            )


def _what_visitors_read(evidence: Evidence) -> Iterator[tuple[str, Place]]:
    if evidence.compiled is None:
        return
    visitor, refused = evidence.compiled.visitor, refused_flowers(evidence)
    for flower in visitor["flowers"]:
        if flower["name"] not in refused:
            for field in TRANSLATED["flowers"]:
                yield flower[field], Place("flower", flower["name"])
    for line in visitor["crisis_lines"]:
        for field in TRANSLATED["crisis_lines"]:
            yield line[field], Place("crisis_line", line["number"])


def _languages_without(text: str) -> list[str]:
    """Return the languages of the site whose visitors would read this in Korean, by name."""
    missing = []
    for code, _name in settings.LANGUAGES:
        # The admin is Korean, whatever this looks for.
        with translation.override(code):
            is_missing = _HANGUL.search(translation.gettext(text)) if text else None
        if is_missing and code != settings.LANGUAGE_CODE:
            missing.append(str(translation.get_language_info(code)["name_translated"]))
    return missing
