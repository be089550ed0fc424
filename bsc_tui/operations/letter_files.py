"""Where templates of letters come from: a file of this computer, or a document that is kept here."""

from __future__ import annotations

from pathlib import Path

from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.operations import document_files, local_files
from bsc_tui.records.records import Records

LARGEST = 5_000_000
"""Bytes of a template; `exports.letter_rules` refuses more."""


def of_computer(records: Records, path: Path, *, inbox: Path | None = None) -> tuple[str, bytes]:
    """The name (without its ending) and content of a file; from afar only one of the inbox.

    Raises Unusable, Conflict, Refused.
    """
    return path.stem, local_files.read_file(records, path, LARGEST, inbox=inbox)


def of_document(records: Records, document: int) -> tuple[str, bytes]:
    """The name and content of a document. Raises Missing, Conflict."""
    name = str(records.get("document", document).values["name"])
    content = document_files.content_of(records, document)
    if content.size > LARGEST:
        raise Conflict(_("The file is too large for a letter."))
    return Path(name).stem, b"".join(content.pieces())
