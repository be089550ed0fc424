"""A few small documents of the example company: texts, tables, a workbook, a letter, a picture."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from xml.sax.saxutils import escape

from bsc_tui.exports.workbooks import workbook
from bsc_tui.operations import attachments, document_files, documents
from bsc_tui.operations.example.engagements import Undertaking
from bsc_tui.operations.example.lately import Event
from bsc_tui.operations.example.office import ADMINISTRATOR, Office
from bsc_tui.records.records import Records

_ZIPPED_AT = (2007, 3, 1, 9, 0, 0)
"""Every member of a packed file is as old, so that each making gives the same bytes."""


@dataclass(frozen=True)
class Paper:
    """A document: its folder's names, its own, what is in it, its category, the line that keeps it."""

    path: tuple[str, ...]
    name: str
    content: bytes
    category: str
    line: str = ""
    confidential: bool = False


def papers(today: date) -> Iterator[Paper]:
    """All of them."""
    year = today.year
    yield Paper(
        ("Templates",),
        "Invitation to a seminar.docx",
        _letter(
            "Invitation",
            "Dear colleagues,",
            "BSC invites you to the seminar on the labour code. It takes three days, from 10:00 to 17:00.",
            "Please tell us by telephone or e-mail who will come.",
        ),
        "letter",
    )
    yield Paper(
        ("Templates",),
        "Հրավեր սեմինարի.docx",
        _letter("Հրավեր", "Հարգելի գործընկերներ,", "ԲՍՔ-ն հրավիրում է Ձեզ սեմինարի։"),
        "letter",
    )
    yield Paper(
        ("Templates",),
        "Attendance sheet.csv",
        b"No;Name;Day 1;Day 2;Day 3;Signature\r\n"
        + b"".join(f"{number};;;;;\r\n".encode() for number in range(1, 26)),
        "attendance_sheet",
    )
    yield Paper(
        ("Prices",),
        f"Price list {year}.xlsx",
        _workbook(
            (
                ("Prices", (("Topic", "Days", "Price, AMD"), ("Effective marketing", 3, 60_000),
                            ("Labour code", 3, 54_000), ("Accounting for beginners", 10, 120_000),
                            ("IFRS", 5, 150_000), ("Business planning", 4, 72_000))),
                ("Discounts", (("From participants", "Discount, %"), (3, 5), (5, 10), (10, 15))),
            )
        ),
        "other",
    )  # fmt: skip
    yield Paper(
        ("Legal acts",),
        "Labour code, what changed.txt",
        b"Labour code of the Republic of Armenia\n\nWhat changed, as our seminars teach it\n\n"
        b"1. Contracts are signed before the first day of work.\n"
        b"2. A trial period is three months at the most.\n"
        b"3. Leave is counted in working days.\n",
        "legal_act",
    )
    yield Paper(
        ("BDS", "Course material"),
        "Marketing, exercises.txt",
        b"Effective marketing\n\nExercise 1: who buys? Describe three clients in a sentence each.\n"
        b"Exercise 2: what do they pay for? Exercise 3: what does a competitor do better?\n",
        "course_material",
        "BDS",
    )
    yield Paper(
        ("BDS", "Course material"),
        "Logo for handouts.png",
        _picture(160, 48),
        "other",
        "BDS",
    )
    yield Paper(
        ("HR", "Course material"),
        "Անձնակազմի կառավարում.txt",
        "Անձնակազմի կառավարում\n\nԱռաջին օր՝ ընտրություն։\nԵրկրորդ օր՝ գնահատում։\n".encode(),
        "course_material",
        "HR",
    )
    yield Paper(
        ("Salaries",),
        f"Salaries {year}.csv",
        b"Position,Salary\nTrainer,450000\nCoordinator,320000\nAssistant,260000\n",
        "other",
        confidential=True,
    )


def events(office: Office, undertaking: Undertaking) -> list[Event]:
    """They came to be stored in the first week, and a seminar got its own two days ago."""
    first = datetime.combine(office.taken_over + timedelta(days=4), time(8, 30))
    lately = datetime.combine(office.today - timedelta(days=2), time(7, 40))
    return [
        Event(first, ADMINISTRATOR, partial(store_papers, office=office)),
        Event(lately, ADMINISTRATOR, partial(attach_papers, office=office, undertaking=undertaking)),
    ]


def store_papers(records: Records, office: Office) -> None:
    """Store them, each in its folder."""
    for paper in papers(office.today):
        line = office.lines[paper.line] if paper.line else None
        folder = documents.folder_for(records, paper.path, line=line)
        if paper.confidential:
            records.save("folder", {"confidential": True}, id=folder)
        document = _store(records, folder, paper)
        category = office.term("document_category", paper.category)
        records.save("document", {"category": category}, id=document)


def attach_papers(records: Records, office: Office, undertaking: Undertaking) -> None:
    """The signed order form of a seminar came as a picture; its attendance sheet is the usual one."""
    folder = attachments.folder_for_record(records, "engagement", undertaking.id)
    order_form = _store(
        records, folder, Paper((), "Order form, signed.png", _picture(420, 594), "order_form")
    )
    sheet = documents.entry_at(records, ["Templates", "Attendance sheet.csv"])
    assert sheet is not None
    for document in (order_form, sheet.id):
        attachments.attach(records, "engagement", undertaking.id, document)


def _store(records: Records, folder: int, paper: Paper) -> int:
    upload = document_files.begin_upload(records, folder, paper.name)
    upload.write(paper.content)
    return upload.finish(folder).document


# -- small files -----------------------------------------------------------------------------------


def _packed(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIPPED_AT), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OPEN = "http://schemas.openxmlformats.org"


def _types(*parts: tuple[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(*targets: str, kind: str = "officeDocument") -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OPEN}/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}"/>'
        for number, target in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_OPEN}/package/2006/relationships">{links}</Relationships>'


def _letter(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>" for words in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _packed(
        {
            "[Content_Types].xml": _types(("word/document.xml", kind)),
            "_rels/.rels": _links("word/document.xml"),
            "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_OPEN}/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def _workbook(sheets: tuple[tuple[str, tuple[tuple[str | int, ...], ...]], ...]) -> bytes:
    file = io.BytesIO()
    with workbook(file, constant_memory=False) as book:
        book.set_properties({"created": datetime(*_ZIPPED_AT)})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def _picture(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def piece(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = (b"\x00" + b"\xff" * ((width + 7) // 8)) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + piece(b"IHDR", head)
        + piece(b"IDAT", zlib.compress(rows))
        + piece(b"IEND", b"")
    )
