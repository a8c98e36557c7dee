"""`python -m tests.doors`: a whole year at the doors, and how often the oracle disagreed.

`pure` walks the schedule, the verdict and the lease alone; `real` goes through every table on
PostgreSQL, as Celery and an operator would.
"""

import argparse
import sys
import time

import tests.environment  # noqa: F401  (sets the stage before Django reads its settings)

YEAR = 365 * 24 * 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.doors", description=__doc__)
    parser.add_argument("which", choices=["pure", "real"])
    parser.add_argument("--minutes", type=int, default=YEAR)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args()

    import django

    django.setup()
    from django.core.management import call_command

    from tests.doors.house_under_test import PureHouse, RealHouse
    from tests.doors.year import live_through

    if chosen.which == "real":
        call_command("migrate", verbosity=0)
    begun = time.monotonic()
    found = live_through(
        chosen.minutes,
        seed=chosen.seed,
        make_house=PureHouse if chosen.which == "pure" else RealHouse,
    )
    for line in found.wrong[:20]:
        print(line)
    print(f"{chosen.which}, seed {chosen.seed}: {found} ({time.monotonic() - begun:.0f} s)")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
