"""The glossary's table as the pure parts read it: to search in, to compare, to judge a new row."""

from django.utils.translation import gettext as _

from persona.glossary.doubles import Spelled, SpellingIndex
from persona.glossary.search import Entry
from persona.models import JejuPhrase

# What makes a row another word.
SPELLED_FIELDS = frozenset({"phrase", "old_spelling", "standard_korean"})


def spelled(phrase: JejuPhrase, key: object = None) -> Spelled:
    """Return the row by its spellings, under its own key unless one is given."""
    return Spelled(
        key=phrase.pk if key is None else key,
        phrase=phrase.phrase,
        old_spelling=phrase.old_spelling,
        standard_korean=phrase.standard_korean,
    )


def spelling_index() -> SpellingIndex:
    return SpellingIndex(spelled(phrase) for phrase in JejuPhrase.objects.order_by("pk"))


def entries() -> list[Entry]:
    rows = JejuPhrase.objects.order_by("pk").values_list(
        "pk", "phrase", "old_spelling", "standard_korean", "english", "usage_note", "remarks",
        "source",
    )  # fmt: skip
    return [Entry(*row[:5], notes="\n".join(row[5:])) for row in rows]


def double_fault(row: Spelled, index: SpellingIndex) -> str:
    """Say why a row may not stand beside another that is the same word with the same meaning.

    Empty when it may; the same word with another meaning may.
    """
    for other in index.same_words(row):
        if other.means_the_same(row):
            return _(
                "'%(word)s'(%(meaning)s)와(과) 같은 말이 같은 뜻으로 이미 있어요. "
                "새로 만들지 말고 그 줄을 고쳐 주세요."
            ) % {"word": _both(other), "meaning": other.standard_korean}
    return ""


def _both(row: Spelled) -> str:
    return f"{row.phrase}/{row.old_spelling}" if row.old_spelling else row.phrase
