"""The tab Documents: what is done with folders and documents. Looking through them is documents_browser's."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations import documents
from bsc_tui.operations.documents import Entry
from bsc_tui.screens import files
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.documents_browser import DocumentsBrowser


class Documents(DocumentsBrowser):
    """Folders and documents with everything that may be done to one."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        files.CARD,
        Command(
            "documents.find",
            ("f3", "ctrl+f"),
            N_("Find"),
            NP_("bar", "Find"),
            "find",
            N_("Finds documents by their name, folder or author, whatever folder they are in."),
            bar=20,
        ),
        files.ATTACH,
        files.ADD,
        Command(
            "documents.folder",
            ("insert",),
            N_("Make a folder"),
            NP_("bar", "New folder"),
            "new_folder",
            N_("Makes a folder in the one under the hand."),
            bar=35,
            letter="n",
        ),
        Command(
            "documents.top_folder",
            (),
            N_("Make a folder at the top"),
            "",
            "new_top_folder",
            N_("Makes a folder that is in no other."),
            letter="h",
        ),
        files.SAVE_AS,
        Command(
            "documents.delete",
            ("ctrl+d",),
            N_("Delete"),
            "",
            "delete",
            N_("Puts the document, or the folder with all in it, into the trash."),
            letter="x",
        ),
    )

    def explanation(self) -> str:
        """For F1."""
        return _(
            "At the left the folders, at the right what is in one; Right and Left go between. Enter shows "
            "what is in a document. F7 takes a file of this computer into the folder, F8 saves one here."
        )

    def bar(self) -> list[tuple[str, str]]:
        """Enter goes on: that is the key to print."""
        keys = super().bar()
        return [*keys[:2], (key_name("enter"), pgettext("bar", "Open")), *keys[2:]]

    def why_not(self, command_id: str) -> str:
        """What is under the hand, whose folder it is, and where one sits."""
        branch, entry = self.branch, self.entry
        line = branch.folder.line if branch is not None else ""
        of_document = (files.ATTACH.id, files.SAVE_AS.id)
        if command_id in of_document and (self.is_in_tree or entry is None):
            return _("No document is under the hand.")
        if command_id in (files.CARD.id, "documents.delete", files.ADD.id) and branch is None:
            return _("There is no folder yet. Ins makes one.")
        if command_id in (files.CARD.id, "documents.delete") and not self.is_in_tree and entry is None:
            return _("No document is under the hand.")
        if command_id in (files.ADD.id, files.SAVE_AS.id) and (words := files.why_not_near(self)):
            return words
        if command_id in (files.ATTACH.id, files.ADD.id, "documents.folder", "documents.delete"):
            return files.why_not_written(self, line)
        if command_id == "documents.top_folder":
            return files.why_not_written(self, "")
        return super().why_not(command_id)

    def action_find(self) -> None:
        """F3."""
        from bsc_tui.screens.document_list import DocumentList  # late: when one looks for something

        self.open(DocumentList("document"))

    def action_card(self) -> None:
        """F2: of the folder or of the document."""
        from bsc_tui.screens.entity_form import EntityForm  # late: seldom needed

        branch, entry = self.branch, self.entry
        if self.is_in_tree and branch is not None:
            self.open(EntityForm("folder", branch.folder.id))
        elif entry is not None:
            self.open(EntityForm("document", entry.id))

    async def action_add_file(self) -> None:
        """F7."""
        branch = self.branch
        assert branch is not None
        stored = await files.add_file(self, branch.folder.id, branch.folder.name)
        if stored is not None:
            await self.load(branch.folder.id, stored.document)
            self.rows.focus()
            self.say(_("Stored as version %(number)s.") % {"number": stored.edition})

    async def action_new_folder(self) -> None:
        """Ins: in the folder under the hand, the first one at the top."""
        branch = self.branch
        await self._make_folder(branch.folder if branch is not None else None)

    async def action_new_top_folder(self) -> None:
        """In no other."""
        await self._make_folder(None)

    async def _make_folder(self, parent: Entry | None) -> None:
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        office = self.office
        question = (
            _("A new folder in “%(folder)s”: its name?") % {"folder": parent.name}
            if parent
            else _("A new folder at the top: its name?")
        )
        name = await self.answer(AskText(question))
        if name:
            made = await office.run(
                documents.make_folder, office.records, parent.id if parent else None, name
            )
            self.folders.focus()
            await self.load(made)

    async def action_attach(self) -> None:
        """F4."""
        assert self.entry is not None
        await files.attach_to_record(self, self.entry.id)

    async def action_save_as(self) -> None:
        """F8."""
        assert self.entry is not None
        await files.save_as(self, self.entry.id, self.entry.name)

    async def action_delete(self) -> None:
        """Ctrl+D: the document, or the folder with all in it."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        branch, office = self.branch, self.office
        entry = branch.folder if self.is_in_tree and branch is not None else self.entry
        if entry is None:
            return
        question = _("Delete “%(title)s”?") % {"title": entry.name}
        if entry.is_folder:
            question = _("Delete the folder “%(title)s” with all in it?") % {"title": entry.name}
        if await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
            gone = await office.run(documents.delete, office.records, entry)
            words = ngettext("%(count)s document deleted.", "%(count)s documents deleted.", gone)
            self.say(words % {"count": gone} + " " + _("Undo brings it back."))
            await self.load()
