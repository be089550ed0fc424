"""The criteria of the report on evaluations; the results themselves are a place of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import seminars
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.reports import REPORTS
from bsc_tui.reports.evaluations import EvaluationsCriteria
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.evaluation_results import EvaluationResults
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown

LINE = "line:"


class EvaluationsReport(Place):
    """Period, topic, teacher and lines; F2 shows the results."""

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
            "report.none",
            ("f5",),
            N_("All or none"),
            NP_("bar", "All/none"),
            "toggle_all",
            N_("All lines."),
            bar=40,
        ),
    )
    digits_switch_tabs = False

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecordSheet(id="sheet")
        self._lines: list[seminars.Line] = []

    def crumbs(self) -> tuple[str, ...]:
        """Tab and report."""
        return (pgettext("tab", "Reports"), told(REPORTS["evaluations"].title))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "An empty criterion does not limit. F2 shows the results; there F6 groups them by seminar, "
            "topic, teacher, line or year, and F8 saves them as a spreadsheet with charts."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The criteria."""
        yield self.sheet

    def on_mount(self) -> None:
        """Everything is chosen at first."""
        self.work(self._begin, group="prepare", holds=True)

    async def _begin(self) -> None:
        lines = await self.ask(seminars.service_lines, self.office.records)
        if lines is None:
            return
        self._lines = lines
        engagement, meeting = fields_of(ENTITIES["engagement"]), fields_of(ENTITIES["meeting"])
        member = fields_of(ENTITIES["engagement_staff"])["member"].kind

        def criterion(code: str, label: Any, kind: Any) -> Shown:
            return Shown(code, EntityField(code, label, "", kind, required=False))

        shown = [
            criterion("from", N_("From"), meeting["day"].kind),
            criterion("to", N_("To"), meeting["day"].kind),
            criterion("topic", engagement["topic"].label, engagement["topic"].kind),
            criterion("teacher", N_("Teacher"), member),
            *(criterion(LINE + line.code, line.code, engagement["free"].kind) for line in lines),
        ]
        self.sheet.show_record(
            [
                (N_("Period"), ["from", "to"], 0),
                (N_("Limits"), ["topic", "teacher"], 0),
                (N_("Service lines"), [LINE + line.code for line in lines], 1),
            ],
            shown,
            {LINE + line.code: True for line in lines},
            {},
        )
        self.sheet.focus()

    def criteria(self) -> EvaluationsCriteria:
        """What is chosen; all lines limit nothing."""
        raw = self.sheet.raw
        lines = tuple(line.code for line in self._lines if raw[LINE + line.code])
        return EvaluationsCriteria(
            from_=raw["from"].isoformat() if raw["from"] else None,
            to=raw["to"].isoformat() if raw["to"] else None,
            lines=() if len(lines) == len(self._lines) else lines or ("-",),
            topics=(raw["topic"],) if raw["topic"] else (),
            teacher=raw["teacher"],
        )

    def action_show(self) -> None:
        """F2."""
        problems = self.sheet.read_all()
        raw = self.sheet.raw
        if problems:
            self.sheet.focus_field(problems[0].field)
            self.say(problems[0].sentence, "trouble")
        elif raw["from"] and raw["to"] and raw["to"] < raw["from"]:
            self.sheet.focus_field("to")
            self.say(_("The end lies before the beginning."), "trouble")
        else:
            self.hush()
            self.open(EvaluationResults(self.criteria(), path=self.crumbs()))

    def action_list(self) -> None:
        """F4 outside the sheet's own keys."""
        self.sheet.focus()

    def action_toggle_all(self) -> None:
        """F5: the lines, all or none."""
        codes = [one for one in self.sheet.raw if one.startswith(LINE)]
        value = not all(self.sheet.raw[one] for one in codes)
        for one in codes:
            self.sheet.set_raw(one, value, tell=False)

    def hint(self) -> str:
        """What the field limits."""
        return _("An empty criterion does not limit.")

    def relabel(self) -> None:
        """In the new language."""
        if self._lines:
            self.sheet.relabel()
