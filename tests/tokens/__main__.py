"""Print the error of our token counter against the real tokenizer; `--write` its vocabulary."""

import sys

from persona.token_count import VOCABULARY
from tests.tokens.judgement import judge
from tests.tokens.texts import glossary_texts, persona_texts, random_korean
from tests.tokens.vocabulary import write

LIMIT = -2.0  # per cent: never further under than this, in any single text
SEED = 20261123


def main(arguments: list[str]) -> int:
    if "--write" in arguments:
        write(VOCABULARY)
    worst = 0.0
    print(f"{'':24}{'texts':>7}{'real':>9}{'ours':>9}{'all':>9}{'lowest':>9}{'highest':>9}")
    for name, texts in (
        ("the seed persona", persona_texts()),
        ("the whole glossary", glossary_texts()),
        ("200 random Korean texts", random_korean(200, SEED)),
    ):
        found = judge(texts)
        low, high = min(found.errors), max(found.errors)
        worst = min(worst, low, found.error)
        print(
            f"{name:24}{found.texts:7}{found.real:9}{found.ours:9}"
            f"{found.error:+8.2f}%{low:+8.2f}%{high:+8.2f}%"
        )
    print(
        f"never under by more than {-LIMIT} %: {'yes' if worst >= LIMIT else 'NO'} ({worst:+.2f} %)"
    )
    return 0 if worst >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
