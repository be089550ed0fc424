"""The wizard of a report: its criteria step after step, how many rows it would have, the first of them.

Which criteria there are, and what they mean, is the report's own; what it shows is `report_view`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.timer import Timer
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.table import Report
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.records.keeping_reports import KeptReport
from bsc_tui.reports import REPORTS, Size, maker_of
from bsc_tui.reports.criteria import Criteria, described
from bsc_tui.reports.fields import Ask, Known, asks_of, criteria_of, filled_by, is_there, known
from bsc_tui.reports.words import missing
from bsc_tui.screens.commands import Command
from bsc_tui.screens.exporting import save_report
from bsc_tui.screens.long_work import LongWork, Progress
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown
from bsc_tui.screens.parts.report_rows import headings_of, rows_of
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.sheet import Sheet
from bsc_tui.screens.report_keeping import KEEP, keep_report

COUNT_PAUSE = 0.3


class ReportWizard(LongWork):
    """The steps of a report; the last one shows its beginning."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "report.show",
            ("f2",),
            N_("Finish: show the report"),
            NP_("bar", "Finish"),
            "show",
            N_("Makes the report, from any step."),
            bar=10,
        ),
        Command(
            "report.next",
            ("f6",),
            N_("Next step"),
            NP_("bar", "Next"),
            "next",
            N_("To the next criteria; the last step shows the first rows. Esc goes back a step."),
            bar=12,
            letter="n",
        ),
        Command("report.list", ("f4",), N_("Bring the list"), NP_("bar", "List"), "list", bar=40),
        Command(
            "report.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("Makes and saves it."),
            bar=30,
            letter="v",
            holds=False,
        ),
        KEEP,
        Command(
            "report.none",
            ("f5",),
            N_("All or none"),
            NP_("bar", "All/none"),
            "toggle_all",
            N_("All lines, kinds or roles."),
            bar=50,
        ),
    )
    digits_switch_tabs = False

    def __init__(self, code: str, criteria: Criteria | None = None, kept: KeptReport | None = None) -> None:
        super().__init__()
        self.offered = REPORTS[code]
        self._begun = criteria or Criteria()
        self._kept = kept
        self.sheet = RecordSheet(id="sheet")
        self.step = 0
        self._facts = Known((), {}, {})
        self._asks: list[Ask] = []
        self._values: dict[str, Any] = {}
        self._labels: dict[str, str] = {}
        self._pause: Timer | None = None
        self._asked = 0
        self._found = ""
        self._lines: tuple[str, ...] = ()

    def crumbs(self) -> tuple[str, ...]:
        """Tab, report, and what it is kept as."""
        kept = (self._kept.name,) if self._kept else ()
        return (pgettext("tab", "Reports"), told(self.offered.title), *kept)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "F6 goes to the next step, Esc to the one before, F2 makes the report from any step. An empty "
            "criterion does not limit. y and n answer for lines, kinds and roles, F5 for all of them."
        )

    # -- what is shown ---------------------------------------------------------------------
    def compose_body(self) -> Iterable[Widget]:
        """Which step, its criteria or the first rows, the count."""
        yield FrameLine(self._step_line, id="step-line")
        yield self.sheet
        yield FrameLine(lambda width: [(" " + " · ".join(self._lines), "dim")], id="subtitle")
        yield RowList(id="rows")
        yield FrameLine(lambda width: [(" " + self._found, "key")], id="found-line")

    def _step_line(self, width: int) -> list[Span]:
        words = {"number": self.step + 1, "of": len(self.offered.steps) + 1}
        title = _(self.offered.steps[self.step].title) if not self.is_last else _("The first rows")
        return [(" " + _("Step %(number)s of %(of)s") % words, "dim"), (f"  {title}", "title")]

    @property
    def is_last(self) -> bool:
        """Whether the first rows are shown."""
        return self.step == len(self.offered.steps)

    @property
    def rows(self) -> RowList:
        """The first rows."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """Everything is chosen at first, or what is kept."""
        self._arrange()
        self.work(self._begin, group="prepare")

    async def _begin(self) -> None:
        facts = await self.ask(known, self.office.records, self.offered, self._begun)
        if facts is not None:
            self._facts = facts
            self._values, self._labels = filled_by(self.offered, self._begun, facts)
            self._show()

    def _arrange(self) -> None:
        """Criteria, or the first rows in their place."""
        self.sheet.display = not self.is_last
        for part in ("#rows", "#subtitle"):
            self.query_one(part).display = self.is_last
        self.query_one("#step-line", FrameLine).renew()

    def _show(self, focus: str | None = None) -> None:
        """The criteria of the step."""
        self._arrange()
        if self.is_last:
            return
        self._asks = asks_of(self.offered.steps[self.step].criteria, self._facts, self._values)
        shown = [Shown(ask.code, ask.field) for ask in self._asks]
        titles = {ask.criterion.code: ask.criterion.label for ask in self._asks if ask.is_answered}
        plain: list[str | tuple[str, ...]] = [ask.code for ask in self._asks if not ask.is_answered]
        sections: list[tuple[Any, list[str | tuple[str, ...]], int]] = [
            (title, [ask.code for ask in self._asks if ask.criterion.code == code], 1 if plain else 0)
            for code, title in titles.items()
        ]
        self.sheet.show_record(
            [(self.offered.steps[self.step].title, plain, 0), *sections],
            shown,
            self._values,
            self._labels,
            focus=focus,
        )
        self.sheet.focus()
        self.refresh_keys()
        self.count_soon()

    def relabel(self) -> None:
        """In the new language."""
        if self._asks:
            self._take()
            self._show(self.sheet.current)
            if self.is_last:
                self.work(self._preview, group="count")

    def hint(self) -> str:
        """What the field limits."""
        return _("An empty criterion does not limit.")

    # -- what is chosen --------------------------------------------------------------------
    @on(RecordSheet.ValueChanged)
    def criteria_changed(self, event: RecordSheet.ValueChanged) -> None:
        """Count anew; where several may be given, room for one more."""
        self._take()
        wanted = asks_of(self.offered.steps[self.step].criteria, self._facts, self._values)
        new = [ask.code for ask in wanted if ask.code not in {one.code for one in self._asks}]
        if new or len(wanted) < len(self._asks):
            self._show(new[0] if new else event.code)
        else:
            self.count_soon()

    @on(RecordSheet.NewWanted)
    def new_wanted(self) -> None:
        """F7 in a list: there is nothing to say about who is not there yet."""
        self.say(_("A report is about those who are there: choose one from the list."), "warn")

    @on(Sheet.PastEnd)
    def past_end(self) -> None:
        """Enter in the last field goes on."""
        self.action_do("report.next")

    def _take(self) -> None:
        """What stands on the sheet."""
        if not self.is_last:
            self._values |= {ask.code: self.sheet.raw[ask.code] for ask in self._asks}
            self._labels |= {ask.code: self.sheet.labels[ask.code] for ask in self._asks}

    def criteria(self) -> Criteria:
        """What is chosen in all steps."""
        return criteria_of(self.offered, self._facts, self._values)

    def _is_sound(self, *, whole: bool = True) -> bool:
        """Whether the step can be left; with `whole` whether the report can be made."""
        problems = self.sheet.read_all() if not self.is_last else []
        if problems:
            self.sheet.focus_field(problems[0].field)
            self.say(problems[0].sentence, "trouble")
            return False
        self._take()
        wanted = self.criteria()
        if wanted.from_ and wanted.to and wanted.to < wanted.from_:
            if "to" in {ask.code for ask in self._asks} and not self.is_last:
                self.sheet.focus_field("to")
            self.say(_("The end lies before the beginning."), "trouble")
            return False
        if whole and not is_there(self.offered, wanted):
            self.say(self._missing(), "trouble")
            return False
        self.hush()
        return True

    def _missing(self) -> str:
        return missing(one for one in self.offered.criteria if one.needed)

    # -- how many --------------------------------------------------------------------------
    def count_soon(self) -> None:
        """Say how much the report would have."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(COUNT_PAUSE, lambda: self.run_worker(self._count(), group="count"))

    async def _count(self) -> None:
        self._asked += 1
        number, wanted = self._asked, self.criteria()
        if not is_there(self.offered, wanted):
            self._say_found(self._missing())
            return
        try:
            found = await self.office.run_search(
                maker_of(self.offered.code).count, self.office.finder, wanted
            )
        except Problem as problem:
            self.tell(problem)
            return
        if number == self._asked and not self.has_been_left:
            self._say_found(size_told(self.offered.size, found))

    def _say_found(self, words: str) -> None:
        self._found = words
        self._renew("found-line")  # nothing where the wizard has been left meanwhile

    async def _preview(self) -> None:
        """The first rows, what was asked, how many it would be."""
        office, wanted = self.office, self.criteria()
        made, lines = await office.run_search(self._begin_of_report, wanted)
        if self.has_been_left or not self.is_last:
            return
        self._lines = lines
        self.query_one("#subtitle", FrameLine).renew()
        self.rows.set_headings(headings_of(made.tables[0]))
        self.rows.set_empty(_("Nothing falls under these criteria."))
        self.rows.show(row for table in made.tables for row in rows_of(table, sums=False))
        self.count_soon()

    def _begin_of_report(self, wanted: Criteria) -> tuple[Report, tuple[str, ...]]:
        finder = self.office.finder
        return maker_of(self.offered.code).first_rows(finder, wanted), described(finder, wanted)

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """The last step has no criteria."""
        if self.is_last and command_id in ("report.next", "report.list", "report.none"):
            return _("This is the last step: F2 makes the report, Esc goes back.")
        if command_id == "report.none" and not any(ask.is_answered for ask in self._asks):
            return _("There is nothing here to be answered with yes or no.")
        return super().why_not(command_id)

    def action_next(self) -> None:
        """F6."""
        if not self._is_sound(whole=self.step + 1 == len(self.offered.steps)):
            return
        self.step += 1
        self._show()
        if self.is_last:
            self.rows.show(())
            self.rows.focus()
            self.refresh_keys()
            self.work(self._preview, group="count")

    async def action_back(self) -> None:
        """Esc: stop, a step back, or leave."""
        if self.step and not self.is_at_work:
            self._take()
            self.step -= 1
            self.hush()
            self._show()
        else:
            await super().action_back()

    @on(RowList.Chosen)
    def go_on(self) -> None:
        """Enter in the last step."""
        self.action_do("report.show")

    def action_show(self) -> None:
        """F2."""
        if self._is_sound():
            from bsc_tui.screens.reports import answer_of  # late: it opens this place

            self.open(answer_of(self.offered.code, self.criteria(), self.crumbs()))

    async def action_save_as(self) -> None:
        """F8."""
        if not self._is_sound():
            return
        wanted, finder = self.criteria(), self.office.finder

        def make(progress: Progress) -> Report:
            report: Report = maker_of(self.offered.code).run(finder, wanted, progress)
            return report

        await save_report(self, make, self._title())

    def _title(self) -> str:
        return self._kept.name if self._kept else told(self.offered.title)

    async def action_keep(self) -> None:
        """F7: under a name."""
        if self._is_sound():
            await keep_report(self, self.offered.code, self.criteria(), self._title(), self._kept)

    def action_list(self) -> None:
        """F4 outside the sheet's own keys."""
        self.sheet.focus()

    def action_toggle_all(self) -> None:
        """F5: the lines, the kinds or the roles, all or none."""
        asks = {ask.code: ask for ask in self._asks if ask.is_answered}
        here = asks.get(self.sheet.current) or next(iter(asks.values()))
        codes = [ask.code for ask in asks.values() if ask.criterion.code == here.criterion.code]
        value = not all(self.sheet.raw[code] for code in codes)
        for code in codes:
            self.sheet.set_raw(code, value, tell=False)
        self._take()
        self.count_soon()


def size_told(size: Size, count: int) -> str:
    """How much a report would have, in a sentence."""
    if size is Size.LINES:
        sentence = ngettext("It would have %(count)s line.", "It would have %(count)s lines.", count)
    elif size is Size.SEMINARS:
        sentence = ngettext(
            "It would rest on %(count)s seminar.", "It would rest on %(count)s seminars.", count
        )
    else:
        sentence = ngettext(
            "It would have %(count)s engagement.", "It would have %(count)s engagements.", count
        )
    return sentence % {"count": active().number(count)}
