"""Two editors saved the same draft: put together what can be, and show the rest with both texts.

Pure. The three texts are what both began with (`base`), what the other saved meanwhile (`theirs`)
and what this editor wants to save (`mine`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from persona.draft_source import SectionSource, Source


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed. `section` is the title of the section it belongs to, or ""."""

    section: str
    field: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`source` holds mine where both changed. `taken`: what only the other changed, by name."""

    source: Source
    clashes: tuple[Clash, ...]
    taken: tuple[tuple[str, str], ...]  # title of the section or "", field


def merge(base: Source | None, mine: Source, theirs: Source) -> Merged:
    """Merge field by field. Without a base every difference is a clash."""
    clashes: list[Clash] = []
    taken: list[tuple[str, str]] = []
    fields = _merge_values(
        base["fields"] if base else None, mine["fields"], theirs["fields"], "", clashes, taken
    )
    sections = list(_merge_sections(base, mine, theirs, clashes, taken))
    return Merged(Source(fields=fields, sections=sections), tuple(clashes), tuple(taken))


def _merge_values(
    base: dict[str, str] | None,
    mine: dict[str, str],
    theirs: dict[str, str],
    section: str,
    clashes: list[Clash],
    taken: list[tuple[str, str]],
) -> dict[str, str]:
    merged = {}
    for name, their_text in theirs.items():
        my_text = mine.get(name, their_text)
        merged[name] = my_text
        if my_text == their_text:
            continue
        if base is not None and base.get(name) == my_text:
            merged[name] = their_text
            taken.append((section, name))
        elif base is None or base.get(name) != their_text:
            clashes.append(Clash(section, name, my_text, their_text))
    return merged


def _merge_sections(
    base: Source | None,
    mine: Source,
    theirs: Source,
    clashes: list[Clash],
    taken: list[tuple[str, str]],
) -> Iterator[SectionSource]:
    """Yield saved rows in the order they are saved in, then those not saved yet."""
    my_rows = {row["id"]: row["values"] for row in mine["sections"] if row["id"] is not None}
    base_rows = _rows(base)
    their_rows = _rows(theirs)
    for key, values in their_rows.items():
        title = values["title"]
        if key in my_rows:
            merged = _merge_values(base_rows.get(key), my_rows[key], values, title, clashes, taken)
            yield SectionSource(id=key, values=merged)
        elif key in base_rows and base_rows[key] == values:
            continue  # I deleted it, and nobody touched it meanwhile
        else:
            yield SectionSource(id=key, values=values)
            if key in base_rows:  # I deleted what the other changed
                clashes.append(Clash(title, "body", "", values["body"]))
            else:
                taken.append((title, "body"))
    for key, values in my_rows.items():
        if key in their_rows:
            continue
        if key in base_rows and base_rows[key] == values:
            taken.append((values["title"], "body"))  # the other deleted it
        else:
            clashes.append(Clash(values["title"], "body", values["body"], ""))
            yield SectionSource(id=None, values=values)
    for row in mine["sections"]:
        if row["id"] is None:
            yield row


def _rows(source: Source | None) -> dict[int, dict[str, str]]:
    if source is None:
        return {}
    return {row["id"]: row["values"] for row in source["sections"] if row["id"] is not None}
