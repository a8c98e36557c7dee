"""The stock Django admin for each table of the persona; one file per subject."""

from persona.admin import draft_notices, notices
from persona.admin.crisis import CrisisLineAdmin
from persona.admin.drafts import DraftVersionAdmin
from persona.admin.flowers import FlowerAdmin
from persona.admin.glossary import JejuPhraseAdmin
from persona.admin.persona import PersonaAdmin
from persona.admin.revisions import PersonaRevisionAdmin
from persona.admin.seeding import SeedRecordAdmin
from persona.admin.transcriber import TranscriberAdmin
from persona.admin.voice import TranscriberPriceAdmin, VoiceModelAdmin

__all__ = [
    "CrisisLineAdmin",
    "DraftVersionAdmin",
    "FlowerAdmin",
    "JejuPhraseAdmin",
    "PersonaAdmin",
    "PersonaRevisionAdmin",
    "SeedRecordAdmin",
    "TranscriberAdmin",
    "TranscriberPriceAdmin",
    "VoiceModelAdmin",
    "draft_notices",
    "notices",
]
