"""The tables of who one talks with; one file per subject."""

from persona.models.content import CrisisLine, Flower, JejuPhrase
from persona.models.draft_version import DraftVersion
from persona.models.persona import InstructionSection, Persona
from persona.models.revision import PersonaRevision
from persona.models.seeding import SeedRecord
from persona.models.transcriber import Transcriber
from persona.models.voice import TranscriberPrice, VoiceModel, VoiceModelPrice
from persona.models.voice_warning import VoiceModelWarning

__all__ = [
    "CrisisLine",
    "DraftVersion",
    "Flower",
    "InstructionSection",
    "JejuPhrase",
    "Persona",
    "PersonaRevision",
    "SeedRecord",
    "Transcriber",
    "TranscriberPrice",
    "VoiceModel",
    "VoiceModelPrice",
    "VoiceModelWarning",
]
