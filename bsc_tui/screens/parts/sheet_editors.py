"""The one moving editor of a sheet: a single line of text under the hand.

It edits, refuses and paints its own line. Which field it lies on, where keys lead and what is told to the
screen is the sheet's; several lines of text are edited in sheet_lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._input import Input, Selection

from bsc_tui.i18n import _, ngettext
from bsc_tui.screens.parts.safe import same_length, typed
from bsc_tui.screens.parts.sheet_layout import Field

LONGEST_LINE = 2_000
LONGEST_LINES = 100_000
"""Most characters of a field without a limit of its own: what an editor handles without delay."""
READ_FROM_PASTE = 2 * LONGEST_LINES
DOT = "•"


class Surface(Protocol):
    """What an editor asks of the sheet it lies on."""

    @property
    def field(self) -> Field:
        """The field under the hand."""

    def take_key(self, event: events.Key) -> bool:
        """True: the key led somewhere or asked for the list, and is done with."""

    def edited(self, text: str) -> None:
        """The person changed the text."""

    def refuse(self, sentence: str) -> None:
        """The person's keys or paste could not be taken, for this reason."""

    def ask_for_list(self, text: str, *, by_letter: bool) -> None:
        """The person wants the list of the field."""

    def hand_came(self) -> None:
        """The editor has the keys now."""

    def hand_went(self) -> None:
        """The editor lost the keys, to its twin or to something outside the sheet."""


def actions_of(
    bindings: Iterable[BindingType], *, without: Iterable[str] = ()
) -> dict[str, tuple[str, bool]]:
    """Key → name of the editing action and whether it selects, read from Textual's own bindings.

    An editor runs them itself while it handles the key. Textual runs a binding only after the key has gone
    up to the app; letters typed quickly (or arriving in one packet) after a Backspace would overtake it.
    """
    dropped = set(without)
    found: dict[str, tuple[str, bool]] = {}
    for binding in bindings:
        if isinstance(binding, Binding):
            name, selects, _rest = binding.action.partition("(True)")
            for key in binding.key.split(","):
                if key not in dropped:
                    found[key] = (name, bool(selects))
    return found


async def run_editing_key(editor: Widget, actions: dict[str, tuple[str, bool]], key: str) -> bool:
    """Run the editing action of `key`; False: there is none, or it has nothing to do here."""
    if key not in actions:
        return False
    name, selects = actions[key]
    action: Any = getattr(editor, f"action_{name}")
    try:
        answer = action(True) if selects else action()
        if answer is not None:
            await answer
    except SkipAction:
        return False
    return True


def overtaken(editor: Widget, event: events.Key) -> bool:
    """True: the keys belong to something else meanwhile, and this one was sent after it.

    Keys typed ahead wait in the queue of the editor that had the focus when they arrived.
    """
    if editor.app.focused is editor:
        return False
    event.stop()
    event.prevent_default()
    editor.app.post_message(events.Key(event.key, event.character))
    return True


def admitted(field: Field, insert: str, kept: int) -> tuple[str, str]:
    """How much of `insert` fits beside `kept` characters, and the sentence about the rest or ""."""
    limit = field.limit or (LONGEST_LINES if field.lines > 1 else LONGEST_LINE)
    room = max(0, limit - kept)
    if len(insert) <= room:
        return insert, ""
    sentence = ngettext(
        "Not more than %(limit)s character fits here.", "Not more than %(limit)s characters fit here.", limit
    )
    return insert[:room], sentence % {"limit": limit}


class FieldEditor(Input):
    """An `Input` of height one, without frame, blinking or sideways layout."""

    ACTIONS = actions_of(Input.BINDINGS, without=("enter",))

    def __init__(self, surface: Surface) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._surface = surface
        self._first_cell = 0

    def holds(self, text: str) -> bool:
        """Whether it shows this text."""
        return self.value == text

    def show(self, text: str) -> None:
        """Lie over another text, the cursor behind it. Tells nobody."""
        self._first_cell = 0
        self.value = text
        self.selection = Selection.cursor(len(text))
        self.refresh()

    # -- keys --------------------------------------------------------------------------
    async def on_key(self, event: events.Key) -> None:
        """Everything that edits is done here and now, in the order typed."""
        if overtaken(self, event):
            return
        done = self._surface.take_key(event)
        if not done and event.is_printable and event.character is not None and self._surface.field.code:
            self.replace(event.character, *self.selection)
            done = True
        if done or await run_editing_key(self, self.ACTIONS, event.key):
            event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """The first line goes in; the rest is refused aloud."""
        event.stop()
        event.prevent_default()
        self._insert_pasted(event.text[:READ_FROM_PASTE])

    def action_paste(self) -> None:
        """Paste what was cut or copied in the program."""
        self._insert_pasted(self.app.clipboard)

    def _insert_pasted(self, text: str) -> None:
        line = typed(text)
        if not line:
            return
        if self._surface.field.choose:
            self._surface.ask_for_list(line, by_letter=True)
            return
        self.replace(line, *self.selection)
        if "\n" in typed(text, lines=True).strip("\n"):
            self._surface.refuse(_("Only the first line was pasted; this field has one line."))

    def replace(self, text: str, start: int, end: int) -> None:
        """The one way every edit by the person goes: limits, composed letters, and the sheet is told."""
        if not self._surface.field.code:
            return
        start, end = sorted((max(0, start), min(len(self.value), end)))
        insert, refusal = admitted(self._surface.field, typed(text), len(self.value) - (end - start))
        if insert or (not text and start != end):
            before = unicodedata.normalize("NFC", self.value[:start] + insert)
            self.value = unicodedata.normalize("NFC", before + self.value[end:])
            self.cursor_position = len(before)
            self._surface.edited(self.value)
        if refusal:
            self._surface.refuse(refusal)

    # -- focus -------------------------------------------------------------------------
    def on_focus(self) -> None:
        self._surface.hand_came()

    def on_blur(self) -> None:
        self._surface.hand_went()

    # -- painting ----------------------------------------------------------------------
    @property
    def content_width(self) -> int:
        """Always the room there is: the text scrolls in the painting, so a letter never asks for a layout."""
        return self.size.width

    def scroll_to_region(self, *_args: Any, **_options: Any) -> Offset:
        """Nothing scrolls but the painted text."""
        return Offset()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs, for input methods and screen readers."""
        x, y, width, _height = self.content_region
        shown = self._shown
        ahead = cell_len(shown[: self.cursor_position]) - self._first_cell + self._indent(shown)
        return Offset(x + max(0, min(width, ahead)), y)

    @property
    def _shown(self) -> str:
        if self._surface.field.secret:
            return DOT * len(self.value)
        return same_length(self.value)

    def _indent(self, shown: str) -> int:
        """Cells before a text that stands to the right; the last cell is the cursor's."""
        if not self._surface.field.right:
            return 0
        return max(0, self.size.width - cell_len(shown) - 1)

    def render_line(self, y: int) -> Strip:
        """The text with its cursor and selection, unseen characters made visible."""
        width, style = self.size.width, self.rich_style
        if y or not width:
            return Strip.blank(width, style)
        shown = self._shown
        marked = [False] * (len(shown) + 1)
        if self.has_focus and not self.selection.is_empty:
            start, end = sorted(self.selection)
            marked[start:end] = [True] * (end - start)
        cursor = self.cursor_position if self.has_focus and not self._surface.field.choose else -1
        self._keep_cursor_in_view(shown, width)
        pieces = self._pieces(shown, marked, cursor)
        strip = Strip(pieces).crop_extend(self._first_cell, self._first_cell + width, style)
        indent = self._indent(shown)
        if indent:
            strip = Strip.join([Strip.blank(indent, style), strip.crop(0, width - indent)])
        return strip

    def _pieces(self, shown: str, marked: list[bool], cursor: int) -> list[Segment]:
        plain = self.rich_style
        selection = plain + self.get_component_rich_style("input--selection")
        hand = plain + self.get_component_rich_style("input--cursor")
        cuts = [0, *(at for at in range(1, len(shown) + 1) if marked[at] != marked[at - 1])]
        if cursor >= 0:
            cuts += [cursor, cursor + 1]
        bounds = sorted({*cuts, len(shown) + 1})
        text = shown + " "
        return [
            Segment(text[start:end], hand if start == cursor else selection if marked[start] else plain)
            for start, end in pairwise(bounds)
        ]

    def _keep_cursor_in_view(self, shown: str, width: int) -> None:
        at = cell_len(shown[: self.cursor_position])
        whole = cell_len(shown) + 1
        first = min(self._first_cell, max(0, whole - width))
        if self._surface.field.choose:
            first = 0
        elif at < first:
            first = at
        elif at >= first + width:
            first = at - width + 1
        self._first_cell = first
