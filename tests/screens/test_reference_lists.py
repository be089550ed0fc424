"""Keeping the reference lists in columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rooms import SIZE, program, sees, types, until
from terminal_driver import line_on, words_on
from textual.pilot import Pilot

from bsc_tui.app import BscApp
from bsc_tui.db.models import Draft, ReferenceList, Term
from bsc_tui.operations.lists import reference_lists
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.records.records import Records
from bsc_tui.screens.lists_columns import Terms, matching
from bsc_tui.screens.own_work import MyDrafts
from bsc_tui.screens.parts.row_list import ListRow, RowList
from bsc_tui.screens.reference_lists import ReferenceLists

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def lists_open(pilot: Pilot[Any], app: BscApp, code: str) -> ReferenceLists:
    """The place with the hand in the elements of a list."""
    await sees(pilot, "Waiting for me")
    place = ReferenceLists()
    app.screen.open(place)  # type: ignore[attr-defined]
    await until(pilot, lambda: place.terms is not None, "the lists")
    place.column(0).rows.go_to(list_id(code))
    await until(pilot, lambda: place.terms is not None and place.terms.code == code, code)
    await pilot.press("right")
    await until(pilot, lambda: place.terms is not None and bool(place.terms.uses), "the counts")
    return place


def list_id(code: str) -> int:
    """A list's id."""
    return int(ReferenceList.get(ReferenceList.code == code).id)


def term(code: str, label: str) -> Term:
    """A term by its list and English label."""
    found: Term = Term.get(Term.list == list_id(code), Term.label_en == label)
    return found


def first_labels(place: ReferenceLists, count: int = 3) -> list[str]:
    """The first elements of the column under the hand."""
    return [row.cells[0] for row in place.column(place.at).rows.rows[:count]]


@only_sqlite
async def test_a_row_that_comes_too_late_from_another_list_is_passed_over(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        chain, elsewhere = list(place.chain), Term.get(Term.list != list_id("position")).id
        place.column(1).rows.post_message(
            RowList.Highlighted(place.column(1).rows, ListRow(elsewhere, ("Cash",)))
        )
        await pilot.pause()
        assert place.chain == chain
        await pilot.press("down")
        assert place.chain != chain


async def test_an_element_is_renamed_in_three_languages_at_one_place(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(term("position", "Manager").id)
        await pilot.press("enter", "end")
        await types(pilot, " of all")
        await pilot.press("f2")
        await sees(pilot, "Saved.")
        assert "Manager of all" in words_on(app)
    assert term("position", "Manager of all").label_fr


async def test_f7_adds_an_element_and_right_then_f7_a_sub_element_of_any_depth(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        for depth, name in enumerate(("Office", "Desk [/]", "Drawer"), 1):
            await pilot.press("f7")
            await types(pilot, name)
            await pilot.press("f2")
            await until(
                pilot, lambda name=name: Term.select().where(Term.label_en == name).exists(), f"{name} saved"
            )
            await sees(pilot, "Saved.")
            if depth < 3:
                await pilot.press("right")
                await until(pilot, lambda depth=depth: place.at == depth + 1, "the next column")
        assert "Office › Desk [/]" in line_on(app, 2)
    drawer = term("position", "Drawer")
    assert (drawer.parent.label_en, drawer.parent.parent.label_en) == ("Desk [/]", "Office")


@only_sqlite
async def test_letters_find_in_the_column_in_any_script_and_esc_clears(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        await types(pilot, "lawy")
        assert "Find lawy_" in line_on(app, 3)
        assert first_labels(place) == ["Lawyer"]
        await pilot.press("escape")
        assert len(first_labels(place)) == 3
        await pilot.press("f3", "m")
        assert "Find m_" in line_on(app, 3)
        await pilot.press("escape", "escape")
        await sees(pilot, "Waiting for me")


def test_what_is_looked_for_is_found_by_the_beginnings_of_words() -> None:
    rows = [ListRow(1, ("Chief accountant",)), ListRow(2, ("Manager",)), ListRow(3, ("Հաշվապահ",))]
    assert [row.id for row in matching(rows, "acc")] == [1]
    assert [row.id for row in matching(rows, "hashv")] == [3]
    assert len(matching(rows, "")) == 3


async def test_an_unused_element_goes_to_the_trash_one_in_use_is_retired(admin: Records) -> None:
    used, unused = term("position", "Manager"), term("position", "Lawyer")
    admin.save("person", {"last_name": "Hakobyan", "first_name": "Anna", "position": used.id})
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(unused.id)
        await pilot.press("delete")
        await sees(pilot, "Delete “Lawyer”?")
        await pilot.press("y")
        await sees(pilot, "Deleted.")
        place.column(1).rows.go_to(used.id)
        await sees(pilot, "used by 1 record ")
        await pilot.press("delete")
        await sees(pilot, "1 record has it.")
        await pilot.press("r")
        await sees(pilot, "is retired")
        assert "Manager (reti" in words_on(app)
        await pilot.press("r")
        await sees(pilot, "is offered again")
    assert Term.get_by_id(unused.id).trashed_at is not None
    assert Term.get_by_id(used.id).active


async def test_merging_says_how_many_records_move_and_can_be_taken_back(admin: Records) -> None:
    gone, kept = term("position", "Manager"), term("position", "Lawyer")
    person = admin.save("person", {"last_name": "Hakobyan", "first_name": "Anna", "position": gone.id}).id
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(gone.id)
        await sees(pilot, "used by 1 record ")
        await pilot.press("m")
        await sees(pilot, "Merge “Manager” into")
        await types(pilot, "lawyer")
        await sees(pilot, "1 found")
        await pilot.press("enter")
        assert "1 record has it." in await sees(pilot, "Merge “Manager” into “Lawyer”?")
        await pilot.press("y")
        await sees(pilot, "1 record has moved.")
    assert admin.get("person", person).values["position"] == kept.id
    last = last_work(admin)
    assert last is not None
    take_back(admin, last.id)
    assert admin.get("person", person).values["position"] == gone.id


@only_sqlite
async def test_plus_and_minus_change_the_order(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        before = first_labels(place)
        await pilot.press("plus")
        await until(pilot, lambda: first_labels(place) == [before[1], before[0], before[2]], "down")
        await pilot.press("minus")
        await until(pilot, lambda: first_labels(place) == before, "up again")


@only_sqlite
async def test_a_status_keeps_its_meaning_and_a_relation_its_other_side(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await lists_open(pilot, app, "project_status")
        assert "Meaning" in words_on(app)
        await pilot.press("f7")
        await types(pilot, "Somehow")
        await pilot.press("f2")
        await sees(pilot, "one of the five meanings")
        await pilot.press("escape")
        await sees(pilot, "not saved")
        await pilot.press("t", "left")
        codes = [one.code for one in reference_lists(admin)]
        relation = next(code for code in codes if "relation" in code)
        await pilot.press("escape")
        await lists_open(pilot, app, relation)
        await sees(pilot, "Other side, en")


@only_sqlite
async def test_who_may_not_change_lists_looks_and_is_told_why(as_user: Callable[..., Records]) -> None:
    app = program(as_user("viewer", "viewer"))
    async with app.run_test(size=SIZE) as pilot:
        await lists_open(pilot, app, "position")
        before = Term.select().count()
        for key in ("enter", "f7", "delete", "r", "m", "plus"):
            app.screen.hush()  # type: ignore[attr-defined]
            await pilot.press(key)
            assert "It needs the right “Reference lists”." in line_on(app, 23), key
        assert "F7" not in line_on(app, 24)
    assert Term.select().where(Term.active).count() == before


def test_terms_nest_to_any_depth_and_merging_offers_nothing_from_below() -> None:
    rows: dict[int, dict[str, Any]] = {
        1: {"parent": None, "label_en": "A", "active": True},
        2: {"parent": 1, "label_en": "B", "active": True},
        3: {"parent": 2, "label_en": "C", "active": False},
        4: {"parent": None, "label_en": "D", "active": True},
    }
    terms = Terms(1, "x", "X", rows)
    assert terms.below(2) == [3]
    assert [row.id for row in terms.search_besides(1)("")] == [4]
    assert [row.cells[0] for row in terms.list_rows(2)] == ["C (retired)"]


async def test_what_is_typed_into_an_element_comes_back_as_a_draft(admin: Records) -> None:
    manager = term("position", "Manager")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(manager.id)
        await pilot.press("enter", "end")
        await types(pilot, " of all")
        await pilot.press("tab")
        await until(pilot, lambda: Draft.select().exists(), "the draft")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(manager.id)
        await pilot.press("enter")
        await sees(pilot, "Your draft of 14:05 is back.")
        assert place.sheet.values["label_en"] == "Manager of all"
        assert place.sheet.current == "label_fr"
        await pilot.press("f2")
        await sees(pilot, "Saved.")
    assert Term.get_by_id(manager.id).label_en == "Manager of all"
    assert Draft.select().count() == 0


async def test_a_draft_of_a_new_sub_element_opens_from_the_list_of_drafts(admin: Records) -> None:
    manager = term("position", "Manager")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(manager.id)
        await pilot.press("right", "f7")
        await types(pilot, "Depot")
        await pilot.press("escape")
        await sees(pilot, "What you typed is not saved.")
        await pilot.press("k")
        await until(pilot, lambda: not place.is_editing, "out of the sheet")
        place.dismiss(None)
        await until(pilot, lambda: place.has_been_left, "left")
        app.screen.open(MyDrafts())  # type: ignore[attr-defined]
        await sees(pilot, "Position held › Manager › New element")
        await pilot.press("enter")
        await sees(pilot, "Your draft of 14:05 is back.")
        await pilot.press("f2")
        await sees(pilot, "Saved.")
        assert Draft.select().count() == 0
    depot = term("position", "Depot")
    assert depot.parent_id == manager.id


async def test_what_a_colleague_saved_meanwhile_is_chosen_between(admin: Records) -> None:
    manager = term("position", "Manager")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        place = await lists_open(pilot, app, "position")
        place.column(1).rows.go_to(manager.id)
        await pilot.press("enter", "end")
        await types(pilot, " of all")
        admin.save("term", {"label_en": "Head", "label_fr": "Chef"}, id=manager.id)
        await pilot.press("f2")
        words = await sees(pilot, "Manager of all")
        assert "Head" in words
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is place, "back in the sheet")
        assert place.sheet.values["label_en"] == "Manager of all"
        await pilot.press("f2")
        await sees(pilot, "Head")
        await pilot.press("right", "f2")
        await sees(pilot, "Saved.")
    kept = Term.get_by_id(manager.id)
    assert (kept.label_en, kept.label_fr) == ("Manager of all", "Chef")
