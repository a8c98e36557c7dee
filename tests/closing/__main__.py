"""`python -m tests.closing storm|no-beat [--visitors N]`: about two minutes each."""

import argparse
import sys

from tests.closing.scenes import no_beat, storm

SCENES = {"storm": storm, "no-beat": no_beat}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.closing", description=__doc__)
    parser.add_argument("scene", choices=SCENES)
    parser.add_argument("--visitors", type=int, default=20)
    chosen = parser.parse_args()
    scene = SCENES[chosen.scene](visitors=chosen.visitors)
    print(f"{chosen.scene}: {chosen.visitors} visitors, closing at {scene.closed_at:%H:%M:%S}")
    print(scene)
    print("holds" if not scene.faults else "DOES NOT HOLD")
    return 1 if scene.faults else 0


if __name__ == "__main__":
    sys.exit(main())
