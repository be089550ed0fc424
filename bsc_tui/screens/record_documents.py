"""The documents of one record: read one, attach one that is here or a file of this computer, detach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active
from bsc_tui.operations import attachments
from bsc_tui.operations.attachments import Attached
from bsc_tui.records.access import why
from bsc_tui.records.records import Records
from bsc_tui.screens import files
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.whole_list import WholeList

OF_RECORD = Command(
    "form.documents",
    ("f12",),
    N_("Documents of this record"),
    NP_("bar", "Docs"),
    "documents",
    N_("Shows the documents that belong to the record; there one attaches another."),
    bar=65,
    letter="g",
)
"""What forms and workspaces offer; `open_documents` does it."""


def why_no_documents(entity: str, record_id: int | None) -> str:
    """Why a record has no documents; '' where it may have some."""
    if not attachments.can_have(entity):
        return _("Documents are not attached to this.")
    return _("It is not saved yet.") if record_id is None else ""


def with_count(bar: list[tuple[str, str]], count: str) -> list[tuple[str, str]]:
    """The key bar with the number of documents behind their word."""
    word = told(OF_RECORD.short)
    return [
        (key, f"{word} {count}") if text == word and count not in ("", "0") else (key, text)
        for key, text in bar
    ]


def open_documents(place: Place, entity: str, record_id: int, title: str) -> None:
    """The documents of a record, on top of its form."""
    place.open(RecordDocuments(entity, record_id, place.crumbs(), title))


class RecordDocuments(WholeList[Attached]):
    """A list, the newest first."""

    ENTER = "attached.open"
    OF_ROW = frozenset({"attached.open", "attached.detach", files.SAVE_AS.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("attached.open", ("f2",), N_("Open"), "", "open_row", N_("Shows what is in the document.")),
        Command(
            "attached.attach",
            ("f4",),
            N_("Attach a document"),
            NP_("bar", "Attach"),
            "attach",
            N_("Chooses among the documents that are kept here."),
            bar=25,
        ),
        files.ADD,
        files.SAVE_AS,
        Command(
            "attached.detach",
            ("ctrl+d", "delete"),
            N_("Detach"),
            NP_("bar", "Detach"),
            "detach",
            N_("The document does not belong to this record any more; it stays in its folder."),
            bar=60,
            letter="x",
        ),
    )

    def __init__(self, entity: str, record_id: int, path: tuple[str, ...], title: str) -> None:
        super().__init__()
        self._entity = entity
        self._record_id = record_id
        self._path = path
        self._title = title

    def crumbs(self) -> tuple[str, ...]:
        """The record's path, and this."""
        return (*self._path, _("Documents"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The documents that belong to this record. F4 attaches one that is kept here, F7 takes a file of "
            "this computer: it goes to the folder of the line, and is attached."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("name", _("Document"), 24, flexible=True),
            Heading("folder", _("Folder"), 14, flexible=True),
            Heading("size", _("Size"), 10, right=True),
            Heading("at", _("Put here on"), 16, priority=1),
            Heading("author", _("Put here by"), 16, priority=2),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("No document is attached yet. F7 takes a file, F4 one that is kept here.")

    def read(self, records: Records) -> list[Attached]:
        """What is attached."""
        return attachments.attached_to(records, self._entity, self._record_id)

    def show(self, found: list[Attached]) -> None:
        """And how many there are."""
        super().show(found)
        self.set_state(str(len(found)), "dim")

    def row_for(self, one: Attached) -> ListRow:
        """Its name, where it lies, since when."""
        at = active().moment(one.changed_at, self.office.config.zone) if one.changed_at else ""
        cells = (one.name, one.folder, size_told(one.size), at, one.author)
        return ListRow(one.id, cells, ("", "dim", "dim", "dim", "dim"))

    def why_not(self, command_id: str) -> str:
        """Changes need the right, files that one sits at this computer."""
        if command_id in (files.ADD.id, files.SAVE_AS.id) and (words := files.why_not_near(self)):
            return words
        actor = self.office.actor
        if command_id in (files.ADD.id, "attached.attach", "attached.detach") and not actor.has("documents"):
            return why("documents")
        return super().why_not(command_id)

    def action_open_row(self) -> None:
        """What is in it."""
        from bsc_tui.screens.document_view import DocumentView  # late: with the first document

        assert self.one is not None
        self.open(DocumentView(self.one.document))

    async def action_attach(self) -> None:
        """F4."""
        title = _("Which document belongs to “%(title)s”?") % {"title": self._title}
        document = await files.ask_for_document(self, title)
        if document is not None:
            await self._attach_one(document)

    async def action_add_file(self) -> None:
        """F7: into the folder for such records, and attached."""
        office = self.office
        words = {"title": self._title, "kind": told(ENTITIES[self._entity].name)}
        path = await files.ask_for_file(self, _("Which file belongs to %(kind)s “%(title)s”?") % words)
        if path is None:
            return
        folder = await office.run(
            attachments.folder_for_record, office.records, self._entity, self._record_id
        )
        stored = await files.store(self, folder, path)
        if stored is None:
            return
        if any(one.document == stored.document for one in self.found or ()):
            await self.load()
            self.say(_("Stored as version %(number)s.") % {"number": stored.edition})
        else:
            await self._attach_one(stored.document)

    async def _attach_one(self, document: int) -> None:
        office = self.office
        made = await office.run(attachments.attach, office.records, self._entity, self._record_id, document)
        await self.load()
        self.rows.go_to(made)
        self.say(_("“%(name)s” is attached.") % {"name": self.one.name if self.one else ""})

    async def action_save_as(self) -> None:
        """F8."""
        assert self.one is not None
        await files.save_as(self, self.one.document, self.one.name)

    async def action_detach(self) -> None:
        """Ctrl+D."""
        attached, office = self.one, self.office
        assert attached is not None
        await office.run(attachments.detach, office.records, attached.id)
        await self.load()
        words = _("“%(name)s” is detached; it stays in its folder. Undo brings it back.")
        self.say(words % {"name": attached.name})
