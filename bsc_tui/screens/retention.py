"""People whom nobody has seen for years, to be looked at and erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations import retention
from bsc_tui.operations.retention import Unseen
from bsc_tui.records.access import why
from bsc_tui.records.reading import Line
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.personal_data import ERASE, PersonalData, erase
from bsc_tui.screens.stretch_place import StretchPlace
from bsc_tui.screens.tools import ADMIN


class RetentionList(StretchPlace):
    """Who was not seen for so many years, by name."""

    source: ClassVar[Any] = retention.not_seen
    ENTER = "retention.open"
    OF_ROW = frozenset({"retention.open", ERASE.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "retention.open",
            ("f2",),
            N_("Personal data"),
            "",
            "open_row",
            N_("All that is kept on the person under the hand."),
        ),
        Command(
            "retention.years",
            ("f9", "ctrl+g"),
            N_("Another number of years"),
            NP_("bar", "Years"),
            "years",
            N_("For this once; what it begins with stands in the company settings."),
            bar=50,
        ),
        ERASE,
    )

    def __init__(self) -> None:
        super().__init__()
        self._years = 0
        self._wanted: Unseen | None = None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Where it is, and how many years."""
        path = (pgettext(*ADMIN), _("Not seen for years"))
        if not self._years:
            return path
        years = ngettext("%(count)s year", "%(count)s years", self._years) % {"count": self._years}
        return (*path, years)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Who took part in nothing since, and whose card nobody touched since; what came by an import "
            "does not count. Enter shows all that is kept on somebody, Del erases it for good after two "
            "questions."
        )

    def begin(self) -> None:
        """How many years are asked first."""
        self.work(self._begin, group="begin")

    async def _begin(self) -> None:
        office = self.office
        self._use(await office.run(retention.years_set, office.records))

    def _use(self, years: int) -> None:
        self._years = years
        self._wanted = retention.wanted(self.office.finder, years)
        self.refresh_path()
        self.reload(from_top=True)

    def reload(self, *, from_top: bool = False) -> None:
        """Once it is known how many years."""
        if self._wanted is not None:
            super().reload(from_top=from_top)

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("name", _("Name"), 24, flexible=True),
            Heading("employer", _("Employer"), 16, flexible=True),
            Heading("city", _("City"), 12, priority=2),
            Heading("seen", _("Last seen"), 10),
            Heading("often", _("Seminars"), 10, right=True),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Everybody was seen since.")

    def listing(self) -> Any:
        """What is wanted."""
        return self._wanted

    def row_for(self, line: Line) -> ListRow:
        """A person in a row."""
        cells = tuple(line.texts[name] for name in ("name", "employer", "city", "seen", "often"))
        return ListRow(line.id, cells, ("", "dim", "dim", "", "dim"))

    # -- the person under the hand ---------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """It takes the right."""
        if command_id in self.OF_ROW and not self.office.actor.has(retention.RIGHT):
            return why(retention.RIGHT)
        return super().why_not(command_id)

    def action_open_row(self) -> None:
        """The sheet."""
        line = self.line
        assert line is not None
        path = (pgettext(*ADMIN), line.texts["name"])
        self.open(PersonalData(path, line.id))

    async def action_erase(self) -> None:
        """Del."""
        line = self.line
        assert line is not None
        if await erase(self, line.id):
            self.reload()

    async def action_years(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        text = await self.answer(AskText(_("Not seen for how many years?"), limit=3))
        if text is None:
            return
        if not text.isdecimal() or not 1 <= int(text) <= 100:
            self.say(_("A number from 1 to 100 is needed here."), "warn")
            return
        self._use(int(text))
