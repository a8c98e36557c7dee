"""The list as it is published: read and written in the form that the page reads."""

from pathlib import Path

from tests.danger.learn import Weights

LIST = Path(__file__).parent.parent.parent / "static" / "words" / "danger.txt"
_REMARK = """\
# What may mean that someone is in danger, as the page looks for it in what a visitor types and in
# the transcript of what is said: pieces of words, final consonants apart, each behind its weight.
# Learned by `python -m tests.danger` from labelled sentences; not written by hand. The first number
# is added to every score; above 0 the help is shown.
"""


def publish(weights: Weights) -> None:
    LIST.write_text(_REMARK + weights.written(), "utf-8")


def published() -> Weights:
    """Return what visitors' pages know."""
    lines = LIST.read_text("utf-8").strip().split("\n")
    bias, *weighed = [line for line in lines if not line.startswith("# ")]
    rows = (line.split(" ") for line in weighed)
    return Weights(
        float(bias), {piece: float(weight) for weight, *found in rows for piece in found}
    )
