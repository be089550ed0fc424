"""Who a row is, and what its cells hold: people found and taken, rows that are done, lists of cells."""

from __future__ import annotations

from typing import Any

from textual import on

from bsc_tui.entities.kinds import Reference, TermReference, told
from bsc_tui.i18n import _
from bsc_tui.operations import bulk
from bsc_tui.operations.bookings import OpenBooking, of_booking
from bsc_tui.screens.bulk_columns import PERSON, PHONE, USUAL, field_of
from bsc_tui.screens.bulk_entries import Entry, entry_of
from bsc_tui.screens.bulk_saving import BulkSaving
from bsc_tui.screens.parts.grid import Grid
from bsc_tui.screens.parts.pick_list import New, Picked, PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.person_picker import people_found

FOUND_COLUMNS = (
    Heading("name", "", 18, flexible=True),
    Heading("born", "", 4),
    Heading("employer", "", 12, priority=1),
    Heading("phone", "", 17, priority=1),
    Heading("last", "", 8),
)


class BulkPeople(BulkSaving):
    """Rows get their people."""

    def __init__(self, engagement_id: int) -> None:
        super().__init__(engagement_id)
        drop = self.grid.drop
        drop.search = self._found
        drop.taken = self._person_taken
        drop.new_wanted = self.new_wanted
        drop.set_headings(FOUND_COLUMNS)

    # -- who it is -------------------------------------------------------------------------
    def _found(self, text: str) -> list[ListRow]:
        """The twenty best; who stands in another row says so. Runs in the search thread."""
        office = self.office
        numbers = {one.person_id: at for at, one in enumerate(self.entries, 1) if one.person_id is not None}
        rows, entry = [], self.current
        only = entry.doubt if entry is not None and text == entry.name.strip() else None
        for found in people_found(office.finder, self.engagement_id, text, only or None):
            number = numbers.get(int(str(found.id)))
            if number is None:
                rows.append(found)
            else:
                cells = (*found.cells[:-1], _("row %(number)s") % {"number": number})
                rows.append(ListRow(found.id, cells, (*found.tones[:-1], "key")))
        return rows

    def begin_search(self) -> None:
        """The people found are offered again."""
        self.grid.drop.look_now(self.grid.text)

    def show_rows(self) -> None:
        """Also what the list under the cell offers."""
        super().show_rows()
        self.grid.drop.new_label = _("New person “%(text)s”") if self.office.actor.has("contacts") else ""

    def _person_taken(self, row: ListRow) -> None:
        entry, person_id = self.current, int(str(row.id))
        self.grid.drop.close()
        other = next((one for one in self.entries if one.person_id == person_id and one is not entry), None)
        if entry is not None and other is not None:
            self._is_in_already(entry, other)
        elif entry is not None:
            self.hold_while(self._take_person, entry, person_id)

    def _is_in_already(self, entry: Entry, other: Entry) -> None:
        """The hand stays where somebody else may be named; what was typed is overwritten or mended."""
        self.put(entry)
        self.go_to(entry.key, PERSON)
        words = _("%(name)s is in already: row %(number)s. Type another name here.")
        self.say(words % {"name": other.name, "number": self.number_of(other)}, "warn")

    async def _take_person(self, entry: Entry, person_id: int) -> None:
        office = self.office
        known = await office.run(bulk.row_or_person, office.records, self.engagement_id, person_id)
        if isinstance(known, bulk.Row):
            self._is_in_already(entry, self._joined(known))
            return
        self.take_known(entry, person_id, known)
        self._taken(entry, "position")

    def take_known(self, entry: Entry, person_id: int, known: bulk.Known) -> list[str]:
        """The row is somebody known; the fields in which their card says something else than was pasted."""
        entry.take_person(
            person_id, known.name, self.with_usual(known.values), self.with_labels(known.labels), known.card
        )
        return entry.add_to_card(known.own, self.office.actor.has("contacts"))

    def _joined(self, row: bulk.Row) -> Entry:
        """The row of somebody whom a colleague registered meanwhile, behind those who are in."""
        joined = entry_of(row)
        at = sum(1 for one in self.entries if one.kept is not None)
        self.entries.insert(at, joined)
        self.show_rows()
        return joined

    def new_wanted(self, text: str) -> None:
        entry = self.current
        if entry is not None and not self.locked:
            self.grid.drop.close()
            self.hold_while(self._take_new, entry, text)

    async def _take_new(self, entry: Entry, text: str) -> None:
        from bsc_tui.screens.registry import words_as_fields  # late: the registry knows all places

        office = self.office
        values = await office.run(bulk.filled, office.records, self.engagement_id, None)
        typed = words_as_fields("person", text)
        card = entry.given_card if text.strip() == entry.name.strip() else {}
        entry.take_new({**typed, **card}, self.with_usual(values), self.with_labels({}))
        self._taken(entry, PHONE)

    def _taken(self, entry: Entry, code: str) -> None:
        if entry is self.entries[-1]:
            self.entries.append(Entry())
        self.show_rows()
        self.go_to(entry.key, code)
        self.hush()
        self.keep_draft()

    def with_usual(self, values: dict[str, Any]) -> dict[str, Any]:
        """A new row's values, with what the line of usual values says."""
        said = {name: self.usual.values.get(name) for name in (*USUAL, "payer_enterprise")}
        given = self.opened.usual if self.opened else {}
        return {
            **values,
            **{name: value for name, value in said.items() if value is not None or given.get(name)},
        }

    def with_labels(self, labels: dict[str, str]) -> dict[str, str]:
        usual = {
            name: text
            for name, text in self.usual.labels.items()
            if text and name in (*USUAL, "payer_enterprise")
        }
        return {**labels, **usual}

    # -- a row is done ---------------------------------------------------------------------
    @on(Grid.Finished)
    def finished(self, event: Grid.Finished) -> None:
        """Enter: save the row and go to the next."""
        entry = self.entry(event.row_id)
        if entry is None:
            return
        if entry is self.usual:
            self.go_to(self.entries[-1].key, PERSON)
        elif entry.booking is not None:
            self.name_seat(entry.booking)
        elif entry.is_blank:
            self.say(_("Type letters of a name, a telephone or an enterprise."), "plain")
        elif not entry.knows_who:
            self.begin_search()
        elif entry.stale is not None:
            self.hold_while(self._choose_between, entry)
        elif entry.texts:
            self.tell_of_row()
            self.go_to(entry.key, next(iter(entry.texts)))
        else:
            was_new = entry.kept is None
            entry.problems.clear()
            if entry.is_open:
                self.save_rows([entry])
            self._go_on_from(entry, was_new=was_new)

    def name_seat(self, booking: OpenBooking) -> None:
        """A new row for somebody who sits in a booked seat; the enterprise pays."""
        if self.locked:
            self.refuse(self.why_not("grid.save"))
            return
        if booking.status == "waiting":
            self.say(_("This booking waits. Its seats can be named once it has them."), "warn")
            return
        given = of_booking(booking.id, booking.enterprise)
        entry = Entry(given=given, given_labels={"payer_enterprise": booking.name})
        self.entries.insert(len(self.entries) - 1, entry)
        self.show_rows()
        self.go_to(entry.key, PERSON)
        self.say(_("Who of %(name)s? Type letters of the name.") % {"name": booking.name}, "plain")

    def _go_on_from(self, entry: Entry, *, was_new: bool) -> None:
        shown = self.shown
        after = shown[shown.index(entry) + 1 :] if entry in shown else []
        if was_new:
            after = [one for one in after if one.kept is None and not one.problems]
        self.go_to(after[0].key, PERSON if was_new else "") if after else None

    async def _choose_between(self, entry: Entry) -> None:
        """Somebody saved the registration meanwhile: field by field, whose value stays."""
        from bsc_tui.screens.parts.three_values import THEIRS, ThreeValues, ValueClash  # late: seldom needed

        stale = entry.stale
        assert stale is not None
        shown, clashes = {}, []
        for name, values in stale.clashes.items():
            texts = [await self._value_text(name, value) for value in values]
            shown[name] = texts
            clashes.append(ValueClash(name, told(field_of(name).label), *texts))
        chosen = await self.answer(ThreeValues(stale.who, clashes))
        if chosen is None:
            return
        for name, whose in chosen.items():
            if whose == THEIRS:
                entry.values[name], entry.labels[name] = stale.clashes[name][1], shown[name][1]
        entry.take_newer(stale)
        self.put(entry)
        self.save_rows([entry])

    async def _value_text(self, name: str, value: Any) -> str:
        kind, office = field_of(name).kind, self.office
        if not isinstance(kind, Reference):
            return kind.format(value, self.reading)
        titles = await office.run(office.records.reader.titles, kind.model, [value])
        return titles.get(value, "")

    # -- lists -----------------------------------------------------------------------------
    @on(Grid.ChooseWanted)
    def choose_wanted(self, event: Grid.ChooseWanted) -> None:
        """A cell's list."""
        entry = self.entry(event.row_id)
        if entry is not None:
            self.hold_while(self._choose, entry, event.code, event.text)

    async def _choose(self, entry: Entry, code: str, text: str) -> None:
        from bsc_tui.screens.parts.pickers import value_picker  # late: not every row needs a list

        office, kind = self.office, field_of(code).kind
        picker: PickList = await value_picker(
            office, kind, told(field_of(code).label), text, entry.value(code)
        )
        answer = await self.answer(picker)
        if isinstance(answer, Picked):
            value, label = answer.row.id, answer.row.cells[0]
        elif isinstance(answer, New) and isinstance(kind, TermReference):
            from bsc_tui.operations.lists import add_term  # late: seldom done from here

            value, label = await office.run(add_term, office.records, kind.terms, answer.text), answer.text
        else:
            if isinstance(answer, New):
                self.say(_("A new enterprise is made in Contacts; then it can be chosen here."), "warn")
            return
        entry.choose(code, value, label if isinstance(kind, Reference) else "", self.reading)
        self.put(entry)
        if code == "payer" and value == "other" and not await self._choose_payer(entry):
            return
        self.grid.step()
        self.keep_draft()

    async def _choose_payer(self, entry: Entry) -> bool:
        from bsc_tui.screens.parts.pickers import record_picker  # late: as above

        picker = record_picker(self.office.finder, "enterprise", _("Which enterprise pays?"), may_add=False)
        answer = await self.answer(picker)
        if not isinstance(answer, Picked):
            entry.undo("payer", self.reading)
            self.put(entry)
            return False
        entry.values["payer_enterprise"] = int(str(answer.row.id))
        entry.labels["payer_enterprise"] = answer.row.cells[0]
        self.put(entry)
        return True
