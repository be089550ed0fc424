"""Keeping the reference lists: their elements' labels, and new elements.

Looking through them is lists_browser's, other deeds are lists_deeds', keeping drafts is form_drafts'.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.events import Key

from bsc_tui.errors import Invalid, Problem, Stale
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.records.access import why
from bsc_tui.records.records import Saved
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.conflicts import choose_between
from bsc_tui.screens.form_drafts import DraftPlace
from bsc_tui.screens.lists_browser import LABELS, REVERSE, RIGHT
from bsc_tui.screens.lists_deeds import DEEDS, ListsDeeds
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.sheet import Sheet


class ReferenceLists(ListsDeeds, DraftPlace):
    """The columns with everything that may be done to an element.

    `left_at`: what `draft_extra` said of a draft; the place opens where it was typed.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "lists.save",
            ("f2", "ctrl+s"),
            N_("Save"),
            NP_("bar", "Save"),
            "save",
            N_("Saves the labels."),
            bar=10,
        ),
        Command(
            "lists.find",
            ("f3", "ctrl+f"),
            N_("Find"),
            NP_("bar", "Find"),
            "find",
            N_("In this column."),
            bar=20,
        ),
        Command(
            "lists.new",
            ("f7", "ctrl+n"),
            N_("New here"),
            NP_("bar", "New here"),
            "new",
            N_("A new element in the column under the hand."),
            bar=30,
        ),
        *DEEDS,
    )

    def __init__(self, left_at: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._left_at = left_at

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Left and Right go from column to column, also to deeper sub-elements. Enter edits the element "
            "under the hand, F7 adds one in this column. M, R, + and - are commands; any other letter "
            "finds in the column, after F3 every letter does. Esc clears what is looked for."
        )

    @property
    def _in_sheet(self) -> bool:
        return self.is_mounted and self.focused is not None and self.sheet in self.focused.ancestors_with_self

    def on_key(self, event: Key) -> None:
        """Left and Right, and letters that find."""
        if self._in_sheet:
            if event.key == "escape":
                event.stop()
                self.run_worker(self._leave_sheet(), group="leave")
            return
        column = self.column(self.at)
        if event.key == "left" and self.at:
            event.stop()
            self.go_to_column(self.at - 1)
        elif event.key == "right":
            event.stop()
            self.go_right()
        elif event.key == "escape" and column.text:
            event.stop()
            column.clear()
            self.choose_under_hand()
        elif column.take_key(event):
            event.stop()
            self.choose_under_hand()
            self.refresh_keys()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter: on into the list, or edit the element."""
        self.column(self.at).stop_typing()
        if self.at == 0:
            self.go_to_column(1)
        elif not self.may_write:
            self.say(why(RIGHT), "warn")
        else:
            self.work(self._edit, group="commands", holds=True)

    async def _edit(self) -> None:
        """The hand goes into the sheet of the element under it."""
        self.sheet.focus_field("label_en")
        self.is_loaded = True
        await self.bring_draft_back()

    @on(Sheet.PastEnd)
    def past_end(self) -> None:
        """Enter in the last field goes back to the first: F2 saves."""
        self.sheet.focus_field("label_en")

    async def _leave_sheet(self) -> bool:
        """Back to the columns; asks once when something typed is not saved. False: it stays."""
        if not await super().may_leave():
            return False
        if self._in_sheet or self.is_editing:
            self._stop_editing()
        return True

    def _stop_editing(self) -> None:
        self.is_loaded = False
        self.turn_from_draft()
        self.new_in = None
        self.sheet.mark_clean()
        self.column(self.at).rows.focus()
        self.show_term()
        self.hush()

    async def may_leave(self) -> bool:
        """Something typed is asked about."""
        return not self.is_editing or await self._leave_sheet()

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft an element, one for a new one below each."""
        if self.new_in is not None and self.terms is not None:
            return f"term:new:{self.terms.list_id}:{self._above or 0}"
        return f"term:{self.shown_id}" if self.shown_id is not None else ""

    def draft_title(self) -> str:
        """From the list to the element itself."""
        assert self.terms is not None
        own = _("New element") if self.shown_id is None else self.terms.label(self.shown_id)
        return " › ".join([*self.crumbs()[2:], own])

    def draft_extra(self) -> dict[str, Any]:
        """The way to the element."""
        assert self.terms is not None
        own = [] if self.shown_id is None else [self.shown_id]
        return {
            "entity": "lists",
            "list": self.terms.list_id,
            "chain": [*self.chain[: self.at - 1], *own],
            "new": self.new_in is not None,
        }

    async def load_terms(self) -> bool:
        """The first time, on to where a draft was typed."""
        is_shown = await super().load_terms()
        if self.terms is None:
            return is_shown
        left_at, self._left_at = self._left_at, None
        if left_at is not None and self.may_write:
            self.work(partial(self._go_on, left_at), group="commands", holds=True)
        return is_shown

    async def _go_on(self, left_at: Mapping[str, Any]) -> None:
        """To the element of a draft, and into its sheet."""
        chain, is_new = [int(one) for one in left_at["chain"]], bool(left_at["new"])
        self.column(1).rows.focus()
        self.column(0).rows.go_to(left_at["list"])
        while not await self.load_terms():
            pass
        if self.terms is None or any(one not in self.terms.rows for one in chain):
            self.say(_("The element of this draft is gone."), "warn")
            self.column(0).rows.focus()
            return
        self.stand_at(len(chain) + is_new, chain)
        await (self.action_new() if is_new else self._edit())

    def why_not(self, command_id: str) -> str:
        """The right, and an element under the hand."""
        if not command_id.startswith("lists.") or not self.is_mounted:
            return super().why_not(command_id)
        if command_id == "lists.find":
            return _("Esc leaves the labels first.") if self._in_sheet else ""
        if not self.may_write:
            return why(RIGHT)
        if command_id == "lists.save":
            return "" if self._in_sheet else _("Enter edits the element first.")
        if self._in_sheet:
            return _("Esc leaves the labels first.")
        if command_id == "lists.new":
            return "" if self.at else _("Go into a list with Right first.")
        if self.term_id is None:
            return _("There is no element under the hand.")
        return super().why_not(command_id)

    def bar(self) -> list[tuple[str, str]]:
        """Enter edits; letters are no commands while they find."""
        typing = self.is_mounted and not self._in_sheet and self.column(self.at).is_typing
        keys = [pair for pair in super().bar() if not (typing and len(pair[0]) == 1)]
        if self._in_sheet:
            return keys
        return [
            *keys[:2],
            (key_name("enter"), pgettext("bar", "Edit") if self.at else pgettext("bar", "Open")),
            *keys[2:],
        ]

    def action_find(self) -> None:
        """F3: from now on every letter finds."""
        self.column(self.at).start_typing()
        self.refresh_keys()

    async def action_new(self) -> None:
        """F7: an empty sheet for a new element of this column."""
        self.new_in = self.at
        self.shown_id = None
        fresh = {
            "active": True,
            "place": self._next_place(),
            f"label_{active().language}": self.column(self.at).text,
        }
        self.load_sheet({**dict.fromkeys([*LABELS, *REVERSE], ""), **fresh}, locked=False)
        self.renew_about()
        self.sheet.focus_field(f"label_{active().language}")
        self.is_loaded = True
        await self.bring_draft_back()

    def _next_place(self) -> int:
        assert self.terms is not None
        beside = self.terms.below(self._above)
        return max((int(self.terms.rows[one]["place"]) for one in beside), default=0) + 10

    @property
    def _above(self) -> int | None:
        return self.chain[self.at - 2] if self.at > 1 else None

    async def action_save(self) -> None:
        """F2."""
        await self.save()

    async def save(self) -> bool:
        """Save the sheet; False when something is wrong with it. What is typed stays whatever happens."""
        problems = self.sheet.read_all()
        if problems:
            self._complain(problems[0].field, problems[0].sentence)
            return False
        while True:
            try:
                saved = await self.office.run(self._write, dict(self.sheet.raw))
                break
            except Stale as stale:
                if not await choose_between(self, self.sheet, stale):
                    return False
                self._take_version(stale)
            except Invalid as invalid:
                self._complain(invalid.problems[0].field, str(invalid))
                return False
            except Problem as problem:
                self.tell(problem)
                return False
        await self.forget_draft()
        self.new_in = None
        self.sheet.mark_clean()
        self.chain[self.at - 1 :] = [saved.id]
        self.column(self.at).clear()
        await self.load_terms()
        self._stop_editing()
        self.say(_("Saved. Every record shows it so from now on."))
        return True

    def _write(self, raw: Mapping[str, Any]) -> Saved:
        """Through the gate; runs in its thread."""
        records, terms = self.office.records, self.terms
        assert terms is not None
        if self.new_in is not None:
            return records.save("term", {**raw, "list": terms.list_id, "parent": self._above})
        assert self.shown_id is not None
        opened = terms.rows[self.shown_id]
        changed = {name: value for name, value in raw.items() if value != opened[name]}
        return records.save("term", changed, id=self.shown_id, version=opened["version"], opened=opened)

    def _take_version(self, stale: Stale) -> None:
        """From now on the sheet is about the newer version."""
        assert self.terms is not None and self.shown_id is not None
        theirs = {name: stale.theirs[name] for name in stale.clashes}
        self.terms.rows[self.shown_id] |= {**theirs, "version": stale.version}

    def _complain(self, code: str, sentence: str) -> None:
        if code in self.sheet.values:
            self.sheet.set_problem(code, sentence)
            self.sheet.focus_field(code)
        self.say(sentence, "trouble")
