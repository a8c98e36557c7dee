"""The operator's screens: the house now, when its doors open, and a record of visits."""

from conversations.admin import doors, house_now, notices, visits

__all__ = ["doors", "house_now", "notices", "visits"]
