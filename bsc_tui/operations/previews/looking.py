"""Looking into a document: by its name one knows how, and whatever is wrong with it becomes a sentence."""

from __future__ import annotations

import struct
import zipfile
import zlib
from xml.sax import SAXException

from bsc_tui.errors import Missing
from bsc_tui.i18n import _
from bsc_tui.operations.document_files import Content, content_of
from bsc_tui.operations.previews import office, pictures, texts
from bsc_tui.operations.previews.bounds import Look, Patience, Preview, Unreadable
from bsc_tui.records.records import Records

_LOOKS: dict[str, Look] = {
    **dict.fromkeys(("csv", "tsv"), texts.look_at_table),
    **dict.fromkeys(
        ("txt", "md", "log", "json", "xml", "ini", "toml", "yaml", "yml", "ics", "vcf", "eml", "svg"),
        texts.look_at_text,
    ),
    **dict.fromkeys(("xlsx", "xlsm"), office.look_at_workbook),
    "docx": office.look_at_letter,
    "pdf": pictures.look_at_pdf,
    "zip": office.look_at_archive,
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"), pictures.look_at_picture),
}


def preview(records: Records, document: int, number: int | None = None) -> Preview:
    """What is in a document, or in one of its versions. Raises Missing when there is none."""
    kept = records.get("document", document)
    return look_into(kept.values["name"], content_of(records, document, number))


def look_into(name: str, content: Content) -> Preview:
    """What is in a file of that name; a sentence where nothing can be shown."""
    look = _LOOKS.get(name.rpartition(".")[2].lower(), texts.look_at_text if not _ending(name) else None)
    if look is None:
        return Preview(note=_("Nothing of this kind of file can be shown here; download it."))
    try:
        return look(content, Patience())
    except (Unreadable, Missing) as problem:
        return Preview(note=str(problem))
    except _HARMS:
        return Preview(note=_("The file is damaged, or it is not what its name says."))


def _ending(name: str) -> bool:
    return "." in name


_HARMS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    SAXException,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What a damaged or hostile file makes its readers raise."""
