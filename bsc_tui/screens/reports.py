"""The Reports tab: the reports there are, those that are kept, one's own files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from bsc_tui.entities.kinds import told
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.records.keeping_reports import KeptReport
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS
from bsc_tui.reports.criteria import Criteria, restored
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.whole_list import WholeList

FILES = "files"


class Reports(WholeList[KeptReport]):
    """Reports; Enter opens the wizard of one, or runs a kept one again."""

    AFTER_SAVING = True
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "reports.criteria",
            ("f2",),
            N_("Criteria"),
            NP_("bar", "Criteria"),
            "criteria",
            N_("Opens the criteria of the report under the hand; those of a kept one as they are kept."),
            bar=10,
        ),
        Command(
            "reports.rename",
            ("r",),
            N_("Rename"),
            NP_("bar", "Rename"),
            "rename",
            N_("Another name for a kept report."),
            bar=30,
            letter="r",
        ),
        Command(
            "reports.share",
            ("s",),
            N_("Share or not"),
            NP_("bar", "Share"),
            "share",
            N_("Lets everybody run a kept report, or only you."),
            bar=40,
            letter="s",
        ),
        Command(
            "reports.remove",
            ("delete", "ctrl+d"),
            N_("Remove"),
            NP_("bar", "Remove"),
            "remove",
            N_("Keeps a kept report no longer."),
            bar=50,
            letter="x",
        ),
    )

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (pgettext("tab", "Reports"),)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Enter opens the steps of a report, and runs a kept one again at once. In the steps F7 keeps a "
            "report with its criteria under a name. My files holds what you saved."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (Heading("title", _("Report"), 24), Heading("what", "", 40, flexible=True))

    def begin(self) -> None:
        """What there is anyway does not wait for the database."""
        self.show(())
        self.reload()

    def read(self, records: Records) -> list[KeptReport]:
        """Those that are kept."""
        return [one for one in records.kept_reports() if one.report in REPORTS]

    def show(self, found: Sequence[KeptReport]) -> None:
        """The reports there are, those that are kept, the files."""
        self._ones = {one.id: one for one in found}
        rows = [
            ListRow(code, (told(report.title), _(report.explanation)), ("", "dim"))
            for code, report in REPORTS.items()
        ]
        rows += [ListRow(one.id, (one.name, _about(one)), ("accent", "dim")) for one in found]
        rows.append(ListRow(FILES, (_("My files"), _("What you saved, for 30 days.")), ("", "dim")))
        self.rows.show(rows)

    def relabel(self) -> None:
        """What is there is said at once."""
        self.show(self.found or ())
        super().relabel()

    # -- what is under the hand ------------------------------------------------------------
    def enter_word(self) -> str:
        """A kept one is run."""
        return pgettext("bar", "Run") if self.one else pgettext("bar", "Open")

    def why_not(self, command_id: str) -> str:
        """Only what is kept can be renamed, shared, removed, and by whom it is kept."""
        kept = self.one
        if command_id in ("reports.rename", "reports.share", "reports.remove"):
            if kept is None:
                return _("No kept report is under the hand; F7 in the steps of a report keeps it.")
            if not kept.mine and not self.office.actor.has("administration"):
                return _("%(who)s keeps this report and shares it.") % {"who": kept.owner}
        if command_id == "reports.criteria" and self.is_mounted:
            row = self.rows.row
            if row is not None and row.id == FILES:
                return _("Files have no criteria.")
        return super().why_not(command_id)

    @on(RowList.Chosen)
    def row_chosen(self, event: RowList.Chosen) -> None:
        """On to its steps, or to the answer at once."""
        kept = self.one
        if kept is not None:
            self.open(view_of(kept))
        elif event.row.id == FILES:
            from bsc_tui.screens.own_exports import MyFiles  # late: seldom needed

            self.open(MyFiles())
        else:
            self.open(place_of_report(str(event.row.id)))

    # -- commands --------------------------------------------------------------------------
    def action_criteria(self) -> None:
        """F2."""
        kept, row = self.one, self.rows.row
        if kept is not None:
            self.open(wizard_of(kept))
        elif row is not None:
            self.open(place_of_report(str(row.id)))

    async def action_rename(self) -> None:
        """R."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        kept = self.one
        if kept is None:
            return
        question = _("Another name for “%(name)s”?") % {"name": kept.name}
        name = await self.answer(AskText(question, value=kept.name, limit=80))
        if name and name != kept.name:
            await self.office.run(self.office.records.rename_report, kept.id, name)
            self.say(_("It is called “%(name)s” now.") % {"name": name})
            await self.load()

    async def action_share(self) -> None:
        """S."""
        kept = self.one
        if kept is None:
            return
        await self.office.run(self.office.records.share_report, kept.id, not kept.shared)
        if kept.shared:
            self.say(_("“%(name)s” is seen by its owner alone.") % {"name": kept.name})
        else:
            self.say(_("Everybody can run “%(name)s” now.") % {"name": kept.name})
        await self.load()

    async def action_remove(self) -> None:
        """Del, after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        kept = self.one
        if kept is None:
            return
        if await self.answer(Confirm(_("Keep “%(name)s” no longer?") % {"name": kept.name})):
            await self.office.run(self.office.records.remove_report, kept.id)
            self.say(_("Removed."))
            await self.load()


def _about(kept: KeptReport) -> str:
    """Of which report, and whose."""
    words = told(REPORTS[kept.report].title)
    if not kept.mine:
        shared = _("shared by %(who)s") % {"who": kept.owner}
    else:
        shared = _("for everybody") if kept.shared else ""
    return f"{words} · {shared}" if shared else words


def place_of_report(code: str) -> Place:
    """Where the criteria of a report are given."""
    from bsc_tui.screens.report_wizard import ReportWizard  # late: with the first report

    return ReportWizard(code)


def wizard_of(kept: KeptReport) -> Place:
    """Where the criteria of a kept report are given."""
    from bsc_tui.screens.report_wizard import ReportWizard  # late: as above

    return ReportWizard(kept.report, restored(kept.criteria), kept)


def view_of(kept: KeptReport) -> Place:
    """A kept report, run again."""
    return answer_of(kept.report, restored(kept.criteria), (pgettext("tab", "Reports"), kept.name))


def answer_of(code: str, criteria: Criteria, path: tuple[str, ...]) -> Place:
    """Where the answer of a report is looked at."""
    if code == "evaluations":
        from bsc_tui.screens.evaluation_results import EvaluationResults  # late: seldom needed

        return EvaluationResults(criteria, path=path)
    from bsc_tui.screens.report_view import ReportView  # late: with the first report

    return ReportView(code, criteria, path)
