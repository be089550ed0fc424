"""The four lines round every place: tabs, path, message, keys. Each is painted only when it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from bsc_tui.screens.parts.safe import fitted, safe
from bsc_tui.screens.themes import tone_styles

Span = tuple[str, str]
"""A text and the tone it is painted in ('' = plain)."""


def filled(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells, cut or filled up with blanks."""
    text = fitted(text, width)
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def strip_of(spans: Sequence[Span], style_of: Callable[[str], Style], width: int) -> Strip:
    """The spans as a strip of exactly `width` cells; neighbours of one style become one segment."""
    segments = [Segment(text, style_of(tone)) for text, tone in spans if text]
    return Strip(segments).adjust_cell_length(width, style_of("")).simplify()


def width_of(spans: Sequence[Span]) -> int:
    """How many cells the spans take."""
    return sum(cell_len(text) for text, _ in spans)


class Painted(Widget):
    """A widget that paints itself from spans in the tones of the program."""

    def tone_style(self, tone: str) -> Style:
        """The style of a tone on this widget's ground."""
        if not tone:
            return self.rich_style
        return self.rich_style + tone_styles(self.app.theme)[tone]


class FrameLine(Painted):
    """One line of the frame. It asks its source for its spans and repaints only when they have changed."""

    def __init__(self, source: Callable[[int], list[Span]], *, id: str) -> None:
        super().__init__(id=id)
        self._source = source
        self._shown: list[Span] | None = None

    def renew(self) -> None:
        """Ask the source again; paint if there is a difference."""
        if self.is_mounted and self._source(self.size.width) != self._shown:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line as it is now; whatever the source brings, nothing in it steers the terminal."""
        self._shown = self._source(self.size.width)
        spans = [(safe(text), tone) for text, tone in self._shown]
        return strip_of(spans, self.tone_style, self.size.width)


def tab_spans(titles: Sequence[str], current: int, width: int) -> list[Span]:
    """Row 1: `1Home 2Contacts …`, the current tab (counted from 0, -1 = none) under the hand."""
    spans: list[Span] = []
    for index, title in enumerate(titles):
        if index:
            spans.append((" ", ""))
        here = index == current
        spans.append((str(index + 1), "hand" if here else "key"))
        spans.append((safe(title), "hand" if here else ""))
    return spans


def path_spans(crumbs: Sequence[str], state: Span, name: str, width: int) -> list[Span]:
    """Row 2: where one is, the state of it, and at the right who one is."""
    right: list[Span] = []
    if state[0]:
        right.append((safe(state[0]), state[1]))
    if name:
        right += [("   ", "")] if right else []
        right.append((fitted(safe(name), 18), "dim"))
    room = max(width - width_of(right) - 4, 8)
    path = " " + filled(cut_path([safe(crumb) for crumb in crumbs], room), room) + "  "
    return [(path, "accent"), *right, (" ", "")]


def cut_path(crumbs: Sequence[str], room: int) -> str:
    """Crumbs joined by ›; where there is no room the middle gives way, the last crumb is cut last."""
    kept = list(crumbs)
    while len(kept) > 2 and cell_len(" › ".join(kept)) > room:
        if kept[1] != "…":
            kept[1] = "…"
        elif len(kept) > 3:
            del kept[2]
        else:
            break
    return fitted(" › ".join(kept), room)


def message_spans(text: str, tone: str, aside: str, width: int) -> list[Span]:
    """Row 23: one sentence, marked `!` when it is trouble; at the right, where there is room, an aside."""
    told = ("! " if text and tone in {"trouble", "warn"} else "") + safe(text)
    aside = safe(aside)
    if cell_len(told) > width - 4 - cell_len(aside):
        aside = ""
    room = max(width - 2 - (cell_len(aside) + 2 if aside else 0), 10)
    tone = "" if tone == "plain" else tone
    if tone in {"", "good"}:  # of trouble the last sentence says what to do
        told = _whole_sentences(told, room)
    return [(" " + filled(told, room) + ("  " if aside else ""), tone), (aside, tone)]


def _whole_sentences(text: str, room: int) -> str:
    """As many whole sentences as there is room for: one that is cut in the middle says nothing."""
    while cell_len(text) > room:
        shorter = max(text.rfind(end, 0, -1) for end in (". ", "։ ", "! ", "? "))
        if shorter < room // 3:
            return text
        text = text[: shorter + 1]
    return text


def key_spans(keys: Sequence[tuple[str, str]], width: int) -> list[Span]:
    """Row 24: `F10 Menu F1 Help …`; what does not fit is left to the menu, the last one (Esc) stays."""

    def room_of(key: str, word: str) -> int:
        return cell_len(key) + 1 + cell_len(word) + 1

    keys = list(keys)
    while len(keys) > 2 and sum(room_of(*pair) for pair in keys) - 1 > width:
        del keys[-2]
    spans: list[Span] = []
    used = 0
    for key, word in keys:
        room = room_of(key, word) - (0 if spans else 1)
        if used + room > width:
            break
        if spans:
            spans.append((" ", ""))
        spans += [(key, "key"), (f" {word}", "")]
        used += room
    return spans
