"""Kinds of what files have: names that are harmless on every system, and sizes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from bsc_tui.entities.kinds.base import Kind, Reading, visible, whole_number
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import _, active

LONGEST_NAME = 230
"""Bytes of a name; file systems stop at 255, and people add to names."""
FORBIDDEN = '\\/:*?"<>|'
_SEPARATING = re.compile(r'[\\/:*?"<>|\s]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)

FILE_KIND_OF = {
    **dict.fromkeys(
        ["txt", "md", "log", "csv", "tsv", "json", "xml", "ini", "toml", "yaml", "yml", "ics", "vcf", "eml"],
        "text",
    ),
    **dict.fromkeys(["xlsx", "xlsm", "xls", "ods"], "sheet"),
    **dict.fromkeys(["docx", "doc", "odt", "rtf", "pptx", "ppt", "odp"], "letter"),
    "pdf": "pdf",
    **dict.fromkeys(["png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "svg", "heic"], "picture"),
    **dict.fromkeys(["zip", "7z", "rar", "gz", "tar", "tgz", "xz"], "archive"),
}


def harmless_name(text: str, otherwise: str = "") -> str:
    """A name made of what somebody else called a file: in letters of any script, harmless everywhere."""
    spaced = _SEPARATING.sub(" ", unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode()))
    seen = "".join(char for char in spaced if not unicodedata.category(char).startswith("C"))
    name = visible(seen).lstrip(" .-~").rstrip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        room = LONGEST_NAME - len(ending.encode()) - 1
        name = f"{_within(stem, room).rstrip(' .')}.{ending}"
    name = _within(name, LONGEST_NAME)[:200].rstrip(" .")
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    return name or otherwise or _("file")


def _within(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def name_key(name: str) -> str:
    """What two names share that some file system would take for one: the case and the composing aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())[:600]


def file_kind(name: str) -> str:
    """The kind of file that a name's ending says."""
    _stem, dot, ending = name.rpartition(".")
    return FILE_KIND_OF.get(ending.lower(), "other") if dot else "other"


class FileName(Kind):
    """The name of a file or folder."""

    def check(self, value: Any) -> str:
        if problem := super().check(value):
            return problem
        text = str(value or "")
        if found := [sign for sign in FORBIDDEN if sign in text]:
            return _("A name can't contain “%(sign)s”.") % {"sign": found[0]}
        if text.startswith((".", "-", "~")) or text.endswith("."):
            return _("A name does not begin with a dot, a hyphen or ~, nor end with a dot.")
        if len(text.encode()) > LONGEST_NAME:
            return _("The name is too long.")
        if _DEVICE.fullmatch(text):
            return _("“%(name)s” means a device on some computers; choose another name.") % {"name": text}
        return ""


class Size(Kind):
    """A number of bytes, shown in the unit that fits; never typed."""

    cell = Cell.NUMBER
    right = True
    empty = 0

    def clean(self, value: Any) -> int:
        return 0 if value in (None, "") else whole_number(value)

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else size_told(value)

    def check(self, value: Any) -> str:
        return "" if 0 <= value < 2**62 else _("“%(text)s” does not fit here.") % {"text": str(value)[:30]}


def size_told(size: int) -> str:
    """`512 bytes`, `14 KB`, `3.2 MB`."""
    if size < 1_000:
        return _("%(count)s bytes") % {"count": size}
    if size < 1_000_000:
        return _("%(count)s KB") % {"count": max(round(size / 1_000), 1)}
    words = _("%(count)s MB") if size < 1_000_000_000 else _("%(count)s GB")
    tenths = round(size / (100_000 if size < 1_000_000_000 else 100_000_000))
    number = f"{tenths // 10}.{tenths % 10}" if tenths < 1000 and tenths % 10 else str(tenths // 10)
    return words % {"count": number if active().language == "en" else number.replace(".", ",")}
