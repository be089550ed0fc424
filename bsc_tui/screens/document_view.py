"""A document: what is in it as text, its facts, its versions; what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.events import Key, Resize
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import attachments, document_files, documents, local_files
from bsc_tui.operations.previews.bounds import Part, Preview
from bsc_tui.operations.previews.looking import preview
from bsc_tui.records import drafts
from bsc_tui.records.reading import Kept
from bsc_tui.records.records import Records
from bsc_tui.screens import files
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.parts.text_rows import text_rows
from bsc_tui.screens.whole_list import WholeList

FACT_LINES = 3
WIDEST_COLUMN = 28


@dataclass(frozen=True)
class Looked:
    """A document as it is shown."""

    kept: Kept
    line: str
    path: list[str]
    owners: list[str]
    versions: list[document_files.Version]
    preview: Preview


class DocumentView(WholeList[Any]):
    """What is in one document; an earlier version where one was chosen."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        files.CARD,
        files.ATTACH,
        Command("view.part", ("f6",), N_("Next sheet"), NP_("bar", "Next sheet"), "next_part", bar=25),
        Command(
            "view.version",
            ("f7",),
            N_("Store a new version"),
            NP_("bar", "New version"),
            "add_version",
            N_("Takes a file of this computer as the next version; the earlier ones stay."),
            bar=30,
        ),
        files.SAVE_AS,
        Command(
            "view.versions",
            ("f9",),
            N_("Versions"),
            NP_("bar", "Versions"),
            "versions",
            N_("Shows an earlier version, or puts it in force again."),
            bar=70,
        ),
        Command(
            "view.delete",
            ("ctrl+d",),
            N_("Delete"),
            "",
            "delete",
            N_("Puts the document into the trash."),
            letter="x",
        ),
    )

    def __init__(self, document: int) -> None:
        super().__init__()
        self.document = document
        self._number: int | None = None
        self._part = 0
        self._shift = 0

    found: Looked | None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab, folders, name."""
        looked = self.found
        return (pgettext("tab", "Documents"), *((*looked.path, looked.kept.title) if looked else ()))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What is in the file, as text: its beginning only where it is long. Left and Right move a wide "
            "table. F8 saves the whole file on this computer."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts, then the content."""
        for row in range(FACT_LINES):
            yield FrameLine(partial(self._fact_line, row), id=f"fact-{row}")
        yield FrameLine(self._part_line, id="part-line")
        yield from super().compose_body()

    def on_resize(self, event: Resize) -> None:
        """Lines are broken anew."""
        super().on_resize(event)
        self.call_after_refresh(self.show_found)

    def nothing(self) -> str:
        """Where there are no rows."""
        note = self.found.preview.note if self.found is not None else ""
        return note or _("The file is empty.")

    def read(self, records: Records) -> Looked:
        """The version that is looked at."""
        kept = records.get("document", self.document)
        owners = [
            f"{told(ENTITIES[one.entity].name)} {one.title}"
            for one in attachments.owners_of(records, self.document)
        ]
        return Looked(
            kept,
            records.whole.line_code(kept.entity, kept.values),
            documents.path_of(records, kept.values["folder"]),
            owners,
            document_files.versions_of(records, self.document),
            preview(records, self.document, self._number),
        )

    async def load(self) -> None:
        """The first time it is noted that somebody came here."""
        is_first = self.found is None
        await super().load()
        if is_first and self.found is not None:
            office, title = self.office, self.found.kept.title
            await office.run(drafts.visited, office.records, "document", self.document, title)

    def show(self, found: Looked) -> None:
        """A part of it."""
        self._part = min(self._part, max(len(found.preview.parts) - 1, 0))
        self.set_state(_("version %(number)s") % {"number": self._number} if self._number else "", "warn")
        self._show_part()

    def _fact_line(self, row: int, width: int) -> list[Span]:
        looked = self.found
        if looked is None:
            return []
        values = looked.kept.values
        if row == 0:
            pairs = [
                (_("Size"), size_told(values["size"])),
                (_("Version"), str(values["edition"])),
                *looked.preview.facts,
            ]
        elif row == 1:
            at = values["changed_at"]
            pairs = [
                (_("Put here on"), active().moment(at, self.office.config.zone) if at else ""),
                (_("Put here by"), values["author"]),
                (_("Category"), looked.kept.labels.get("category", "")),
            ]
        else:
            pairs = [(_("Belongs to"), " · ".join(looked.owners) or "–")]
        spans: list[Span] = [(" ", "")]
        for label, text in pairs:
            if text:
                spans += [(f"{label} ", "dim"), (f"{text}   ", "")]
        return spans

    @property
    def part(self) -> Part | None:
        """What is shown of the content."""
        parts = self.found.preview.parts if self.found else ()
        return parts[self._part] if parts else None

    def _part_line(self, width: int) -> list[Span]:
        looked = self.found
        if looked is None:
            return []
        spans: list[Span] = [(" ", "")]
        for place, part in enumerate(looked.preview.parts):
            if part.title:
                spans += [(part.title, "title" if place == self._part else "dim"), ("  ", "")]
        if len(spans) == 1:
            spans.append((_("Content") + " ", "title"))
        if self.part is not None and self.part.more:
            spans.append((_("the beginning") + " ", "warn"))
        return [*spans, ("─" * width, "line")]

    def _show_part(self) -> None:
        part, width = self.part, self.size.width
        if part is not None and part.is_table:
            self._show_table(part, max(width - 4, 20))
        else:
            self.rows.set_headings(())
            self.rows.show(text_rows((row[0] for row in part.rows) if part else (), width))

    def _show_table(self, part: Part, width: int) -> None:
        columns = max((len(row) for row in part.rows), default=0)
        self._shift = min(self._shift, max(columns - 1, 0))
        headings: list[Heading] = []
        used = 0
        for column in range(self._shift, columns):
            cells = (row[column] for row in part.rows if column < len(row))
            room = min(max((cell_len(cell) for cell in cells), default=1), WIDEST_COLUMN, width) or 1
            if headings and used + room > width:
                break
            headings.append(Heading(str(column), "", room))
            used += room + 2
        shown = range(self._shift, self._shift + len(headings))
        self.rows.set_headings(headings)
        self.rows.show(
            ListRow(
                place,
                tuple(row[column] if column < len(row) else "" for column in shown),
                ("title",) * len(headings) if place == 0 else (),
                still=True,
            )
            for place, row in enumerate(part.rows)
        )

    def on_key(self, event: Key) -> None:
        """Left and Right move a table."""
        part = self.part
        if event.key in ("left", "right") and part is not None and part.is_table:
            event.stop()
            self._shift = max(self._shift + (1 if event.key == "right" else -1), 0)
            self._show_part()
        else:
            super().on_key(event)

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Changes need the right to the folder, files of this computer that one sits at it."""
        looked = self.found
        if looked is None:
            is_of_content = command_id == files.SAVE_AS.id or command_id.startswith("view.")
            return _("One moment.") if is_of_content else super().why_not(command_id)
        if command_id in ("view.version", files.SAVE_AS.id) and (words := files.why_not_near(self)):
            return words
        if command_id in ("view.version", "view.delete", files.ATTACH.id):
            return files.why_not_written(self, looked.line)
        if command_id == "view.part" and len(looked.preview.parts) < 2:
            return _("There is no other sheet.")
        return super().why_not(command_id)

    def action_card(self) -> None:
        """F2."""
        from bsc_tui.screens.entity_form import EntityForm  # late: seldom needed

        self.open(EntityForm("document", self.document))

    async def action_attach(self) -> None:
        """F4."""
        if await files.attach_to_record(self, self.document):
            self.reload()

    def action_next_part(self) -> None:
        """F6."""
        assert self.found is not None
        self._part = (self._part + 1) % len(self.found.preview.parts)
        self._shift = 0
        self._show_part()
        self.query_one("#part-line", FrameLine).renew()

    async def action_add_version(self) -> None:
        """F7."""
        assert self.found is not None
        kept, office = self.found.kept, self.office
        question = _("Which file is the new version of “%(name)s”?") % {"name": kept.title}
        path = await files.ask_for_file(self, question)
        if path is None:
            return
        stored = await self.ask(
            local_files.store_file,
            office.records,
            kept.values["folder"],
            path,
            document=self.document,
            inbox=files.own_folder(office.config.inbox),
        )
        if stored is not None:
            self._number = None
            self.say(_("Stored as version %(number)s.") % {"number": stored.edition})
            self.reload()

    async def action_save_as(self) -> None:
        """F8."""
        assert self.found is not None
        await files.save_as(self, self.document, self.found.kept.title, self._number)

    async def action_versions(self) -> None:
        """F9: look at another one; the one looked at can be put in force."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        assert self.found is not None
        looked, office = self.found, self.office
        zone = office.config.zone
        options = []
        for one in looked.versions:
            letter = str(one.number) if one.number < 10 else ""
            words = f"{active().moment(one.at, zone)}   {size_told(one.size)}"
            text = words if letter else f"{one.number}  {words}"
            options.append(Option(one.number, text, letter, one.author))
        if self._number is not None and not files.why_not_written(self, looked.line):
            words = _("Put version %(number)s in force") % {"number": self._number}
            options.append(Option(0, words, "p"))
        current = self._number or looked.kept.values["edition"]
        number = await self.answer(Choose(_("Versions"), options, current=current))
        if number is None:
            return
        if number == 0:
            assert self._number is not None
            await office.run(document_files.take_version_back, office.records, self.document, self._number)
            self.say(_("Version %(number)s is in force again.") % {"number": self._number})
            number = None
        self._number = None if number == looked.kept.values["edition"] else number
        self.reload()

    async def action_delete(self) -> None:
        """Ctrl+D."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        assert self.found is not None
        office = self.office
        question = _("Delete “%(title)s”?") % {"title": self.found.kept.title}
        if await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
            await office.run(office.records.trash, "document", self.document)
            self.dismiss(None)
