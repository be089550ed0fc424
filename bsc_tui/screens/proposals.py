"""The proposals for change: those to decide about, one's own, and all; the one under the hand in full below.

What accepting does is operations'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.events import Key, Resize
from textual.widget import Widget

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, pgettext, told
from bsc_tui.operations import corrections
from bsc_tui.operations.corrections import MOST_LISTED, Proposed
from bsc_tui.records.access import SECTIONS, why
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.proposal import ReasonWanted
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import AskText, Confirm, Words, wrapped
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.whole_list import WholeList

PAGES: dict[str, tuple[str, str]] = {
    "decide": NP_("proposals", "To decide"),
    "mine": NP_("proposals", "Mine"),
    "open": NP_("proposals", "Open"),
    "all": NP_("proposals", "All"),
}
TONES = {"proposed": "key", "accepted": "key", "done": "good", "declined": "dim"}
DETAIL = 9
"""Lines of the proposal under the hand."""


class Proposals(WholeList[Proposed]):
    """A page of proposals, the newest first."""

    ENTER = "proposals.open"
    OF_ROW = frozenset({"proposals.open", "proposals.accept", "proposals.decline"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "proposals.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the record that it is about.")
        ),
        Command(
            "proposals.accept",
            ("f6",),
            N_("Accept"),
            NP_("bar", "Accept"),
            "accept",
            N_("Writes the proposed value into the record. What is no field is accepted, then done."),
            bar=20,
            letter="e",
        ),
        Command(
            "proposals.decline",
            ("delete", "ctrl+d"),
            N_("Decline, or withdraw one's own"),
            NP_("bar", "Decline"),
            "decline",
            N_("Asks for the reason, which the proposer reads."),
            bar=30,
            letter="x",
        ),
        Command(
            "proposals.page",
            ("f9", "ctrl+g"),
            N_("Next page"),
            NP_("bar", "Page"),
            "next_page",
            N_("To decide, mine, open, all; Left and Right do it too."),
            bar=40,
            letter="p",
        ),
    )

    def __init__(self, page: str = "decide", *, at: int | None = None) -> None:
        super().__init__()
        self.page = page
        self._at = at

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """The list and its page."""
        return (pgettext("tab", "Admin"), _("Proposals for change"), pgettext(*PAGES[self.page]))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What people found wrong in records, words and screens. F6 accepts: a field gets the proposed "
            "value at once, and Undo takes both back. Del declines and asks why; one's own is withdrawn."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The list, and below it the one under the hand."""
        yield from super().compose_body()
        yield FrameLine(lambda width: [(" " + "─" * (width - 2), "line")], id="detail-line")
        yield Words([("", "")] * DETAIL, id="detail")

    def on_resize(self, event: Resize) -> None:
        """Sentences are broken anew."""
        super().on_resize(event)
        self.call_after_refresh(self._show_detail)

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("at", _("Proposed"), max(10, cell_len(_("Proposed")))),
            Heading("place", _("Where"), 24, flexible=True),
            Heading("wanted", _("As it should be"), 16, flexible=True),
            Heading("who", _("By"), 16),
            Heading("state", _("State"), 11),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        empty = {
            "decide": _("No proposal waits for you."),
            "mine": _("You have proposed nothing yet. F10 C proposes a correction of where you are."),
        }
        return empty.get(self.page, _("There is nothing here yet."))

    def read(self, records: Records) -> list[Proposed]:
        """The page."""
        return corrections.listed(records, self.page)

    def show(self, found: list[Proposed]) -> None:
        """The hand begins where it was asked to; and how many there are."""
        super().show(found)
        if self._at is not None:
            self.rows.go_to(self._at)
            self._at = None
        count = active().number(len(found))
        self.set_state(f"{count}+" if len(found) == MOST_LISTED else count, "dim")
        self._show_detail()

    def row_for(self, one: Proposed) -> ListRow:
        """When, where, what, by whom, and what became of it."""
        state = state_told(one)
        first_line = (one.wanted or one.remark).partition("\n")[0]
        return ListRow(
            one.id,
            (active().date(one.proposed_at.date()), one.place, first_line, one.proposed_by, state),
            ("dim", "", "", "dim", TONES[one.state]),
        )

    @on(RowList.Highlighted)
    def _show_detail(self) -> None:
        """Below it stands in full."""
        if self.is_mounted:
            lines = detail_of(self.one, self.size.width - 3)[:DETAIL]
            self.query_one("#detail", Words).show([*lines, *[("", "")] * (DETAIL - len(lines))])

    def bar(self) -> list[tuple[str, str]]:
        """One's own is withdrawn."""
        shown = super().bar()
        if self.one is None or not self.one.is_own:
            return shown
        decline = pgettext("bar", "Decline")
        return [(key, pgettext("bar", "Withdraw") if word == decline else word) for key, word in shown]

    # -- commands --------------------------------------------------------------------------
    def on_key(self, event: Key) -> None:
        """Left and Right go from page to page."""
        if event.key in ("left", "right"):
            event.stop()
            self._turn(1 if event.key == "right" else -1)
        else:
            super().on_key(event)

    def _turn(self, step: int) -> None:
        pages = list(PAGES)
        self.page = pages[(pages.index(self.page) + step) % len(pages)]
        self.refresh_path()
        self.reload()

    def action_next_page(self) -> None:
        """F9."""
        self._turn(1)

    def why_not(self, command_id: str) -> str:
        """It must be still open, and the right there."""
        one = self.one
        if command_id not in self.OF_ROW or one is None:
            return super().why_not(command_id)
        if command_id == "proposals.open" and (
            one.about.record_id is None or one.about.entity not in ENTITIES
        ):
            return _("It is about words or a screen, not about a record.")
        if command_id in ("proposals.accept", "proposals.decline"):
            if not one.is_open:
                return _("It was decided already.")
            is_withdrawn = command_id == "proposals.decline" and one.is_own
            if not one.may_decide and not is_withdrawn:
                return why(one.decider)
        return super().why_not(command_id)

    async def action_open_row(self) -> None:
        """The record it is about."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        one = self.one
        if one is not None and one.about.record_id is not None:
            await open_record(self, one.about.entity, one.about.record_id)

    async def action_accept(self) -> None:
        """F6: let it be so; where the field was changed meanwhile, after a question."""
        one, office = self.one, self.office
        assert one is not None
        if one.was_overtaken:
            words = {"former": one.former or "–", "now": one.now or "–", "wanted": one.wanted}
            question = _("It was changed meanwhile. Write the proposed value all the same?")
            detail = _("Then “%(former)s”, now “%(now)s”, proposed “%(wanted)s”.") % words
            if not await self.answer(Confirm(question, detail)):
                return
        reason = ""
        while True:
            try:
                state = await office.run(corrections.accept, office.records, one.id, reason)
                break
            except ReasonWanted as wanted:
                answer = await self.answer(
                    AskText(f"{wanted.title} {wanted.sentence}", detail=wanted.remedy, limit=300)
                )
                if not answer:
                    return
                reason = answer
        said = {
            "accepted": _("Accepted. When it is done, F6 on it again."),
            "done": _("Accepted and written. Undo takes both back.")
            if one.now is not None
            else _("Done. Who proposed it is told."),
        }
        await self._go_on(said[state])

    async def action_decline(self) -> None:
        """Del: with the reason, or take one's own away."""
        one, office = self.one, self.office
        assert one is not None
        if one.is_own:
            if await self.answer(Confirm(_("Withdraw your proposal?"), one.place)):
                await office.run(corrections.withdraw, office.records, one.id)
                await self._go_on(_("Withdrawn."))
            return
        reason = await self.answer(AskText(_("Why not?"), detail=_("Who proposed it reads this."), limit=300))
        if reason:
            await office.run(corrections.decline, office.records, one.id, reason)
            await self._go_on(_("Declined. Who proposed it reads why."))

    async def _go_on(self, said: str) -> None:
        following = self.following
        await self.load()
        self.rows.go_to(following)
        self._show_detail()
        self.say(said)


def state_told(one: Proposed) -> str:
    """The state in words."""
    options: Any = fields_of(ENTITIES["correction"])["state"].kind
    return str(options.options[one.state])


def detail_of(one: Proposed | None, width: int) -> list[Span]:
    """A proposal in full: where, the values, why, by whom, what became of it."""
    if one is None:
        return []
    lines: list[Span] = []

    def add(label: str, text: str, tone: str = "", most: int = 2) -> None:
        if text:
            parts = wrapped(_("%(label)s: %(text)s") % {"label": label, "text": text}, width)
            if len(parts) > most:
                parts = [*parts[: most - 1], parts[most - 1][: width - 1] + "…"]
            lines.extend((" " + part, tone) for part in parts)

    told_of = partial(add, most=2)
    told_of(_("Where"), one.place, "title")
    told_of(_("As it was"), one.former or ("–" if one.about.field else ""))
    if one.was_overtaken:
        told_of(_("Now"), one.now or "–", "warn")
    told_of(_("As it should be"), one.wanted, "key")
    told_of(_("Why"), one.remark)
    if one.answer:
        told_of(_("Answer"), one.answer, "warn")
    words = {"who": one.decided_by, "state": state_told(one)}
    if one.decided_at is not None:
        words["day"] = active().date(one.decided_at.date())
        add("", "", "")
        lines.append((" " + _("%(state)s %(day)s by %(who)s") % words, TONES[one.state]))
    else:
        section = SECTIONS.get(one.decider)
        who = told(section) if section else one.decider.removeprefix("line:")
        lines.append((" " + _("Decides who has the right: %(right)s") % {"right": who}, "dim"))
    return lines
