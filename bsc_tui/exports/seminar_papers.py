"""Papers of a seminar as .xlsx, ready to be printed on A4: the sheet that participants sign, name badges.

What stands on them is gathered above; here is how they look.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from bsc_tui.exports.files import Written
from bsc_tui.exports.workbooks import workbook
from bsc_tui.exports.xlsx import A4, sheet_name
from bsc_tui.exports.xlsx_cells import Writing
from bsc_tui.i18n import ZONE, Translator
from bsc_tui.values import dataclass

EMPTY_LINES = 5
"""Lines at the end of a sign-in sheet for who comes unannounced."""
UPRIGHT = 2
"""So many sessions fit on an upright page."""
BADGES_BESIDE, BADGES_BELOW = 2, 5
"""Badges on a page."""


@dataclass(frozen=True)
class Signing:
    """Who signs."""

    name: str
    workplace: str
    position: str
    phone: str


@dataclass(frozen=True)
class SignInSheet:
    """The sheet: `sessions` are the headings of the columns to sign in."""

    title: str
    subtitle: str
    sessions: tuple[str, ...]
    people: tuple[Signing, ...]


@dataclass(frozen=True)
class Badge:
    """One badge."""

    name: str
    workplace: str


@dataclass(frozen=True)
class Badges:
    """The badges of a seminar."""

    title: str
    people: tuple[Badge, ...]


def write_sign_in_sheet(file: BinaryIO, paper: SignInSheet, translator: Translator) -> Written:
    """Write it into an open file."""
    writing = Writing(translator, ZONE)
    heard = writing.translator.gettext
    with workbook(file, constant_memory=False) as book:
        title = writing.text(paper.title)
        book.set_properties({"title": title})
        sheet = book.add_worksheet(sheet_name(paper.title, (), heard("Sign-in sheet")))
        big = book.add_format({"bold": True, "font_size": 14})
        quiet = book.add_format({"font_color": "#595959"})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#D9E2EC", "text_wrap": True, "valign": "vcenter"}
        )
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        sheet.write_string(0, 0, title, big)
        sheet.write_string(1, 0, writing.text(paper.subtitle), quiet)
        headings = ["#", *(heard(one) for one in ("Name", "Workplace", "Position", "Telephone"))]
        for place, words in enumerate([*headings, *paper.sessions]):
            sheet.write_string(3, place, writing.text(words), head)
        for number in range(1, len(paper.people) + EMPTY_LINES + 1):
            row = number + 3
            sheet.set_row(row, 26)
            who = paper.people[number - 1] if number <= len(paper.people) else Signing("", "", "", "")
            sheet.write_number(row, 0, number, cell)
            for place, words in enumerate((who.name, who.workplace, who.position, who.phone), 1):
                sheet.write_string(row, place, writing.text(words), cell)
            for place in range(len(headings), len(headings) + len(paper.sessions)):
                sheet.write_blank(row, place, None, cell)
        for place, width in enumerate((4, 26, 24, 18, 17)):
            sheet.set_column(place, place, width)
        sheet.set_column(5, 4 + len(paper.sessions), 18)
        _for_paper(sheet, lying=len(paper.sessions) > UPRIGHT)
        sheet.repeat_rows(3)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{title.replace('&', '&&')[:80]}&R&P / &N")
    return Written(None, len(paper.people), writing.cut, writing.replaced)


def write_badges(file: BinaryIO, badges: Badges, translator: Translator) -> Written:
    """Write ten to a page, to be cut along the lines, into an open file."""
    writing = Writing(translator, ZONE)
    with workbook(file, constant_memory=False) as book:
        sheet = book.add_worksheet(sheet_name(badges.title, (), writing.translator.gettext("Badges")))
        middle = {"align": "center", "valign": "vcenter", "text_wrap": True, "left": 3, "right": 3}
        looks = (
            (22, {"font_size": 9, "font_color": "#595959", "top": 3}),
            (62, {"bold": True, "font_size": 22, "shrink": False}),
            (40, {"font_size": 12, "bottom": 3}),
        )
        formats = [book.add_format({**middle, **look}) for _height, look in looks]
        seminar = writing.text(badges.title)
        for number, one in enumerate(badges.people):
            row, column = divmod(number, BADGES_BESIDE)
            lines = (seminar, writing.text(one.name), writing.text(one.workplace))
            for at, words in enumerate(lines):
                sheet.set_row(row * len(looks) + at, looks[at][0])
                sheet.write_string(row * len(looks) + at, column, words, formats[at])
        sheet.set_column(0, BADGES_BESIDE - 1, 46)
        _for_paper(sheet, lying=False)
        rows = -(-len(badges.people) // BADGES_BESIDE)
        page = BADGES_BELOW * len(looks)
        sheet.set_h_pagebreaks(range(page, rows * len(looks), page))
        sheet.fit_to_pages(1, 0)
    return Written(None, len(badges.people), writing.cut, writing.replaced)


def _for_paper(sheet: Any, *, lying: bool) -> None:
    sheet.set_paper(A4)
    if lying:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
