"""Saving what is seen as a file: which kind of file, how far it is, and where it lies then.

Every place asks in the same words. What is written is up to `exports`; where it lands, to `exported`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from rich.cells import cell_len

from bsc_tui.entities.entity import Column
from bsc_tui.entities.table import Report
from bsc_tui.errors import Conflict
from bsc_tui.i18n import N_, NP_, Translator, _, active, ngettext
from bsc_tui.operations.companies import company_of
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.long_work import LongWork, Progress
from bsc_tui.screens.office import office_of

EXPORT = Command(
    "list.export",
    ("f8",),
    N_("Save as a file"),
    NP_("bar", "Save as"),
    "export",
    N_("Saves the list as it is found, filtered and sorted, as a spreadsheet or text."),
    bar=60,
    letter="v",
    holds=False,
)
T = TypeVar("T")
Write = Callable[[BinaryIO, str, Progress], Any]
"""Writes into an open file, in the form of an ending; gives what was written."""

_XLSX, _CSV, _ALL, _ALL_CSV, _ELSEWHERE, _CARDS, _CALENDAR = (
    "xlsx",
    "csv",
    "all",
    "all csv",
    "else",
    "vcf",
    "ics",
)


async def save_report(place: Place, make: Callable[[Progress], Report], title: str) -> None:
    """Ask for the kind of file, make the report and save it."""
    from bsc_tui.operations.local_files import why_not  # late: with the first file

    office = office_of(place)
    afar = why_not(office.actor)
    chosen = await _ask(
        place,
        [
            (_XLSX, _("Spreadsheet (.xlsx), with totals and filters"), "s", ""),
            (_CSV, _("Text (.csv), for other programs"), "t", ""),
            (_ELSEWHERE, _("Spreadsheet or text under a name of my own"), "n", afar),
        ],
    )
    if chosen is None:
        return

    def write(file: BinaryIO, ending: str, progress: Progress) -> Any:
        from bsc_tui.exports.csv import write_csv_to  # late: only when something is saved
        from bsc_tui.exports.xlsx import write_xlsx_to  # late: XlsxWriter comes with it

        report, zone = _headed(make(progress), office.finder), office.clock.zone
        if ending == _CSV:
            return write_csv_to(file, report, active(), zone=zone)
        return write_xlsx_to(file, report, active(), zone=zone, progress=progress)

    if chosen == _ELSEWHERE:
        await _save_elsewhere(place, title, write)
    else:
        await _save(place, title, chosen, write)


async def save_paper(place: Place, title: str, write: Callable[[BinaryIO, Translator], Any]) -> None:
    """Ask where a workbook that is to be printed shall lie, and save it."""
    from bsc_tui.operations.local_files import why_not  # late: with the first file

    chosen = await _ask(
        place,
        [
            (_XLSX, _("Spreadsheet (.xlsx), ready to be printed on A4"), "s", ""),
            (_ELSEWHERE, _("Spreadsheet under a name of my own"), "n", why_not(office_of(place).actor)),
        ],
    )
    if chosen is None:
        return

    def written(file: BinaryIO, _ending: str, _progress: Progress) -> Any:
        return write(file, active())

    if chosen == _ELSEWHERE:
        await _save_elsewhere(place, title, written, is_paper=True)
    else:
        await _save(place, title, _XLSX, written)


def _headed(report: Report, records: Records) -> Report:
    """The report with the company's logo text above what was asked."""
    logo = company_of(records.database).logo
    if not logo:
        return report
    return replace(
        report, tables=tuple(replace(table, subtitle=(logo, *table.subtitle)) for table in report.tables)
    )


async def save_list(
    place: LongWork, wanted: Listing, columns: Sequence[Column], title: str, limits: Sequence[str]
) -> None:
    """Ask what of a list goes into which kind of file, and save it."""
    from bsc_tui.exports.calendars import KINDS  # late: with the first file
    from bsc_tui.exports.cards import FIELDS  # late: as above

    office, entity = office_of(place), wanted.entity
    options = [
        (_XLSX, _("Spreadsheet (.xlsx), what the list shows"), "s", ""),
        (_ALL, _("Spreadsheet (.xlsx), all fields"), "a", ""),
        (_CSV, _("Text (.csv), what the list shows"), "t", ""),
        (_ALL_CSV, _("Text (.csv), all fields"), "f", ""),
    ]
    options += [(_CARDS, _("Cards (.vcf), for telephones"), "c", "")] if entity.code in FIELDS else []
    options += [(_CALENDAR, _("Calendar (.ics)"), "i", "")] if entity.code in KINDS else []
    chosen = await _ask(place, options)
    if chosen is None:
        return
    finder, zone = office.finder, office.clock.zone

    def write(file: BinaryIO, ending: str, progress: Progress) -> Any:
        from bsc_tui.exports import shown  # late: only when something is saved

        if ending == _CARDS:
            from bsc_tui.exports.cards import write_cards  # late: as above

            return write_cards(file, finder, entity, shown.where_of(finder, wanted), progress)
        if ending == _CALENDAR:
            from bsc_tui.exports.calendars import write_calendar  # late: as above

            where = shown.where_of(finder, wanted)
            return write_calendar(file, finder, entity, where, progress, zone=zone)[0]
        if chosen in (_ALL, _ALL_CSV):
            source = shown.whole_list(finder, wanted, title, limits)
        else:
            source = shown.shown_list(finder, wanted, columns, title, limits)
        if ending == _CSV:
            from bsc_tui.exports.list_csv import write_list_csv_to  # late: as above

            return write_list_csv_to(file, source, active(), progress, zone=zone)
        from bsc_tui.exports.list_xlsx import write_list_xlsx_to  # late: XlsxWriter comes with it

        return write_list_xlsx_to(file, source, active(), progress, zone=zone)

    await _save(place, title, {_ALL: _XLSX, _ALL_CSV: _CSV}.get(chosen, chosen), write)


async def _ask(place: Place, offered: Sequence[tuple[str, str, str, str]]) -> str | None:
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

    options = [Option(value, text, letter, refusal=why) for value, text, letter, why in offered]
    return await place.answer(Choose(_("Save as"), options))


async def _save(place: Place, title: str, ending: str, write: Write) -> None:
    """Write the file, keep it as one's own, and say where it is."""
    from bsc_tui.operations.exported import make_file  # late: with the first file

    office = office_of(place)
    landed = await _worked(
        place,
        lambda progress: make_file(
            office.finder, office.config, title, ending, lambda file: write(file, ending, progress)
        ),
    )
    if landed is None:
        return
    if landed.path is not None:
        place.say(_saved(_short(landed.path, place.size.width - 24), landed.written))
        return
    from bsc_tui.screens.parts.dialogs import Note  # late: only from afar

    place.say(_saved(landed.fetched_by, landed.written))
    lines = [landed.name, _("It is kept for 30 days; Reports, “My files” shows it again.")]
    lines.append(_("This command fetches it to your computer:"))
    await place.answer(Note(_("Saved."), lines, command=landed.fetched_by))


async def _save_elsewhere(place: Place, title: str, write: Write, *, is_paper: bool = False) -> None:
    """Ask for a path of this computer, and write there; what is to be printed is a workbook only."""
    from bsc_tui.exports.files import safe_file_name  # late: with the first file
    from bsc_tui.operations import local_files  # late: as above
    from bsc_tui.screens.parts.dialogs import Confirm  # late: as above
    from bsc_tui.screens.parts.path_dialog import AskPath  # late: as above

    office = office_of(place)
    name = safe_file_name(f"{title} {office.clock.today().isoformat()}", ".xlsx")
    text = await place.answer(
        AskPath(
            _("Save as which file?"),
            local_files.candidates,
            value=f"~/{name}",
            detail=_("A spreadsheet, ready to be printed on A4.")
            if is_paper
            else _(".xlsx is a spreadsheet with totals and filters, .csv plain text."),
            saves=True,
        )
    )
    if not text:
        return
    path = local_files.as_path(text)
    if not path.suffix or (is_paper and path.suffix.lower() != ".xlsx"):
        path = path.with_name(f"{path.name}.xlsx")
    ending = _CSV if path.suffix.lower() == ".csv" else _XLSX

    def save(overwrite: bool) -> Callable[[Progress], Any]:
        return lambda progress: _write_at(path, overwrite, lambda file: write(file, ending, progress))

    try:
        written = await _worked(place, save(False))
    except Conflict as exists:
        if not await place.answer(Confirm(f"{exists.title} {exists.sentence}", _("Write over it?"))):
            return
        written = await _worked(place, save(True))
    if written is not None:
        room = place.size.width - 3 - cell_len(_saved("", written))
        place.say(_saved(_short(path, room), written))


async def _worked(place: Place, work: Callable[[Progress], T]) -> T | None:
    """What the work gives; a place that can't be stopped at it waits."""
    if isinstance(place, LongWork):
        return await place.do_long(work)
    return await office_of(place).run_search(work, lambda _done, _whole, _doing: None)


def _short(path: Path, room: int) -> str:
    """A path that fits the line: from the home of who sits here, its end rather than its beginning."""
    text, home = str(path), str(Path.home())
    text = f"~{text[len(home) :]}" if home != "/" and text.startswith(f"{home}/") else text
    return text if len(text) <= room else f"…{text[len(text) - room + 1 :]}"


def _write_at(path: Path, overwrite: bool, write: Callable[[BinaryIO], Any]) -> Any:
    from bsc_tui.exports.files import new_file  # late: with the first file

    with new_file(path, overwrite=overwrite) as file:
        return write(file)


def _saved(where: str, written: Any) -> str:
    """Where it is, and what was lost on the way."""
    words = _("Saved: %(file)s") % {"file": where}
    if written.cut:
        words += " · " + ngettext(
            "%(count)s text was too long and is cut.",
            "%(count)s texts were too long and are cut.",
            written.cut,
        ) % {"count": written.cut}
    return words
