"""Finding documents, and what is attached to records: the generic list, with what is done with a file."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.records.access import why
from bsc_tui.screens import files
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.exporting import EXPORT


class DocumentList(EntityList):
    """All documents, beside it all attachments; F9 filters by kind, category or folder."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        files.SAVE_AS,
        Command(
            "list.new",
            (),
            N_("New"),
            "",
            "new",
            N_("Documents begin with a file: they are added in their folder."),
        ),
        replace(EXPORT, keys=(), bar=0),  # F8 saves the document itself
    )

    def __init__(self, code: str = "document") -> None:
        super().__init__(code, (NP_("tab", "Documents"),), sisters=("document", "attachment"))

    def why_not(self, command_id: str) -> str:
        """New ones begin in a folder."""
        if command_id == "list.new":
            return _("Documents begin with a file: they are added in their folder.")
        if command_id == files.SAVE_AS.id:
            if words := files.why_not_near(self):
                return words
            if self.is_mounted and self.row_list.row is None:
                return _("No document is under the hand.")
        if command_id == "list.delete" and not self.office.actor.has("documents"):
            return why("documents")
        return super().why_not(command_id)

    async def action_save_as(self) -> None:
        """F8."""
        row, office = self.row_list.row, self.office
        if row is None:
            return
        document = int(str(row.id))
        if self.entity.code == "attachment":
            kept = await office.run(office.records.get, "attachment", document)
            document = int(kept.values["document"])
        kept = await office.run(office.records.get, "document", document)
        await files.save_as(self, document, kept.title)
