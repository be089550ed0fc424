"""People whom nobody has seen for years, to be looked at and erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations import retention
from bsc_tui.operations.retention import Unseen
from bsc_tui.records.access import why
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import Window
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.list_place import ListPlace
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.personal_data import ERASE, PersonalData, erase
from bsc_tui.screens.tools import ADMIN


class RetentionList(ListPlace):
    """Who was not seen for so many years, by name."""

    source: ClassVar[Any] = retention.not_seen
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

    def compose_body(self) -> Iterable[Widget]:
        """The people."""
        yield RowList(id="rows")

    def on_mount(self) -> None:
        """The hand is in the list."""
        self._head()
        self.row_list.focus()
        self.work(self._begin, group="begin")

    async def _begin(self) -> None:
        office = self.office
        self._use(await office.run(retention.years_set, office.records))

    def _use(self, years: int) -> None:
        self._years = years
        self._wanted = retention.wanted(self.office.finder, years)
        self.refresh_path()
        self.reload(from_top=True)

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        if self._wanted is not None:
            self.reload()

    def on_screen_resume(self) -> None:
        """Somebody may have been erased in the place on top."""
        if self.is_ready and self._wanted is not None:
            self.reload()

    def _head(self) -> None:
        self.row_list.set_headings(
            (
                Heading("name", _("Name"), 24, flexible=True),
                Heading("employer", _("Employer"), 16, flexible=True),
                Heading("city", _("City"), 12, priority=2),
                Heading("seen", _("Last seen"), 10),
                Heading("often", _("Seminars"), 10, right=True),
            )
        )
        self.row_list.set_empty(_("Everybody was seen since."))

    def listing(self) -> Any:
        """What is wanted."""
        return self._wanted

    def row_for(self, line: Line) -> ListRow:
        """A person in a row."""
        cells = tuple(line.texts[name] for name in ("name", "employer", "city", "seen", "often"))
        return ListRow(line.id, cells, ("", "dim", "dim", "", "dim"))

    def came(self, window: Window) -> None:
        """Which keys work depends on the row."""
        self.refresh_keys()

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [(key_name("enter"), pgettext("bar", "Open")), *super().bar()]

    # -- the person under the hand ---------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Somebody must be there, and the right."""
        if command_id in ("retention.open", ERASE.id):
            if not self.office.actor.has(retention.RIGHT):
                return why(retention.RIGHT)
            if self.line is None:
                return _("Nothing is under the hand.")
        return super().why_not(command_id)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("retention.open")

    def action_open_row(self) -> None:
        """The sheet."""
        line = self.line
        assert line is not None
        path = (pgettext(*ADMIN), line.texts["name"])
        self.open(PersonalData(path, line.id, self.office.records))

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
