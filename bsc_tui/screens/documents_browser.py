"""Looking through documents: the folders, the documents of one, a glance at the document under the hand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.timer import Timer
from textual.widget import Widget

from bsc_tui.entities.kinds import Choice
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _, active, pgettext
from bsc_tui.operations import documents
from bsc_tui.operations.documents import Branch, Entry
from bsc_tui.operations.previews.bounds import Preview
from bsc_tui.operations.previews.looking import preview
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.document_glance import glance_lines
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

GLANCE_FROM = 110
"""Columns from which there is room for a glance at the document under the hand."""
GLANCE_PAUSE = 0.2


class DocumentsBrowser(Place):
    """Folders at the left, their documents at the right, and where there is room what is in one."""

    def __init__(self) -> None:
        super().__init__()
        self._branches: dict[int, Branch] = {}
        self._entries: dict[int, Entry] = {}
        self._asked = 0
        self._glance: Preview | None = None
        self._pause: Timer | None = None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab and folders."""
        names: list[str] = []
        branch = self.branch
        while branch is not None:
            names.insert(0, branch.folder.name)
            branch = self._branches.get(branch.folder.parent or 0)
        return (pgettext("tab", "Documents"), *names)

    def compose_body(self) -> Iterable[Widget]:
        """Three columns, the last one where there is room."""
        with Horizontal(id="documents"):
            yield RowList(id="folders")
            yield RowList(id="rows")
            with Vertical(id="glance"):
                yield FrameLine(self._glance_title, id="glance-title")
                yield RowList(header=False, id="glance-rows")

    @property
    def folders(self) -> RowList:
        """The tree."""
        return self.query_one("#folders", RowList)

    @property
    def rows(self) -> RowList:
        """The documents of the folder."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """The hand begins at the folders."""
        self.query_one("#glance-rows", RowList).can_focus = False
        self._head()
        self.folders.focus()
        self.reload()

    def on_resize(self, event: Resize) -> None:
        """A glance takes room that narrow terminals have not."""
        super().on_resize(event)
        self.query_one("#glance").display = event.size.width >= GLANCE_FROM
        self._look_soon()

    def on_screen_resume(self) -> None:
        """Something may have changed in a place on top."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self.reload()

    def _head(self) -> None:
        self.folders.set_headings(
            (Heading("name", _("Folder"), 16, flexible=True), Heading("count", "", 4, right=True))
        )
        self.folders.set_empty(_("There is no folder yet. Ins makes one."))
        self.rows.set_headings(
            (
                Heading("name", _("Document"), 18, flexible=True),
                Heading("size", _("Size"), 9, right=True),
                Heading("at", _("Date"), 10),
                Heading("author", _("Put here by"), 16, priority=2),
            )
        )

    def reload(self) -> None:
        """Read the tree anew."""
        self.work(self.load, group="load", exclusive=True)

    async def load(self, folder: int | None = None, document: int | None = None) -> None:
        """Read the tree, and lay the hand on these."""
        office = self.office
        tree = await office.run_search(documents.tree, office.finder)
        if self.has_been_left:
            return
        self._branches = {branch.folder.id: branch for branch in tree}
        self.folders.show((_folder_row(branch) for branch in tree), cursor=folder)
        await self._load_documents(document)

    async def _load_documents(self, document: int | None = None) -> None:
        self._asked += 1
        number, branch, office = self._asked, self.branch, self.office
        found: list[Entry] = []
        if branch is not None:
            found = await office.run_search(documents.documents_in, office.finder, branch.folder.id)
        if number != self._asked or self.has_been_left:
            return
        self._entries = {entry.id: entry for entry in found}
        zone = office.config.zone
        self.rows.set_empty(_("Nothing is in this folder yet. F7 adds a file."))
        self.rows.show(
            (
                ListRow(
                    one.id,
                    (
                        one.name,
                        size_told(one.size),
                        active().moment(one.changed_at, zone)[:10] if one.changed_at else "",
                        one.author,
                    ),
                    ("", "dim", "dim", "dim"),
                )
                for one in found
            ),
            cursor=document,
        )
        self.refresh_path()
        self._tell_of_folder()
        self.refresh_keys()
        self._look_soon()

    def _tell_of_folder(self) -> None:
        branch = self.branch
        if branch is None:
            self.set_state("")
            return
        words = [_("confidential")] if branch.folder.sealed else []
        words += [branch.folder.line] if branch.folder.line else []
        self.set_state(" · ".join(words), "warn" if branch.folder.sealed else "dim")

    @property
    def branch(self) -> Branch | None:
        """The folder under the hand."""
        row = self.folders.row if self.is_mounted else None
        return self._branches.get(int(str(row.id))) if row is not None else None

    @property
    def entry(self) -> Entry | None:
        """The document under the hand."""
        row = self.rows.row if self.is_mounted else None
        return self._entries.get(int(str(row.id))) if row is not None else None

    @property
    def is_in_tree(self) -> bool:
        """Whether the hand is among the folders."""
        return self.focused is self.folders

    # -- a glance --------------------------------------------------------------------------
    def _look_soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = None
        if self.query_one("#glance").display:
            self._pause = self.set_timer(GLANCE_PAUSE, partial(self.work, self._look, group="glance"))

    async def _look(self) -> None:
        entry, office = self.entry, self.office
        self._pause = None
        self._glance = None
        if entry is not None:
            self._glance = await office.run_search(preview, office.finder, entry.id)
        if self.has_been_left or entry is not self.entry:
            return
        rows = self.query_one("#glance-rows", RowList)
        lines = glance_lines(self._glance, max(rows.size.width - 2, 10)) if self._glance else []
        rows.set_empty("")
        rows.show(
            ListRow(place, (text,), (tone,), wide=True, still=True)
            for place, (text, tone) in enumerate(lines)
        )
        self.query_one("#glance-title", FrameLine).renew()

    def _glance_title(self, width: int) -> list[Span]:
        entry = self.entry
        if entry is None:
            return []
        kind = fields_of(ENTITIES["document"])["kind"].kind
        assert isinstance(kind, Choice)
        return [(f" {kind.options[entry.kind]} ", "title"), ("─" * width, "line")]

    # -- moving ----------------------------------------------------------------------------
    @on(RowList.Highlighted, "#folders")
    def folder_highlighted(self) -> None:
        """Its documents show."""
        if self.is_ready:
            self.work(self._load_documents, group="documents")

    @on(RowList.Highlighted, "#rows")
    def document_highlighted(self) -> None:
        """Which keys work depends on it."""
        self.refresh_keys()
        self._look_soon()

    @on(RowList.Chosen, "#folders")
    def folder_chosen(self) -> None:
        """On to its documents."""
        self.rows.focus()

    @on(RowList.Chosen, "#rows")
    def document_chosen(self, event: RowList.Chosen) -> None:
        """What is in it."""
        from bsc_tui.screens.document_view import DocumentView  # late: with the first document

        self.open(DocumentView(int(str(event.row.id))))

    def on_key(self, event: Key) -> None:
        """Left and Right go between folders and documents."""
        if event.key == "right" and self.is_in_tree:
            event.stop()
            self.rows.focus()
        elif event.key == "left" and self.focused is self.rows:
            event.stop()
            self.folders.focus()
        else:
            super().on_key(event)


def _folder_row(branch: Branch) -> ListRow:
    name = branch.folder.name
    tone = "warn" if branch.folder.sealed else ""
    return ListRow(
        branch.folder.id,
        (name, str(branch.documents) if branch.documents else ""),
        (tone, "dim"),
        indent=branch.depth,
    )
