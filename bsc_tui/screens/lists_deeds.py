"""What is done to an element of a reference list as a whole: order, retiring, merging, deleting.

What may be done with a term in use is the gate's and operations'.
"""

from __future__ import annotations

from bsc_tui.errors import Conflict
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import lists
from bsc_tui.screens.commands import Command
from bsc_tui.screens.lists_browser import ListsBrowser

DEEDS = (
    Command(
        "lists.delete",
        ("delete",),
        N_("Delete"),
        NP_("bar", "Del"),
        "delete",
        N_("An unused element goes to the trash; one in use is retired or merged."),
        bar=70,
        letter="x",
    ),
    Command(
        "lists.retire",
        ("r",),
        N_("Retire, or offer again"),
        NP_("bar", "Retire"),
        "retire",
        N_("A retired element stays on old records and is not offered any more."),
        bar=50,
        letter="r",
    ),
    Command(
        "lists.merge",
        ("m",),
        N_("Merge into another"),
        NP_("bar", "Merge"),
        "merge",
        N_("All records that have this element get the other one."),
        bar=40,
        letter="m",
    ),
    Command("lists.up", ("minus", "ctrl+up"), N_("Move up"), NP_("bar", "Up"), "move_up", bar=60, letter="u"),
    Command(
        "lists.down",
        ("plus", "ctrl+down"),
        N_("Move down"),
        NP_("bar", "Down"),
        "move_down",
        bar=61,
        letter="n",
    ),
)
"""What is offered for it."""


class ListsDeeds(ListsBrowser):
    """The columns, and what is done to the element under the hand."""

    async def action_move_up(self) -> None:
        """Before the one above it."""
        await self._move(-1)

    async def action_move_down(self) -> None:
        """After the one below it."""
        await self._move(1)

    async def _move(self, step: int) -> None:
        term_id = self.term_id
        assert term_id is not None
        await self.office.run(lists.reorder, self.office.records, term_id, step)
        await self.load_terms()

    async def action_retire(self) -> None:
        """Offered no more, or again."""
        term_id, terms = self.term_id, self.terms
        assert term_id is not None and terms is not None
        offered = not terms.rows[term_id]["active"]
        await self.office.run(self.office.records.save, "term", {"active": offered}, id=term_id)
        await self.load_terms()
        words = {"label": terms.label(term_id)}
        if offered:
            self.say(_("“%(label)s” is offered again.") % words)
        else:
            self.say(_("“%(label)s” is retired: old records keep it, nobody is offered it.") % words)

    async def action_delete(self) -> None:
        """Unused: the trash. In use: retire or merge."""
        from bsc_tui.screens.parts.dialogs import Choose, Confirm, Option  # late: seldom needed

        term_id, terms = self.term_id, self.terms
        assert term_id is not None and terms is not None
        label = terms.label(term_id)
        if not terms.below(term_id):
            if not terms.uses.get(term_id):
                question = _("Delete “%(title)s”?") % {"title": label}
                if not await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
                    return
                try:
                    await self.office.run(self.office.records.trash, "term", term_id)
                except Conflict as conflict:
                    self.tell(conflict)
                    return
                await self.load_terms()
                self.say(_("Deleted. Undo brings it back."))
                return
            reason = self._used_told(term_id)
        else:
            reason = _("It has sub-elements.")
        chosen = await self.answer(
            Choose(
                _("“%(label)s” can't be deleted: %(why)s") % {"label": label, "why": reason},
                [Option("retire", _("Retire it"), "r"), Option("merge", _("Merge it into another"), "m")],
            )
        )
        if chosen == "retire":
            await self.action_retire()
        elif chosen == "merge":
            await self.action_merge()

    def _used_told(self, term_id: int) -> str:
        assert self.terms is not None
        count = self.terms.uses.get(term_id, 0)
        sentence = ngettext("%(count)s record has it.", "%(count)s records have it.", count)
        return sentence % {"count": active().number(count)}

    async def action_merge(self) -> None:
        """Choose the one that stays, say how many records move, move them."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed
        from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: seldom needed

        term_id, terms = self.term_id, self.terms
        assert term_id is not None and terms is not None
        label = terms.label(term_id)
        title = _("Merge “%(label)s” into") % {"label": label}
        answer = await self.answer(PickList(title, terms.search_besides(term_id)))
        if not isinstance(answer, Picked):
            return
        kept = int(str(answer.row.id))
        words = {"gone": label, "kept": terms.label(kept)}
        question = _("Merge “%(gone)s” into “%(kept)s”?") % words
        if not await self.answer(
            Confirm(question, self._used_told(term_id) + " " + _("Undo brings it back."))
        ):
            return
        moved = await self.office.run(lists.merge_terms, self.office.records, term_id, kept)
        self.chain[self.at - 1 :] = []
        await self.load_terms()
        sentence = ngettext("%(count)s record has moved.", "%(count)s records have moved.", moved)
        self.say(sentence % {"count": active().number(moved)} + " " + _("Undo brings it back."))
