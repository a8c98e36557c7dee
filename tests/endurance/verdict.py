"""What a measurement found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`text` is Markdown; `holds` says whether the promise was kept in this run."""

    holds: bool
    text: str
