"""The glossary's CSV as bytes: UTF-8 with a mark, so that spreadsheets read Hangul. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

MAX_BYTES = 2_000_000  # some eight thousand rows; the confirmation carries them in one form
MARK = "\ufeff"
_NEVER_TEXT = "\x00"
_MOST_LINES = 30  # of one row; more are a quote that was forgotten
_SEPARATORS = (",", ";", "\t")  # the first wins where none is found


class UnreadableFile(Exception):
    """The file is no glossary. The message is a Korean sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cells by column, what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""


def read_csv(raw: bytes, columns: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    """Return the file's columns and rows. `columns` maps each name a column may have to ours.

    Raises UnreadableFile for what is no UTF-8, no CSV, or has columns nobody knows.
    """
    lines = _lines(_text(raw))
    header = _header(next(lines, []), columns)
    rows = [
        _row(number, header, cells)
        for number, cells in enumerate(lines, start=2)
        if cells is None or any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise UnreadableFile(_("칸 이름 아래에 줄이 하나도 없어요."))
    return header, rows


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return (MARK + text.getvalue()).encode()


def _text(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise UnreadableFile(
            _("파일이 너무 커요. %(limit)d킬로바이트까지예요. 나눠서 들여 주세요.")
            % {"limit": MAX_BYTES // 1000}
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Not guessed at: the usual Korean encoding has no ㆍ, and every old spelling would be lost.
        raise UnreadableFile(
            _(
                "UTF-8로 저장한 파일이 아니에요. "
                "엑셀이라면 'CSV UTF-8(쉼표로 분리)'로 저장해 주세요."
            )
        ) from error


def _lines(text: str) -> Iterator[list[str] | None]:
    """Yield each row's cells; None for one whose quotes do not match. Reading goes on below it, so
    that one forgotten quote does not swallow the rest of the file."""
    lines = list(io.StringIO(text, newline=""))
    at = 0
    while at < len(lines):
        for cells, end in _well_quoted(lines, at):
            yield cells
            at = end
        if at < len(lines):
            yield None
            at += 1


def _well_quoted(lines: Sequence[str], at: int) -> Iterator[tuple[list[str], int]]:
    """Yield rows, each with the line it ends before, up to one whose quotes do not match."""
    reader = csv.reader(islice(lines, at, None), delimiter=_separator(lines[0]), strict=True)
    begun = at
    try:
        for cells in reader:
            end = at + reader.line_num
            if end - begun > _MOST_LINES:
                return
            yield cells, end
            begun = end
    except csv.Error:
        return


def _separator(first: str) -> str:
    """Return what stands between the column names: some spreadsheets write ; or a tab for a comma.

    No name of ours has any of them in it.
    """
    return max(_SEPARATORS, key=first.count)


def _header(cells: Sequence[str] | None, columns: Mapping[str, str]) -> list[str]:
    if cells is None:
        raise UnreadableFile(_("CSV로 읽을 수 없어요. 첫 줄의 따옴표를 보아 주세요."))
    names = [cell.strip() for cell in cells]
    if unknown := [name for name in names if name not in columns]:
        raise UnreadableFile(
            _("모르는 칸이 있어요: %(names)s. 첫 줄에는 칸 이름만 적어 주세요.")
            % {"names": ", ".join(name or _("(빈 칸)") for name in unknown)}
        )
    header = [columns[name] for name in names]
    if len(set(header)) < len(header):
        raise UnreadableFile(_("같은 칸이 두 번 있어요."))
    return header


def _row(number: int, header: Sequence[str], cells: Sequence[str] | None) -> Row:
    if cells is None:
        return Row(number, {}, _("따옴표가 맞지 않아요. 닫히지 않은 칸이 있는지 보아 주세요."))
    found = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    if any(cell.strip() for cell in cells[len(header) :]):
        return Row(number, found, _("칸이 %(count)d개보다 많아요.") % {"count": len(header)})
    if any(_NEVER_TEXT in cell for cell in cells):
        return Row(number, found, _("글자가 아닌 것이 들어 있어요."))
    return Row(number, found)
