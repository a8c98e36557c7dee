"""What the review of a phrase means for those who write and those who review."""

from collections.abc import Iterable

from django.db import transaction

from persona.models import JejuPhrase

REVIEW = "persona.review_jejuphrase"

# What visitors see and hear of a phrase. Whoever changes one of these without being a reviewer
# sends the phrase back for review.
REVIEWED_FIELDS = frozenset(
    {
        "phrase",
        "old_spelling",
        "standard_korean",
        "english",
        "usage_note",
        "pronunciation_hint",
    }
)


def needs_review_again(state: str, changed: Iterable[str], *, by_reviewer: bool) -> bool:
    """Say whether a phrase in this state loses its review by this change. Pure."""
    return (
        not by_reviewer
        and state == JejuPhrase.ReviewState.REVIEWED
        and not REVIEWED_FIELDS.isdisjoint(changed)
    )


def is_settled(state: str, *, by_reviewer: bool) -> bool:
    """Say whether this person may neither respell nor delete a phrase in this state. Pure.

    No text may hold a word that a reviewer withheld, and the words are known by these rows: one
    respelled or deleted would let its word out again.
    """
    return not by_reviewer and state == JejuPhrase.ReviewState.WITHHELD


@transaction.atomic
def set_review(*, keys: Iterable[int], state: JejuPhrase.ReviewState) -> list[JejuPhrase]:
    """Give the phrases this state and return those that did not have it before.

    A withheld phrase is no longer taught.
    """
    found = JejuPhrase.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk")
    changed = [phrase for phrase in found if phrase.review_state != state]
    values: dict[str, object] = {"review_state": state}
    if state == JejuPhrase.ReviewState.WITHHELD:
        values["in_instructions"] = False
    JejuPhrase.objects.filter(pk__in=[phrase.pk for phrase in changed]).update(**values)
    for phrase in changed:
        phrase.refresh_from_db()
    return changed
