import pytest

from persona.glossary.cells import harmless, restored
from persona.glossary.columns import COLUMNS, KEY, names
from persona.glossary.csv_file import MAX_BYTES, UnreadableFile, read_csv, write_csv

FORMULAS = ["=1+1", "+1", "-ㅂ서", "@SUM(A1)", "\tx", "\rx", "＝1", "－ㅂ서", "=cmd|' /C calc'!A0"]


class TestCells:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_a_formula_becomes_text(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("text", [*FORMULAS, "'=1", "''=1", "'혼저'는", "", "혼저", "a=1", "'"])
    def test_every_text_comes_back(self, text: str) -> None:
        assert restored(harmless(text)) == text

    @pytest.mark.parametrize("typed", ["'혼저", "혼저", "=1"])
    def test_what_a_person_types_stays(self, typed: str) -> None:
        assert restored(typed) == typed


class TestReadCsv:
    def read(self, text: str) -> list[dict[str, str]]:
        _header, rows = read_csv(text.encode(), names())
        return [dict(row.cells) for row in rows]

    def test_columns_are_known_by_label_and_by_field(self) -> None:
        assert self.read("제주어(요즘 표기),standard_korean\n하영,많이\n") == [
            {"phrase": "하영", "standard_korean": "많이"}
        ]

    def test_lines_are_numbered_as_a_spreadsheet_shows_them(self) -> None:
        _header, rows = read_csv("phrase\n하영\n\n모심\n".encode(), names())

        assert [(row.number, row.cells["phrase"]) for row in rows] == [(2, "하영"), (4, "모심")]

    def test_a_cell_may_hold_lines_quotes_and_commas(self) -> None:
        raw = write_csv(["remarks"], [['가, "나"\r\n다\n라']])

        assert self.read(raw.decode("utf-8-sig")) == [{"remarks": '가, "나"\r\n다\n라'}]

    def test_a_line_too_long_or_with_no_text_has_a_fault(self) -> None:
        _header, rows = read_csv("phrase\n하영,많이\n\x00\n하영,\n".encode(), names())

        assert [bool(row.fault) for row in rows] == [True, True, False]

    @pytest.mark.parametrize("separator", [";", "\t"])
    def test_the_separators_of_other_spreadsheets_are_known(self, separator: str) -> None:
        assert self.read(f"phrase{separator}remarks\r\n하영{separator}가, 나\r\n") == [
            {"phrase": "하영", "remarks": "가, 나"}
        ]

    @pytest.mark.parametrize(
        "open_quote", ['하영,"많이', '하영,"많이"요', '하영,"많이\n모심,"마음"']
    )
    def test_a_forgotten_quote_swallows_no_other_line(self, open_quote: str) -> None:
        text = f"phrase,remarks\n{open_quote}\n" + "강,가서\n" * 40

        _header, rows = read_csv(text.encode(), names())

        assert "따옴표가 맞지 않아요" in rows[0].fault
        assert [row.cells["phrase"] for row in rows[-40:]] == ["강"] * 40

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            ("제주어(요즘 표기)\n하영".encode("cp949"), "UTF-8로 저장한 파일이 아니에요"),
            ("phrase,색깔\n하영,빨강".encode(), "모르는 칸이 있어요: 색깔"),
            (b"phrase,\nx,y", "모르는 칸이 있어요"),
            ("phrase,제주어(요즘 표기)\n하영,하영".encode(), "같은 칸이 두 번"),
            (b"phrase\n", "줄이 하나도 없어요"),
            (b"", "줄이 하나도 없어요"),
            (b'"phrase\nx', "CSV로 읽을 수 없어요"),
            (b"p" * (MAX_BYTES + 1), "파일이 너무 커요"),
        ],
    )
    def test_what_is_no_glossary_is_refused_in_words(self, raw: bytes, sentence: str) -> None:
        with pytest.raises(UnreadableFile, match=sentence):
            read_csv(raw, names())

    def test_every_column_can_be_read_under_the_name_it_is_written(self) -> None:
        assert [names()[label] for label in (KEY, *(column.label for column in COLUMNS))] == [
            KEY,
            *(column.field for column in COLUMNS),
        ]
