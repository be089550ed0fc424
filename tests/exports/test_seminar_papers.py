"""Papers of a seminar, opened again."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from bsc_tui.exports.seminar_papers import (
    EMPTY_LINES,
    Badge,
    Badges,
    Signing,
    SignInSheet,
    write_badges,
    write_sign_in_sheet,
)
from bsc_tui.i18n import Translator

SHEET = SignInSheet(
    "Sign-in sheet: R&D [a/b]",
    "24.11.2026, room 2",
    ("24.11.2026 10:00", "25.11.2026", "26.11.2026"),
    (
        Signing("Ավանեսյան Արա", "=1+1", "", "+374 91 033759"),
        Signing("Hakobyan Anna", "Armenia Wine", "Chief accountant", ""),
    ),
)


def test_a_sign_in_sheet_has_a_line_a_participant_and_a_column_a_session(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with path.open("wb") as file:
        written = write_sign_in_sheet(file, SHEET, Translator("hy"))
    assert written.rows == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["A2"].value) == (SHEET.title, SHEET.subtitle)
    assert [cell.value for cell in sheet[4]][5:] == list(SHEET.sessions)
    assert [cell.value for cell in sheet[4]][1] == "Անուն"
    assert (sheet["A5"].value, sheet["B5"].value, sheet["C5"].value) == (1, "Ավանեսյան Արա", "=1+1")
    assert sheet["C5"].data_type == "s"
    assert sheet.max_row == 4 + 2 + EMPTY_LINES
    assert sheet.page_setup.orientation == "landscape"  # three sessions do not fit upright
    assert sheet.print_title_rows == "$4:$4"


def test_badges_stand_two_beside_each_other_ten_to_a_page(tmp_path: Path) -> None:
    path = tmp_path / "badges.xlsx"
    people = tuple(Badge(f"Name{number}", "Ucom" if number % 2 else "") for number in range(11))
    with path.open("wb") as file:
        write_badges(file, Badges("Labour code", people), Translator())
    sheet = load_workbook(path).active
    assert sheet is not None
    assert [sheet[cell].value for cell in ("A1", "A2", "A3", "B2", "B3")] == [
        "Labour code",
        "Name0",
        "",
        "Name1",
        "Ucom",
    ]
    assert sheet["A17"].value == "Name10"
    assert [one.id for one in sheet.row_breaks.brk] == [15]
