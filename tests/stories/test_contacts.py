"""People and enterprises: found in any script, made, changed, tied together, thrown away and brought back."""

from __future__ import annotations

from typing import Any

from databases import PASSWORD, gate
from desk import at_desk, operations, term
from peewee import Database

from bsc_tui.db.models import Enterprise, Person, Relationship, Term
from bsc_tui.operations.accounts import add_account
from bsc_tui.screens.entity_form import EntityForm

pytest_plugins = ("desk",)


def person(last_name: str, first_name: str = "") -> Any:
    """The person of that name."""
    return Person.get(
        Person.last_name == last_name, *([Person.first_name == first_name] if first_name else [])
    )


async def look_for(desk: Any, text: str) -> list[str]:
    """Type over what stands in the search line; the names found."""
    await desk.press("f3", "ctrl+u")
    await desk.type(text)
    return [" ".join(row.cells[:2]) for row in desk.rows]


async def test_people_are_found_in_any_script_and_any_order_of_words(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        desk.sees("Hakobyan", "Anna", "Armenia Wine")
        for text in ("avan", "Ավան", "Аван", "ara av"):
            assert await look_for(desk, text) == ["Ավանեսյան Արա"], text
        assert await look_for(desk, "033759") == ["Hakobyan Anna"]
        assert await look_for(desk, "a.hakobyan@wine.am") == ["Hakobyan Anna"]
        assert await look_for(desk, "AN0123456") == ["Hakobyan Anna"]
        assert "Hakobyan Anna" in await look_for(desk, "hakobian")
        assert "Hakobyan Anna" in await look_for(desk, "armenia wine")
        for text in ("'; DROP TABLE person; --", "%", "_", "\\", "*", '"', "NEAR(a b)", "-", ":", "[/]"):
            names = await look_for(desk, text)
            assert isinstance(names, list)
        assert len(await look_for(desk, "")) == 30
        await look_for(desk, "nobody is called so")
        desk.sees("Nothing for “nobody is called so”. F7 begins a new record with it.")


async def test_sister_lists_stand_beside_each_other(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        assert desk.path.startswith("Contacts › People")
        await desk.press("f6")
        assert desk.path.startswith("Contacts › Enterprises")
        desk.sees("Armenia Wine", "Ucom", "+374 10 52110")
        await desk.press("down", "right")
        assert desk.path.startswith("Contacts › Partners")
        await desk.press("f6")
        assert desk.path.startswith("Contacts › Correspondence")
        await desk.press("f6")
        assert desk.path.startswith("Contacts › Actions")
        await desk.press("f6")
        assert desk.path.startswith("Contacts › People")


async def test_a_new_person_is_typed_saved_and_changed(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        await desk.type("zaven danielyan")
        await desk.press("f7")
        assert (desk.value("last_name"), desk.value("first_name")) == ("Zaven", "Danielyan")
        await desk.fill(last_name="Danielyan", first_name="Zaven", birth_date="3.1971", phone="091 22-33-44")
        await desk.chooses("position", "lawy")
        await desk.press("f2")
        desk.says("Saved 14:05.")
        kept = person("Danielyan")
        assert (kept.birth_date, kept.phone, kept.position.label_en) == (
            "1971-03",
            "+374 91 223344",
            "Lawyer",
        )
        assert desk.path.startswith("Contacts › People › Danielyan Zaven")
        await desk.fill(email="zaven@example.am")
        await desk.press("f2")
        assert person("Danielyan").email == "zaven@example.am"
        await desk.press("f3", "left")
        desk.sees("Changes 2", "E-mail: – › zaven@example.am")
        await desk.press("f3")
        assert desk.field == "email"
        await desk.press("escape")
        desk.sees("Danielyan")


async def test_save_and_next_begins_an_empty_one(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        await desk.press("f7")
        await desk.type("First")
        await desk.press("f6")
        assert desk.value("last_name") == ""
        assert desk.field == "last_name"
        await desk.type("Second")
        await desk.press("f2")
        assert person("First").id != person("Second").id


async def test_an_employer_is_picked_and_one_that_is_missing_is_made_on_the_way(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.chooses("employer", "ucom")
        assert desk.value("employer") == "Ucom"
        await desk.goes_to_field("employer")
        await desk.press("f4")
        await desk.type("synopsys")
        desk.sees("+ New: “synopsys”")
        await desk.press("f7")
        assert isinstance(desk.place, EntityForm)
        assert desk.place.entity.code == "enterprise"
        assert desk.value("name") == "synopsys"
        await desk.fill(name="Synopsys Armenia")
        await desk.press("f2")
        assert desk.place.entity.code == "person"
        assert desk.value("employer") == "Synopsys Armenia"
        await desk.press("f2")
        assert person("Simonyan").employer.name == "Synopsys Armenia"
        assert desk.screen.count("Correspondence 0  ›") == 1
        await desk.press("f3", "left")
        desk.sees("Changes 2")


async def test_a_missing_term_is_added_by_who_may_and_by_nobody_else(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.goes_to_field("position")
        await desk.press("f4")
        await desk.type("Beekeeper")
        desk.sees("Add “Beekeeper” to the list")
        await desk.press("enter")
        desk.sees("F7 adds it")
        await desk.press("f7")
        assert desk.value("position") == "Beekeeper"
        await desk.press("f2")
        assert person("Simonyan").position.label_en == "Beekeeper"
    without = gate(company, "admin")
    add_account(without, "nune", "Nune", "viewer", PASSWORD, rights=("contacts",), quick_hash=True)
    async with at_desk(company, "nune") as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.goes_to_field("position")
        await desk.press("f4")
        await desk.type("Falconer")
        desk.sees("Nothing for “Falconer”.")
        desk.sees_not("Add “Falconer”")
        await desk.press("f7")
        await desk.press("escape")
        assert not Term.select().where(Term.label_en == "Falconer").exists()


async def test_a_relationship_is_seen_from_both_sides(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await to_group(desk, "relationship")
        await desk.press("f7")
        await desk.chooses("kind", "parent")
        await desk.chooses("other_person", "vard")
        await desk.press("f2")
        await desk.press("escape")
        desk.sees("Relationships 1", "Vardanyan Tigran")
        await desk.press("escape")
        await desk.opens_record("person", person("Vardanyan").id)
        await to_group(desk, "relationship")
        desk.sees("Relationships 1", "Simonyan Nare")
        assert Relationship.get().kind_id == term("relationship_type", "parent")


async def to_group(desk: Any, entity: str) -> None:
    """Go to a group of lines."""
    if not desk.place.related.has_keys:
        await desk.press("f3")
    for _group in range(12):
        group = desk.place.related.group
        if group.child is not None and group.child.entity == entity:
            return
        await desk.press("right")
    raise AssertionError(f"no lines of {entity}:\n{desk.screen}")


async def test_the_history_tells_before_and_after_whole(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("person", person("Simonyan").id)
        await desk.fill(city="Gyumri", address="Komitas 12")
        await desk.press("f2")
        await desk.fill(city="Vanadzor")
        await desk.press("f2")
        await desk.press("f3")
        while desk.place.related.group.child is not None:
            await desk.press("right")
        desk.sees("Changes 3", "City: Gyumri › Vanadzor")
        await desk.press("down", "enter")
        desk.sees("City: – › Gyumri", "Address: – › Komitas 12", "Lusine")
        await desk.press("enter")


async def test_deleting_asks_goes_to_the_trash_and_is_refused_while_in_use(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        await desk.type("participanta")
        before = operations()
        await desk.press("down", "ctrl+d")
        desk.sees("Delete “ParticipantA Mher”?")
        await desk.press("enter")
        assert operations() == before
        await desk.press("ctrl+d", "y")
        desk.sees("It is in use.", "Registrations 1")
        await desk.press("escape")
        assert person("ParticipantA").trashed_at is None
        await look_for(desk, "participantt")
        await desk.press("down", "ctrl+d", "y")
        desk.says("Deleted. Undo brings it back.")
        assert "ParticipantT" not in {row.cells[0] for row in desk.rows}
        assert person("ParticipantT").trashed_at is not None


async def test_an_enterprise_shows_its_people_and_what_it_ordered(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_record("enterprise", Enterprise.get(Enterprise.name == "Armenia Wine").id)
        desk.sees("As client 1")
        await to_group(desk, "engagement")
        desk.sees("Entry to a market")
        await desk.press("enter")
        assert "Consultations › Entry to a market" in desk.path
        await desk.press("escape", "escape")
        assert not isinstance(desk.place, EntityForm)
