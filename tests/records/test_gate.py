"""The gate: what every save does, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from peewee import Database

from bsc_tui.db.models import Change, Employment, Operation, Person
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Invalid, Missing, Refused, Stale
from bsc_tui.records import audit, undoing
from bsc_tui.records.records import Records

MakeUser = Callable[..., Records]


def person(records: Records, **values: object) -> int:
    return records.save("person", {"last_name": "Hakobyan", "first_name": "Anna", **values}).id


def test_a_saved_person_is_kept_clean_and_found(admin: Records) -> None:
    id = person(admin, last_name="  Hako\u200bbyan\x1b ", phone="091 033759", email="anna@wine.am")
    kept = admin.get("person", id)
    assert kept.values["last_name"] == "Hakobyan"
    assert kept.values["phone"] == "+374 91 033759"
    assert [line.id for line in admin.page("person", ["last_name"], query="anna hak").lines] == [id]
    assert [line.id for line in admin.page("person", ["last_name"], query="033759").lines] == [id]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_saved(admin: Records) -> None:
    with pytest.raises(Invalid) as caught:
        person(admin, last_name=" ", email="a@wine", birth_date="2006-13")
    assert {problem.field for problem in caught.value.problems} == {"last_name", "email", "birth_date"}
    assert Person.select().count() == 0
    assert Change.select().where(Change.entity == "person").count() == 0


def test_every_change_is_in_the_trail_with_before_and_after(admin: Records) -> None:
    id = person(admin)
    admin.save("person", {"first_name": "Ani"}, id=id, reason="misheard")
    newest, oldest = audit.history(admin, ENTITIES["person"], id)
    assert newest.fields == {"first_name": ("Anna", "Ani")}
    assert (newest.who, newest.reason, newest.verb) == ("admin", "misheard", "change")
    assert oldest.fields["last_name"] == (None, "Hakobyan")


def test_a_save_without_changes_leaves_no_trace(admin: Records) -> None:
    id = person(admin)
    before = admin.get("person", id).version
    admin.save("person", {"first_name": "Anna"}, id=id)
    assert admin.get("person", id).version == before
    assert len(audit.history(admin, ENTITIES["person"], id)) == 1


def test_changes_of_different_fields_by_two_people_merge(admin: Records, as_user: MakeUser) -> None:
    id = person(admin)
    opened = admin.get("person", id)
    as_user("lusine").save("person", {"city": "Gyumri"}, id=id)
    admin.save("person", {"first_name": "Ani"}, id=id, version=opened.version, opened=opened.values)
    kept = admin.get("person", id).values
    assert (kept["first_name"], kept["city"]) == ("Ani", "Gyumri")


def test_a_field_changed_by_two_people_is_never_overwritten_unseen(admin: Records, as_user: MakeUser) -> None:
    id = person(admin)
    opened = admin.get("person", id)
    as_user("lusine").save("person", {"first_name": "Anahit", "city": "Gyumri"}, id=id)
    with pytest.raises(Stale) as caught:
        admin.save("person", {"first_name": "Ani"}, id=id, version=opened.version, opened=opened.values)
    assert caught.value.clashes == {"first_name": ("Anna", "Anahit", "Ani")}
    assert caught.value.who == "Lusine"
    assert admin.get("person", id).values["first_name"] == "Anahit"


def test_a_repeated_try_with_the_same_token_saves_once(admin: Records) -> None:
    first = admin.save("person", {"last_name": "Once"}, token="abc")
    second = admin.save("person", {"last_name": "Once"}, token="abc")
    assert first.id == second.id
    assert Person.select().where(Person.last_name == "Once").count() == 1


def test_a_viewer_changes_nothing_and_hears_who_can(admin: Records, as_user: MakeUser) -> None:
    id = person(admin)
    viewer = as_user("karen", "viewer")
    for attempt in (
        lambda: viewer.save("person", {"first_name": "X"}, id=id),
        lambda: person(viewer),
        lambda: viewer.trash("person", id),
        lambda: viewer.save_many("person", [{"last_name": "X"}]),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert "admin" in caught.value.remedy
    assert Person.select().count() == 1
    assert admin.get("person", id).values["first_name"] == "Anna"


def test_rights_taken_away_hold_from_the_next_action(admin: Records, as_user: MakeUser) -> None:
    from bsc_tui.operations.accounts import set_rights

    clerk = as_user("lusine")
    person(clerk)
    assert clerk.actor.account_id
    set_rights(admin, clerk.actor.account_id, [])
    with pytest.raises(Refused):
        person(clerk)


def test_sensitive_numbers_are_masked_and_survive_an_untouched_save(
    admin: Records, as_user: MakeUser
) -> None:
    id = person(admin, passport_number="AN0123456")
    clerk = as_user("lusine")
    opened = clerk.get("person", id)
    assert opened.values["passport_number"] == "AN*****56"
    clerk.save(
        "person", {**opened.values, "city": "Gyumri"}, id=id, version=opened.version, opened=opened.values
    )
    assert admin.get("person", id).values["passport_number"] == "AN0123456"
    clerk.save("person", {"passport_number": "AN7654321"}, id=id)
    assert admin.get("person", id).values["passport_number"] == "AN7654321"
    trail = audit.history(clerk, ENTITIES["person"], id)
    assert "0123456" not in str(trail)
    assert [line.id for line in clerk.page("person", ["last_name"], query="AN7654321").lines] == [id]
    assert clerk.page("person", ["last_name"], query="AN76543").lines == []


def test_a_renamed_employer_is_found_under_its_new_name_only(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    id = person(admin, employer=firm)
    admin.save("enterprise", {"name": "Ararat Konyak"}, id=firm)
    assert [line.id for line in admin.page("person", ["last_name"], query="ararat").lines] == [id]
    assert admin.page("person", ["last_name"], query="wine").lines == []


def test_a_new_employer_keeps_the_former_one_as_it_was(admin: Records) -> None:
    first = admin.save("enterprise", {"name": "Armenia Wine"}).id
    second = admin.save("enterprise", {"name": "Ucom"}).id
    id = person(admin, employer=first)
    admin.save("person", {"employer": second}, id=id)
    rows = Employment.select().where(Employment.person == id).order_by(Employment.id)
    assert [(row.enterprise_id, row.until) for row in rows] == [(first, "2026-11-22"), (second, "")]


def test_what_is_in_use_can_not_go_to_the_trash(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    person(admin, employer=firm)
    with pytest.raises(Conflict) as caught:
        admin.trash("enterprise", firm)
    assert "People 1" in caught.value.sentence


def test_the_trash_hides_a_record_and_gives_it_back(admin: Records) -> None:
    id = person(admin)
    admin.trash("person", id)
    assert admin.page("person", ["last_name"]).lines == []
    assert admin.page("person", ["last_name"], query="hakob").lines == []
    with pytest.raises(Missing):
        admin.save("person", {"first_name": "X"}, id=id)
    admin.restore("person", id)
    assert [line.id for line in admin.page("person", ["last_name"], query="hakob").lines] == [id]


def test_an_operation_is_taken_back_field_by_field(admin: Records, as_user: MakeUser) -> None:
    id = person(admin)
    admin.save("person", {"first_name": "Ani", "city": "Gyumri"}, id=id)
    operation = undoing.last_operation(admin)
    assert operation is not None
    as_user("lusine").save("person", {"city": "Vanadzor"}, id=id)
    undone = undoing.undo(admin, operation.id)
    kept = admin.get("person", id).values
    assert (kept["first_name"], kept["city"]) == ("Anna", "Vanadzor")
    assert "Lusine" in undone.kept[0]


def test_an_undone_creation_is_in_the_trash_and_can_not_be_undone_twice(admin: Records) -> None:
    person(admin)
    operation = undoing.last_operation(admin)
    assert operation is not None
    undoing.undo(admin, operation.id)
    assert admin.count("person") == 0
    with pytest.raises(Conflict):
        undoing.undo(admin, operation.id)


def test_many_records_are_one_operation_and_found_like_others(admin: Records) -> None:
    before = Operation.select().count()
    ids = admin.save_many("person", [{"last_name": f"Name{n}", "first_name": "Ara"} for n in range(450)])
    assert Operation.select().count() == before + 1
    assert len(set(ids)) == 450
    assert admin.get("person", ids[321]).values["last_name"] == "Name321"
    assert [line.id for line in admin.page("person", ["last_name"], query="name321").lines] == [ids[321]]


def test_one_bad_row_of_many_saves_none(admin: Records) -> None:
    rows = [{"last_name": f"Name{n}"} for n in range(300)]
    with pytest.raises(Invalid):
        admin.save_many("person", [*rows, {"last_name": "", "first_name": "Ara"}])
    assert admin.count("person") == 0


def test_a_list_asks_the_same_number_of_questions_whatever_its_length(
    admin: Records, database: Database
) -> None:
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    columns = [column.path for column in ENTITIES["person"].columns]

    def questions() -> int:
        from playhouse.test_utils import count_queries

        with count_queries() as counter:
            admin.page("person", columns)
        return int(counter.count)

    person(admin, employer=firm)
    few = questions()
    admin.save_many("person", [{"last_name": f"Name{n}", "employer": firm} for n in range(60)])
    assert questions() == few


@pytest.mark.parametrize(
    "text", ["[/]", "[@click=app.quit]x[/]", "'; DROP TABLE person; --", '%_\\*"', "a" * 80]
)
def test_hostile_text_is_kept_as_typed(admin: Records, text: str) -> None:
    id = person(admin, last_name=text)
    assert admin.get("person", id).values["last_name"] == text
    admin.page("person", ["last_name"], query=text)


@pytest.mark.parametrize(
    "query", ["\x00", "half\ud800", "NEAR(a b)", "a:b*", '"', "-", "%", "\u202e", "(q+)+$" * 5_000]
)
def test_whatever_is_sought_is_no_error(admin: Records, query: str) -> None:
    person(admin)
    assert admin.page("person", ["last_name"], query=query).lines == []


def test_a_query_and_a_filter_together_find_what_lies_far_down(admin: Records) -> None:
    admin.save_many("person", [{"last_name": "Hakobyan", "city": "Yerevan"} for _number in range(30)])
    wanted = [person(admin, city="Gyumri") for _number in range(3)]
    page = admin.page("person", ["city"], query="hakob", where={"city": "Gyumri"}, limit=2)
    assert [line.id for line in page.lines] == wanted[:2]
    assert page.more
