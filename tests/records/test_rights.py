"""Who may do what: by which way ever somebody tries, what is not theirs stays as it was."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from peewee import Database

from bsc_tui.db.models import TABLES, Base, ServiceLine, Term, tuples
from bsc_tui.entities.kinds import Masked
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Refused, Stale
from bsc_tui.operations import accounts, lists, payments, registrations
from bsc_tui.records import access, audit, undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakePeople = Callable[[int], list[int]]
MakeUser = Callable[..., Records]
TODAY = datetime.date(2026, 11, 22)

once = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""

    def rows(model: type[Base]) -> list[tuple[Any, ...]]:
        return sorted(tuples(model.select()), key=repr)

    return {model.__name__: rows(model) for model in TABLES}


def line(code: str) -> int:
    return int(ServiceLine.get(ServiceLine.code == code).id)


@pytest.fixture
def office(admin: Records, make_seminar: MakeSeminar, make_people: MakePeople) -> dict[str, int]:
    """A seminar of line SM and one of line HR, each with a participant, a payment, a party and a session."""
    first, second = make_people(2)
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    found = {"person": first, "other_person": second, "firm": firm}
    for code in ("SM", "HR"):
        seminar = make_seminar(code)
        found[code] = seminar
        seat = {"engagement": seminar, "person": first, "price": 60_000}
        found[f"registration {code}"] = admin.save("registration", seat).id
        paid = {"registration": found[f"registration {code}"], "day": TODAY, "amount": 100}
        found[f"payment {code}"] = admin.save("payment", paid).id
        party = {"engagement": seminar, "enterprise": firm, "role": "sponsor"}
        found[f"party {code}"] = admin.save("party", party).id
        found[f"meeting {code}"] = admin.save("meeting", {"engagement": seminar, "day": TODAY}).id
    return found


def writes(records: Records, office: dict[str, int], code: str) -> list[Callable[[], object]]:
    """Every way to write something of a line."""
    seminar, registration = office[code], office[f"registration {code}"]
    reason = (
        Term.select()
        .join(Term.list.rel_model)
        .where(Term.list.rel_model.code == "cancellation_reason")
        .first()
        .id
    )
    seat = {"engagement": seminar, "person": office["other_person"]}
    paid = {"registration": registration, "day": TODAY, "amount": 5}
    party = {"engagement": seminar, "enterprise": office["firm"]}
    new = {"line": line(code), "kind": "open_seminar", "title": "New"}
    return [
        lambda: records.save("engagement", new),
        lambda: records.save("engagement", {"title": "X"}, id=seminar),
        lambda: records.trash("meeting", office[f"meeting {code}"]),
        lambda: records.save("meeting", {"location": "X"}, id=office[f"meeting {code}"]),
        lambda: records.save("meeting", {"engagement": seminar, "day": TODAY}),
        lambda: records.save("registration", seat),
        lambda: records.save_many("registration", [seat]),
        lambda: records.save("registration", {"price": 1}, id=registration),
        lambda: registrations.register(records, seminar, {}, person_id=office["other_person"]),
        lambda: registrations.register(records, seminar, {}, person={"last_name": "New"}),
        lambda: registrations.cancel(records, registration, reason),
        lambda: records.save("payment", {"amount": 7}, id=office[f"payment {code}"]),
        lambda: records.trash("payment", office[f"payment {code}"]),
        lambda: payments.receive(records, registration, 5, TODAY),
        lambda: records.save_many("payment", [paid]),
        lambda: records.save("party", {"role": "client"}, id=office[f"party {code}"]),
        lambda: records.save("party", party),
        lambda: records.trash("party", office[f"party {code}"]),
        lambda: records.trash("engagement", seminar),
    ]


def test_the_responsible_of_one_line_writes_nothing_of_another(
    as_user: MakeUser, office: dict[str, int]
) -> None:
    responsible = as_user("ara", "responsible", lines=("SM",))
    before = all_rows()
    for write in writes(responsible, office, "HR"):
        with pytest.raises(Refused) as caught:
            write()
        assert caught.value.sentence == "It needs the right to the service line HR."
        assert caught.value.remedy == "Ask: admin."
    assert all_rows() == before


def test_nothing_moves_between_lines_without_the_right_to_both(
    as_user: MakeUser, office: dict[str, int]
) -> None:
    responsible = as_user("ara", "responsible", lines=("SM",))
    before = all_rows()
    for code, values, id in (
        ("engagement", {"line": line("HR")}, office["SM"]),
        ("engagement", {"line": line("SM")}, office["HR"]),
        ("registration", {"engagement": office["HR"]}, office["registration SM"]),
        ("registration", {"engagement": office["SM"]}, office["registration HR"]),
        ("payment", {"registration": office["registration HR"]}, office["payment SM"]),
        ("payment", {"registration": office["registration SM"]}, office["payment HR"]),
        ("party", {"engagement": office["HR"]}, office["party SM"]),
        ("party", {"engagement": office["SM"]}, office["party HR"]),
        ("meeting", {"engagement": office["HR"]}, office["meeting SM"]),
    ):
        with pytest.raises(Refused):
            responsible.save(code, values, id=id)
    assert all_rows() == before
    both = as_user("ani", "responsible", lines=("SM", "HR"))
    both.save("engagement", {"line": line("HR")}, id=office["SM"])


def test_the_responsible_writes_everything_of_their_own_line(
    as_user: MakeUser, office: dict[str, int]
) -> None:
    responsible = as_user("ara", "responsible", lines=("SM",))
    responsible.save("engagement", {"title": "Strategy"}, id=office["SM"])
    responsible.save("party", {"role": "client"}, id=office["party SM"])
    payments.receive(responsible, office["registration SM"], 5, TODAY)
    registrations.register(responsible, office["SM"], {}, person={"last_name": "New"})


def test_what_somebody_else_did_in_another_line_can_not_be_taken_back(
    admin: Records, as_user: MakeUser, office: dict[str, int]
) -> None:
    responsible = as_user("ara", "responsible", lines=("SM",))
    admin.save("engagement", {"title": "Other"}, id=office["HR"])
    operation = undoing.last_operation(admin)
    assert operation
    with pytest.raises(Refused):
        undoing.undo(responsible, operation.id)
    assert admin.get("engagement", office["HR"]).values["title"] == "Other"


def test_a_viewer_writes_nothing_at_all(admin: Records, as_user: MakeUser, office: dict[str, int]) -> None:
    viewer = as_user("karen", "viewer")
    topic = Term.get(Term.code == "finished")
    before = all_rows()
    for write in (
        *writes(viewer, office, "SM"),
        lambda: viewer.save("person", {"last_name": "X"}),
        lambda: viewer.save("enterprise", {"name": "X"}, id=office["firm"]),
        lambda: viewer.trash("enterprise", office["firm"]),
        lambda: viewer.save("staff", {"last_name": "X"}),
        lambda: viewer.save("term", {"list": topic.list_id, "label_en": "X", "meaning": "finished"}),
        lambda: viewer.save("service_line", {"code": "X", "label_en": "X"}),
        lambda: lists.add_term(viewer, "seminar_topic", "X"),
        lambda: lists.reorder(viewer, topic.id, -1),
        lambda: lists.merge_terms(viewer, topic.id, topic.id - 1),
        lambda: viewer.repoint("person", office["person"], office["other_person"]),
        lambda: viewer.save("account", {"preset": "administrator"}, id=viewer.actor.account_id),
        lambda: accounts.set_rights(viewer, viewer.actor.account_id or 0, ["administration"]),
        lambda: accounts.add_account(viewer, "x", "", "administrator", "long enough", quick_hash=True),
        lambda: accounts.set_password(viewer, admin.actor.account_id or 0, "long enough"),
    ):
        with pytest.raises(Refused):
            write()
    assert all_rows() == before


@once
def test_a_clerk_adds_terms_and_changes_none(admin: Records, as_user: MakeUser) -> None:
    clerk = as_user("lusine")
    added = lists.add_term(clerk, "seminar_topic", "Bread")
    for write in (
        lambda: clerk.save("term", {"label_en": "X"}, id=added),
        lambda: clerk.trash("term", added),
        lambda: lists.reorder(clerk, added, -1),
    ):
        with pytest.raises(Refused, match="Reference lists"):
            write()
    without = as_user("karen", "clerk")
    assert without.actor.account_id
    accounts.set_rights(admin, without.actor.account_id, ["contacts"])
    with pytest.raises(Refused, match="Adding missing terms"):
        lists.add_term(without, "seminar_topic", "Salt")


@once
def test_an_actor_is_who_the_database_says_and_not_who_they_say(admin: Records, as_user: MakeUser) -> None:
    viewer = as_user("karen", "viewer")
    forged = access.Actor(viewer.actor.account_id, "karen", "", access.PRESETS["administrator"], "test")
    with pytest.raises(Refused):
        Records(admin.database, forged, admin.clock).save("person", {"last_name": "X"})


@once
def test_a_closed_account_writes_nothing_more(admin: Records, as_user: MakeUser) -> None:
    clerk = as_user("lusine")
    assert clerk.actor.account_id
    accounts.close_account(admin, clerk.actor.account_id)
    with pytest.raises(Refused, match="This account is closed"):
        clerk.save("person", {"last_name": "X"})


# -- sensitive numbers -----------------------------------------------------------------------


def test_sensitive_numbers_show_masked_wherever_records_are_read(
    admin: Records, as_user: MakeUser, make_seminar: MakeSeminar
) -> None:
    secret = "1570001234567890"
    person = admin.save("person", {"last_name": "A", "account": secret, "social_card": secret}).id
    admin.save("person", {"account": secret + "1"}, id=person)
    clerk = as_user("lusine")
    reader = clerk.reader
    seen = [
        clerk.get("person", person),
        clerk.page("person", ["last_name", "account", "social_card"]),
        clerk.page("person", ["account"], query=secret),
        reader.row(ENTITIES["person"].model, person),
        reader.texts(
            ENTITIES["person"], reader.rows(ENTITIES["person"].model, [person]).values(), ["account"]
        ),
        audit.history(clerk, ENTITIES["person"], person),
        registrations.prefilled(clerk, make_seminar(), person),
    ]
    assert secret not in repr(seen)
    assert secret in repr(admin.get("person", person))


def test_a_mask_never_becomes_the_number(
    admin: Records, as_user: MakeUser, make_seminar: MakeSeminar
) -> None:
    """The form of a registration begins with the card's masked account and is saved untouched."""
    person = admin.save("person", {"last_name": "A", "account": "1570001234567890"}).id
    seminar = make_seminar()
    clerk = as_user("lusine")
    values = registrations.prefilled(clerk, seminar, person)
    assert values["account"] == "15************90"
    done = registrations.register(
        clerk, seminar, {**values, "account": str(values["account"])}, person_id=person
    )
    assert admin.get("registration", done.id).values["account"] == "1570001234567890"
    new = clerk.save("person", {"last_name": "B", "account": Masked.of("1570001234567890")}).id
    assert admin.get("person", new).values["account"] == ""


def test_two_who_change_a_card_at_once_see_no_number_that_is_not_theirs_to_see(
    admin: Records, as_user: MakeUser
) -> None:
    person = admin.save("person", {"last_name": "A", "social_card": "1111111111"}).id
    clerk = as_user("lusine")
    opened = clerk.get("person", person)
    admin.save("person", {"city": "Gyumri"}, id=person)
    clerk.save(
        "person", {"social_card": "2222222222"}, id=person, version=opened.version, opened=opened.values
    )
    kept = admin.get("person", person).values
    assert (kept["social_card"], kept["city"]) == ("2222222222", "Gyumri")

    opened = clerk.get("person", person)
    admin.save("person", {"social_card": "3333333344"}, id=person)
    with pytest.raises(Stale) as caught:
        clerk.save(
            "person", {"social_card": "5555555555"}, id=person, version=opened.version, opened=opened.values
        )
    assert caught.value.clashes == {"social_card": ("22******22", "33******44", "5555555555")}
    assert "3333333344" not in repr(caught.value.theirs)


def test_a_list_is_in_the_same_order_on_both_engines(admin: Records, database: Database) -> None:
    for name in ("de Vries", "Zola", "Abaj-an", "abajan", "Ճ", "Ab Ajan"):
        admin.save("person", {"last_name": name})
    names = [line.texts["last_name"] for line in admin.page("person", ["last_name"]).lines]
    assert names.index("de Vries") < names.index("Zola")
    from bsc_tui.records.folding import sort_key

    assert names == sorted(names, key=sort_key)
    days = [datetime.date(2020, 1, 1), None, datetime.date(2019, 1, 1)]
    for id, day in enumerate(days, 1):
        admin.save("person", {"passport_issued_on": day}, id=id)
    page = admin.page("person", ["id"], order=("passport_issued_on",))
    assert [line.id for line in page.lines][-2:] == [3, 1]
