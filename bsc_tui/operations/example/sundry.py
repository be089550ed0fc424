"""What else the people of the example do: proposals, a field of the company's own, reports that are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from bsc_tui.db.models import CustomField, Person
from bsc_tui.operations import corrections
from bsc_tui.operations.corrections import About
from bsc_tui.operations.example.lately import Event
from bsc_tui.operations.example.office import ADMINISTRATOR, CLERK, Office, moment_on
from bsc_tui.records.records import Records

_VIEWER, _RESPONSIBLE = "tigran", "karen"
_FIELD = {
    "entity": "person",
    "kind": "text",
    "label_en": "Car number",
    "label_fr": "Plaque de voiture",
    "label_hy": "Մեքենայի համարանիշ",
}
_CARS = 40
_REPORTS: tuple[tuple[str, str, str, dict[str, Any], bool], ...] = (
    (ADMINISTRATOR, "Services of last year", "services", {"period": "last_year"}, True),
    (_RESPONSIBLE, "Unpaid, this year", "services", {"period": "year", "paid": "unpaid"}, False),
)


def define_field(office: Office) -> None:
    """A field that the company added to people: for the guard at the car park."""
    office.archivist().save("custom_field", _FIELD)


def events(office: Office, people: Sequence[int]) -> Iterator[Event]:
    """All of the last two weeks; `people` are those of the example's own cards."""
    random = Random("sundry")
    cars = random.sample(people, min(_CARS, len(people)))
    for number, person in enumerate(cars):
        day = office.yesterday - timedelta(days=14 - number * 12 // len(cars))
        plate = f"{random.randint(10, 99)} {random.choice('LOSU')}{random.choice('LOSU')} {100 + number}"
        yield Event(moment_on(random, day), CLERK, partial(_note_car, person=person, plate=plate))
    for days, account, do in (
        (6, _VIEWER, partial(_propose_city, person=people[0], city="Vanadzor", remark="He moved in spring.")),
        (5, ADMINISTRATOR, _accept_first),
        (4, _VIEWER, partial(_propose_city, person=people[1], city="Gyumri", remark="")),
        (3, _RESPONSIBLE, partial(_propose_words, wanted="Group", remark="We never say “lot” of people.")),
        (2, _VIEWER, partial(_propose_city, person=people[2], city="Ijevan", remark="Says the new card.")),
    ):
        yield Event(moment_on(random, office.yesterday - timedelta(days=days)), account, do)
    for account, name, report, limits, shared in _REPORTS:
        moment = moment_on(random, office.yesterday - timedelta(days=3))
        keep = partial(_keep, name=name, report=report, criteria=json.dumps(limits), shared=shared)
        yield Event(moment, account, keep)


def _note_car(records: Records, person: int, plate: str) -> None:
    code = CustomField.get(CustomField.label_en == _FIELD["label_en"]).code
    records.save("person", {code: plate}, id=person)


def _propose_city(records: Records, person: int, city: str, remark: str) -> None:
    begun = corrections.begin(records, About("person", person, "city"), "")
    if Person.get_by_id(person).city == city:
        city = "Yerevan"
    corrections.propose(records, begun, city, remark)


def _propose_words(records: Records, wanted: str, remark: str) -> None:
    corrections.propose(records, corrections.begin(records, About(), "Reports"), wanted, remark)


def _accept_first(records: Records) -> None:
    for one in corrections.listed(records, "decide")[:1]:
        corrections.accept(records, one.id)


def _keep(records: Records, name: str, report: str, criteria: str, shared: bool) -> None:
    records.keep_report(name, report, criteria, shared=shared)
