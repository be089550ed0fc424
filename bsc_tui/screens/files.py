"""What every place that shows documents can do with one: add a file, save one as a file, attach, delete.

Each is a conversation of dialogs and one call of an operation; the place tells what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.files import Written
from bsc_tui.i18n import N_, NP_, _
from bsc_tui.operations import attachments, document_files, documents, local_files
from bsc_tui.operations.document_files import Stored
from bsc_tui.records.access import why
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.afar import ask_for_sent_file, is_afar, tell_how_to_fetch
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.pick_list import Picked

ADD = Command(
    "files.add",
    ("f7", "ctrl+n"),
    N_("Add a file"),
    NP_("bar", "Add file"),
    "add_file",
    N_("Takes a file of this computer among the documents."),
    bar=30,
)
SAVE_AS = Command(
    "files.save",
    ("f8",),
    N_("Save as a file"),
    NP_("bar", "Save as"),
    "save_as",
    N_("Saves the document as a file of this computer."),
    bar=40,
)
ATTACH = Command(
    "files.attach",
    ("f4",),
    N_("Attach to a record"),
    NP_("bar", "Attach"),
    "attach",
    N_("Lets the document belong to a person, an enterprise, a seminar, …"),
    bar=50,
)
CARD = Command(
    "files.card",
    ("f2",),
    N_("The card"),
    NP_("bar", "Card"),
    "card",
    N_("Name, folder, category, notes, what it belongs to, what happened to it."),
    bar=60,
)


def why_not_near(place: Place) -> str:
    """Why files can't be used: those of this computer, or those one sends from another."""
    return "" if is_afar(place) else local_files.why_not(office_of(place).actor)


def own_folder(folder: str) -> Path | None:
    """A folder that the server gave this session."""
    return Path(folder) if folder else None


def why_not_written(place: Place, line: str) -> str:
    """Why nothing can be put into a folder that this line keeps ('' = none)."""
    right = f"line:{line}" if line else "documents"
    return "" if office_of(place).actor.has(right) else why(right)


async def add_file(place: Place, folder: int, where: str) -> Stored | None:
    """Ask for a file and store it in the folder; what it became."""
    path = await ask_for_file(place, _("Which file goes into “%(folder)s”?") % {"folder": where})
    return await store(place, folder, path) if path is not None else None


async def ask_for_file(place: Place, question: str) -> Path | None:
    """A file of this computer, or of those that were sent from another."""
    if is_afar(place):
        return await ask_for_sent_file(place, question)
    from bsc_tui.screens.parts.path_dialog import AskPath  # late: seldom needed

    text = await place.answer(AskPath(question, local_files.candidates, value="~/"))
    return local_files.as_path(text) if text else None


async def store(place: Place, folder: int, path: Path) -> Stored | None:
    """Store the file; where its name is taken the person says what shall be."""
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: as above

    office = office_of(place)
    name = harmless_name(path.name)
    taken = await office.run(document_files.document_named, office.records, folder, name)
    if taken is not None:
        question = _("“%(name)s” is here already. What is this file?") % {"name": name}
        options = [
            Option("version", _("Its next version"), "v"),
            Option("cancel", _("Nothing: leave it"), "n"),
        ]
        if await place.answer(Choose(question, options)) != "version":
            return None
    return await place.ask(
        local_files.store_file,
        office.records,
        folder,
        path,
        edition_of=taken is not None,
        inbox=own_folder(office.config.inbox),
    )


async def save_as(place: Place, document: int, name: str, number: int | None = None) -> None:
    """Ask where to, and save."""
    office = office_of(place)
    if is_afar(place):
        await _leave_to_be_fetched(place, document, name, number)
        return

    def save(path: Path, overwrite: bool) -> Path:
        return local_files.save_file(office.records, document, path, number=number, overwrite=overwrite)

    await _save(place, name, save)


async def save_bytes_as(place: Place, name: str, content: Callable[[], bytes]) -> None:
    """Ask where to, and save what is no document."""
    office = office_of(place)
    if is_afar(place):
        await _leave(place, name, lambda: [content()])
        return

    def save(path: Path, overwrite: bool) -> Path:
        return local_files.write_file(office.records, content(), path, overwrite=overwrite)

    await _save(place, name, save)


async def _save(place: Place, name: str, save: Callable[[Path, bool], Path]) -> None:
    from bsc_tui.screens.parts.dialogs import Confirm  # late: as above
    from bsc_tui.screens.parts.path_dialog import AskPath  # late: as above

    question = _("Save “%(name)s” as which file?") % {"name": name}
    text = await place.answer(
        AskPath(question, local_files.candidates, value=f"~/{harmless_name(name)}", saves=True)
    )
    if not text:
        return
    path = local_files.as_path(text)
    overwrite = local_files.is_there(path)
    if overwrite and not await place.answer(
        Confirm(_("“%(name)s” exists already. Replace it?") % {"name": path.name})
    ):
        return
    saved = await place.ask(save, path, overwrite)
    if saved is not None:
        place.say(_("Saved as %(path)s.") % {"path": saved})


async def ask_for_document(place: Place, question: str) -> int | None:
    """A document that is kept here."""
    from bsc_tui.screens.parts.pickers import value_picker  # late: as above

    kind = fields_of(ENTITIES["attachment"])["document"].kind
    picked = await place.answer(await value_picker(office_of(place), kind, question, may_add=False))
    return int(str(picked.row.id)) if isinstance(picked, Picked) else None


async def _leave_to_be_fetched(place: Place, document: int, name: str, number: int | None) -> None:
    """A document is fetched from where it is; an earlier version from the account's saved files."""
    office = office_of(place)
    if number is None:
        path = await office.run(documents.path_of_document, office.records, document)
        await tell_how_to_fetch(place, "/documents/" + "/".join(path))
        return

    def pieces() -> Iterable[bytes]:
        return document_files.content_of(office.records, document, number).pieces()

    await _leave(place, name, pieces)


async def _leave(place: Place, name: str, pieces: Callable[[], Iterable[bytes]]) -> None:
    """What does not lie among the documents is fetched from the account's saved files."""
    from bsc_tui.operations.exported import make_file  # late: only from afar

    office = office_of(place)
    title, _dot, ending = name.rpartition(".")

    def write(file: BinaryIO) -> Written:
        file.writelines(pieces())
        return Written(None, 1)

    landed = await place.ask(make_file, office.records, office.config, title, ending, write)
    if landed is not None:
        await tell_how_to_fetch(place, f"/exports/{landed.name}")


async def attach_to_record(place: Place, document: int) -> bool:
    """Ask for a record and attach the document; whether it was."""
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: as above
    from bsc_tui.screens.parts.pickers import value_picker  # late: as above

    office = office_of(place)
    searchable = [code for code in BELONGS_TO if ENTITIES[code].search.paths()]
    options = [Option(code, told(ENTITIES[code].name).capitalize()) for code in searchable]
    code = await place.answer(Choose(_("To what does it belong?"), options))
    if code is None:
        return False
    kind = fields_of(ENTITIES["attachment"])[code].kind
    picked = await place.answer(await value_picker(office, kind, told(ENTITIES[code].name), may_add=False))
    if not isinstance(picked, Picked):
        return False
    await office.run(attachments.attach, office.records, code, int(str(picked.row.id)), document)
    place.say(_("Attached to %(title)s.") % {"title": " ".join(picked.row.cells[:2]).strip()})
    return True
