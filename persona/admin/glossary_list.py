"""The glossary's list knows, of each row it shows, where visitors meet it and what it doubles."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from persona.glossary.table import spelled, spelling_index
from persona.glossary.uses import Outputs, published_outputs
from persona.models import JejuPhrase
from persona.published import live_revision


class GlossaryChangeList(ChangeList):
    """One look at the live revision and at all spellings serves the whole page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        live, index = live_revision(), spelling_index()
        # The rows that are looked at here are the very ones the page shows and its forms edit.
        for row in self.result_list:
            notes: dict[str, Any] = vars(row)
            notes["published"] = (
                published_outputs(live.session, live.visitor, row.phrase) if live else Outputs()
            )
            notes["same_words"] = index.same_words(spelled(row))


def published_of(row: JejuPhrase) -> Outputs:
    found: Outputs = vars(row)["published"]
    return found


def doubles_of(row: JejuPhrase) -> list[str]:
    return [other.phrase for other in vars(row)["same_words"]]
