"""Proposing a correction of the field or screen one was at: what it should be, and why.

Who decides and what a proposal may hold is operations'; which place is about what says the place itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _
from bsc_tui.operations import corrections
from bsc_tui.operations.corrections import About, Begun
from bsc_tui.records.access import SECTIONS
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.form import Form
from bsc_tui.screens.parts.record_sheet import Shown


class ProposeForm(Form):
    """One proposal; sent, it closes, and the place behind says so."""

    def __init__(self, about: tuple[str, int | None, str], path: Sequence[str]) -> None:
        super().__init__()
        self._about = about
        self._path = tuple(path)
        self._begun: Begun | None = None

    def crumbs(self) -> tuple[str, ...]:
        """What it is about."""
        return (*self._path, _("correction"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Write what it should be and, where it helps, why. Somebody who may change it decides; "
            "Home tells you what became of it."
        )

    async def prepare(self) -> None:
        """Read what it is about."""
        office = self.office
        self._begun = begun = await office.run(
            corrections.begin, office.records, About(*self._about), " › ".join(self._path)
        )
        own = fields_of(ENTITIES["correction"])
        wanted = own["wanted"]
        if begun.field is not None:
            told_below = _("As the field itself is typed; F4 brings its list.")
            wanted = replace(begun.field, label=wanted.label, help=told_below, required=False)
        shown = [Shown("place", own["place"], locked=True)]
        if begun.field is not None:
            shown.append(Shown("former", own["former"], locked=True, label=N_("As it is")))
        if not begun.is_sensitive:
            shown.append(Shown("wanted", wanted))
        shown.append(Shown("remark", own["remark"]))
        labels = {"wanted": begun.former} if begun.field is not None else {}
        value = begun.value if begun.field is not None else ""
        values = {"place": begun.place, "former": begun.former, "wanted": value, "remark": ""}
        names: list[str | tuple[str, ...]] = [one.code for one in shown]
        self.sheet.show_record(
            [(N_("Propose a correction"), names, 0)], shown, values, labels, currency=begun.currency
        )
        if begun.is_sensitive:
            self.say(
                _("Numbers are not proposed, for everybody reads proposals: say what is wrong."), "plain"
            )
        else:
            who = SECTIONS.get(begun.decider)
            line = begun.decider.removeprefix("line:")
            said = (
                _("Who has the right “%(right)s” decides.") % {"right": _(who)}
                if who
                else _("Who is responsible for the line %(line)s decides.") % {"line": line}
            )
            self.say(said, "plain")

    def take_keys(self) -> None:
        """To what it should be."""
        self.sheet.focus()
        assert self._begun is not None
        self.sheet.focus_field("remark" if self._begun.is_sensitive else "wanted")

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One for what it is about."""
        code, id, field = self._about
        return f"propose:{code}:{id or ''}:{field}" if code else f"propose:{'›'.join(self._path)}"[:80]

    def draft_extra(self) -> dict[str, Any]:
        """What opens it again."""
        return {"entity": "correction", "about": list(self._about), "path": list(self._path)}

    # -- sending ---------------------------------------------------------------------------
    def payload(self) -> tuple[Any, str]:
        """What it should be, and why."""
        return self.sheet.raw.get("wanted", ""), self.sheet.raw["remark"] or ""

    def write(self, payload: tuple[Any, str], reason: str, token: str) -> int:
        """Through the gate."""
        assert self._begun is not None
        return corrections.propose(self.office.records, self._begun, *payload, token=token)

    async def after_save(self, result: int) -> None:
        """Back to where it was found."""
        behind = self.app.screen_stack[-2]
        self.dismiss(None)
        if isinstance(behind, Place):
            behind.say(_("Proposed. Home tells you what became of it."))

    def why_not(self, command_id: str) -> str:
        """It closes by itself."""
        if command_id in ("form.same", "form.same_all", "form.close"):
            return _("Each proposal is one of its own.")
        return super().why_not(command_id)
