"""A report, to look at: it is made when the place opens, and says how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from bsc_tui.entities.table import Report
from bsc_tui.i18n import N_, NP_, _, ngettext
from bsc_tui.reports import maker_of
from bsc_tui.reports.criteria import Criteria
from bsc_tui.screens.commands import Command
from bsc_tui.screens.exporting import save_report
from bsc_tui.screens.long_work import LongWork, Progress
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.report_rows import headings_of, rows_of
from bsc_tui.screens.parts.row_list import ListRow, RowList


class ReportView(LongWork):
    """The rows of a report with their sums."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "report.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("Saves it."),
            bar=30,
            letter="v",
            holds=False,
        ),
    )

    def __init__(self, code: str, criteria: Criteria, path: tuple[str, ...]) -> None:
        super().__init__()
        self._code = code
        self._criteria = criteria
        self._path = path
        self.report: Report | None = None

    def crumbs(self) -> tuple[str, ...]:
        """Tab, report, view."""
        return (*self._path, _("shown"))

    def explanation(self) -> str:
        """For F1."""
        return _("A wider terminal shows more columns. F8 saves it as .xlsx or .csv, with all columns.")

    def compose_body(self) -> Iterable[Widget]:
        """Criteria and rows."""
        yield FrameLine(self._subtitle, id="subtitle")
        yield RowList(id="rows")

    def _subtitle(self, width: int) -> list[Span]:
        return [(" " + " · ".join(self.report.tables[0].subtitle), "dim")] if self.report else []

    def on_mount(self) -> None:
        """Make it."""
        self.query_one("#rows", RowList).focus()
        self.work(self._make, group="make")

    def relabel(self) -> None:
        """In the new language."""
        self.work(self._make, group="make")

    async def _make(self) -> None:
        finder = self.office.finder

        def make(progress: Progress) -> Report:
            report: Report = maker_of(self._code).run(finder, self._criteria, progress)
            return report

        made = await self.do_long(make)
        if self.has_been_left:
            return
        if made is None:
            if self.report is None and not self.is_bottom:
                self.dismiss(None)
            return
        self.report = made
        self._show(made)

    def _show(self, report: Report) -> None:
        """All tables, one below the other."""
        rows = self.query_one("#rows", RowList)
        rows.set_headings(headings_of(report.tables[0]))
        rows.set_empty(_("Nothing falls under these criteria."))
        found: list[ListRow] = []
        for table in report.tables:
            if len(report.tables) > 1:
                found.append(ListRow(table.title, (table.title,), ("title",), wide=True))
            found += rows_of(table)
        rows.show(found)
        size = sum(table.size for table in report.tables)
        self.set_state(ngettext("%(count)s line", "%(count)s lines", size) % {"count": size}, "dim")
        self.query_one("#subtitle", FrameLine).renew()
        self.refresh_keys()

    def why_not(self, command_id: str) -> str:
        """It must be there."""
        if command_id == "report.save" and self.report is None:
            return _("The report is not made yet.")
        return super().why_not(command_id)

    async def action_save_as(self) -> None:
        """F8."""
        report = self.report
        if report is not None:
            title = self._path[-1] if len(self._path) > 1 else report.title
            await save_report(self, lambda _progress: report, title)
