"""The documents of one record: read one, attach one that is here or a file of this computer, detach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import attachments
from bsc_tui.operations.attachments import Attached
from bsc_tui.records.access import why
from bsc_tui.screens import files
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

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


class RecordDocuments(Place):
    """A list, the newest first."""

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
        self._attached: dict[int, Attached] = {}

    def crumbs(self) -> tuple[str, ...]:
        """The record's path, and this."""
        return (*self._path, _("Documents"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The documents that belong to this record. F4 attaches one that is kept here, F7 takes a file of "
            "this computer: it goes to the folder of the line, and is attached."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="rows")

    @property
    def rows(self) -> RowList:
        """The documents."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self.reload()

    def on_screen_resume(self) -> None:
        """Something may have changed on top."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.reload()

    def reload(self) -> None:
        """Read them anew."""
        self.work(self._load, group="load", exclusive=True)

    async def _load(self, attachment: int | None = None) -> None:
        office = self.office
        found = await office.run_search(attachments.attached_to, office.finder, self._entity, self._record_id)
        if self.has_been_left:
            return
        self._attached = {one.id: one for one in found}
        self.rows.set_headings(
            (
                Heading("name", _("Document"), 24, flexible=True),
                Heading("folder", _("Folder"), 14, flexible=True),
                Heading("size", _("Size"), 10, right=True),
                Heading("at", _("Put here on"), 16, priority=1),
                Heading("author", _("Put here by"), 16, priority=2),
            )
        )
        self.rows.set_empty(_("No document is attached yet. F7 takes a file, F4 one that is kept here."))
        zone = office.config.zone
        self.rows.show(
            (
                ListRow(
                    one.id,
                    (
                        one.name,
                        one.folder,
                        size_told(one.size),
                        active().moment(one.changed_at, zone) if one.changed_at else "",
                        one.author,
                    ),
                    ("", "dim", "dim", "dim", "dim"),
                )
                for one in found
            ),
            cursor=attachment,
        )
        self.set_state(str(len(found)), "dim")
        self.refresh_keys()

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        keys = super().bar()
        return [*keys[:2], (key_name("enter"), pgettext("bar", "Open")), *keys[2:]]

    @property
    def attached(self) -> Attached | None:
        """What is under the hand."""
        row = self.rows.row if self.is_mounted else None
        return self._attached.get(int(str(row.id))) if row is not None else None

    def why_not(self, command_id: str) -> str:
        """Something must be under the hand; changes need the right."""
        if command_id in ("attached.open", "attached.detach", files.SAVE_AS.id) and self.attached is None:
            return _("No document is under the hand.")
        if command_id in (files.ADD.id, files.SAVE_AS.id) and (words := files.why_not_near(self)):
            return words
        actor = self.office.actor
        if command_id in (files.ADD.id, "attached.attach", "attached.detach") and not actor.has("documents"):
            return why("documents")
        return super().why_not(command_id)

    @on(RowList.Highlighted)
    def highlighted(self) -> None:
        """Which keys work depends on it."""
        self.refresh_keys()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("attached.open")

    def action_open_row(self) -> None:
        """What is in it."""
        from bsc_tui.screens.document_view import DocumentView  # late: with the first document

        assert self.attached is not None
        self.open(DocumentView(self.attached.document))

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
        if any(one.document == stored.document for one in self._attached.values()):
            await self._load()
            self.say(_("Stored as version %(number)s.") % {"number": stored.edition})
        else:
            await self._attach_one(stored.document)

    async def _attach_one(self, document: int) -> None:
        office = self.office
        made = await office.run(attachments.attach, office.records, self._entity, self._record_id, document)
        await self._load(made)
        attached = self._attached.get(made)
        self.say(_("“%(name)s” is attached.") % {"name": attached.name if attached else ""})

    async def action_save_as(self) -> None:
        """F8."""
        assert self.attached is not None
        await files.save_as(self, self.attached.document, self.attached.name)

    async def action_detach(self) -> None:
        """Ctrl+D."""
        assert self.attached is not None
        attached, office = self.attached, self.office
        await office.run(attachments.detach, office.records, attached.id)
        await self._load()
        words = _("“%(name)s” is detached; it stays in its folder. Undo brings it back.")
        self.say(words % {"name": attached.name})
