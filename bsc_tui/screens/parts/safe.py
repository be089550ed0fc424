"""What may reach the terminal: every text from the database passes here before it is painted.

Only the look is changed. Cleaning what is stored is the gate's work, laying out is the caller's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f"  # control characters, ESC among them
    "\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # without width, or turn the line round
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
    "\ud800-\udfff"  # halves of a character: no terminal encoding can take them
)
# Rich counts these sequences as two cells, older terminals draw up to six.
_SHIFTING = "\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff"
_HARMFUL = re.compile(f"[{_UNSEEN}]|([{_SHIFTING}])")
_TYPED_AWAY = re.compile(f"(?!\n)[{_UNSEEN}]")
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\x85]")

LINE_END_SIGN = "¶"
UNSEEN_SIGN = "�"
SHIFTING_SIGN = "□"


def _sign_for(match: re.Match[str]) -> str:
    character = match.group()
    if character in "\n\r\x85\u2028\u2029":
        return LINE_END_SIGN
    if character == "\t":
        return " "
    return SHIFTING_SIGN if match[1] else UNSEEN_SIGN


def same_length(text: str) -> str:
    """`text` harmless, character for character: position n stays position n, for an editor's cursor."""
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(_sign_for, text)


def safe(text: str) -> str:
    """`text` as it may be painted: composed letters, one line, nothing that steers the terminal.

    A tab becomes a space, a line end `¶`, an unseen character `�`, a character that shifts the line `□`.
    """
    if text.isascii() and text.isprintable():
        return text
    return same_length(unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def typed(text: str, *, lines: bool = False) -> str:
    """`text` from keyboard or clipboard as it may go into a field: composed, without unseen characters.

    With `lines` the line ends stay (as `\\n`); without, only the first line that says something is taken.
    """
    text = _LINE_END.sub("\n", text)
    if not lines:
        text = text.lstrip("\n").partition("\n")[0]
    return unicodedata.normalize("NFC", _TYPED_AWAY.sub("", text.replace("\t", " ")))


@lru_cache(maxsize=4096)
def fitted(text: str, cells: int) -> str:
    """`text` cut to `cells` cells, `…` in place of what is missing; never longer, perhaps shorter."""
    if cell_len(text) <= cells:
        return text
    if cells <= 1:
        return "…"[:cells]
    return set_cell_size(text, cells - 1).rstrip() + "…"


@lru_cache(maxsize=1024)
def wrapped(text: str, cells: int, lines: int) -> tuple[str, ...]:
    """The first `lines` lines of `text` at `cells` cells each, broken between words; `…` ends what is cut."""
    found: list[str] = []
    for line in _LINE_END.split(text[: 8 * cells * lines]):
        rest = safe(line)
        while cell_len(rest) > cells and len(found) <= lines:
            head = chop_cells(rest, cells)[0]
            space = head.rfind(" ") if rest[len(head)] != " " else len(head)
            head = rest[:space] if space > 0 else head
            found.append(head)
            rest = rest[len(head) :].lstrip(" ")
        found.append(rest)
    if len(found) > lines:
        last = found[lines - 1]
        found[lines - 1 :] = [last + "…" if cell_len(last) < cells else fitted(last + "…", cells)]
    return tuple(found)
