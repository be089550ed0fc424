"""The second door of the gate does what the first does: the same rows, keys, trail and refusals."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from peewee import Database

from bsc_tui.db.database import execute
from bsc_tui.db.models import Change, Operation, Person, Registration, ServiceLine, Term, dicts, tuples
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Invalid, Problem, Refused
from bsc_tui.records import audit, many, sorted_keys, undoing
from bsc_tui.records.records import Records

MakeUser = Callable[..., Records]
Make = Callable[..., int]
DAY = datetime.date(2026, 11, 3)


def keys_of(database: Database, code: str, id: int) -> list[tuple[Any, ...]]:
    mark = database.param
    asked = (
        f"SELECT kind, key FROM search_key WHERE entity = {mark} AND record_id = {mark} ORDER BY kind, key"
    )
    return list(execute(database, asked, (code, id)).fetchall())


def picture(records: Records, code: str, id: int, besides: str = "") -> tuple[Any, ...]:
    """All that a record left behind, whatever its number and the value of that field."""
    model = ENTITIES[code].model
    (row,) = dicts(model.select().where(model.id == id))
    where = (Change.entity == code, Change.record_id == id)
    (trail,) = tuples(Change.select(Change.kind, Change.fields).where(*where))
    fields = json.loads(trail[1])
    for name in ("id", besides):
        row.pop(name, None)
        fields.pop(name, None)
    keys = {(kind, re.sub(r"\d", "", key)) for kind, key in keys_of(records.database, code, id)}
    return row, trail[0], list(fields.items()), keys


def term(listed: str) -> int:
    from bsc_tui.db.models import ReferenceList

    found = Term.select().join(ReferenceList).where(ReferenceList.code == listed).order_by(Term.id).first()
    return int(found.id)


@pytest.fixture
def things(admin: Records, make_seminar: Make) -> dict[str, int]:
    """What rows may point to."""
    firm = admin.save("enterprise", {"name": "«Լուսաձոր Գինի» ՍՊԸ", "short_name": "Լուսաձոր"}).id
    return {
        "firm": firm,
        "person": admin.save("person", {"last_name": "Հակոբյան", "first_name": "Աննա"}).id,
        "other": admin.save("person", {"last_name": "Petrosyan"}).id,
        "seminar": make_seminar(maximum=50, price=45_000),
        "line": ServiceLine.get(ServiceLine.code == "SM").id,
        "position": term("position"),
        "topic": term("seminar_topic"),
        "list": Term.get_by_id(term("position")).list_id,
    }


def rows_for(things: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """A full row of each entity whose rules or keys ask for something."""
    return {
        "person": {
            "last_name": "  O'Brien\u200b ",
            "first_name": "Siobhán",
            "birth_date": "1984-03",
            "passport_number": "AN0123456",
            "passport_issued_on": "2015-04-01",
            "mobile": "091 033759",
            "other_phone": "+33 1 42 68 53 00",
            "email": "Siobhan@wine.am",
            "employer": things["firm"],
            "position": str(things["position"]),
            "letters": 1,
            "notes": "first\r\nsecond",
        },
        "enterprise": {"name": "Ararat & Sons", "tax_number": "01234567", "responsible": things["person"]},
        "employment": {"person": things["person"], "enterprise": things["firm"], "since": "2011"},
        "engagement": {
            "line": things["line"],
            "kind": "open_seminar",
            "topic": things["topic"],
            "starts": "2026-11-30",
            "client": things["firm"],
            "price": "45000",
            "vat_rate": 2000,
        },
        "registration": {
            "engagement": things["seminar"],
            "status": "attended",
            "workplace": things["firm"],
            "price": 45_000,
            "discount_rate": 1000,
            "vat_rate": 2000,
            "payer": "workplace",
        },
        "booking": {"engagement": things["seminar"], "enterprise": things["firm"], "status": "waiting"},
        "term": {"list": things["list"], "meaning": None, "place": 900},
    }


@pytest.mark.parametrize(
    "code", ["person", "enterprise", "employment", "engagement", "registration", "booking", "term"]
)
@pytest.mark.parametrize("count", [1, 40])
def test_both_doors_leave_the_same(
    admin: Records, things: dict[str, int], make_people: Callable[[int], list[int]], code: str, count: int
) -> None:
    row = rows_for(things)[code]
    people = make_people(count + 1)

    def numbered(number: int) -> dict[str, Any]:
        own = {"registration": {"person": people[number]}, "term": {"label_en": f"Some {number:02}"}}
        return {**row, **own.get(code, {})}

    one = admin.save(code, numbered(0)).id
    ids = admin.save_many(code, (numbered(number) for number in range(1, count + 1)))

    besides = {"registration": "person", "term": "label_en"}.get(code, "")
    assert picture(admin, code, ids[-1], besides) == picture(admin, code, one, besides)
    assert len(set(ids)) == count


def test_a_payment_is_guarded_by_the_line_behind_its_registration(
    admin: Records, things: dict[str, int], as_user: MakeUser
) -> None:
    registered = admin.save(
        "registration", {"engagement": things["seminar"], "person": things["person"], "price": 1000}
    ).id
    row = {"registration": registered, "day": DAY, "amount": 500}
    one = admin.save("payment", row).id
    (other,) = as_user("lusine", "responsible", lines=("SM",)).save_many("payment", [row])
    assert picture(admin, "payment", one) == picture(admin, "payment", other)
    with pytest.raises(Refused) as caught:
        as_user("karen", "responsible", lines=("BDS",)).save_many("payment", [row])
    assert "SM" in caught.value.sentence


def attempts(things: Mapping[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows that are not sound, each in its own way."""
    person = {"last_name": "Sound"}
    seat = {"engagement": things["seminar"], "person": things["person"]}
    yield "person", {"last_name": " ", "email": "a@wine", "birth_date": "2006-13"}
    yield "person", {**person, "employer": 999_999, "position": 10**12, "mobile": "12"}
    yield "person", {**person, "employer": "Ararat", "passport_issued_on": [1]}
    yield "person", {**person, "birth_date": "2030-01-01"}
    yield "employment", {"person": things["person"], "enterprise": None, "since": "2011", "until": "2001"}
    yield "engagement", {"line": things["line"], "kind": "sector_project", "title": "Not offered there"}
    yield "engagement", {"line": things["line"], "kind": "open_seminar", "minimum": 9, "maximum": 3}
    yield "registration", {**seat, "status": "cancelled"}
    yield "registration", {**seat, "price": 10, "discount": 20, "payer": "other"}
    yield "payment", {"registration": 999_999, "day": DAY, "amount": 1}


def refusal(attempt: Callable[[], object]) -> tuple[type[Problem], str, list[tuple[str, str]]]:
    with pytest.raises(Problem) as caught:
        attempt()
    problem = caught.value
    fields = [(one.field, one.sentence) for one in problem.problems] if isinstance(problem, Invalid) else []
    return type(problem), str(problem), fields


@pytest.mark.parametrize("number", range(10))
def test_both_doors_refuse_alike_and_create_nothing(
    admin: Records, things: dict[str, int], number: int
) -> None:
    code, row = list(attempts(things))[number]
    before = (Change.select().count(), Operation.select().count())
    first = refusal(lambda: admin.save(code, row))
    sound = {"last_name": "Sound"} if code == "person" else None
    second = refusal(lambda: admin.save_many(code, [sound, row, row] if sound else [row]))
    assert first == second
    assert (Change.select().count(), Operation.select().count()) == before
    assert Person.select().where(Person.last_name == "Sound").count() == 0


def test_one_row_of_a_line_that_is_not_theirs_stops_all(
    admin: Records,
    things: dict[str, int],
    make_seminar: Make,
    make_people: Callable[[int], list[int]],
    as_user: MakeUser,
) -> None:
    people = make_people(30)
    foreign = make_seminar("BDS")
    clerk = as_user("karen", "responsible", lines=("SM",))
    rows = [{"engagement": things["seminar"], "person": person} for person in people[:5]]
    with pytest.raises(Refused) as caught:
        clerk.save_many("registration", [*rows, {"engagement": foreign, "person": people[6]}])
    assert "BDS" in caught.value.sentence
    assert Registration.select().count() == 0


def test_what_is_in_the_trash_can_not_be_pointed_to(admin: Records, things: dict[str, int]) -> None:
    admin.trash("enterprise", things["firm"])
    with pytest.raises(Invalid) as caught:
        admin.save_many("person", [{"last_name": "X", "employer": things["firm"]}])
    assert [problem.field for problem in caught.value.problems] == ["employer"]


@pytest.fixture(params=[1, 3, 4_000])
def together(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows are looked at together: what is counted must not depend on it."""
    monkeypatch.setattr(many, "TOGETHER", request.param)
    return int(request.param)


def test_the_seat_that_is_not_there_is_refused_and_none_is_taken(
    admin: Records, together: int, make_seminar: Make, make_people: Callable[[int], list[int]]
) -> None:
    seminar, people = make_seminar(maximum=10), make_people(12)
    admin.save("registration", {"engagement": seminar, "person": people[0]})
    rows = [{"engagement": seminar, "person": person} for person in people[1:11]]
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", rows)
    assert "10 of 10 seats are taken" in caught.value.sentence
    assert Registration.select().count() == 1
    admin.save_many("registration", [*rows[:9], {**rows[9], "status": "waiting"}])
    assert Registration.select().count() == 11


def test_booked_seats_count_and_are_named_once_within_one_batch(
    admin: Records,
    together: int,
    things: dict[str, int],
    make_seminar: Make,
    make_people: Callable[[int], list[int]],
) -> None:
    seminar, people = make_seminar(maximum=5), make_people(6)
    party = {"engagement": seminar, "enterprise": things["firm"], "seats": 3}
    with pytest.raises(Conflict) as caught:
        admin.save_many("booking", [party, party])
    assert "3 of 5 seats are taken" in caught.value.sentence
    booked, cancelled = admin.save_many("booking", [party, {**party, "status": "cancelled"}])

    rows = [{"engagement": seminar, "person": person} for person in people]
    named = [{**row, "booking": booked} for row in rows[:4]]
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", named)
    assert caught.value.title == "All seats of this booking are named."
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", [*named[:3], *rows[3:]])
    assert "5 of 5 seats are taken" in caught.value.sentence
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", [*rows[:2], {**rows[2], "booking": cancelled}])
    assert "5 of 5 seats are taken" in caught.value.sentence
    admin.save_many("registration", [*rows[3:5], *named[:3]])
    assert admin.reader.seats_taken(seminar) == 5


def test_a_booking_of_another_seminar_has_no_seat_for_them(
    admin: Records, things: dict[str, int], make_seminar: Make
) -> None:
    elsewhere = admin.save("booking", {"engagement": make_seminar(), "enterprise": things["firm"]}).id
    row = {"engagement": things["seminar"], "person": things["person"], "booking": elsewhere}
    first = refusal(lambda: admin.save("registration", row))
    assert first == refusal(lambda: admin.save_many("registration", [row]))
    assert first[2] == [("booking", "This booking is for another seminar.")]


def test_nobody_jumps_the_queue_within_one_batch(
    admin: Records, together: int, make_seminar: Make, make_people: Callable[[int], list[int]]
) -> None:
    seminar, people = make_seminar(maximum=10), make_people(2)
    rows: list[dict[str, Any]] = [{"engagement": seminar, "person": person} for person in people]
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", [{**rows[0], "status": "waiting"}, rows[1]])
    assert "1 wait" in caught.value.sentence


def test_somebody_may_overbook_many_with_a_reason(
    admin: Records, together: int, make_seminar: Make, make_people: Callable[[int], list[int]]
) -> None:
    seminar, people = make_seminar(maximum=2), make_people(5)
    rows = [{"engagement": seminar, "person": one, "overbooked_reason": "Larger room"} for one in people]
    assert len(admin.save_many("registration", rows)) == 5


def test_nobody_is_in_twice_within_one_batch(
    admin: Records, together: int, make_seminar: Make, make_people: Callable[[int], list[int]]
) -> None:
    seminar, (person, other) = make_seminar(), make_people(2)
    row = {"engagement": seminar, "person": person}
    gone = {**row, "status": "cancelled", "cancel_reason": term("cancellation_reason")}
    with pytest.raises(Conflict) as caught:
        admin.save_many("registration", [row, {**row, "person": other}, row])
    assert caught.value.title == "Already in."
    assert Registration.select().count() == 0
    assert len(admin.save_many("registration", [gone, gone, row])) == 3


def test_a_term_is_in_its_list_once_within_one_batch(admin: Records, together: int) -> None:
    listed = Term.get_by_id(term("position")).list_id
    rows = [{"list": listed, "label_en": label} for label in ("Astronomer", "Beekeeper", "Astronomer")]
    with pytest.raises(Invalid) as caught:
        admin.save_many("term", rows)
    assert "Astronomer" in str(caught.value)


def test_rows_are_written_while_others_still_come(admin: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "TOGETHER", 2)
    seen = []

    def rows() -> Iterator[dict[str, str]]:
        for number in range(5):
            yield {"last_name": f"Name{number}"}
            seen.append(Person.select().count())

    admin.save_many("person", rows())
    assert seen == [0, 2, 2, 4, 4]


def test_keys_that_do_not_fit_into_memory_are_found_all_the_same(
    admin: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_keys, "RUN", 7)
    monkeypatch.setattr(many, "TOGETHER", 3)
    names = ("Hakobyan", "Petrosyan", "Sargsyan", "Avetisyan", "Zakaryan", "Hakobyan", "Melikyan")
    ids = admin.save_many("person", [{"last_name": name, "first_name": "Ara"} for name in names])
    alone = admin.save("person", {"last_name": "Zakaryan", "first_name": "Ara"}).id
    assert keys_of(admin.database, "person", ids[4]) == keys_of(admin.database, "person", alone)
    found = admin.page("person", ["last_name"], query="ara hakob").lines
    assert [line.id for line in found] == [ids[0], ids[5]]


def test_the_trail_keeps_the_order_of_what_was_done(admin: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "WRITTEN_TOGETHER", 3)
    with admin.operation("create"):
        first = admin.save("person", {"last_name": "First"}).id
        many_ids = admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(5)])
        admin.save("person", {"first_name": "Ani"}, id=many_ids[0])
    noted = Change.select(Change.record_id, Change.kind).where(Change.entity == "person")
    changes = tuples(noted.order_by(Change.id))
    expected = [(first, "create"), *((id, "create") for id in many_ids), (many_ids[0], "change")]
    assert changes == expected


def test_many_new_records_are_taken_back_together(admin: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "TAKEN_TOGETHER", 2)
    ids = admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(5)])
    admin.save("person", {"first_name": "Kept"}, id=ids[3])
    operation = Operation.get(Operation.verb == "create")
    undone = undoing.undo(admin, operation.id)
    assert undone.records == 4
    assert len(undone.kept) == 1
    assert [line.id for line in admin.page("person", ["last_name"]).lines] == [ids[3]]
    assert admin.page("person", ["last_name"], query="name1").lines == []
