"""The painted half of a sheet: fields with their texts, marks and places, scrolled to a height.

It shows where the hand is without moving it. Keys, editors and messages are the sheet's; where fields
stand is sheet_layout's and how one looks sheet_paint's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from bsc_tui.i18n import _
from bsc_tui.screens.parts.safe import safe
from bsc_tui.screens.parts.sheet_layout import Field, Heading, Layout, Place, Section, arrange, travel
from bsc_tui.screens.parts.sheet_paint import FieldView, Piece, field_pieces, heading_pieces, row_strip

_ABOVE, _BELOW = "▲", "▼"


class SheetSurface(Widget):
    """Labelled fields, painted. All codes handed in must be of loaded fields: KeyError otherwise."""

    COMPONENT_CLASSES = {
        "sheet--label",
        "sheet--required",
        "sheet--title",
        "sheet--line",
        "sheet--field",
        "sheet--field-locked",
        "sheet--hand",
        "sheet--trouble",
        "sheet--choose-sign",
        "sheet--suffix",
    }

    DEFAULT_CSS = """
    SheetSurface {
        width: 1fr; height: 1fr; overflow: hidden; background: $bsc-page; color: $bsc-text;
        & > .sheet--label { color: $bsc-dim; }
        & > .sheet--required { color: $bsc-key; }
        & > .sheet--title { color: $bsc-accent; text-style: bold; }
        & > .sheet--line { color: $bsc-line; }
        & > .sheet--field { color: $bsc-text; background: $bsc-field; }
        & > .sheet--field-locked { color: $bsc-dim; }
        & > .sheet--hand { color: $bsc-hand-text; background: $bsc-hand; text-style: bold; }
        & > .sheet--trouble { color: $bsc-trouble; }
        & > .sheet--choose-sign { color: $bsc-dim; }
        & > .sheet--suffix { color: $bsc-dim; }
    }
    """

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._sections: tuple[Section, ...] = ()
        self._fields: dict[str, Field] = {}
        self._texts: dict[str, str] = {}
        self._clean: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._locked: frozenset[str] = frozenset()
        self._current = ""
        self._hand_is_here = False
        self._top = 0
        self._layout = Layout()
        self._fitted = Size()
        self._rows: dict[int, tuple[list[Heading], list[Place]]] = {}

    # -- texts -------------------------------------------------------------------------
    @property
    def fields(self) -> tuple[Field, ...]:
        """In the order of travel."""
        return tuple(self._fields.values())

    @property
    def values(self) -> dict[str, str]:
        """The texts as they are now, half-typed ones too."""
        return dict(self._texts)

    def changed_fields(self) -> list[str]:
        """Codes of the fields whose text differs from what was loaded or last marked clean."""
        return [code for code, text in self._texts.items() if text != self._clean[code]]

    def mark_clean(self) -> None:
        """What stands here now is what is kept."""
        self._clean = dict(self._texts)

    def _hold(self, sections: Sequence[Section], values: Mapping[str, str]) -> None:
        """Take other fields and texts; everything known of the ones before is forgotten."""
        self._sections = tuple(sections)
        self._fields = {each.code: each for each in travel(sections)}
        self._texts = {code: values.get(code, "") for code in self._fields}
        self._clean = dict(self._texts)
        self._problems, self._notes = {}, {}
        self._locked = frozenset()
        self._current = ""
        self._top = 0
        self._arrange()

    # -- marks -------------------------------------------------------------------------
    def set_problem(self, code: str, sentence: str) -> None:
        """Mark the label of a field; "" takes the mark away."""
        had = code in self._problems
        if sentence:
            self._problems[code] = sentence
        else:
            self._problems.pop(code, None)
        if had != bool(sentence):
            self._repaint(code, label=True)

    @property
    def problems(self) -> dict[str, str]:
        """Field → sentence, in the order of travel."""
        return {code: self._problems[code] for code in self._fields if code in self._problems}

    def note(self, code: str, text: str) -> None:
        """Say something dim at the right end of a field's room, if it fits there; "" takes it away."""
        self._notes[code] = safe(text)
        self._repaint(code)

    def _is_open(self, code: str) -> bool:
        field = self._fields.get(code)
        return field is not None and not field.locked and code not in self._locked

    def _open_codes(self) -> list[str]:
        return [code for code in self._fields if self._is_open(code)]

    # -- places ------------------------------------------------------------------------
    def on_resize(self) -> None:
        """Fields find other places in another room."""
        self._fit()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All rows, for a sheet of `height: auto`."""
        return arrange(self._sections, width).height

    def _fit(self) -> None:
        """Arrange for the size of now, if that was not done. A first paint comes before any resize event."""
        if self.size != self._fitted:
            self._arrange()
            self._bring_into_view(self._current)

    def _arrange(self) -> None:
        self._fitted = self.size
        width, height = self.size
        if not width:
            return
        self._layout = arrange(self._sections, width, height)
        self._rows = self._layout.rows()
        self._top = min(self._top, self._furthest)

    @property
    def _overflows(self) -> bool:
        return self._layout.height > self.size.height

    @property
    def _body(self) -> int:
        """Rows for fields; the last one says that there is more, when there is."""
        return max(1, self.size.height - 1) if self._overflows else self.size.height

    @property
    def _furthest(self) -> int:
        return max(0, self._layout.height - self._body)

    def _bring_into_view(self, code: str) -> bool:
        """Bring a field into view, with a title right above it. True: things moved."""
        place = self._layout.places.get(code)
        if place is None:
            return False
        first = place.y - 1 if any(heading.y == place.y - 1 for heading in self._layout.headings) else place.y
        top = min(self._top, first)
        if place.y + place.height > top + self._body:
            top = min(place.y, place.y + place.height - self._body)
        top = min(top, self._furthest)
        moved, self._top = top != self._top, top
        return moved

    def _scroll_by(self, rows: int) -> bool:
        """Move the view. True: it moved."""
        top = max(0, min(self._top + rows, self._furthest))
        moved, self._top = top != self._top, top
        if moved:
            self.refresh()
        return moved

    def _field_at(self, x: int, y: int) -> str:
        """The field whose label or ground is at this cell, or ""."""
        for place in self._rows.get(y + self._top, ([], []))[1]:
            if place.label_x <= x < place.x + place.width:
                return place.code
        return ""

    # -- painting ----------------------------------------------------------------------
    def _repaint(self, code: str, *, label: bool = False) -> None:
        """Paint one field again: its sign and ground, with `label` all of it."""
        place = self._layout.places.get(code)
        if place is not None and self.is_mounted:
            x = min(place.label_x, place.sign_x) if label else place.sign_x
            self.refresh(Region(x, place.y - self._top, place.x + place.width - x, place.height))

    def _view(self, code: str) -> FieldView:
        return FieldView(
            self._fields[code],
            self._texts[code],
            locked=not self._is_open(code),
            in_hand=self._hand_is_here and code == self._current,
            problem=code in self._problems,
            note=self._notes.get(code, ""),
        )

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)

    def render_line(self, y: int) -> Strip:
        """A row of fields; under them, if they go on, the row that says so."""
        self._fit()
        if y >= self._body:
            return self._more_line()
        headings, places = self._rows.get(y + self._top, ([], []))
        pieces: list[Piece] = []
        for heading in headings:
            pieces += heading_pieces(heading, self._style)
        for place in places:
            pieces += field_pieces(place, self._view(place.code), y + self._top - place.y, self._style)
        return row_strip(pieces, self.size.width, self.rich_style)

    def _more_line(self) -> Strip:
        signs = [
            sign for sign, there in ((_ABOVE, self._top > 0), (_BELOW, self._top < self._furthest)) if there
        ]
        text = " ".join([*signs, _("more")])
        pieces = [(max(0, self.size.width - cell_len(text) - 1), text, self._style("sheet--required"))]
        return row_strip(pieces, self.size.width, self.rich_style)
