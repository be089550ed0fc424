"""Fields that the company adds are saved, listed, found, filtered, sorted, exported and copied as all are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from databases import gate
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.database import execute, make_database, open_database
from bsc_tui.db.models import CustomField, Person, ReferenceList
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Invalid, Refused, Stale
from bsc_tui.exports.lists import list_of
from bsc_tui.i18n import Translator, activate, told
from bsc_tui.operations import backups, checked
from bsc_tui.records import audit, undoing, windows
from bsc_tui.records.own_fields import form_sections, list_columns
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing

PERSON = ENTITIES["person"]


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


def define(admin: Records, label: str, kind: str = "text", entity: str = "person", **more: Any) -> str:
    """A new field; its code."""
    id = admin.save("custom_field", {"entity": entity, "label_en": label, "kind": kind, **more}).id
    return str(CustomField.get_by_id(id).code)


def test_a_field_of_each_kind_is_filled_shown_and_kept(admin: Records) -> None:
    codes = {kind: define(admin, f"My {kind}", kind) for kind in ("text", "number", "date", "choice", "flag")}
    listed = ReferenceList.get(ReferenceList.label_en == "My choice")
    term = admin.save("term", {"list": listed.id, "label_en": "Red", "code": "red"}).id
    values = {
        codes["text"]: "Շախմատ",
        codes["number"]: 250,
        codes["date"]: "2006-03",
        codes["choice"]: term,
        codes["flag"]: True,
    }
    id = admin.save("person", {"last_name": "Hakobyan", **values}).id
    kept = admin.get("person", id)
    assert {name: kept.values[name] for name in values} == values
    (line,) = admin.page("person", list(values), where={"id": id}).lines
    assert list(line.texts.values()) == ["Շախմատ", "2.5", "03.2006", "Red", "yes"]
    (many,) = admin.save_many("person", [{"last_name": "Second", **values}])
    assert admin.get("person", many).values[codes["number"]] == 250


def test_records_that_were_there_before_have_it_empty(admin: Records) -> None:
    id = admin.save("person", {"last_name": "Hakobyan"}).id
    codes = [define(admin, f"My {kind}", kind) for kind in ("text", "number", "date", "choice", "flag")]
    assert [admin.get("person", id).values[code] for code in codes] == ["", None, "", None, False]


def test_its_name_is_shown_in_the_readers_language(admin: Records) -> None:
    code = define(admin, "Shoe size", "number", label_hy="Կոշիկի չափ")
    assert code == "custom_shoe_size"
    label = fields_of(PERSON)[code].label
    assert told(label) == "Shoe size"
    activate(Translator("hy"))
    assert told(label) == "Կոշիկի չափ"
    activate(Translator("fr"))
    assert told(label) == "Shoe size"


def test_only_who_administers_adds_fields(admin: Records, as_user: Callable[..., Records]) -> None:
    clerk = as_user("lusine")
    with pytest.raises(Refused):
        define(clerk, "Shoe size")
    assert CustomField.select().count() == 0


def test_what_a_field_is_stays_and_no_two_are_called_alike(admin: Records) -> None:
    define(admin, "Shoe size", "number")
    field = CustomField.get()
    with pytest.raises(Invalid) as caught:
        admin.save("custom_field", {"kind": "text"}, id=field.id)
    assert caught.value.problems[0].field == "kind"
    for label in ("Shoe size", "Last name"):
        with pytest.raises(Invalid):
            define(admin, label)
    assert define(admin, "Shoe size", entity="enterprise") == "custom_shoe_size"


def test_it_stands_in_forms_and_where_wanted_in_lists(admin: Records) -> None:
    shown, hidden = define(admin, "Club", listed=True), define(admin, "Hat")
    names = [name for section in form_sections(PERSON) for name in section.names()]
    assert names[-2:] == [shown, hidden]
    paths = [column.path for column in list_columns(PERSON)]
    assert shown in paths
    assert hidden not in paths


def test_people_are_found_filtered_and_sorted_by_it(admin: Records) -> None:
    club, size = define(admin, "Club"), define(admin, "Size", "number")
    ids = [
        admin.save("person", {"last_name": f"Name{n}", club: text, size: number}).id
        for n, (text, number) in enumerate([("Gambit", 4400), ("Rook", None), ("Զինվոր", 3950)])
    ]
    assert [one.id for one in admin.page("person", [], query="gambit").lines] == [ids[0]]
    assert [one.id for one in admin.page("person", [], query="zinvor").lines] == [ids[2]]
    assert [one.id for one in admin.page("person", [], where={club: "Rook"}).lines] == [ids[1]]
    rising = windows.end(admin, Listing(PERSON, ("last_name", size), order=size), 10)
    assert [one.id for one in rising.lines] == [ids[1], ids[2], ids[0]]
    falling = windows.end(admin, Listing(PERSON, (club,), order=f"-{club}"), 10)
    assert [one.texts[club] for one in falling.lines] == ["Զինվոր", "Rook", "Gambit"]


def test_the_order_of_numbers_and_dates_has_its_index(admin: Records) -> None:
    size = define(admin, "Size", "number")
    assert not Listing(PERSON, (), order=size).by_ids
    assert [size, "id"] in [list(index.columns) for index in admin.database.get_indexes("person")]


def test_exports_have_it(admin: Records) -> None:
    size, member = define(admin, "Size", "number"), define(admin, "Member", "flag")
    admin.save("person", {"last_name": "Hakobyan", size: 4250, member: True})
    found = list_of(admin, PERSON)
    headings = [column.heading for column in found.columns]
    (chunk,) = found.chunks
    assert chunk[headings.index("Size")] == [Decimal("42.5")]
    assert chunk[headings.index("Member")] == [True]


def test_changes_are_in_the_history_and_undone(admin: Records) -> None:
    club = define(admin, "Club")
    id = admin.save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    admin.save("person", {club: "Gambit"}, id=id)
    (latest, _made) = audit.history(admin, PERSON, id)
    assert latest.fields == {club: ("Rook", "Gambit")}
    undoing.undo(admin, latest.operation)
    assert admin.get("person", id).values[club] == "Rook"


def test_two_people_who_change_it_are_asked(admin: Records, as_user: Callable[..., Records]) -> None:
    club = define(admin, "Club")
    lusine = as_user("lusine")
    id = admin.save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    opened = lusine.get("person", id)
    admin.save("person", {club: "Gambit"}, id=id)
    with pytest.raises(Stale) as caught:
        lusine.save("person", {club: "Pawn"}, id=id, version=opened.version, opened=opened.values)
    assert caught.value.clashes == {club: ("Rook", "Gambit", "Pawn")}


def test_a_field_out_of_use_is_offered_nowhere_and_keeps_its_values(admin: Records) -> None:
    club = define(admin, "Club", listed=True)
    id = admin.save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    field = CustomField.get()
    admin.save("custom_field", {"active": False}, id=field.id)
    assert club not in fields_of(PERSON)
    assert club not in [column.path for column in list_columns(PERSON)]
    admin.save("person", {"first_name": "Anna"}, id=id)
    admin.save("custom_field", {"active": True}, id=field.id)
    assert admin.get("person", id).values[club] == "Rook"


def test_a_field_that_is_deleted_comes_back_with_its_values(admin: Records) -> None:
    club = define(admin, "Club")
    id = admin.save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    admin.trash("custom_field", CustomField.get().id)
    assert club not in fields_of(PERSON)
    assert define(admin, "Club") == "custom_club_2"
    admin.trash("custom_field", CustomField.get(CustomField.code == "custom_club_2").id)
    admin.restore("custom_field", CustomField.get(CustomField.code == club).id)
    assert admin.get("person", id).values[club] == "Rook"


def test_a_term_chosen_in_it_is_in_use_and_moves_with_a_merge(admin: Records) -> None:
    colour = define(admin, "Colour", "choice")
    listed = ReferenceList.get(ReferenceList.label_en == "Colour").id
    red, crimson = (
        admin.save("term", {"list": listed, "label_en": name, "code": name.lower()}).id
        for name in ("Red", "Crimson")
    )
    id = admin.save("person", {"last_name": "Hakobyan", colour: crimson}).id
    assert admin.whole.uses(ENTITIES["term"].model, crimson) == {"person": 1}
    admin.repoint("term", crimson, red)
    assert admin.get("person", id).values[colour] == red


def test_a_field_whose_making_fails_leaves_nothing(admin: Records) -> None:
    def torn() -> None:
        with admin.operation("create"):
            define(admin, "Club")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        torn()
    assert "custom_club" not in fields_of(PERSON)
    assert "custom_club" not in {column.name for column in admin.database.get_columns("person")}
    assert Person.select().count() == 0


def test_the_next_session_knows_the_fields_of_its_database(admin: Records, url: str) -> None:
    club = define(admin, "Club")
    for model in custom.CARRIERS.values():
        custom._bind(model, [])
    assert club not in fields_of(PERSON)
    again = open_database(url)
    assert club in fields_of(PERSON)
    assert gate(again, "admin").save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    again.close()


def test_backup_and_restore_keep_it(admin: Records, database: Database, tmp_path: Path) -> None:
    club, colour = define(admin, "Club"), define(admin, "Colour", "choice")
    id = admin.save("person", {"last_name": "Hakobyan", club: "Rook"}).id
    backups.back_up(database, tmp_path / "company.bscbackup")
    target = f"sqlite:///{tmp_path / 'other.db'}"
    backups.restore(tmp_path / "company.bscbackup", target)
    other = make_database(target)
    row = execute(other, f"SELECT {club}, {colour}_id FROM person WHERE id = {id}").fetchone()
    assert row == ("Rook", None)
    other.close()


def test_a_company_with_other_fields_is_replaced(
    admin: Records, database: Database, url: str, tmp_path: Path
) -> None:
    club = define(admin, "Club")
    admin.save("person", {"last_name": "Hakobyan", club: "Rook"})
    backups.back_up(database, tmp_path / "company.bscbackup")
    define(admin, "Size", "number")
    define(admin, "Colour", "choice")
    backups.restore(tmp_path / "company.bscbackup", url, replace=True)
    again = open_database(url)
    assert {name for name in fields_of(PERSON) if name.startswith("custom_")} == {club}
    assert "custom_size" not in {column.name for column in again.get_columns("person")}
    again.close()


def test_the_mark_of_a_check_falls_when_an_own_field_changes(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    room = define(admin, "Equipment", entity="engagement")
    seminar = make_seminar()
    checked.check(admin, "engagement", seminar)
    admin.save("engagement", {room: "Projector"}, id=seminar)
    assert checked.check_of("engagement", seminar) is None
