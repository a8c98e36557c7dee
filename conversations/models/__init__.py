"""The tables of the house, each subject in a file of its own."""

from conversations.models.doors import (
    HouseState,
    OpeningHours,
    Override,
    PublicHoliday,
    SpecialDay,
)
from conversations.models.spending import Spending
from conversations.models.visits import Call, Conversation

__all__ = [
    "Call",
    "Conversation",
    "HouseState",
    "OpeningHours",
    "Override",
    "PublicHoliday",
    "SpecialDay",
    "Spending",
]
