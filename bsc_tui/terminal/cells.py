"""What Textual paints, cell by cell, so that only changed cells are sent.

`Cells` takes the stream Textual writes and gives the stream to send: only what has changed. It is never
wrong, at worst dear: a sequence it does not know passes as it is, and then nothing is taken as known. Glyphs
that are not one cell wide on every terminal (wide, combined, emoji) pass too, with the rest of their piece.

The stream is made of pieces: a move to a cell, then text and looks. A piece comes again and again, so it is
read once. Rows are strings, so a row that has not changed costs one comparison.
"""

from __future__ import annotations

import re

from bsc_tui.terminal.pens import PLAIN, Pens
from bsc_tui.terminal.shown import UNKNOWN, Shown

_MOVE = re.compile(r"\x1b\[(\d*)(?:;(\d*))?H")
_TOKEN = re.compile(
    r"\x1b\[([\d;]*)m"
    r"|([^\x00-\x1f\x7f-\x9f]+)"
    r"|(\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\s\S])"
)
_HARMLESS = re.compile(
    r"\x1b\[\?(?:25|100[0-6]|101[56]|2004|2026|2031|2048)[hl]"  # cursor, mouse, focus, paste, reports
    r"|\x1b\[[<>=?][\d;]*u|\x1b\[\?\d+\$p|\x1b\[6n|\x1b\[c"  # keyboard, questions
    r"|\x1b\](?!8;)[^\x07\x1b]*(?:\x07|\x1b\\)|\x07"  # title, clipboard, pointer, bell; not links
)
UNSURE = re.compile(
    "[^ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f"  # Latin, Greek, Cyrillic
    "\u0531-\u0556\u0559-\u058a\u058d-\u058f\u10a0-\u10c5\u10d0-\u10ff\u1e00-\u1eff"  # Armenian, Georgian
    "\u2010-\u2027\u2030-\u205e\u2070-\u2071\u2074-\u208e\u20a0-\u20bf\u2100-\u218b"  # signs, currencies
    "\u2190-\u2319\u23ce\u2400-\u2426\u2500-\u25fc\u2713\u2717\u2800-\u28ff\ufffd]"  # arrows, boxes
)
"""A glyph that some terminal does not paint one cell wide, or joins with its neighbour."""

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_WRAP, _NO_WRAP = "\x1b[?7h", "\x1b[?7l"
_ALTERNATE = ("\x1b[?1049h", "\x1b[?1049l")
_AT_ONCE = 512
"""So many bytes of an update need no marks around them: they arrive and are painted together."""
_PIECES = 1024
"""So many pieces are kept as read."""


class Cells:
    """One terminal: `feed` what is to be painted, send what it returns."""

    def __init__(self, width: int = 80, height: int = 24, *, erases: bool = True) -> None:
        """`erases`: the terminal erases parts of a row in the pen's background, and can end one attribute."""
        self._erases = erases
        self._pens = Pens(ends_attributes=erases)
        self._shown = Shown(self._pens, width, height, erases=erases)
        self._read: dict[str, tuple[str, str, str, bool] | None] = {}
        self._pen: str | None = None
        self._wraps = True
        self._is_unmarked = False
        self._unmarked = 0
        self.resize(width, height)

    # -- what is no longer known -----------------------------------------------------------

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size; nothing of it is known."""
        self._width, self._height = max(width, 1), max(height, 1)
        margins = self._shown.has_margins
        self._shown = Shown(self._pens, self._width, self._height, erases=self._erases)
        self._shown.has_margins = margins
        self._lose(self._pen)

    def forget(self) -> None:
        """Whatever the terminal shows was disturbed, or it is another one: the next feed sends every cell."""
        self._shown.forget()
        self._changed = set(range(self._height))

    def _lose(self, pen: str | None = None) -> None:
        """Nobody knows what the terminal shows, nor what it should, but perhaps the program's pen."""
        self._wanted = [UNKNOWN * self._width] * self._height
        self._looks = [PLAIN * self._width] * self._height
        self._pens_used = list(self._looks)
        self.forget()
        self._changed.clear()
        self._x = self._y = -1
        self._pen = pen
        self._newline = False

    # -- reading what Textual writes -------------------------------------------------------

    def feed(self, data: str) -> str:
        """Take what would be written to the terminal; the bytes that do the same."""
        self._out = self._shown.out = []
        parts = _MOVE.split(data)
        if parts[0]:
            self._take(parts[0])
        for at in range(1, len(parts), 3):
            self._newline = False
            self._y = min(max(int(parts[at] or 1), 1), self._height) - 1
            self._x = min(max(int(parts[at + 1] or 1), 1), self._width) - 1
            if parts[at + 2]:
                self._take_piece(parts[at + 2])
        if self._newline:
            self._break_line()
        self._flush()
        if self._is_unmarked:
            self._mark_if_large()
        return "".join(self._out)

    def _mark_if_large(self) -> None:
        """Mark the beginning of an update before what is going to be sent, once it is large."""
        self._unmarked += len("".join(self._out).encode())
        if self._unmarked > _AT_ONCE:
            self._out.insert(0, _BEGIN)
            self._is_unmarked = False

    def _take_piece(self, piece: str) -> None:
        if self._pen != PLAIN:
            self._take(piece)
            return
        try:
            read = self._read[piece]
        except KeyError:
            if len(self._read) >= _PIECES:
                self._read.clear()
            read = self._read[piece] = self._read_piece(piece)
        if read is None or self._x + len(read[0]) > self._width or (read[3] and self._y + 1 == self._height):
            self._take(piece)
        else:
            self._put(*read[:3])
            self._newline = read[3]

    def _read_piece(self, piece: str) -> tuple[str, str, str, bool] | None:
        """Glyphs, looks, pens, and whether a new line follows; None when there is more to it."""
        glyphs, looks, pens, pen = "", "", "", PLAIN
        text = piece.removesuffix("\n")
        for token in _TOKEN.finditer(text):
            if token.lastindex == 1:
                after = self._pens.after(pen, token[1])
                if after is None:
                    return None
                pen = after
            elif token.lastindex == 2 and (token[2].isascii() or not UNSURE.search(token[2])):
                glyphs += token[2]
                looks += self._pens.looks(pen, token[2])
                pens += pen * len(token[2])
            else:
                return None
        return (glyphs, looks, pens, text != piece) if pen == PLAIN else None

    def _take(self, data: str) -> None:
        """Whatever stands between two moves."""
        for token in _TOKEN.finditer(data):
            if token.lastindex == 1:
                self._take_look(token[0], token[1])
            elif token.lastindex == 2:
                self._take_text(token[2])
            else:
                self._take_control(token[3])

    def _take_look(self, sequence: str, codes: str) -> None:
        pen = self._pens.after(self._pen, codes)
        if self._pen is not None and pen is None:
            self._pass_unknown(sequence)
        elif self._pen is None or self._x < 0:
            self._out.append(sequence)
            self._pen = self._shown.pen = pen
        else:
            self._pen = pen

    def _take_text(self, text: str) -> None:
        if self._newline:
            self._break_line()
        fits = self._x >= 0 and self._x + len(text) <= self._width
        if fits and self._pen is not None and not UNSURE.search(text):
            self._put(text, self._pens.looks(self._pen, text), self._pen * len(text))
        else:
            self._pass_text(text)

    def _take_control(self, sequence: str) -> None:
        if sequence == "\n" and not self._newline and 0 <= self._y < self._height - 1:
            self._newline = True
        elif sequence == "\r" and self._x >= 0 and not self._newline:
            self._x = 0
        elif sequence == _BEGIN:
            self._flush()
            self._is_unmarked, self._unmarked = True, 0
        elif sequence == _END:
            self._end_update()
        elif sequence in (_WRAP, _NO_WRAP) or _HARMLESS.fullmatch(sequence):
            self._flush()
            self._wraps = sequence == _WRAP or (self._wraps and sequence != _NO_WRAP)
            self._out.append(sequence)
        else:
            self._pass_unknown(sequence)

    def _end_update(self) -> None:
        self._flush()
        if self._is_unmarked:
            self._mark_if_large()
        if self._is_unmarked:
            self._is_unmarked = False
        else:
            self._out.append(_END)

    def _put(self, glyphs: str, looks: str, pens: str) -> None:
        x, y = self._x, self._y
        end = self._x = x + len(glyphs)
        for rows, new in ((self._wanted, glyphs), (self._looks, looks), (self._pens_used, pens)):
            row = rows[y]
            rows[y] = row[:x] + new + row[end:]
        self._changed.add(y)

    # -- what passes as it is --------------------------------------------------------------

    def _pass_unknown(self, sequence: str) -> None:
        """The terminal does something that is not known here; it stands where it would without this class."""
        if self._newline:
            self._break_line()
        self._flush()
        self._out.append(sequence)
        if sequence not in _ALTERNATE:
            self._shown.has_margins = True  # as far as is known here
        self._lose()

    def _pass_text(self, text: str) -> None:
        """Where this text ends only the terminal knows; it may touch the cell before, and all after."""
        if self._x >= 0:
            x, y = max(self._x - 1, 0), self._y
            self._flush()
            if self._x and self._wanted[y][x] != UNKNOWN and (self._x == self._width or UNSURE.match(text)):
                # What joins the cell before takes its ink, which a blank may lack; and behind the last cell
                # the terminal stands only when it has just printed it.
                self._shown.go(x, y)
                self._shown.use(self._pens_used[y][x])
                self._out.append(self._wanted[y][x])
                self._shown.use(self._pen or PLAIN)
            self._wanted[y] = self._wanted[y][:x] + UNKNOWN * (self._width - x)
            self._shown.blur(y, x, self._width)
        self._out.append(text)
        self._x = -1
        self._shown.lose_cursor()
        if self._wraps:
            self._lose(self._pen)
            self._shown.pen = self._pen

    def _break_line(self) -> None:
        """A new line that no move follows; its column is the terminal's affair."""
        self._newline = False
        self._flush()
        self._out.append("\n")
        self._y += 1
        self._x = -1
        self._shown.lose_cursor()

    def _flush(self) -> None:
        """Send what has changed, and leave cursor and pen where the program left them."""
        if self._changed:
            self._shown.become(self._changed, self._wanted, self._looks)
            self._changed.clear()
        if self._pen is not None:
            self._shown.use(self._pen)
        if self._x >= 0:
            self._shown.go(min(self._x, self._width - 1), self._y)
