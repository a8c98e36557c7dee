"""Our token counter against the real one.

`python -m tests.tokens` prints how far it is off; `--write` makes its vocabulary again.
"""
