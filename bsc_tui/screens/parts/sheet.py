"""The sheet of fields: the one form surface of the program. Text in, text out.

It lays one editor over the field under the hand, moves it as the keys say and tells what the person does.
What a text means, whether it is right and where it is kept is its owner's. Painting is sheet_surface's; how a
text is edited is in sheet_editors and sheet_lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from textual import events
from textual.app import ComposeResult

from bsc_tui.screens.parts import sheet_messages as messages
from bsc_tui.screens.parts.sheet_editors import FieldEditor
from bsc_tui.screens.parts.sheet_layout import Field, Section
from bsc_tui.screens.parts.sheet_surface import SheetSurface

if TYPE_CHECKING:
    from bsc_tui.screens.parts.sheet_lines import LinesEditor

__all__ = ["Field", "Section", "Sheet"]

_STEPS = {"tab": 1, "enter": 1, "down": 1, "shift+tab": -1, "up": -1}
_PAGES = {"pagedown": 1, "pageup": -1}
_CLEARING = frozenset({"backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+x", "ctrl+d"})
_NOBODY = Field("", "")


class Sheet(SheetSurface):
    """Sections of labelled fields in columns, with one moving editor."""

    DEFAULT_CSS = """
    Sheet {
        & FieldEditor, & FieldEditor:ansi, & LinesEditor, & LinesEditor:ansi {
            position: absolute; offset: 0 -1; height: 1; width: 1; padding: 0; border: none;
            scrollbar-size: 0 0;
            background: $bsc-field; color: $bsc-text;
            &:focus {
                border: none; background: $bsc-hand; background-tint: $bsc-hand 0%; color: $bsc-hand-text;
                text-style: bold;
            }
        }
    }
    """

    Changed: TypeAlias = messages.Changed
    Left: TypeAlias = messages.Left
    Entered: TypeAlias = messages.Entered
    PastEnd: TypeAlias = messages.PastEnd
    PastStart: TypeAlias = messages.PastStart
    Refused: TypeAlias = messages.Refused
    ChooseWanted: TypeAlias = messages.ChooseWanted

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._at_entry = ""
        self._seated_on = ""
        self._asked: messages.ChooseWanted | None = None
        self._line_editor = FieldEditor(self)
        self._lines_editor: LinesEditor | None = None

    def compose(self) -> ComposeResult:
        """The editor of single lines; the other comes with the first sheet that needs it."""
        yield self._line_editor

    def on_mount(self) -> None:
        """What was loaded before is shown now."""
        self._seat_editor()

    def on_resize(self) -> None:
        """Fields find other places, and the editor goes along."""
        super().on_resize()
        self._seat_editor()

    # -- what the owner puts in and takes out ------------------------------------------
    def load(
        self, sections: Sequence[Section], values: Mapping[str, str], *, focus: str | None = None
    ) -> None:
        """Show other fields and texts, all clean, without problems, notes or locks.

        May be called before mounting. The hand starts at the first open field, or at `focus`, which also
        takes the keys to the sheet.
        """
        self._hold(sections, values)
        self._asked = None
        self._seated_on = ""
        self._lay_hand_on_open(focus)
        if self.is_mounted:
            self.refresh(layout=self.styles.auto_dimensions)
        if focus is not None:
            self.focus()

    @property
    def current(self) -> str:
        """The code of the field under the hand, "" where all are locked."""
        return self._current

    @property
    def field(self) -> Field:
        """The field under the hand; one without a code where all are locked."""
        return self._fields.get(self._current, _NOBODY)

    def set_value(self, code: str, text: str) -> None:
        """Put `text` into a field without telling anybody."""
        if self._texts[code] == text:
            return
        self._texts[code] = text
        if code == self._current:
            self._seat_editor()
        self._repaint(code)

    def mark_clean(self) -> None:
        """What stands here now is what is kept, and what `undo_field` goes back to."""
        super().mark_clean()
        self._at_entry = self._texts.get(self._current, "")

    def note(self, code: str, text: str) -> None:
        """As on the surface; the editor makes room for it."""
        super().note(code, text)
        if code == self._current:
            self._seat_editor()

    def set_locked(self, codes: Iterable[str]) -> None:
        """Lock these fields and only these, besides those that are always locked."""
        self._locked = frozenset(codes)
        if not self._is_open(self._current):
            self._lay_hand_on_open(None)
        self.refresh()

    def undo_field(self) -> bool:
        """Back to the text at entry; once there, to the loaded one. False: it is that already."""
        code = self._current
        text = self._texts.get(code, "")
        if text == self._at_entry:
            self._at_entry = self._clean.get(code, "")
        if text == self._at_entry:
            return False
        self.set_value(code, self._at_entry)
        self.post_message(self.Changed(self, code, self._at_entry))
        return True

    def next_problem(self) -> str:
        """Go to the next field with a problem, round the end if need be; its code, "" if there is none."""
        codes = self._open_codes()
        here = codes.index(self._current) if self._current in codes else -1
        for code in [*codes[here + 1 :], *codes[: here + 1]]:
            if code in self._problems:
                self.focus_field(code)
                return code
        return ""

    # -- where the hand is -------------------------------------------------------------
    def focus(self, scroll_visible: bool = True) -> Sheet:
        """Take the keys to the field under the hand."""
        if not self._current:
            super().focus(scroll_visible)
        elif self.is_mounted:
            self._give_keys_to_editor()
        else:
            self.call_after_refresh(self._give_keys_to_editor)
        return self

    def focus_field(self, code: str) -> None:
        """Lay the hand on a field and take the keys there; a locked field is only brought into view."""
        if self._is_open(code):
            self._go(code)
            self.focus()
        elif self._bring_into_view(code):
            self._seat_editor()
            self.refresh()

    def hand_came(self) -> None:
        """An editor has the keys."""
        if self._hand_is_here or not self._current:
            return
        self._hand_is_here = True
        self._at_entry = self._texts[self._current]
        self._repaint(self._current)
        self.post_message(self.Entered(self, self._current))

    def hand_went(self) -> None:
        """An editor lost the keys; to its twin is no farewell."""
        if not self._hand_is_here or self._has_keys:
            return
        self._hand_is_here = False
        if self._current:
            self._repaint(self._current)
            self.post_message(self.Left(self, self._current, self._texts[self._current]))

    def _go(self, code: str) -> None:
        """Move the hand to an open field."""
        before = self._current
        if code == before:
            return
        if self._hand_is_here:
            self.post_message(self.Left(self, before, self._texts[before]))
        self._current = code
        self._at_entry = self._texts[code]
        if self._bring_into_view(code):
            self.refresh()
        self._seat_editor()
        self._repaint(before)
        self._repaint(code)
        if self._hand_is_here:
            self.post_message(self.Entered(self, code))

    def _lay_hand_on_open(self, wanted: str | None) -> None:
        """Lay the hand on `wanted` or the first open field, without a farewell to the one before."""
        had_keys = self._has_keys
        codes = self._open_codes()
        self._current = wanted if wanted in codes else (codes[0] if codes else "")
        self._at_entry = self._texts.get(self._current, "")
        self.can_focus = not codes
        self._bring_into_view(self._current)
        if had_keys and not self._current:
            self.focus()
        self._seat_editor()
        self._hand_is_here = had_keys and bool(self._current)
        if self._hand_is_here:
            self.post_message(self.Entered(self, self._current))

    # -- the editors -------------------------------------------------------------------
    @property
    def _editor(self) -> FieldEditor | LinesEditor:
        """The editor for the field under the hand."""
        if self.field.lines == 1:
            return self._line_editor
        if self._lines_editor is None:
            # A text area takes longer to import than a whole sheet to paint, and few sheets have one.
            from bsc_tui.screens.parts.sheet_lines import LinesEditor

            self._lines_editor = LinesEditor(self)
            self.mount(self._lines_editor)
        return self._lines_editor

    @property
    def has_keys(self) -> bool:
        """Whether the hand is on this sheet."""
        return self._has_keys

    @property
    def _has_keys(self) -> bool:
        return self.is_attached and self.screen.focused in (self, self._line_editor, self._lines_editor)

    def _give_keys_to_editor(self) -> None:
        self.screen.set_focus(self._editor, scroll_visible=False)

    def _seat_editor(self) -> None:
        """Lay the right editor over the field under the hand, with the field's text."""
        place = self._layout.places.get(self._current)
        if place is None or not self.is_mounted:
            # Before the first load it waits out of sight, able to take the focus of a new screen.
            self._line_editor.display = bool(self._current) or not self._fields
            return
        editor = self._editor
        editor.styles.offset = (place.x, place.y - self._top)
        self._make_room()
        if editor is self._lines_editor:
            editor.styles.height = place.height
        text = self._texts[self._current]
        has_come, self._seated_on = self._seated_on != self._current, self._current
        if has_come or not editor.holds(text):
            editor.show(text)
        if has_come and self.field.anew:
            self._line_editor.select_all()
        self._bring_forward(editor)

    def _make_room(self) -> None:
        """The editor is as wide as the text may be beside the field's note."""
        room = self._view(self._current).text_room(self._layout.places[self._current].width)
        width = self._editor.styles.width
        if width is None or width.value != room:
            self._editor.styles.width = room
            self._repaint(self._current)

    def _bring_forward(self, editor: FieldEditor | LinesEditor) -> None:
        """Show `editor` and hide its twin, the keys going over before that."""
        had_keys = self._has_keys
        editor.display = True
        if had_keys:
            self.screen.set_focus(editor, scroll_visible=False)
        for other in (self._line_editor, self._lines_editor):
            if other is not None and other is not editor:
                other.display = False

    # -- keys --------------------------------------------------------------------------
    def take_key(self, event: events.Key) -> bool:
        """Keys that lead from field to field, and those of a field with a list. True: done with."""
        key = event.key
        if not self._current:
            return False
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in _PAGES:
            return self._page(_PAGES[key])
        elif key in ("ctrl+home", "ctrl+end"):
            self._go(self._open_codes()[0 if key == "ctrl+home" else -1])
        else:
            return self.field.choose and self._take_list_key(event)
        return True

    def on_key(self, event: events.Key) -> None:
        """A sheet without an open field still scrolls."""
        rows = {"down": 1, "up": -1, "pagedown": self._body - 1, "pageup": 1 - self._body}
        if self.has_focus and event.key in rows and self._scroll_by(rows[event.key]):
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """With a mouse, the hand goes where it points."""
        code = self._field_at(event.x, event.y) if event.widget is self else ""
        if self._is_open(code):
            self.focus_field(code)

    def _step(self, by: int) -> None:
        codes = self._open_codes()
        to = codes.index(self._current) + by
        if to < 0:
            self.post_message(self.PastStart(self, self._current))
        elif to == len(codes):
            self.post_message(self.PastEnd(self, self._current))
        else:
            self._go(codes[to])

    def _page(self, by: int) -> bool:
        """To the field of the same column one page on. False: all fields show, the key is somebody else's."""
        if not self._overflows:
            return False
        places = self._layout.places
        here = places[self._current]
        wanted = here.y + by * max(1, self._body - 1)
        column = [places[code] for code in self._open_codes() if places[code].column == here.column]
        self._go(min(column, key=lambda place: abs(place.y - wanted)).code)
        return True

    def _take_list_key(self, event: events.Key) -> bool:
        text = self._texts[self._current]
        if event.key == "f4":
            self.ask_for_list(text, by_letter=False)
        elif event.is_printable and event.character is not None:
            letter = event.character.strip()
            self.ask_for_list(letter or text, by_letter=bool(letter))
        elif event.key in _CLEARING:
            if text:
                self.set_value(self._current, "")
                self.post_message(self.Changed(self, self._current, ""))
        else:
            return event.key in FieldEditor.ACTIONS and event.key not in ("ctrl+c", "super+c", "ctrl+v")
        return True

    # -- what an editor tells ----------------------------------------------------------
    def ask_for_list(self, text: str, *, by_letter: bool) -> None:
        """Tell the owner, once, that the list is wanted."""
        waiting = self._asked
        if by_letter and waiting is not None and not waiting.is_read and waiting.code == self._current:
            waiting.join(text)
            return
        self._asked = self.ChooseWanted(self, self._current, text, by_letter=by_letter)
        self.post_message(self._asked)

    def edited(self, text: str) -> None:
        """The editor's text is the field's."""
        self._texts[self._current] = text
        if self._notes.get(self._current):
            self._make_room()
        self.post_message(self.Changed(self, self._current, text))

    def refuse(self, sentence: str) -> None:
        """Something was not taken."""
        self.post_message(self.Refused(self, self._current, sentence))

    def on_input_changed(self, event: events.Event) -> None:
        """The editor's own messages end here."""
        event.stop()

    on_input_blurred = on_text_area_changed = on_text_area_selection_changed = on_input_changed
