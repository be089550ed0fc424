"""The Reports tab: choose a report, its criteria, look at it, save it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.timer import Timer
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.services import KIND_PLURALS
from bsc_tui.entities.table import Report
from bsc_tui.errors import Conflict, Problem
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import seminars
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.reports import REPORTS
from bsc_tui.reports.criteria import ServicesCriteria
from bsc_tui.screens.afar import fetch_command
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown
from bsc_tui.screens.parts.report_rows import headings_of, rows_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

LINE = "line:"
KIND = "kind:"
COUNT_PAUSE = 0.3


class Reports(Place):
    """The reports there are."""

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (pgettext("tab", "Reports"),)

    def explanation(self) -> str:
        """For F1."""
        return _("Choose a report, then its criteria; see it here, or save it as a spreadsheet.")

    def compose_body(self) -> Iterable[Widget]:
        """One list."""
        yield RowList(id="rows")

    def on_mount(self) -> None:
        """The first report is under the hand."""
        rows = self.query_one("#rows", RowList)
        self.relabel()
        rows.focus()

    def relabel(self) -> None:
        """In the new language."""
        rows = self.query_one("#rows", RowList)
        rows.set_headings((Heading("title", _("Report"), 20), Heading("what", "", 40, flexible=True)))
        rows.show(
            ListRow(code, (told(report.title), _(report.explanation)), ("", "dim"))
            for code, report in REPORTS.items()
        )

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens."""
        return [*super().bar(), (key_name("enter"), pgettext("bar", "Open"))]

    @on(RowList.Chosen)
    def report_chosen(self, event: RowList.Chosen) -> None:
        """On to its criteria."""
        self.open(place_of_report(str(event.row.id)))


def place_of_report(code: str) -> Place:
    """Where the criteria of a report are given."""
    from bsc_tui.screens.evaluation_criteria import EvaluationsReport  # late: seldom needed

    places: dict[str, type[Place]] = {"services": ServicesReport, "evaluations": EvaluationsReport}
    return places[code]()


class ServicesReport(Place):
    """The criteria of report 1; how many engagements it would have is said as they change."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "report.show",
            ("f2",),
            N_("Show the report"),
            NP_("bar", "Show"),
            "show",
            N_("Makes the report."),
            bar=10,
        ),
        Command("report.list", ("f4",), N_("Bring the list"), NP_("bar", "List"), "list", bar=20),
        Command(
            "report.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("Makes and saves it."),
            bar=30,
        ),
        Command(
            "report.none",
            ("f5",),
            N_("All or none"),
            NP_("bar", "All/none"),
            "toggle_all",
            N_("All lines or kinds."),
            bar=40,
        ),
    )
    digits_switch_tabs = False

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecordSheet(id="sheet")
        self._pause: Timer | None = None
        self._asked = 0
        self._found = ""
        self._lines: list[seminars.Line] = []

    def crumbs(self) -> tuple[str, ...]:
        """Tab and report."""
        return (pgettext("tab", "Reports"), told(REPORTS["services"].title))

    def explanation(self) -> str:
        """For F1."""
        return _("An empty criterion does not limit. y and n answer for lines and kinds, F5 for all of them.")

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """Criteria and the count."""
        yield self.sheet
        yield FrameLine(lambda width: [(" " + self._found, "key")], id="found-line")

    def on_mount(self) -> None:
        """Everything is chosen at first."""
        self.run_worker(self._begin(), group="prepare")

    async def _begin(self) -> None:
        records = self.office.records
        lines = await self.ask(seminars.service_lines, records)
        if lines is None:
            return
        self._lines = lines
        self._show()
        self.sheet.focus()
        self.count_soon()

    def _show(self, focus: str | None = None) -> None:
        engagement = fields_of(ENTITIES["engagement"])
        day = fields_of(ENTITIES["meeting"])["day"].kind
        flag = engagement["free"].kind

        def criterion(code: str, label: Any, kind: Any) -> Shown:
            return Shown(code, EntityField(code, label, "", kind, required=False))

        shown = [
            criterion("from", N_("From"), day),
            criterion("to", N_("To"), day),
            *(criterion(name, engagement[name].label, engagement[name].kind) for name in LIMITS),
            *(criterion(LINE + line.code, line.code, flag) for line in self._lines),
            *(criterion(KIND + code, KIND_PLURALS[code], flag) for code in KIND_PLURALS),
        ]
        self.sheet.show_record(
            [
                (N_("Period"), ["from", "to"], 0),
                (N_("Limits"), list(LIMITS), 0),
                (N_("Service lines"), [LINE + line.code for line in self._lines], 1),
                (N_("Kinds"), [KIND + code for code in KIND_PLURALS], 1),
            ],
            shown,
            {one.code: True for one in shown if one.code.startswith((LINE, KIND))},
            {},
            focus=focus,
        )

    @on(RecordSheet.ValueChanged)
    def criteria_changed(self) -> None:
        """Count anew after a short pause."""
        self.count_soon()

    def count_soon(self) -> None:
        """Say how many engagements the report would have."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(COUNT_PAUSE, lambda: self.run_worker(self._count(), group="count"))

    async def _count(self) -> None:
        from bsc_tui.reports.services import count  # late: the question's own queries

        self._asked += 1
        number = self._asked
        try:
            found = await self.office.run_search(count, self.office.finder, self.criteria())
        except Problem as problem:
            self.tell(problem)
            return
        if number == self._asked:
            self._found = ngettext(
                "It would have %(count)s engagement.", "It would have %(count)s engagements.", found
            )
            self._found %= {"count": active().number(found)}
            self.query_one("#found-line", FrameLine).renew()

    def criteria(self) -> ServicesCriteria:
        """What is chosen; all lines or all kinds limit nothing."""
        raw = self.sheet.raw
        lines = tuple(line.code for line in self._lines if raw[LINE + line.code])
        kinds = tuple(code for code in KIND_PLURALS if raw[KIND + code])
        types = tuple(raw[name] for name in ("topic", "consultation_type") if raw[name])
        return ServicesCriteria(
            from_=raw["from"].isoformat() if raw["from"] else None,
            to=raw["to"].isoformat() if raw["to"] else None,
            lines=() if len(lines) == len(self._lines) else lines or ("-",),
            kinds=() if len(kinds) == len(KIND_PLURALS) else kinds or ("-",),
            types=types,
            statuses=(raw["status"],) if raw["status"] else (),
            responsible=raw["responsible"],
            region=raw["region"],
        )

    def _is_sound(self) -> bool:
        problems = self.sheet.read_all()
        if problems:
            self.sheet.focus_field(problems[0].field)
            self.say(problems[0].sentence, "trouble")
            return False
        raw = self.sheet.raw
        if raw["from"] and raw["to"] and raw["to"] < raw["from"]:
            self.sheet.focus_field("to")
            self.say(_("The end lies before the beginning."), "trouble")
            return False
        self.hush()
        return True

    async def action_show(self) -> None:
        """F2."""
        from bsc_tui.reports.services import run  # late: the question's own queries

        if not self._is_sound():
            return
        report = await self.ask(run, self.office.records, self.criteria())
        if report is not None:
            self.open(ReportView(report, self.crumbs()))

    async def action_save_as(self) -> None:
        """F8."""
        from bsc_tui.reports.services import run  # late: as above

        if not self._is_sound():
            return
        report = await self.ask(run, self.office.records, self.criteria())
        if report is not None:
            await save_report(self, report)

    def action_list(self) -> None:
        """F4 outside the sheet's own keys."""
        self.sheet.focus()

    def action_toggle_all(self) -> None:
        """F5: the lines, or the kinds, all or none."""
        code = self.sheet.current
        prefix = KIND if code.startswith(KIND) else LINE
        codes = [one for one in self.sheet.raw if one.startswith(prefix)]
        value = not all(self.sheet.raw[one] for one in codes)
        for one in codes:
            self.sheet.set_raw(one, value, tell=False)
        self.count_soon()

    def hint(self) -> str:
        """What the field limits."""
        return _("An empty criterion does not limit.")

    def relabel(self) -> None:
        """In the new language."""
        if self._lines:
            self.sheet.relabel()
            self.count_soon()


LIMITS = ("status", "responsible", "region", "topic", "consultation_type")


class ReportView(Place):
    """A report, to look at."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "report.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("Saves it."),
            bar=30,
        ),
    )

    def __init__(self, report: Report, path: tuple[str, ...]) -> None:
        super().__init__()
        self.report = report
        self._path = path

    def crumbs(self) -> tuple[str, ...]:
        """Tab, report, view."""
        return (*self._path, _("shown"))

    def explanation(self) -> str:
        """For F1."""
        return _("A wider terminal shows more columns. F8 saves it as .xlsx or .csv, with all columns.")

    def compose_body(self) -> Iterable[Widget]:
        """Criteria and rows."""
        table = self.report.tables[0]
        yield FrameLine(self._subtitle, id="subtitle")
        yield RowList(headings_of(table), empty=_("Nothing falls under these criteria."), id="rows")

    def _subtitle(self, width: int) -> list[Span]:
        return [(" " + " · ".join(self.report.tables[0].subtitle), "dim")]

    def on_mount(self) -> None:
        """All tables, one below the other."""
        rows = self.query_one("#rows", RowList)
        found: list[ListRow] = []
        for table in self.report.tables:
            if len(self.report.tables) > 1:
                found.append(ListRow(table.title, (table.title,), ("title",), wide=True))
            found += rows_of(table)
        rows.show(found)
        rows.focus()
        size = sum(table.size for table in self.report.tables)
        self.set_state(ngettext("%(count)s line", "%(count)s lines", size) % {"count": size}, "dim")

    async def action_save_as(self) -> None:
        """F8."""
        await save_report(self, self.report)


async def save_report(place: Place, report: Report) -> None:
    """Ask for a file and save the report there: .xlsx, or .csv where the name ends so."""
    from bsc_tui.exports.files import safe_file_name  # late: writing comes with it
    from bsc_tui.screens.parts.dialogs import AskText, Confirm, Note  # late: as above

    office = office_of(place)
    folder, fetch = office.config.exports_folder, office.config.fetch
    name = safe_file_name(f"{report.title} {office.clock.today().isoformat()}", ".xlsx")
    answer = await place.answer(
        AskText(
            _("Save as"),
            value=name.replace(" ", "-") if fetch else str(folder / name),
            detail=_(".xlsx is a spreadsheet with totals and filters, .csv plain text."),
            limit=400,
        )
    )
    if not answer:
        return
    if fetch:  # served: a name in one's own folder, never a path of the server
        named = Path(answer.replace("\\", "/").rsplit("/", 1)[-1])
        path = folder / safe_file_name(named.stem, ".csv" if named.suffix.lower() == ".csv" else ".xlsx")
    else:
        path = Path(answer).expanduser()
    if not path.suffix:
        path = path.with_suffix(".xlsx")
    place.say(_("Writing %(file)s …") % {"file": path.name}, "plain")
    try:
        written = await office.run_search(write_report, report, path, False)
    except Conflict as exists:
        if not await place.answer(Confirm(f"{exists.title} {exists.sentence}", _("Write over it?"))):
            place.hush()
            return
        written = await office.run_search(write_report, report, path, True)
    if fetch:
        command = fetch_command(place, f"/exports/{path.name}")
        words = _("Saved. Fetch it with: %(command)s") % {"command": command}
        if len(words) > place.size.width - 4:
            place.app.push_screen(Note(_("Saved. Fetch it with:"), [command]))
    else:
        words = _("Saved: %(file)s") % {"file": path}
    if written.cut:
        words += " · " + ngettext(
            "%(count)s text was too long and is cut.",
            "%(count)s texts were too long and are cut.",
            written.cut,
        ) % {"count": written.cut}
    place.say(words)


def write_report(report: Report, path: Path, overwrite: bool) -> Any:
    """Write the file, its folder too where it is the program's own."""
    from bsc_tui.exports.csv import write_csv  # late: only when something is saved
    from bsc_tui.exports.xlsx import write_xlsx  # late: XlsxWriter comes with it

    if path.parent.name == "exports":
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    return write(report, path, active(), overwrite=overwrite)
