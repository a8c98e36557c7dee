"""Cells that a spreadsheet would run as formulas, made harmless and made whole again. Pure.

An apostrophe in front makes any of them text. Cells that already look like that get one more, so
that what was exported comes back letter by letter.
"""

import re

# What spreadsheets take for the beginning of a formula, East Asian full-width forms included.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def harmless(text: str) -> str:
    """Return the text as it may stand in a cell."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """Return the text that `harmless` made this cell of; text typed by a person stays as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
