"""Texts and tables of text, whatever their encoding and separator."""

from __future__ import annotations

import codecs
import csv
from itertools import islice

from bsc_tui.i18n import _
from bsc_tui.operations.document_files import Content
from bsc_tui.operations.previews.bounds import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_TEXT,
    Part,
    Patience,
    Preview,
    Unreadable,
    shortened,
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SEPARATORS = {";": ";", ",": ",", "\t": "Tab", "|": "|"}


def head_of(content: Content, most: int = MOST_TEXT) -> bytes:
    """The first bytes."""
    found = bytearray()
    for piece in content.pieces():
        found += piece
        if len(found) >= most:
            break
    return bytes(found[:most])


def decoded(head: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Unreadable for what is no text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace"), encoding.upper()
    if b"\x00" in head:
        halves = head[::2].count(0), head[1::2].count(0)
        if max(halves) < len(head) // 8:
            raise Unreadable(_("This is not a text."))
        encoding = "utf-16-be" if halves[0] > halves[1] else "utf-16-le"
        return head.decode(encoding, "replace"), encoding.upper()
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head), "UTF-8"
    except UnicodeDecodeError:
        high = sum(byte >= 0xC0 for byte in head)
        encoding = "cp1251" if high * 4 > len(head) else "cp1252"
        return head.decode(encoding, "replace"), encoding


def look_at_text(content: Content, patience: Patience) -> Preview:
    """The lines."""
    text, encoding = decoded(head_of(content))
    lines = text.splitlines()
    shown = tuple((shortened(line.expandtabs(4)),) for line in lines[:MOST_LINES])
    more = len(lines) > MOST_LINES or content.size > MOST_TEXT
    return Preview(((_("Encoding"), encoding),), (Part("", shown, more=more),))


def look_at_table(content: Content, patience: Patience) -> Preview:
    """The rows of a table written as text."""
    text, encoding = decoded(head_of(content))
    lines = text.splitlines()
    separator = _separator(lines[:50])
    try:
        rows = [
            tuple(shortened(cell) for cell in row[:MOST_COLUMNS])
            for row in islice(csv.reader(lines, delimiter=separator), MOST_LINES)
        ]
    except csv.Error:
        return look_at_text(content, patience)
    more = len(rows) >= MOST_LINES or content.size > MOST_TEXT
    facts = ((_("Encoding"), encoding), (_("Separator"), SEPARATORS[separator]))
    return Preview(facts, (Part("", tuple(rows), is_table=True, more=more),))


def _separator(lines: list[str]) -> str:
    """The sign that parts most lines into as many cells."""

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if line.strip()]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)

    return max(SEPARATORS, key=evenness)
