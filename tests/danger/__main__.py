"""Learn what sounds of danger, publish it, and print how well it does.

    python -m tests.danger            # half a minute; writes static/words/danger.txt
    python -m tests.danger --show     # beside the tables: every held-out sentence it gets wrong

A sentence that was missed, or called danger falsely, goes into tests/danger/sets/learned.tsv, and
this is run again.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from tests.danger.learn import Sentence, Weights, learn
from tests.danger.published import publish, published
from tests.danger.sets import certain, held_out, learned_from


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.danger", description=__doc__)
    parser.add_argument("--show", action="store_true", help="what is held out and judged wrongly")
    options = parser.parse_args()
    publish(learn(learned_from()))
    weights = published()
    for title, sentences in (("learned from", learned_from()), ("held out", held_out())):
        _print_table(title, weights, sentences)
    _print_wrong(weights, certain())
    if options.show:
        _print_wrong(weights, held_out())
    return 0


def _print_table(title: str, weights: Weights, sentences: Sequence[Sentence]) -> None:
    counted: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for sentence in sentences:
        is_found = weights.score(sentence.text) > 0
        counted[sentence.is_danger, sentence.kind].append(is_found)
        counted[sentence.is_danger, "all"].append(is_found)
    print(f"\n| {title} | found |\n|---|---|")
    for (is_danger, kind), found in sorted(
        counted.items(), key=lambda item: (not item[0][0], item)
    ):
        name = f"{'danger' if is_danger else 'other'}: {kind}"
        print(f"| {name} | {sum(found)} of {len(found)} ({sum(found) / len(found):.1%}) |")


def _print_wrong(weights: Weights, sentences: Sequence[Sentence]) -> None:
    for sentence in sentences:
        score = weights.score(sentence.text)
        if (score > 0) is not sentence.is_danger:
            print(f"{'missed' if sentence.is_danger else 'false'} {score:+.2f} {sentence.text}")


if __name__ == "__main__":
    sys.exit(main())
