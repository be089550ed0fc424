"""What must hold for records, rule by rule, each with the sentence that people read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from bsc_tui.db.models import Employment, Registration, Right, ServiceLine, Term
from bsc_tui.errors import Conflict, Invalid, Missing
from bsc_tui.records.records import Clock, Records
from bsc_tui.records.rules.money import payment_state, percent, priced
from bsc_tui.records.rules.proposal import ReasonWanted

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
MakeUser = Callable[..., Records]
TODAY = datetime.date(2026, 11, 22)

once = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what no engine can change."""


class Ticking(Clock):
    """Every time it is asked, a second has passed."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = datetime.datetime.combine(TODAY, datetime.time(10))

    def now(self) -> datetime.datetime:
        self.moment += datetime.timedelta(seconds=1)
        return self.moment


def refused(records: Records, code: str, values: dict[str, Any], id: int | None = None) -> dict[str, str]:
    """The sentences about each field."""
    with pytest.raises(Invalid) as caught:
        records.save(code, values, id=id)
    return {problem.field: problem.sentence for problem in caught.value.problems}


def term(code: str) -> int:
    return int(Term.get(Term.code == code).id)


# -- people ----------------------------------------------------------------------------------


@once
@pytest.mark.parametrize(
    ("born", "told"),
    [
        ("2026-11-23", "The birth date lies in the future."),
        ("2027", "The birth date lies in the future."),
        ("2006-13", "“2006-13” is no date."),
        ("2023-02-29", "“2023-02-29” is no date."),
        ("0000-00-00", "“0000-00-00” is no date."),
        ("2006-W01-1", "“2006-W01-1” is no date."),
        ("20060314", "“20060314” is no date."),
        ("٢٠٠٦", "“٢٠٠٦” is no date."),
        ("1604", "The year 1604 is outside 1900 to 2100."),
        ("9999-12-31", "The year 9999 is outside 1900 to 2100."),
    ],
)
def test_a_birth_date_that_can_not_be_is_refused(admin: Records, born: str, told: str) -> None:
    assert refused(admin, "person", {"last_name": "A", "birth_date": born}) == {"birth_date": told}


@once
def test_an_unlikely_age_is_saved_and_told(admin: Records) -> None:
    assert admin.save("person", {"last_name": "A", "birth_date": "1916"}).warnings == [
        "Saved; note the age of 110 years."
    ]
    assert admin.save("person", {"last_name": "A", "birth_date": "1984-03"}).warnings == []


@once
@pytest.mark.parametrize("name", [" ", "\u200b\u200d", "\u3164", "\t\n", "\u00a0\u2003", "\u202e"])
def test_a_name_that_nobody_sees_is_no_name(admin: Records, name: str) -> None:
    assert refused(admin, "person", {"last_name": name}) == {"last_name": "This field must be filled in."}


@once
def test_letters_and_their_accents_are_one_however_they_come(admin: Records) -> None:
    for spelt in ("José", "Jose\u0301", "Jose\u200b\u0301"):
        id = admin.save("person", {"last_name": spelt}).id
        assert admin.get("person", id).values["last_name"] == "José"


@once
def test_a_mountain_of_accents_is_refused(admin: Records) -> None:
    assert refused(admin, "person", {"last_name": "a" + "\u0301" * 10_000}) == {
        "last_name": "At most 80 characters fit here; these are 10000."
    }


@once
def test_half_characters_and_zeros_reach_no_driver(admin: Records) -> None:
    id = admin.save(
        "person", {"last_name": "A\ud800B\x00C", "notes": "x\x00y\r\nz\x1b[2J"}, reason="\x00why"
    ).id
    kept = admin.get("person", id).values
    assert (kept["last_name"], kept["notes"]) == ("A?BC", "xy\nz[2J")


@once
def test_a_novel_of_a_reason_is_refused(admin: Records) -> None:
    with pytest.raises(Invalid, match="At most 500 characters fit here"):
        admin.save("person", {"last_name": "A"}, reason="x" * 501)


def test_numbers_of_no_record_are_missing_on_both_engines(admin: Records) -> None:
    for id in (0, -1, 999_999, 2**31, 10**30):
        with pytest.raises(Missing):
            admin.get("person", id)
        with pytest.raises(Missing):
            admin.save("person", {"last_name": "A"}, id=id or 77)
        assert "employer" in refused(admin, "person", {"last_name": "A", "employer": id or 77})


@once
@pytest.mark.parametrize("value", ["many", float("nan"), float("inf"), 1.5, "1e9", [], object()])
def test_what_is_no_number_does_not_fit(admin: Records, value: object, make_seminar: MakeSeminar) -> None:
    assert "does not fit here" in refused(admin, "engagement", {"minimum": value}, make_seminar())["minimum"]


def test_employment_ends_after_it_begins(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Wine"}).id
    person = admin.save("person", {"last_name": "A"}).id
    values = {"person": person, "enterprise": firm, "since": "2006-03"}
    assert refused(admin, "employment", {**values, "until": "2005"}) == {
        "until": "The end lies before the beginning."
    }
    admin.save("employment", {**values, "until": "2006"})


def test_a_relationship_has_one_other_side(admin: Records) -> None:
    kind = Term.select().where(Term.reverse_en != "").first()
    person = admin.save("person", {"last_name": "A"}).id
    firm = admin.save("enterprise", {"name": "Wine"}).id
    values = {"person": person, "kind": kind.id}
    either = "Name either a person or an enterprise on the other side."
    assert refused(admin, "relationship", values) == {"other_person": either}
    other = admin.save("person", {"last_name": "B"}).id
    assert refused(admin, "relationship", {**values, "other_person": other, "enterprise": firm}) == {
        "other_person": either
    }
    assert refused(admin, "relationship", {**values, "other_person": person}) == {
        "other_person": "This is the same person."
    }
    admin.save("relationship", {**values, "enterprise": firm})


@once
def test_a_position_learnt_later_joins_the_running_employment(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Wine"}).id
    person = admin.save("person", {"last_name": "A", "employer": firm}).id
    listed = Term.select().join(Term.list.rel_model).where(Term.list.rel_model.code == "position").first()
    admin.save("person", {"position": listed.id}, id=person)
    (row,) = Employment.select().where(Employment.person == person)
    assert (row.position_id, row.until) == (listed.id, "")


# -- lists -----------------------------------------------------------------------------------


@once
def test_terms_are_sound(admin: Records) -> None:
    status, domain = Term.get(Term.code == "finished"), Term.select().where(Term.meaning.is_null()).first()
    assert refused(admin, "term", {"list": domain.list_id}) == {
        "label_en": "A term needs a label in one language at least."
    }
    assert refused(admin, "term", {"list": status.list_id, "label_en": "Nearly done"}) == {
        "meaning": "A status needs one of the five meanings."
    }
    assert refused(admin, "term", {"list": domain.list_id, "label_en": "X", "parent": status.id}) == {
        "parent": "The term above is in another list."
    }
    assert refused(admin, "term", {"parent": domain.id}, domain.id) == {
        "parent": "A term can't be part of itself."
    }
    assert refused(admin, "term", {"list": domain.list_id, "label_en": domain.label_en}) == {
        "label_en": f"“{domain.label_en}” is in the list already."
    }


@once
def test_a_line_that_is_called_otherwise_stays_with_its_responsible(
    admin: Records, as_user: MakeUser
) -> None:
    responsible = as_user("ara", "responsible", lines=("SM",))
    line = ServiceLine.get(ServiceLine.code == "SM").id
    admin.save("service_line", {"code": "STRAT"}, id=line)
    assert Right.select().where(Right.code == "line:STRAT").count() == 1
    topic = {"line": line, "kind": "open_seminar", "title": "Strategy"}
    assert responsible.save("engagement", topic).id
    assert "code" in refused(admin, "service_line", {"code": "*"}, line)


# -- engagements -----------------------------------------------------------------------------


@once
def test_an_engagement_is_sound(admin: Records, make_seminar: MakeSeminar) -> None:
    seminar = make_seminar()
    assert refused(admin, "engagement", {"title": ""}, seminar) == {
        "topic": "Choose the name of the seminar, or write a title."
    }
    assert refused(admin, "engagement", {"kind": "evaluation"}, seminar) == {
        "kind": "The service line does not offer this kind."
    }
    assert refused(admin, "engagement", {"starts": "2026-03-14", "ends": "2026-02"}, seminar) == {
        "ends": "The end lies before the beginning."
    }
    assert refused(admin, "engagement", {"currency": ""}, seminar) == {
        "currency": "This field must be filled in."
    }
    assert refused(admin, "engagement", {"currency": "GBP"}, seminar)["currency"].startswith(
        "“GBP” is none of"
    )
    assert refused(admin, "engagement", {"price": -1}, seminar) == {"price": "A price is not negative."}
    assert refused(admin, "engagement", {"vat_rate": 10_001}, seminar) == {
        "vat_rate": "A percentage lies between 0 and 100."
    }
    assert refused(admin, "engagement", {"price": 100, "discount": 101}, seminar) == {
        "discount": "The discount is larger than the price."
    }
    assert refused(admin, "engagement", {"price": 100, "discount": 5, "discount_rate": 500}, seminar) == {
        "discount": "Give the discount as a percentage or as an amount, not both."
    }
    assert admin.save("engagement", {"starts": "2029"}, id=seminar).warnings == [
        "Saved; note that it starts more than two years ahead."
    ]


@once
@pytest.mark.parametrize("known", ["2006", "2006-03", "2006-03-14"])
def test_old_dates_are_kept_as_far_as_they_are_known(
    admin: Records, make_seminar: MakeSeminar, known: str
) -> None:
    assert admin.get("engagement", make_seminar(starts=known, ends="2006")).values["starts"] == known


@once
def test_a_session_ends_after_it_begins(admin: Records, make_seminar: MakeSeminar) -> None:
    values = {"engagement": make_seminar(), "day": TODAY, "begins": "10:00", "finishes": "09:30"}
    assert refused(admin, "meeting", values) == {"finishes": "The end lies before the beginning."}
    assert refused(admin, "meeting", {**values, "day": None, "finishes": "11:00"}) == {
        "day": "This field must be filled in."
    }


# -- seats -----------------------------------------------------------------------------------


def seat(records: Records, seminar: int, person: int, **values: Any) -> int:
    return records.save("registration", {"engagement": seminar, "person": person, **values}).id


@once
@pytest.mark.parametrize(("least", "most"), [(6, 5), (1, 0)])
def test_the_maximum_is_not_below_the_minimum(
    admin: Records, make_seminar: MakeSeminar, least: int, most: int
) -> None:
    assert refused(admin, "engagement", {"minimum": least, "maximum": most}, make_seminar()) == {
        "maximum": "The maximum is smaller than the minimum."
    }


@once
def test_seats_are_no_fewer_than_none(admin: Records, make_seminar: MakeSeminar) -> None:
    assert refused(admin, "engagement", {"minimum": -1}, make_seminar()) == {
        "minimum": "A number from 0 to 10000 is needed here."
    }


def test_a_smaller_maximum_warns_and_removes_nobody(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=50)
    for person in make_people(3):
        seat(admin, seminar, person)
    assert admin.save("engagement", {"maximum": 2}, id=seminar).warnings == [
        "Saved; 3 seats are taken already, nobody was removed."
    ]
    assert admin.count("registration", {"engagement": seminar, "status": "registered"}) == 3


def test_without_a_maximum_there_is_always_a_seat(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(maximum=None)
    for person in make_people(60):
        seat(admin, seminar, person)
    assert admin.reader.seats_taken(seminar) == 60


def test_nobody_jumps_the_queue(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> None:
    seminar, (first, second, third) = make_seminar(maximum=1), make_people(3)
    seated = seat(admin, seminar, first)
    waiting = seat(admin, seminar, second, status="waiting")
    cancelled = {"status": "cancelled", "cancel_reason": reason_to_cancel()}
    admin.save("registration", cancelled, id=seated)
    with pytest.raises(Conflict, match="0 of 1 seats are taken, 1 wait"):
        seat(admin, seminar, third)
    admin.save("registration", {"status": "registered"}, id=waiting)


def test_a_place_in_one_queue_is_none_in_another(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    here, there, (first, second) = make_seminar(maximum=1), make_seminar(maximum=1), make_people(2)
    seat(admin, there, first, status="waiting")
    elsewhere = seat(admin, here, second, status="waiting")
    with pytest.raises(Conflict, match="Seminar is full"):
        admin.save("registration", {"engagement": there, "status": "registered"}, id=elsewhere)


def test_beyond_the_maximum_needs_the_right_and_a_reason(
    admin: Records, as_user: MakeUser, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, (first, second, third) = make_seminar(maximum=1), make_people(3)
    seat(admin, seminar, first)
    with pytest.raises(Conflict, match="Seminar is full"):
        seat(admin, seminar, second)
    with pytest.raises(Conflict, match="Seminar is full"):
        seat(as_user("lusine"), seminar, second, overbooked_reason="asked nicely")
    saved = admin.save(
        "registration", {"engagement": seminar, "person": third, "overbooked_reason": "the minister"}
    )
    assert saved.warnings == ["Overbooked: 2 of 1 seats are taken now."]


def reason_to_cancel() -> int:
    lists = Term.list.rel_model
    return int(Term.select().join(lists).where(lists.code == "cancellation_reason").first().id)


def test_who_cancelled_may_come_back_as_a_new_registration(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, (person,) = make_seminar(maximum=1), make_people(1)
    first = seat(admin, seminar, person)
    with pytest.raises(Conflict, match="Already in"):
        seat(admin, seminar, person)
    assert refused(admin, "registration", {"status": "cancelled"}, first) == {
        "cancel_reason": "Say why it is cancelled."
    }
    admin.save("registration", {"status": "cancelled", "cancel_reason": reason_to_cancel()}, id=first)
    assert admin.get("registration", first).values["cancelled_on"] == TODAY
    second = seat(admin, seminar, person)
    with pytest.raises(Conflict, match="Already in"):
        admin.save("registration", {"status": "interested"}, id=first)
    assert second != first


def test_a_registration_out_of_the_trash_finds_its_seat_taken(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar, (first, second) = make_seminar(maximum=1), make_people(2)
    trashed = seat(admin, seminar, first)
    admin.trash("registration", trashed)
    seated = seat(admin, seminar, second)
    with pytest.raises(Conflict, match="Seminar is full"):
        admin.restore("registration", trashed)
    admin.trash("registration", seated)
    again = seat(admin, seminar, first)
    with pytest.raises(Conflict, match="Already in"):
        admin.restore("registration", trashed)
    assert [row.id for row in Registration.select().where(Registration.trashed_at.is_null())] == [again]


@once
def test_what_comes_out_of_the_trash_points_to_nothing_in_it(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    (person,) = make_people(1)
    registration = seat(admin, make_seminar(), person)
    admin.trash("registration", registration)
    admin.trash("person", person)
    with pytest.raises(Conflict, match="It needs something that is in the trash"):
        admin.restore("registration", registration)
    admin.restore("person", person)
    admin.restore("registration", registration)


@once
def test_what_belongs_to_a_record_goes_and_comes_back_with_it(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    seminar = make_seminar()
    first, second = (
        admin.save("meeting", {"engagement": seminar, "day": TODAY, "begins": at}).id
        for at in ("09:00", "13:00")
    )
    ticking = Records(admin.database, admin.actor, Ticking())
    ticking.trash("meeting", first)
    ticking.trash("engagement", seminar)
    assert admin.count("meeting") == 0
    ticking.restore("engagement", seminar)
    assert [line.id for line in admin.page("meeting", ["day"]).lines] == [second]


@once
def test_a_registration_without_a_status_is_refused(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    values = {"engagement": make_seminar(), "person": make_people(1)[0], "status": ""}
    assert refused(admin, "registration", values) == {"status": "This field must be filled in."}


@once
def test_only_seminars_have_participants(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    consultation = make_seminar(kind="consultation")
    assert refused(admin, "registration", {"engagement": consultation, "person": make_people(1)[0]}) == {
        "engagement": "Only seminars have participants."
    }


@once
def test_who_pays_is_known(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> None:
    values = {"engagement": make_seminar(), "person": make_people(1)[0]}
    assert refused(admin, "registration", {**values, "payer": "other"}) == {
        "payer_enterprise": "Name the enterprise that pays."
    }
    assert refused(admin, "registration", {**values, "payer": "workplace"}) == {
        "payer": "No workplace is given that could pay."
    }


def test_confirming_below_the_minimum_needs_a_reason(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    seminar = make_seminar(minimum=5, maximum=50)
    people = make_people(5)
    for person in people[:4]:
        seat(admin, seminar, person)
    with pytest.raises(ReasonWanted) as caught:
        admin.save("engagement", {"confirmed_on": TODAY}, id=seminar)
    assert str(caught.value) == (
        "Below the minimum. 4 of at least 5 are registered. Why is it confirmed all the same?"
    )
    admin.save("engagement", {"confirmed_on": TODAY}, id=seminar, reason="the client pays for five")
    other = make_seminar(minimum=5)
    for person in people:
        seat(admin, other, person)
    admin.save("engagement", {"confirmed_on": TODAY}, id=other)


# -- money -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "rate", "discount", "vat", "steps"),
    [
        (60_000, None, None, 2000, (0, 60_000, 12_000, 72_000)),
        (60_000, 1000, None, 2000, (6_000, 54_000, 10_800, 64_800)),
        (60_000, None, 5_000, 2000, (5_000, 55_000, 11_000, 66_000)),
        (8_403, None, None, 1900, (0, 8_403, 1_597, 10_000)),
        (5, 1000, None, 2000, (1, 4, 1, 5)),
        (25, 1000, None, 1000, (3, 22, 2, 24)),
        (60_000, 10_000, None, 2000, (60_000, 0, 0, 0)),
        (None, None, None, None, (0, 0, 0, 0)),
        (10**13, None, None, 10_000, (0, 10**13, 10**13, 2 * 10**13)),
    ],
)
def test_prices_come_to_their_total(
    price: int | None, rate: int | None, discount: int | None, vat: int | None, steps: tuple[int, ...]
) -> None:
    found = priced(price, rate, discount, vat)
    assert (found.discount, found.net, found.vat, found.total) == steps
    assert found.net + found.vat == found.total


def test_the_reference_case_by_line_and_by_sum() -> None:
    """5 × 100.00 EUR with 19 %: by line 420.15 + 79.85 = 500.00; on the sum of net 420.15 + 79.83."""
    lines = [priced(8_403, None, None, 1900) for _head in range(5)]
    net, vat = sum(line.net for line in lines), sum(line.vat for line in lines)
    assert (net, vat, net + vat) == (42_015, 7_985, 50_000)
    assert (percent(net, 1900), net + percent(net, 1900)) == (7_983, 49_998)


def test_halves_are_rounded_away_from_nothing() -> None:
    assert [percent(amount, 5000) for amount in (1, 2, 3, -1, -3)] == [1, 1, 2, -1, -2]


@once
def test_the_total_is_computed_and_never_typed(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    id = seat(
        admin, make_seminar(), make_people(1)[0], price=60_000, discount_rate=1000, vat_rate=2000, total=1
    )
    kept = admin.get("registration", id).values
    assert (kept["net"], kept["vat"], kept["total"]) == (54_000, 10_800, 64_800)


@once
def test_a_payment_is_something_and_not_of_tomorrow(
    admin: Records, make_seminar: MakeSeminar, make_people: MakePeople
) -> None:
    id = seat(admin, make_seminar(), make_people(1)[0], price=60_000)
    values = {"registration": id, "day": TODAY, "amount": 1}
    assert refused(admin, "payment", {**values, "amount": 0}) == {"amount": "The amount is missing."}
    assert refused(admin, "payment", {**values, "amount": None}) == {
        "amount": "This field must be filled in."
    }
    assert refused(admin, "payment", {**values, "amount": 10**13 + 1}) == {
        "amount": "The amount is too large."
    }
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert refused(admin, "payment", {**values, "day": tomorrow}) == {"day": "The day lies in the future."}


@pytest.mark.parametrize(
    ("total", "paid", "extra", "state"),
    [
        (100, 0, {}, "unpaid"),
        (100, 40, {}, "partly"),
        (100, 100, {}, "paid"),
        (100, 101, {}, "overpaid"),
        (0, 0, {}, "free"),
        (0, 5, {}, "overpaid"),
        (100, 0, {"free": True}, "free"),
        (100, 5, {"free": True}, "overpaid"),
        (100, 0, {"waived": True}, "waived"),
        (100, 0, {"refunded": True}, "refunded"),
        (100, 40, {"refunded": True}, "partly"),
    ],
)
def test_the_state_of_payment_follows_from_the_money(
    total: int, paid: int, extra: dict[str, bool], state: str
) -> None:
    assert payment_state(total, paid, **extra) == state
