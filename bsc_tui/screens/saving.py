"""Saving what a place shows as a workbook: under which name, over what is there only when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from bsc_tui.errors import Conflict
from bsc_tui.exports.files import Written, safe_file_name
from bsc_tui.i18n import Translator, _, active
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of


class Writer(Protocol):
    """Writes a file."""

    def __call__(self, path: Path, translator: Translator, *, overwrite: bool) -> Written:
        """Raises Conflict where something is there and `overwrite` is not said."""


async def save_workbook(place: Place, title: str, write: Writer) -> Path | None:
    """Ask for a file and write it; where it was saved. Raises what writing raises."""
    from bsc_tui.screens.parts.dialogs import AskText, Confirm  # late: seldom needed

    office = office_of(place)
    folder = office.config.data_folder / "exports"
    answer = await place.answer(
        AskText(
            _("Save as"),
            value=str(folder / safe_file_name(title, ".xlsx")),
            detail=_("A spreadsheet, ready to be printed on A4."),
            limit=400,
        )
    )
    if not answer:
        return None
    path = Path(answer).expanduser()
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(f"{path.name}.xlsx")

    def written(overwrite: bool) -> Written:
        if path.parent == folder:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return write(path, active(), overwrite=overwrite)

    try:
        await office.run_search(written, False)
    except Conflict as exists:
        if not await place.answer(Confirm(f"{exists.title} {exists.sentence}", _("Write over it?"))):
            return None
        await office.run_search(written, True)
    place.say(_("Saved: %(file)s") % {"file": path})
    return path
