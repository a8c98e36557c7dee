"""Closing time, with everything going wrong at once; `python -m tests.closing`."""
