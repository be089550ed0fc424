"""Looking into files: what is in good ones is shown, and no bad one does harm."""

from __future__ import annotations

import datetime
import io
import random
import struct
import tracemalloc
import zipfile
import zlib

import pytest
import xlsxwriter

from bsc_tui.operations import document_files
from bsc_tui.operations.document_files import Content, Version
from bsc_tui.operations.previews.bounds import Preview
from bsc_tui.operations.previews.looking import look_into

NOW = datetime.datetime(2026, 11, 22)


class Held(Content):
    """A content that is in no database."""

    def __init__(self, held: bytes) -> None:
        super().__init__(Version(1, 1, len(held), "", NOW, ""))
        self._held = held

    def _piece(self, place: int) -> bytes:
        return self._held[place * document_files.CHUNK : (place + 1) * document_files.CHUNK]


def look(name: str, held: bytes) -> Preview:
    return look_into(name, Held(held))


def rows(seen: Preview, part: int = 0) -> list[tuple[str, ...]]:
    return list(seen.parts[part].rows)


def packed(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(rows: list[list[object]], title: str = "Գնացուցակ") -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(title)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write(number, place, value)
    book.add_worksheet("Second")
    book.close()
    return file.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>%s</sheetData></worksheet>"
)
BOOK = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="One" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
DOCX = (
    '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Պայմանագիր № 7</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


# -- good files ------------------------------------------------------------------------------------


def test_the_rows_of_a_workbook() -> None:
    seen = look(
        "prices.xlsx",
        workbook(
            [["Topic", "Price", "From"], ["Աշխատանքային օրենսգիրք", 60_000, datetime.date(2026, 3, 14)]]
        ),
    )
    assert [part.title for part in seen.parts] == ["Գնացուցակ", "Second"]
    assert rows(seen) == [("Topic", "Price", "From"), ("Աշխատանքային օրենսգիրք", "60000", "14.03.2026")]
    assert seen.facts == (("Workbook", "2 sheets"),)


def test_the_lines_of_a_written_document() -> None:
    seen = look("contract.docx", packed({"word/document.xml": DOCX}))
    assert rows(seen) == [("Պայմանագիր № 7",), ("One    two",), ("a │ b",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_in_any_encoding(encoding: str) -> None:
    text = "Протокол собрания\nвторая строка\n"
    assert rows(look("minutes.txt", text.encode(encoding))) == [("Протокол собрания",), ("вторая строка",)]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_table_with_any_separator(separator: str) -> None:
    lines = "\n".join(separator.join(row) for row in (("Name", "Phone"), ("Անի", "091 1"), ('"a b"', "2")))
    assert rows(look("list.csv", lines.encode())) == [("Name", "Phone"), ("Անի", "091 1"), ("a b", "2")]


def test_a_long_text_is_cut_and_says_so() -> None:
    seen = look("long.log", b"line\n" * 500_000)
    assert len(seen.parts[0].rows) == 400
    assert seen.parts[0].more


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0))
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x01\xe0\x02\x80\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
)
GIF = b"GIF89a" + struct.pack("<HHB", 640, 480, 0xF7) + b"\x00\x00"
BMP = b"BM" + b"\x00" * 16 + struct.pack("<iiHH", 640, -480, 1, 24) + b"\x00" * 30
TIFF = b"II*\x00\x08\x00\x00\x00\x02\x00" + struct.pack("<HHIHHHHII", 256, 3, 1, 640, 0, 257, 4, 1, 480)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x7f\x02\x00\xdf\x01\x00"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("a.png", PNG),
        ("a.jpg", JPEG),
        ("a.gif", GIF),
        ("a.bmp", BMP),
        ("a.tif", TIFF),
        ("a.webp", WEBP),
    ],
)
def test_the_facts_of_a_picture(name: str, held: bytes) -> None:
    facts = dict(look(name, held).facts)
    assert facts["Points"] == "640 x 480"


def test_the_facts_of_a_pdf() -> None:
    facts = dict(look("a.pdf", b"%PDF-1.7\n<< /Type /Pages /Count 12 >>\n%%EOF").facts)
    assert facts == {"Format": "PDF 1.7", "Pages": "12"}


# -- files that mean harm --------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]><x>&j;</x>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:p>&a;</w:p>'


@pytest.mark.parametrize("evil", [LAUGHS, OUTSIDE, '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>'])
def test_what_defines_something_of_its_own_is_not_read(evil: str) -> None:
    for name, held in (
        ("a.docx", packed({"word/document.xml": evil})),
        ("a.xlsx", packed({**BOOK, "xl/worksheets/sheet1.xml": evil})),
    ):
        seen = look(name, held)
        assert "damaged" in seen.note
        assert not seen.parts


def test_a_bomb_is_unpacked_only_a_little() -> None:
    cell = "<row><c t='inlineStr'><is><t>" + "A" * 100_000_000 + "</t></is></c></row>"
    held = packed({**BOOK, "xl/worksheets/sheet1.xml": SHEET % cell})
    del cell
    assert len(held) < 400_000
    tracemalloc.start()
    seen = look("bomb.xlsx", held)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert seen.parts[0].more


def test_many_small_things_are_no_weight() -> None:
    held = packed({"word/document.xml": "<x>" + "<y>" * 600_000})
    tracemalloc.start()
    assert "nested" in look("deep.docx", held).note
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


def test_a_far_cell_makes_one_row() -> None:
    cells = '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="B1048576"><v>2</v></c></row>'
    seen = look("far.xlsx", packed({**BOOK, "xl/worksheets/sheet1.xml": SHEET % cells}))
    assert rows(seen) == [("", "2")]


def test_ten_thousand_members_are_too_many() -> None:
    held = packed({f"{number}": b"" for number in range(10_000)}, zipfile.ZIP_STORED)
    assert "too many parts" in look("many.zip", held).note


def test_names_in_an_archive_go_nowhere() -> None:
    seen = look("evil.zip", packed({"../../x": b"", "/etc/passwd": b""}))
    assert [row[0] for row in rows(seen)] == ["../../x", "/etc/passwd"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.png", "a.pdf", "a.csv", "a.zip", "a.tif", "a.jpg"])
@pytest.mark.parametrize(
    "held", [b"", b"PK\x05\x06", b"\x00" * 5000, b"\xff\xd8" + b"\xff" * 4000, bytes(range(256)) * 9]
)
def test_what_is_not_what_its_name_says_is_a_sentence(name: str, held: bytes) -> None:
    seen = look(name, held)
    assert seen.note or seen.parts or seen.facts


def test_damaged_files_are_a_sentence_or_what_is_left() -> None:
    chance = random.Random(7)
    good = {
        "a.xlsx": workbook([["x", 1.5, datetime.date(2026, 3, 14)]] * 40),
        "a.docx": packed({"word/document.xml": DOCX}),
        "a.tif": TIFF,
        "a.jpg": JPEG,
    }
    for name, held in good.items():
        for part in (25, 50, 75, 99):
            look(name, held[: len(held) * part // 100])
        for _time in range(60):
            bad = bytearray(held)
            for _flip in range(chance.randint(1, 5)):
                bad[chance.randrange(len(bad))] = chance.randrange(256)
            assert isinstance(look(name, bytes(bad)), Preview)


def test_what_is_locked_is_told() -> None:
    held = bytearray(packed({"word/document.xml": DOCX}))
    held[6] |= 1
    held[held.rfind(b"PK\x01\x02") + 8] |= 1
    assert look("a.docx", bytes(held)).note == "The file is locked with a password."


def test_nothing_is_shown_of_what_is_not_known() -> None:
    assert "download" in look("a.exe", b"MZ").note
