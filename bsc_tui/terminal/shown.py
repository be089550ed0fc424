"""What the terminal shows, and the shortest way from it to what it should show.

Blanks that are nothing but their background are the same in every ink (see `Pens.paper`), so they need no
other pen and can be erased instead of printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bsc_tui.terminal.pens import PLAIN, Pens

UNKNOWN = "\0"
"""The glyph of a cell of which nothing is known."""

_BLANKS = re.compile(" {5,}")
_ENOUGH = 12
"""With so many cells to send it is tried whether the row is cheaper when its rest is erased first."""


class Shown:
    """The cells of one terminal, its cursor and its pen; `out` is what is to be sent."""

    def __init__(self, pens: Pens, width: int, height: int, *, erases: bool) -> None:
        """`erases`: the terminal erases parts of a row in the pen's background."""
        self._pens, self._erases = pens, erases
        self.width, self.height = width, height
        self.out: list[str] = []
        self.has_margins = False
        self.forget()

    def forget(self) -> None:
        """Nothing is known of the terminal any more."""
        self._rows = [UNKNOWN * self.width] * self.height
        self._looks = [PLAIN * self.width] * self.height
        self.pen: str | None = None
        self.lose_cursor()

    def lose_cursor(self) -> None:
        """Only the terminal knows where it stands."""
        self._x = self._y = -1

    def blur(self, y: int, x: int, end: int) -> None:
        """Nothing is known of these cells of a row."""
        row = self._rows[y]
        self._rows[y] = row[:x] + UNKNOWN * (end - x) + row[end:]

    # -- changing it -----------------------------------------------------------------------

    def become(self, changed: set[int], rows: list[str], looks: list[str]) -> None:
        """Send what makes these rows so; the rest of them is known to be so."""
        wrong = sorted(y for y in changed if rows[y] != self._rows[y] or looks[y] != self._looks[y])
        if len(wrong) > 2 and not self.has_margins:
            wrong = self._scroll(wrong, rows, looks)
        for y in wrong:
            self._send_row(y, rows[y], looks[y])

    def _scroll(self, wrong: list[int], rows: list[str], looks: list[str]) -> list[int]:
        """Move rows that are wanted higher or lower; the rows that are still wrong."""
        stands = {pair: y for y, pair in enumerate(zip(self._rows, self._looks, strict=True))}
        steps = {y: stands.get((rows[y], looks[y]), y) - y for y in wrong}
        (step, count), *_others = Counter(step for step in steps.values() if step).most_common(1) or [(0, 0)]
        if count < 3:
            return wrong
        moved = [y for y in wrong if steps[y] == step]
        top, bottom = min(moved[0], moved[0] + step), max(moved[-1], moved[-1] + step)
        region = range(top, bottom + 1)
        if any(UNKNOWN in rows[y] for y in region):  # those only the program can paint again
            return wrong
        after = {y: (y + step if y + step in region else -1) for y in region}
        blank = " " * self.width, PLAIN * self.width
        pairs = {y: (self._rows[to], self._looks[to]) if to >= 0 else blank for y, to in after.items()}
        still = [y for y in region if pairs[y] != (rows[y], looks[y])]
        outside = [y for y in wrong if y not in region]
        if len(still) + len(outside) > len(wrong) - 2:
            return wrong
        self.use(PLAIN)  # what comes in is blank in the pen's background
        way = f"\x1b[{bottom + 1}H" + "\n" * step if step > 0 else f"\x1b[{top + 1}H" + "\x1bM" * -step
        self.out.append(f"\x1b[{top + 1};{bottom + 1}r{way}\x1b[r")
        self.lose_cursor()  # at the top, say the manuals; not every emulator does so
        for y, (row, look) in pairs.items():
            self._rows[y], self._looks[y] = row, look
        return sorted(still + outside)

    def _send_row(self, y: int, row: str, looks: str) -> None:
        shown, shown_looks = self._rows[y], self._looks[y]
        cells = zip(row, shown, looks, shown_looks, strict=True)
        wrong = [
            x
            for x, (glyph, old, look, old_look) in enumerate(cells)
            if (glyph != old or look != old_look) and glyph != UNKNOWN
        ]
        self._rows[y], self._looks[y] = row, looks
        if not wrong:
            return
        before, start = (self._x, self._y, self.pen), len(self.out)
        self._send_cells(y, wrong)
        if self._erases and len(wrong) >= _ENOUGH and UNKNOWN not in row:
            direct, after = self.out[start:], (self._x, self._y, self.pen)
            self._x, self._y, self.pen = before
            del self.out[start:]
            self._erase_and_send(y, wrong[0])
            if _length(self.out[start:]) >= _length(direct):
                self.out[start:] = direct
                self._x, self._y, self.pen = after

    def _erase_and_send(self, y: int, x: int) -> None:
        """Erase from here to the end of the row in its most common background, then send what differs."""
        row, looks = self._rows[y], self._looks[y]
        ground = Counter(self._pens.paper(look) or PLAIN for look in looks[x:]).most_common(1)[0][0]
        wrong = [at for at in range(x, self.width) if row[at] != " " or looks[at] != ground]
        self.go(x, y)
        if self.pen is None or self._pens.paper(self.pen) != ground:
            first = looks[wrong[0]] if wrong else ground
            self.use(first if self._pens.paper(first) == ground else ground)
        self.out.append("\x1b[K")
        self._send_cells(y, wrong)

    def _send_cells(self, y: int, wrong: Sequence[int]) -> None:
        at = 0
        while at < len(wrong):
            begin = wrong[at]
            while at + 1 < len(wrong) and wrong[at + 1] == wrong[at] + 1:
                at += 1
            self._reach(begin, y)
            if self._send_span(y, begin, wrong[at] + 1):
                return
            at += 1

    def _reach(self, x: int, y: int) -> None:
        """Go there, or print the cells between again where that is no longer."""
        here = self._x
        if self._y == y and 0 <= here < x:
            between, looks = self._rows[y][here:x], self._looks[y][here:x]
            if (
                len(between) <= 5
                and UNKNOWN not in between
                and len(between.encode()) <= len(_right(x - here))
            ):
                paper = None if self.pen is None else self._pens.paper(self.pen)
                cells = zip(between, looks, strict=True)
                if all(look == self.pen or (glyph == " " and look == paper) for glyph, look in cells):
                    self._print(between)
                    return
        self.go(x, y)

    def _send_span(self, y: int, begin: int, end: int) -> bool:
        """Send these cells; whether the rest of the row went with them."""
        row, looks = self._rows[y], self._looks[y]
        x = begin
        while x < end:
            pen, paper, stop = self._one_pen(row, looks, x, end)
            self.use(pen)
            if self._erases and paper is not None:
                for blanks in _BLANKS.finditer(row, x, stop):
                    first, last = blanks.span()
                    to_the_end = not row[first:].strip(" ") and not looks[first:].strip(paper)
                    if to_the_end or last - first > (9 if last < end else 5):
                        self._print(row[x:first])
                        if to_the_end:
                            self.out.append("\x1b[K")
                            return True
                        self.out.append(f"\x1b[{last - first}X")
                        x = last
                        if last < end:
                            self.go(last, y)
            self._print(row[x:stop])
            x = stop
        return False

    def _one_pen(self, row: str, looks: str, x: int, end: int) -> tuple[str, str | None, int]:
        """The pen for the cells from here on, its paper, and where another one is needed."""
        paper = self._pens.paper(looks[x])
        if paper is None:
            stop = x + 1
            while stop < end and looks[stop] == looks[x]:
                stop += 1
            return looks[x], None, stop
        pen, stop = None, x
        while stop < end:
            look = looks[stop]
            if row[stop] != " " or look != paper:
                if (pen is not None and look != pen) or self._pens.paper(look) != paper:
                    break
                pen = look
            stop += 1
        if pen is None:
            pen = self.pen if self.pen is not None and self._pens.paper(self.pen) == paper else paper
        return pen, paper, stop

    def _print(self, text: str) -> None:
        if text:
            self.out.append(text)
            self._x += len(text)
            if self._x >= self.width:  # terminals differ in where they stand after the last column
                self._x = -1

    # -- its pen and its cursor ------------------------------------------------------------

    def use(self, pen: str) -> None:
        """Take this pen."""
        if pen != self.pen:
            self.out.append(self._pens.change(self.pen, pen))
            self.pen = pen

    def go(self, x: int, y: int) -> None:
        """Move the cursor the shortest way."""
        here, line = self._x, self._y
        if here == x and line == y:
            return
        ways = ["\x1b[H" if x == y == 0 else f"\x1b[{y + 1}H" if x == 0 else f"\x1b[{y + 1};{x + 1}H"]
        if line == y:
            if x == 0:
                ways.append("\r")
            if here > x:
                ways += ["\b" * (here - x), f"\x1b[{here - x}D"]
            elif here >= 0:
                ways.append(_right(x - here))
        elif line < 0 or self.has_margins:
            pass
        elif here == x:
            step = abs(y - line)
            ways.append(f"\x1b[{step if step > 1 else ''}{'B' if y > line else 'A'}")
        elif line == y - 1 and x == 0:
            ways.append("\r\n")
        self.out.append(min(ways, key=len))
        self._x, self._y = x, y


def _right(cells: int) -> str:
    return f"\x1b[{cells if cells > 1 else ''}C"


def _length(pieces: Sequence[str]) -> int:
    return len("".join(pieces).encode())
