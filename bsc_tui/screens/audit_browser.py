"""The audit trail: every operation, the latest first, filtered by who, what, day, record; taking one back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from bsc_tui.i18n import N_, NP_, Unreadable, _, active, pgettext
from bsc_tui.operations import trail
from bsc_tui.operations.trail import Trail
from bsc_tui.records import audit
from bsc_tui.records.access import why
from bsc_tui.records.reading import Line
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.stretch_place import StretchPlace
from bsc_tui.screens.tools import ADMIN

TAKE_BACK = Command(
    "trail.undo",
    ("f8",),
    N_("Take it back"),
    NP_("bar", "Take back"),
    "take_back",
    N_("Undoes the whole operation as far as nobody built on it; what stays is told."),
    bar=40,
    letter="b",
)


class AuditBrowser(StretchPlace):
    """Operations; `record`: only those that touched one record, and what that is called."""

    source: ClassVar[Any] = trail.operations
    ENTER = "trail.open"
    OF_ROW = frozenset({"trail.open", TAKE_BACK.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("trail.open", ("f2",), N_("Open"), "", "open_row", N_("Shows what the operation did.")),
        Command(
            "trail.filter",
            ("f9", "ctrl+g"),
            N_("Filter"),
            NP_("bar", "Filter"),
            "filter",
            N_("Only what somebody did, only what was done, only up to a day; several filters add up."),
            bar=50,
        ),
        TAKE_BACK,
    )

    def __init__(self, record: tuple[str, int] | None = None, title: str = "") -> None:
        super().__init__()
        self._wanted = Trail(record=record)
        self._told: dict[str, str] = {"record": title} if record else {}

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Where it is, and what is filtered."""
        filters = " · ".join(self._told.values())
        return (pgettext(*ADMIN), _("Audit trail"), *([filters] if filters else []))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Everything that was done, the latest first. Enter shows what an operation changed, before and "
            "after; F9 filters by person, deed or day; F8 takes the operation under the hand back."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("at", _("When"), 16),
            Heading("who", _("Who"), 13, flexible=True),
            Heading("verb", _("Deed"), 17),
            Heading("what", _("What"), 18, flexible=True),
            Heading("reason", _("Reason"), 24, priority=2),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nothing was done that fits. F9 takes the filters away.")

    def listing(self) -> Any:
        """What is wanted."""
        return self._wanted

    def row_for(self, line: Line) -> ListRow:
        """An operation in a row."""
        texts = line.texts
        failed = line.values["verb"] == "sign_in_failed"
        what = " · ".join(word for word in (texts["state"], texts["what"]) if word)
        return ListRow(
            line.id,
            (texts["at"], texts["who"], texts["verb"], what, texts["reason"]),
            ("dim", "", "trouble" if failed else "accent", "dim" if texts["state"] else "", "dim"),
        )

    # -- the operation under the hand ------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """It takes the right, and is taken back once."""
        if command_id in self.OF_ROW:
            if not self.office.actor.has(trail.RIGHT):
                return why(trail.RIGHT)
            if command_id == TAKE_BACK.id and self.line is not None and self.line.texts["state"]:
                return _("It was taken back before.")
        return super().why_not(command_id)

    def action_open_row(self) -> None:
        """What it did."""
        from bsc_tui.screens.operation_view import OperationView  # late: opened from here

        assert self.line is not None
        self.open(OperationView(self.line.id))

    async def action_take_back(self) -> None:
        """F8."""
        from bsc_tui.screens.own_work import take_back  # late: seldom needed

        line = self.line
        assert line is not None
        words = (line.texts[name] for name in ("verb", "what", "who", "at"))
        if await take_back(self, line.id, " · ".join(word for word in words if word)):
            self.reload()

    # -- filters ---------------------------------------------------------------------------
    async def action_filter(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        options = [
            Option("who", _("Who did it"), "w", self._told.get("who", "")),
            Option("verb", _("What was done"), "d", self._told.get("verb", "")),
            Option("day", _("Up to a day"), "u", self._told.get("day", "")),
        ]
        if self._told:
            options.append(Option("none", _("Everything, without filters"), "e"))
        chosen = await self.answer(Choose(_("Filter"), options))
        if chosen == "none":
            self._wanted, self._told = Trail(), {}
        elif chosen is None or not await getattr(self, f"_ask_{chosen}")():
            return
        self.refresh_path()
        self.reload(from_top=True)

    async def _ask_who(self) -> bool:
        people = await self.office.run(trail.accounts)
        row = await self._pick(_("Who did it"), people)
        if row is not None:
            self._wanted = replace(self._wanted, account=int(str(row.id)))
            self._told["who"] = row.cells[0]
        return row is not None

    async def _ask_verb(self) -> bool:
        verbs = [(verb, _(words)) for verb, words in audit.VERBS.items()]
        row = await self._pick(_("What was done"), verbs)
        if row is not None:
            self._wanted = replace(self._wanted, verb=str(row.id))
            self._told["verb"] = row.cells[0]
        return row is not None

    async def _pick(self, title: str, entries: Iterable[tuple[Any, str]]) -> ListRow | None:
        from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: seldom needed

        rows = [ListRow(value, (words,)) for value, words in entries]
        chosen = await self.answer(
            PickList(
                title,
                lambda typed: [row for row in rows if typed.casefold() in row.cells[0].casefold()],
                (Heading("words", "", 40, flexible=True),),
            )
        )
        return chosen.row if isinstance(chosen, Picked) else None

    async def _ask_day(self) -> bool:
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        office = self.office
        text = await self.answer(AskText(_("Up to which day?"), detail=_("For example 24.11.2026 or 24.11.")))
        if not text:
            return False
        try:
            day = active().parse_day(text, office.clock.today())
        except Unreadable as unreadable:
            self.say(str(unreadable), "warn")
            return False
        newest = await office.run(trail.newest_of_day, day, office.config.zone)
        self._wanted = replace(self._wanted, newest=newest)
        self._told["day"] = _("up to %(day)s") % {"day": active().date(day)}
        return True
