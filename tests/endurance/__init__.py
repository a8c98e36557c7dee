"""Long measurements of a conversation that must heal: `python -m tests.endurance --help`.

Too long for `make test`, so each is a command of its own. Each stands whole houses up on free
ports, drives real Chromium, breaks things on purpose, prints a table, and exits non-zero when the
promise it measures does not hold.
"""
