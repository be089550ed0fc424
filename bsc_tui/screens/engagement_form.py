"""The form of an engagement that has no workspace of its own: consultations, projects, evaluations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from bsc_tui.entities.kinds import told
from bsc_tui.entities.services import KIND_PLURALS
from bsc_tui.i18n import N_, _, pgettext
from bsc_tui.operations import seminars
from bsc_tui.records.access import why
from bsc_tui.screens.check_mark import check_command, check_told, turn_check
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_form import EntityForm


class EngagementForm(EntityForm):
    """One engagement; a new one can be begun from it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "engagement.like_this",
            (),
            N_("New from this one"),
            "",
            "new_like_this",
            N_("Begins a new one with the name, people and price of this one."),
            letter="n",
        ),
        check_command("engagement.check"),
    )

    def __init__(self, record_id: int | None, *, preset: Mapping[str, Any] | None = None) -> None:
        super().__init__("engagement", record_id, preset=preset)

    def crumbs(self) -> tuple[str, ...]:
        """Tab, line, kind, engagement."""
        opened = self.opened
        if opened is None:
            return (pgettext("tab", "Services"),)
        kind = told(KIND_PLURALS[opened.values["kind"]])
        title = opened.kept.title if opened.kept else _("new")
        return (pgettext("tab", "Services"), opened.line, kind, title)

    async def prepare(self) -> None:
        """Say who has checked it."""
        await super().prepare()
        opened = self.opened
        if opened and self._may_write(opened) and (words := check_told(opened.kept)):
            self.set_state(words, "good")

    async def next_preset(self) -> dict[str, Any]:
        """Another of the same line and kind, with the company's usual values."""
        assert self.opened is not None
        office, values = self.office, self.opened.values
        return await office.run(seminars.blank, office.records, values["line"], values["kind"])

    def why_not(self, command_id: str) -> str:
        """A new one like this, and the mark of a check, need this one and the right to its line."""
        if command_id == "engagement.check" and self.is_changed:
            return _("Save it first.")
        if command_id in ("engagement.like_this", "engagement.check"):
            if self.record_id is None or self.opened is None:
                return _("It is not saved yet.")
            right = f"line:{self.opened.line}"
            return "" if self.office.actor.has(right) else why(right)
        return super().why_not(command_id)

    async def action_new_like_this(self) -> None:
        """A new engagement like this one."""
        from bsc_tui.screens.registry import new_form  # late: the registry knows all places

        assert self.record_id is not None
        preset = await self.ask(seminars.new_from, self.office.records, self.record_id)
        if preset is not None:
            self.open(new_form("engagement", "", preset))

    async def action_check(self) -> None:
        """The mark, or none."""
        assert self.opened is not None and self.opened.kept is not None
        await turn_check(self, "engagement", self.opened.kept)
