"""The facts of pictures and PDF files, from their heads: no picture is ever unpacked."""

from __future__ import annotations

import re

from bsc_tui.i18n import _
from bsc_tui.operations.document_files import Content
from bsc_tui.operations.previews.bounds import Patience, Preview, Unreadable
from bsc_tui.operations.previews.texts import head_of

_HEAD = 512 * 1024
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PDF_COUNT = re.compile(rb"/Count (\d{1,7})\b")
_PNG_COLOURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def look_at_picture(content: Content, patience: Patience) -> Preview:
    """Its format, its width and height, and how many bits a point has."""
    head = head_of(content, _HEAD)
    for form, facts in (
        ("PNG", _png),
        ("JPEG", _jpeg),
        ("GIF", _gif),
        ("BMP", _bmp),
        ("WebP", _webp),
        ("TIFF", _tiff),
    ):
        found = facts(head)
        if found is not None:
            width, height, bits = found
            told = [(_("Format"), form), (_("Points"), f"{width} x {height}")]
            if bits:
                told.append((_("Bits a point"), str(bits)))
            return Preview(tuple(told), note=_("Of a picture only its facts are shown here; F8 saves it."))
    raise Unreadable(_("Nothing is known of a picture of this kind."))


def _number(piece: bytes, big: bool = True) -> int:
    return int.from_bytes(piece, "big" if big else "little")


def _png(head: bytes) -> tuple[int, int, int] | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or len(head) < 26:
        return None
    return _number(head[16:20]), _number(head[20:24]), head[24] * _PNG_COLOURS.get(head[25], 1)


def _jpeg(head: bytes) -> tuple[int, int, int] | None:
    if not head.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = _number(head[at + 5 : at + 7]), _number(head[at + 7 : at + 9])
            return width, height, head[at + 4] * head[at + 9]
        at += 2 + max(_number(head[at + 2 : at + 4]), 2) if marker != 0xFF else 1
    return None


def _gif(head: bytes) -> tuple[int, int, int] | None:
    if head[:6] not in (b"GIF87a", b"GIF89a") or len(head) < 11:
        return None
    return _number(head[6:8], False), _number(head[8:10], False), (head[10] & 7) + 1


def _bmp(head: bytes) -> tuple[int, int, int] | None:
    if not head.startswith(b"BM") or len(head) < 30:
        return None
    width, height = (int.from_bytes(head[at : at + 4], "little", signed=True) for at in (18, 22))
    return abs(width), abs(height), _number(head[28:30], False)


def _webp(head: bytes) -> tuple[int, int, int] | None:
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    form = head[12:16]
    if form == b"VP8X":
        return _number(head[24:27], False) + 1, _number(head[27:30], False) + 1, 0
    if form == b"VP8L":
        bits = _number(head[21:25], False)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 0
    return _number(head[26:28], False) & 0x3FFF, _number(head[28:30], False) & 0x3FFF, 0


def _tiff(head: bytes) -> tuple[int, int, int] | None:
    if head[:4] not in (b"II*\x00", b"MM\x00*"):
        return None
    big = head[:2] == b"MM"
    start = _number(head[4:8], big)
    known: dict[int, int] = {}
    for number in range(min(_number(head[start : start + 2], big), 200)):
        entry = head[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) < 12:
            break
        short = _number(entry[2:4], big) == 3
        known[_number(entry[:2], big)] = _number(entry[8:10] if short else entry[8:12], big)
    return (known[256], known[257], 0) if 256 in known and 257 in known else None


def look_at_pdf(content: Content, patience: Patience) -> Preview:
    """Its version, and how many pages it names."""
    head = head_of(content, _HEAD)
    if not head.startswith(b"%PDF-"):
        raise Unreadable(_("The file is damaged, or it is not what its name says."))
    tail = content.read(max(content.size - 100_000, 0), 100_000)
    pages = max((int(count) for count in _PDF_COUNT.findall(head + tail)), default=0)
    version = head[5:8].decode("ascii", "replace")
    facts = [(_("Format"), f"PDF {version}")]
    facts += [(_("Pages"), str(pages))] if pages else []
    return Preview(tuple(facts), note=_("Of a PDF only its facts are shown here; F8 saves it."))
