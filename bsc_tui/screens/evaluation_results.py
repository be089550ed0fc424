"""What evaluation sheets say, on the terminal: means and bars, advance against final, groups, comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.evaluation_limits import GROUPINGS, limits_of, narrowed, of_group
from bsc_tui.reports.evaluation_tables import grouping_told, report_of
from bsc_tui.reports.evaluations import (
    OCCASIONS,
    Answers,
    Comment,
    Part,
    Results,
    results,
)
from bsc_tui.screens.commands import Command
from bsc_tui.screens.evaluation_bars import (
    BAR,
    PANEL,
    bar_of,
    difference_told,
    distribution,
    mean_told,
    part_of,
    percent,
)
from bsc_tui.screens.parts.dialogs import Note, Words
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.report_keeping import KEEP, keep_report
from bsc_tui.screens.whole_list import WholeList

QUESTIONS, COMMENTS = "questions", "comments"


class EvaluationResults(WholeList[Any]):
    """Results of one seminar, or of all that fit the criteria; a group opens as results of its own."""

    RENEWED = False
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "results.view",
            ("f6",),
            N_("Questions, comments or groups"),
            NP_("bar", "View"),
            "view",
            N_("From the questions to the comments, then to seminars, topics, teachers, lines, years."),
            bar=20,
            letter="v",
        ),
        Command(
            "results.save",
            ("f8",),
            N_("Save as a file"),
            NP_("bar", "Save as"),
            "save_as",
            N_("Saves the results as .xlsx with charts, or as .csv."),
            bar=30,
        ),
        KEEP,
    )

    def __init__(
        self,
        asked: Criteria | None = None,
        *,
        engagement_id: int | None = None,
        path: tuple[str, ...] = (),
        group: str = "",
    ) -> None:
        """`group`: the key of the one group that is wanted, of those that `asked` makes."""
        super().__init__()
        self._asked = asked or Criteria(engagement=engagement_id)
        self._group = group
        self._path = path
        self._view = self._asked.by if self._asked.by and not group else QUESTIONS
        self._by = self._asked.by or GROUPINGS[0]

    found: Results | None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Where it was opened from, and of what the results are."""
        path = self._path or (pgettext("tab", "Services"),)
        title = self.found.title if self.found else ""
        return (*path, *([title] if title else []), _("Results"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Blanks and “not applicable” count in no mean. Below stands how often each answer was given to "
            "the question under the hand. F6 shows the comments, then groups; Enter opens one of them."
        )

    def compose_body(self) -> Iterable[Widget]:
        """How many sheets, the rows, and the distribution."""
        yield FrameLine(self._head, id="results-head")
        yield from super().compose_body()
        yield Words([("", "")] * PANEL, id="results-panel")

    def reload(self) -> None:
        """Keys wait for them."""
        self.work(self.load, group="load", holds=True)

    def read(self, records: Records) -> Results:
        """In the new language the questions too."""
        limits = limits_of(replace(self._asked, by=self._by), records.clock.today())
        return results(records, narrowed(limits, self._group) if self._group else limits)

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody wrote a comment.") if self._view == COMMENTS else _("No sheet came back yet.")

    @property
    def _views(self) -> list[str]:
        return [QUESTIONS, COMMENTS, *(GROUPINGS if self._asked.engagement is None else ())]

    def _head(self, width: int) -> list[Span]:
        if self.found is None:
            return []
        counts = {occasion: self.found.sheets.get(occasion, 0) for occasion in OCCASIONS}
        words = _("Sheets: %(advance)s in advance, %(final)s final") % counts
        view = {QUESTIONS: _("Questions"), COMMENTS: _("Comments")}.get(self._view)
        return [(f" {view or grouping_told(self._view)}", "title"), (f"   {words}", "dim")]

    def show(self, found: Results) -> None:
        """Questions, comments or groups."""
        panel = self.query_one("#results-panel", Words)
        panel.display = self._view == QUESTIONS and bool(found.answers)
        if self._view == QUESTIONS:
            self._show_questions(found)
        elif self._view == COMMENTS:
            self._show_comments(found)
        else:
            self._show_parts(found)
        self._show_panel()

    def _show_questions(self, found: Results) -> None:
        headings = {
            "advance": (
                Heading("advance_n", "n", 4, right=True, priority=1),
                Heading("advance", _("Advance"), 7, right=True),
            ),
            "final": (
                Heading("final_n", "n", 4, right=True),
                Heading("final", _("Final"), 6, right=True),
            ),
        }
        occasions = _occasions_of(found)
        self.rows.set_headings(
            (
                Heading("question", _("Question"), 24, flexible=True),
                *(heading for occasion in occasions for heading in headings[occasion]),
                *((Heading("difference", "±", 5, right=True),) if len(occasions) > 1 else ()),
                Heading("bar", "", BAR),
            )
        )
        shown, section = [], ""
        for number, one in enumerate(found.answers):
            if one.question.section != section:
                section = one.question.section
                shown.append(ListRow(f"section {number}", (section,), ("title",), wide=True, still=True))
            shown.append(_question_row(number, one, occasions))
        self.rows.show(shown)

    def _show_comments(self, found: Results) -> None:
        one_seminar = self._asked.engagement is not None
        self.rows.set_headings(
            (
                Heading("sheet", _("Sheet"), 5, right=True),
                *(() if one_seminar else (Heading("seminar", _("Seminar"), 18, priority=1),)),
                Heading("question", _("Question"), 18, priority=2),
                Heading("comment", _("Comment"), 30, flexible=True),
            )
        )
        self.rows.show(_comment_row(number, one, one_seminar) for number, one in enumerate(found.comments))

    def _show_parts(self, found: Results) -> None:
        self.rows.set_headings(
            (
                Heading("title", "", 24, flexible=True),
                Heading("advance_n", "n", 6, right=True, priority=1),
                Heading("advance", _("Advance"), 7, right=True),
                Heading("final_n", "n", 6, right=True),
                Heading("final", _("Final"), 6, right=True),
                Heading("bar", _("Scales, 0–100 %"), 16),
            )
        )
        self.rows.show(_part_row(part) for part in found.parts)

    @on(RowList.Highlighted)
    def _show_panel(self) -> None:
        """The distribution of the question under the hand."""
        one = self._answers_in_hand
        panel = self.query_one("#results-panel", Words)
        if one is not None:
            self.say(one.question.label, "plain")  # it is cut in its column
        else:
            self.hush()
        lines = distribution(one, self.size.width) if one is not None else []
        panel.show([*lines, *[("", "")] * (PANEL - len(lines))][:PANEL])

    @property
    def _answers_in_hand(self) -> Answers | None:
        row = self.rows.row
        if self.found is None or self._view != QUESTIONS or row is None or not isinstance(row.id, int):
            return None
        return self.found.answers[row.id] if row.id < len(self.found.answers) else None

    # -- commands --------------------------------------------------------------------------
    def enter_word(self) -> str:
        """A comment whole, a group of its own."""
        return pgettext("bar", "Open")

    def why_not(self, command_id: str) -> str:
        """Results are there first."""
        if command_id.startswith("results.") and self.found is None:
            return _("One moment.")
        if command_id == KEEP.id and self._to_keep() is None:
            return _("No criteria find this group alone.")
        return super().why_not(command_id)

    async def action_view(self) -> None:
        """F6."""
        views = self._views
        self._view = views[(views.index(self._view) + 1) % len(views)]
        if self._view in GROUPINGS and self._view != self._by and not self._group:
            self._by = self._view
            await self.load()
        elif self._view in GROUPINGS and self._group:
            self._view = QUESTIONS
            self.show_found()
        else:
            self.show_found()

    @on(RowList.Chosen)
    async def row_chosen(self, event: RowList.Chosen) -> None:
        """A comment is read whole, a group opened, a question's distribution shown whole."""
        found = self.found
        if found is None:
            return
        if self._view == COMMENTS:
            comment = found.comments[int(str(event.row.id))]
            title = _("%(seminar)s, sheet %(number)s") % {
                "seminar": comment.seminar,
                "number": comment.number,
            }
            self.app.push_screen(Note(title, [comment.question.label, *comment.text.split("\n")]))
        elif self._view in GROUPINGS:
            asked = replace(self._asked, by=self._by)
            self.open(EvaluationResults(asked, path=self._path, group=str(event.row.id)))
        elif (one := self._answers_in_hand) is not None:
            words = [text.strip() for text, _tone in distribution(one, 60)]
            self.app.push_screen(Note(one.question.label, ["\n".join(words)]))

    async def action_keep(self) -> None:
        """F7: the criteria, and the groups where they are looked at."""
        wanted, title = self._to_keep(), self.found.title if self.found else ""
        if wanted is not None:
            await keep_report(self, "evaluations", wanted, title or told(REPORTS["evaluations"].title))

    def _to_keep(self) -> Criteria | None:
        if self._group:
            return of_group(self._asked, self._by, self._group)
        return replace(self._asked, by=self._view if self._view in GROUPINGS else "")

    async def action_save_as(self) -> None:
        """F8."""
        from bsc_tui.screens.exporting import save_report  # late: writing comes with it

        office = self.office
        assert self.found is not None
        report = await self.ask(report_of, office.records, self.found)
        if report is not None:
            await save_report(self, lambda _progress: report, report.title)


# -- rows ---------------------------------------------------------------------------------------------


def _occasions_of(found: Results) -> list[str]:
    """Those with sheets: where there were none, the question has the room instead."""
    return [occasion for occasion in OCCASIONS if found.sheets.get(occasion)] or list(OCCASIONS)


def _question_row(number: int, one: Answers, occasions: list[str]) -> ListRow:
    before, after = (one.tally(occasion) for occasion in OCCASIONS)
    cells: list[tuple[str, str]] = [(one.question.label, "")]
    for occasion in occasions:
        tally = one.tally(occasion)
        cells.append((str(tally.n) if tally.n else "", "dim"))
        cells.append((mean_told(one.question, tally), "accent" if occasion == "final" else ""))
    if len(occasions) > 1:
        difference = one.difference or 0
        cells.append((difference_told(one), "good" if difference > 0 else "trouble" if difference else ""))
    shown = after if after.n else before
    cells.append((bar_of(part_of(one.question, shown), BAR), "good" if after.n else "key"))
    words, tones = zip(*cells, strict=True)
    return ListRow(number, words, tones, indent=1)


def _comment_row(number: int, one: Comment, one_seminar: bool) -> ListRow:
    seminar = () if one_seminar else (one.seminar,)
    first_line = " ".join(one.text.split())
    return ListRow(number, (str(one.number), *seminar, one.question.label, first_line), ("dim",))


def _part_row(part: Part) -> ListRow:
    before, after = (part.mark(occasion) for occasion in OCCASIONS)
    return ListRow(
        part.key,
        (
            part.title,
            str(part.sheets["advance"] or ""),
            percent(before),
            str(part.sheets["final"] or ""),
            percent(after),
            bar_of(after if after is not None else before, 16),
        ),
        ("", "dim", "", "dim", "accent", "good" if after is not None else "key"),
    )
