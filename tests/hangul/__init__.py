"""Hangul typed the way an input method types it, into the real page in a real browser."""
