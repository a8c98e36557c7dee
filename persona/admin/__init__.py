"""The stock Django admin for each table of the persona; one file per subject."""

from persona.admin.content import CrisisLineAdmin, FlowerAdmin, JejuPhraseAdmin
from persona.admin.persona import PersonaAdmin
from persona.admin.revisions import PersonaRevisionAdmin
from persona.admin.seeding import SeedRecordAdmin
from persona.admin.voice import VoiceModelAdmin

__all__ = [
    "CrisisLineAdmin",
    "FlowerAdmin",
    "JejuPhraseAdmin",
    "PersonaAdmin",
    "PersonaRevisionAdmin",
    "SeedRecordAdmin",
    "VoiceModelAdmin",
]
