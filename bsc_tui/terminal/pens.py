"""Colours and attributes of cells: each look is one character, and going from look to look costs few bytes.

A look as a character lets a row of looks be a string, compared as fast as a row of letters.
"""

from __future__ import annotations

PLAIN = "\0"
"""The look after a reset."""

_OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""What turns an attribute off; some of these turn two off."""

_ENDED_BY: dict[str, set[str]] = {}
for _on, _end in _OFF.items():
    _ENDED_BY.setdefault(_end, set()).add(_on)

_INKS = {f"{tens}{digit}" for tens in (3, 9) for digit in range(8)}
_GROUNDS = {f"{tens}{digit}" for tens in (4, 10) for digit in range(8)}

Look = tuple[tuple[str, ...], str, str]
"""Attributes in order, foreground, background; each as the terminal takes it, colours "" by default."""


class Pens:
    """The looks met so far, each under its character."""

    def __init__(self, *, ends_attributes: bool = True) -> None:
        """`ends_attributes`: the terminal can turn one attribute off; an old one only all of them."""
        self._ends = ends_attributes
        self._looks: dict[str, Look] = {PLAIN: ((), "", "")}
        self._pens: dict[Look, str] = {((), "", ""): PLAIN}
        self._after: dict[tuple[str | None, str], str | None] = {}
        self._papers: dict[str, str | None] = {}
        self._changes: dict[tuple[str | None, str], str] = {}

    def after(self, pen: str | None, codes: str) -> str | None:
        """The pen after `CSI codes m`; None when it can't be told, as after a code not known here."""
        key = pen, codes
        if key not in self._after:
            look = _look_after(None if pen is None else self._looks[pen], codes.split(";"))
            self._after[key] = None if look is None else self._pen_of(look)
        return self._after[key]

    def _pen_of(self, look: Look) -> str:
        if look not in self._pens:
            pen = self._pens[look] = chr(len(self._pens))
            self._looks[pen] = look
        return self._pens[look]

    def change(self, before: str | None, pen: str) -> str:
        """The shortest sequence from one pen to another; from None, whatever the terminal's pen is."""
        key = before, pen
        if key not in self._changes:
            self._changes[key] = self._shortest(before, pen)
        return self._changes[key]

    def _shortest(self, before: str | None, pen: str) -> str:
        if before == pen:
            return ""
        attributes, ink, ground = self._looks[pen]
        anew = [one for one in ("0", *attributes, ink, ground) if one]
        ways = ["\x1b[m" if anew == ["0"] else f"\x1b[{';'.join(anew)}m"]
        if before is not None:
            old_attributes, old_ink, old_ground = self._looks[before]
            gone = set(old_attributes) - set(attributes)
            ends = {_OFF[one] for one in gone}
            lost = {one for end in ends for one in _ENDED_BY[end]}
            codes = [*sorted(ends), *(one for one in attributes if one in lost or one not in old_attributes)]
            if ink != old_ink:
                codes.append(ink or "39")
            if ground != old_ground:
                codes.append(ground or "49")
            if self._ends or not (gone or (old_ink and not ink) or (old_ground and not ground)):
                ways.append(f"\x1b[{';'.join(codes)}m")
        return min(ways, key=len)

    def paper(self, pen: str) -> str | None:
        """The pen of blanks in this look, which are nothing but background; None when they show more."""
        if pen not in self._papers:
            attributes, _ink, ground = self._looks[pen]
            flat = not set(attributes) - {"1", "2", "3"}
            self._papers[pen] = self._pen_of(((), "", ground)) if flat else None
        return self._papers[pen]

    def looks(self, pen: str, text: str) -> str:
        """The look of each glyph of a text; blanks that look alike have the same."""
        paper = self.paper(pen) if " " in text else None
        if paper is None:
            return pen * len(text)
        return "".join([paper if glyph == " " else pen for glyph in text])


def _look_after(look: Look | None, codes: list[str]) -> Look | None:
    on, ink, ground = (set(look[0]), look[1], look[2]) if look is not None else (set(), "", "")
    known = look is not None
    at = 0
    while at < len(codes):
        code = codes[at].lstrip("0")
        taken = 1
        if not code:
            on, ink, ground, known = set(), "", "", True
        elif code in _OFF:
            on.add(code)
        elif code in _ENDED_BY:
            on -= _ENDED_BY[code]
        elif code in ("38", "48"):
            taken = {"5": 3, "2": 5}.get(codes[at + 1] if at + 1 < len(codes) else "", 0)
            colour = codes[at : at + taken]
            if not taken or len(colour) < taken or not all(colour):
                return None
            ink, ground = (";".join(colour), ground) if code == "38" else (ink, ";".join(colour))
        elif code == "39":
            ink = ""
        elif code == "49":
            ground = ""
        elif code in _INKS:
            ink = code
        elif code in _GROUNDS:
            ground = code
        else:
            return None
        at += taken
    return (tuple(sorted(on, key=int)), ink, ground) if known else None
