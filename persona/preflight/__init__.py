"""What stands between a draft and the public: every rule, each on what visitors would really get.

`evidence.py` says what the rules look at, `gathering.py` reads it from the tables, the other
modules are the rules (pure), `inspection.py` runs them all, `trial.py` asks the provider.
"""
