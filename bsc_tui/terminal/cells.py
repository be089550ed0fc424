"""What the terminal shows, cell by cell, and the shortest way to what it should show.

`Cells` takes the stream Textual writes and gives the stream to send: only what has changed. It is never
wrong, at worst dear: a sequence it does not know passes as it is, and then nothing is taken as known. Glyphs
that are not one cell wide on every terminal (wide, combined, emoji) pass too, with the rest of their piece.

The stream is made of pieces: a move to a cell, then text and looks. A piece comes again and again, so it is
read once. Rows are strings, so a row that has not changed costs one comparison.
"""

from __future__ import annotations

import re

from bsc_tui.terminal.pens import PLAIN, Pens

UNKNOWN = "\0"
"""The glyph of a cell of which nothing is known."""

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
_BLANKS = re.compile(" {5,}")

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_WRAP, _NO_WRAP = "\x1b[?7h", "\x1b[?7l"
_PIECES = 1024
"""So many pieces are kept as read."""


class Cells:
    """One terminal: `feed` what is to be painted, send what it returns."""

    def __init__(self, width: int = 80, height: int = 24, *, erases: bool = True) -> None:
        """`erases`: the terminal erases parts of a row in the pen's background, and can end one attribute."""
        self._erases = erases
        self._pens = Pens(ends_attributes=erases)
        self._read: dict[str, tuple[str, str, bool] | None] = {}
        self._pen: str | None = None
        self._wraps = True
        self._held = ""
        self._out: list[str] = []
        self.resize(width, height)

    # -- what is no longer known -----------------------------------------------------------

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size; nothing of it is known."""
        self._width, self._height = max(width, 1), max(height, 1)
        self._lose(self._pen)

    def forget(self) -> None:
        """Whatever the terminal shows was disturbed, or it is another one: the next feed sends every cell."""
        self._shown = [UNKNOWN * self._width] * self._height
        self._at_x = self._at_y = -1
        self._at_pen: str | None = None
        self._changed = set(range(self._height))

    def _lose(self, pen: str | None = None) -> None:
        """Nobody knows what the terminal shows, nor what it should, but perhaps the program's pen."""
        self._wanted = [UNKNOWN * self._width] * self._height
        self._looks = [PLAIN * self._width] * self._height
        self._shown_looks = list(self._looks)
        self.forget()
        self._changed.clear()
        self._x = self._y = -1
        self._pen = pen
        self._newline = False

    # -- reading what Textual writes -------------------------------------------------------

    def feed(self, data: str) -> str:
        """Take what would be written to the terminal; the bytes that do the same."""
        self._out = []
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
        if self._out and self._held:
            self._out.insert(0, self._held)
            self._held = ""
        return "".join(self._out)

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
        if read is None or self._x + len(read[0]) > self._width or (read[2] and self._y + 1 == self._height):
            self._take(piece)
        else:
            self._put(read[0], read[1])
            self._newline = read[2]

    def _read_piece(self, piece: str) -> tuple[str, str, bool] | None:
        """Glyphs, looks, and whether a new line follows; None when there is more to it."""
        glyphs, looks, pen = "", "", PLAIN
        text = piece.removesuffix("\n")
        for token in _TOKEN.finditer(text):
            if token.lastindex == 1:
                after = self._pens.after(pen, token[1])
                if after is None:
                    return None
                pen = after
            elif token.lastindex == 2 and (token[2].isascii() or not UNSURE.search(token[2])):
                glyphs += token[2]
                looks += pen * len(token[2])
            else:
                return None
        return (glyphs, looks, text != piece) if pen == PLAIN else None

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
            self._pen = self._at_pen = pen
        else:
            self._pen = pen

    def _take_text(self, text: str) -> None:
        if self._newline:
            self._break_line()
        fits = self._x >= 0 and self._x + len(text) <= self._width
        if fits and self._pen is not None and not UNSURE.search(text):
            self._put(text, self._pen * len(text))
        else:
            self._pass_text(text)

    def _take_control(self, sequence: str) -> None:
        if sequence == "\n" and not self._newline and 0 <= self._y < self._height - 1:
            self._newline = True
        elif sequence == "\r" and self._x >= 0 and not self._newline:
            self._x = 0
        elif sequence == _BEGIN:
            self._flush()
            self._held = _BEGIN
        elif sequence == _END and self._is_empty_update():
            self._held = ""
        elif sequence in (_WRAP, _NO_WRAP) or _HARMLESS.fullmatch(sequence):
            self._flush()
            self._wraps = sequence == _WRAP or (self._wraps and sequence != _NO_WRAP)
            self._out.append(sequence)
        else:
            self._pass_unknown(sequence)

    def _is_empty_update(self) -> bool:
        self._flush()
        return bool(self._held) and not self._out

    def _put(self, glyphs: str, looks: str) -> None:
        x, y = self._x, self._y
        end = self._x = x + len(glyphs)
        row, row_looks = self._wanted[y], self._looks[y]
        self._wanted[y] = row[:x] + glyphs + row[end:]
        self._looks[y] = row_looks[:x] + looks + row_looks[end:]
        self._changed.add(y)

    # -- what passes as it is --------------------------------------------------------------

    def _pass_unknown(self, sequence: str) -> None:
        """The terminal does something that is not known here; it stands where it would without this class."""
        if self._newline:
            self._break_line()
        self._flush()
        self._out.append(sequence)
        self._lose()

    def _pass_text(self, text: str) -> None:
        """Where this text ends only the terminal knows; it may touch the cell before, and all after."""
        if self._x >= 0:
            self._flush()
            x, y = max(min(self._x, self._width) - 1, 0), self._y
            unknown = UNKNOWN * (self._width - x)
            self._wanted[y] = self._shown[y] = self._wanted[y][:x] + unknown
            self._looks[y] = self._shown_looks[y] = self._looks[y][:x] + PLAIN * (self._width - x)
        self._out.append(text)
        self._x = self._at_x = self._at_y = -1
        if self._wraps:
            self._lose(self._pen)
            self._at_pen = self._pen

    def _break_line(self) -> None:
        """A new line that no move follows; its column is the terminal's affair."""
        self._newline = False
        self._flush()
        self._out.append("\n")
        self._y += 1
        self._x = self._at_x = self._at_y = -1

    # -- writing what has changed ----------------------------------------------------------

    def _flush(self) -> None:
        """Send what has changed, and leave cursor and pen where the program left them."""
        for y in sorted(self._changed):
            self._send_row(y)
        self._changed.clear()
        if self._pen is not None and self._pen != self._at_pen:
            self._use(self._pen)
        if self._x >= 0:
            self._go(min(self._x, self._width - 1), self._y)

    def _send_row(self, y: int) -> None:
        row, looks, shown, shown_looks = self._wanted[y], self._looks[y], self._shown[y], self._shown_looks[y]
        if row == shown and looks == shown_looks:
            return
        cells = zip(row, shown, looks, shown_looks, strict=True)
        wrong = [
            x
            for x, (glyph, old, look, old_look) in enumerate(cells)
            if (glyph != old or look != old_look) and glyph != UNKNOWN
        ]
        self._shown[y], self._shown_looks[y] = row, looks
        at = 0
        while at < len(wrong):
            begin = at
            while at + 1 < len(wrong) and wrong[at + 1] == wrong[at] + 1:
                at += 1
            self._reach(wrong[begin], y)
            if self._send_span(y, wrong[begin], wrong[at] + 1):
                return
            at += 1

    def _reach(self, x: int, y: int) -> None:
        """Go there, or print the cells between again where that is shorter."""
        here = self._at_x
        if self._at_y == y and 0 <= here < x and self._at_pen is not None:
            between = self._wanted[y][here:x]
            same = self._looks[y][here:x] == self._at_pen * (x - here)
            if same and UNKNOWN not in between and len(between.encode()) <= len(_right(x - here)):
                self._print(between)
                return
        self._go(x, y)

    def _send_span(self, y: int, begin: int, end: int) -> bool:
        """Send these cells; whether the rest of the row went with them."""
        row, looks = self._wanted[y], self._looks[y]
        x = begin
        while x < end:
            pen = looks[x]
            stop = x + 1
            while stop < end and looks[stop] == pen:
                stop += 1
            self._use(pen)
            if self._erases and self._pens.is_flat(pen):
                for blanks in _BLANKS.finditer(row, x, stop):
                    first, last = blanks.span()
                    to_the_end = not row[first:].strip(" ") and not looks[first:].strip(pen)
                    if to_the_end or last - first > (9 if last < end else 5):
                        self._print(row[x:first])
                        if to_the_end:
                            self._out.append("\x1b[K")
                            return True
                        self._out.append(f"\x1b[{last - first}X")
                        x = last
                        if last < end:
                            self._go(last, y)
            self._print(row[x:stop])
            x = stop
        return False

    def _print(self, text: str) -> None:
        if text:
            self._out.append(text)
            self._at_x += len(text)
            if self._at_x >= self._width:  # terminals differ in where they stand after the last column
                self._at_x = -1

    def _use(self, pen: str) -> None:
        if pen != self._at_pen:
            self._out.append(self._pens.change(self._at_pen, pen))
            self._at_pen = pen

    def _go(self, x: int, y: int) -> None:
        """Move the cursor the shortest way."""
        here, line = self._at_x, self._at_y
        if here == x and line == y:
            return
        ways = ["\x1b[H" if x == y == 0 else f"\x1b[{y + 1}H" if x == 0 else f"\x1b[{y + 1};{x + 1}H"]
        if line == y:
            if x == 0:
                ways.append("\r")
            if here >= 0:
                ways.append(
                    _right(x - here) if x > here else min("\b" * (here - x), f"\x1b[{here - x}D", key=len)
                )
        elif line >= 0 and here == x:
            step = y - line
            ways.append(
                f"\x1b[{step if step > 1 else ''}B" if step > 0 else f"\x1b[{-step if step < -1 else ''}A"
            )
        elif 0 <= line == y - 1 and x == 0:
            ways.append("\r\n")
        self._out.append(min(ways, key=len))
        self._at_x, self._at_y = x, y


def _right(cells: int) -> str:
    return f"\x1b[{cells if cells > 1 else ''}C"
