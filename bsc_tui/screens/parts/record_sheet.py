"""A sheet that shows the fields of records: reads what is typed by the field's kind and brings its list.

What a record means, whether it may be saved and where it goes is the owner's and the gate's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual import on
from textual.message import Message

from bsc_tui.entities import kinds
from bsc_tui.entities.entity import Section as EntitySection
from bsc_tui.entities.kinds import Kind, Masked, Reference, TermReference, told
from bsc_tui.entities.registry import BY_MODEL
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import Unreadable, _
from bsc_tui.records.reading import EntityField
from bsc_tui.screens.office import Remembered, office_of
from bsc_tui.screens.parts.pick_list import New, Picked
from bsc_tui.screens.parts.pickers import options_of, value_picker
from bsc_tui.screens.parts.sheet import Field, Section, Sheet
from bsc_tui.screens.quiet import Quiet

ROOM: dict[type[Kind], int] = {
    kinds.Day: 10,
    kinds.Moment: 10,
    kinds.PartialDate: 10,
    kinds.Clock: 5,
    kinds.Money: 14,
    kinds.Rate: 6,
    kinds.Count: 7,
    kinds.Number: 14,
    kinds.Flag: 5,
}
"""Cells of text that a kind needs; the others take the room there is."""

NOTES_LINES = 3


@dataclass(frozen=True)
class Shown:
    """One entry of a form: the code on the sheet, the field behind it, and whether it is only shown."""

    code: str
    field: EntityField
    locked: bool = False
    label: Any = None


class RecordSheet(Sheet):
    """The sheet of one record (or of two that are saved together); codes are the owner's."""

    class ValueChanged(Message):
        """A field has another value now, as `values` holds it."""

        def __init__(self, sheet: RecordSheet, code: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.code = code

        @property
        def control(self) -> RecordSheet:
            """The sheet."""
            return self.sheet

    class NewWanted(Message):
        """A record that is not there yet is wanted for a link: open its form, then `link`."""

        def __init__(self, sheet: RecordSheet, code: str, entity: str, text: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.code = code
            self.entity = entity
            self.text = text

        @property
        def control(self) -> RecordSheet:
            """The sheet."""
            return self.sheet

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: dict[str, Shown] = {}
        self._arranged: list[tuple[str, list[str | tuple[str, ...]], int]] = []
        self.raw: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.currency = "AMD"
        self.remembered = Remembered()
        self._links: dict[tuple[str, str], int] = {}
        self._typed = ""
        self._former: Any = None

    # -- what the owner puts in ------------------------------------------------------------
    def show_record(
        self,
        sections: Sequence[tuple[Any, Sequence[str | tuple[str, ...]], int]],
        shown: Iterable[Shown],
        values: Mapping[str, Any],
        labels: Mapping[str, str],
        *,
        currency: str = "AMD",
        focus: str | None = None,
    ) -> None:
        """Show these fields with these values; `labels` are those of links."""
        self._shown = {one.code: one for one in shown}
        self._arranged = [(title, list(entries), column) for title, entries, column in sections]
        self.currency = currency
        self.raw = {code: values.get(code) for code in self._shown}
        self.labels = {code: labels.get(code, "") for code in self._shown}
        self.load(self._layout_sections(), {code: self._text(code) for code in self._shown}, focus=focus)

    def relabel(self) -> None:
        """Say the labels in the language now active; what was typed stays as it is."""
        typed, problems, where, clean = self.values, self.problems, self.current, self.changed_fields()
        had_keys = self._has_keys
        self.load(self._layout_sections(), {code: self._text(code) for code in self._shown})
        for code in clean:
            self.set_value(code, typed[code])
        for code, sentence in problems.items():
            self.set_problem(code, sentence)
        if where:
            self.focus_field(where) if had_keys else None

    def _layout_sections(self) -> list[Section]:
        sections = []
        for title, entries, column in self._arranged:
            fields = []
            for entry in entries:
                codes = (entry,) if isinstance(entry, str) else entry
                fields += [
                    self._field(self._shown[code], beside=index > 0)
                    for index, code in enumerate(codes)
                    if code in self._shown
                ]
            if fields:
                sections.append(Section(told(title), tuple(fields), column))
        return sections

    def _field(self, one: Shown, *, beside: bool) -> Field:
        kind = one.field.kind
        room = ROOM.get(type(kind))
        return Field(
            code=one.code,
            label=told(one.label or one.field.label),
            width=room,
            required=one.field.required and not one.locked,
            choose=isinstance(kind, Reference | kinds.Choice | kinds.Flag) and not one.locked,
            lines=NOTES_LINES if isinstance(kind, kinds.Notes) else 1,
            right=kind.right,
            anew=kind.anew,
            locked=one.locked,
            beside=beside,
            limit=kind.most,
            hint=_(one.field.help) if one.field.help else "",
        )

    def _text(self, code: str) -> str:
        kind, value = self._shown[code].field.kind, self.raw.get(code)
        if isinstance(kind, Reference):
            return self.labels.get(code, "") if value is not None else ""
        if isinstance(kind, kinds.Flag):
            return kind.format(value, self._reading) if value else ""
        return kind.format(value, self._reading)

    @property
    def _reading(self) -> kinds.Reading:
        return office_of(self).records.reader.reading(self.currency)

    # -- what the owner takes out ----------------------------------------------------------
    def read_all(self) -> list[FieldProblem]:
        """Read every field; what can't be read, marked on the sheet and returned."""
        found = []
        for code in self._shown:
            sentence = self.read(code)
            self.set_problem(code, sentence)
            if sentence:
                found.append(FieldProblem(code, sentence))
        return found

    def read(self, code: str) -> str:
        """Read one field into `raw`; why it can't be read, or ''."""
        kind, text = self._shown[code].field.kind, self.values[code]
        if isinstance(kind, Reference) or self._shown[code].locked:
            return ""
        if isinstance(self.raw.get(code), Masked) and text == str(self.raw[code]):
            return ""
        try:
            value = kind.clean(kind.parse(text, self._reading))
        except Unreadable as unreadable:
            return unreadable.sentence
        except ValueError:
            return _("“%(text)s” does not fit here.") % {"text": text[:30]}
        self.raw[code] = value
        return kind.check(value)

    def set_raw(self, code: str, value: Any, label: str = "", *, tell: bool = True) -> None:
        """Put a value into a field, as if the person had chosen it."""
        if code not in self._shown:
            return
        self.raw[code] = value
        self.labels[code] = label
        self.set_value(code, self._text(code))
        self.set_problem(code, "")
        if tell:
            self.post_message(self.ValueChanged(self, code))

    def link(self, code: str, record_id: int, label: str) -> None:
        """A link was chosen or made: put it in and go on."""
        self.set_raw(code, record_id, label)
        self.focus_field(code)

    def to_draft(self) -> dict[str, Any]:
        """What stands here, as JSON can hold it."""
        return {
            "texts": self.values,
            "links": {
                code: [self.raw.get(code), self.labels.get(code, "")]
                for code, one in self._shown.items()
                if isinstance(one.field.kind, Reference)
            },
            "focus": self.current,
        }

    def from_draft(self, content: Mapping[str, Any]) -> None:
        """Put back what `to_draft` gave, hand included; fields that are no more are left out."""
        for code, (value, label) in content.get("links", {}).items():
            if code in self._shown and not self._shown[code].locked:
                self.set_raw(code, value, label, tell=False)
        for code, text in content.get("texts", {}).items():
            if code in self._shown and not isinstance(self._shown[code].field.kind, Reference):
                self.set_value(code, text)
        for code in self._shown:
            self.read(code)
        if content.get("focus") in self._shown:
            self.focus_field(content["focus"])

    @property
    def entity_fields(self) -> Mapping[str, EntityField]:
        """The fields shown, by their codes."""
        return {code: one.field for code, one in self._shown.items()}

    def field_of(self, code: str) -> EntityField:
        """The field behind a code. KeyError: it is not shown."""
        return self._shown[code].field

    def why(self, code: str) -> str:
        """The help sentence of a field."""
        return next((one.hint for one in self.fields if one.code == code), "")

    # -- leaving a field -------------------------------------------------------------------
    @on(Sheet.Left)
    def field_left(self, event: Sheet.Left) -> None:
        """Read it; show it as it was understood, or what is wrong."""
        if event.sheet is not self or event.code not in self._shown:
            return
        self._typed = ""
        before = self.raw.get(event.code)
        sentence = self.read(event.code)
        self.set_problem(event.code, sentence)
        if not sentence:
            self.set_value(event.code, self._text(event.code))
            if self.raw.get(event.code) != before:
                self.post_message(self.ValueChanged(self, event.code))

    @on(Sheet.Changed)
    def field_changed(self, event: Sheet.Changed) -> None:
        """A link that was emptied is none any more."""
        if event.sheet is not self or event.code not in self._shown:
            return
        kind = self._shown[event.code].field.kind
        if isinstance(kind, Reference | kinds.Choice | kinds.Flag):
            if not event.text:
                self.set_raw(event.code, kind.clean(None))
            else:
                self._back_to_known_link(event.code, event.text)

    def _back_to_known_link(self, code: str, text: str) -> None:
        """Undo of a chosen field gives its text back; find the value that goes with it."""
        kind = self._shown[code].field.kind
        if isinstance(kind, Reference) and text != self.labels.get(code):
            earlier = self._links.get((code, text))
            if earlier is not None:
                self.raw[code], self.labels[code] = earlier, text
        elif not isinstance(kind, Reference):
            self.read(code)

    # -- the list of a field ---------------------------------------------------------------
    @on(Sheet.ChooseWanted)
    def list_wanted(self, event: Sheet.ChooseWanted) -> None:
        """Bring the list; few options answer to their first letter at once."""
        if event.sheet is not self:
            return
        event.stop()
        code, text = event.code, event.text
        kind = self._shown[code].field.kind
        if event.by_letter and not isinstance(kind, Reference):
            if self._take_option(code, options_of(kind), text):
                return
            if self._typed:
                self.set_raw(code, self._former)
                text, self._typed = self._typed + text, ""
        screen = self.screen
        if isinstance(screen, Quiet):
            work = partial(self._choose, screen, code, text if event.by_letter else "")
            screen.work(work, group="choose", holds=True)  # what is typed on is for the list

    def _take_option(self, code: str, options: Sequence[tuple[Any, str]], text: str) -> bool:
        """Take the option that begins with the letters typed; the same letter again takes the next."""

        def beginning(with_: str) -> list[Any]:
            return [value for value, label in options if label.lower().startswith(with_.lower())]

        longer = beginning(self._typed + text) if self._typed else []
        found = longer or beginning(text)
        if not (longer or len(found) == 1 or (found and len(text) == 1)):
            return False
        if not self._typed:
            self._former = self.raw.get(code)
        at = found.index(self.raw[code]) + (not longer) if self.raw.get(code) in found else 0
        self.set_raw(code, found[at % len(found)])
        self._typed = self._typed + text if longer else text
        return True

    async def _choose(self, screen: Quiet[Any], code: str, text: str) -> None:
        one = self._shown[code]
        kind = one.field.kind
        if isinstance(kind, Reference) and self.raw.get(code) is not None:
            self._links[code, self.labels.get(code, "")] = self.raw[code]
        title = told(one.label or one.field.label)
        picker = await value_picker(office_of(self), kind, title, text, self.raw.get(code))
        answer = await screen.answer(picker)
        if isinstance(answer, Picked):
            label = answer.row.cells[0] if isinstance(kind, Reference) else ""
            self.set_raw(code, answer.row.id, label)
            self.go_on_from(code)
        elif isinstance(answer, New) and isinstance(kind, TermReference):
            await self._add_term(screen, code, kind, answer.text)
        elif isinstance(answer, New) and isinstance(kind, Reference):
            self.post_message(self.NewWanted(self, code, BY_MODEL[kind.model].code, answer.text))

    def go_on_from(self, code: str) -> None:
        """To the field after this one; from the last one stay."""
        codes = [one.code for one in self.fields if self._is_open(one.code)]
        here = codes.index(code) if code in codes else -1
        if 0 <= here < len(codes) - 1:
            self.focus_field(codes[here + 1])

    async def _add_term(self, screen: Quiet[Any], code: str, kind: TermReference, text: str) -> None:
        from bsc_tui.operations.lists import add_term  # late: seldom done from a form

        office = office_of(self)
        term_id = await office.run(add_term, office.records, kind.terms, text)
        self.set_raw(code, term_id, text)
        self.go_on_from(code)

    # -- as the record before --------------------------------------------------------------
    def same_as_before(self, code: str) -> bool:
        """Take a field's value from the record saved before; False when there is none."""
        if code not in self.remembered.values or code not in self._shown:
            return False
        self.set_raw(code, self.remembered.values[code], self.remembered.labels.get(code, ""))
        return True


def sections_of(
    sections: Sequence[EntitySection], prefix: str = ""
) -> list[tuple[Any, list[str | tuple[str, ...]], int]]:
    """The sections of an entity as `show_record` takes them, codes with a prefix."""

    def coded(entry: str | tuple[str, ...]) -> str | tuple[str, ...]:
        return prefix + entry if isinstance(entry, str) else tuple(prefix + name for name in entry)

    return [(one.title, [coded(entry) for entry in one.fields], one.column) for one in sections]
