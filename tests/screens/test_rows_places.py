"""Places with one list of rows: what Enter does, what needs a row, when they are read anew."""

from __future__ import annotations

from desk import at_desk, colleague
from peewee import Database

from bsc_tui.operations.facts import Fact
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.screens.facts_view import FactsView
from bsc_tui.screens.own_work import MyDrafts

pytest_plugins = ("desk",)


async def test_enter_is_printed_where_there_is_something_to_open_and_seen_when_one_comes_back(
    small: Database,
) -> None:
    async with at_desk(small, "admin") as desk:
        await desk.opens(MyDrafts())
        desk.sees("There is no draft: everything is saved.")
        assert "Enter" not in desk.key_bar
        await desk.press("f2")
        desk.says("Nothing is under the hand.")
        drafts.keep(colleague(small), "person:new", "Half a person", {"extra": {"entity": "person"}})
        await desk.press("f1", "escape")
        desk.sees("Half a person")
        assert desk.key_bar.startswith("Enter Open")


async def test_facts_are_read_once_and_again_in_another_language(small: Database) -> None:
    told: list[str] = []

    def tell(records: Records) -> list[Fact]:
        told.append(records.actor.name)
        return [Fact("Name", "BSC")]

    async with at_desk(small, "admin") as desk:
        await desk.opens(FactsView(("Admin", "Facts"), tell))
        await desk.press("f1", "escape")
        assert told == ["admin"]
        desk.app.switch_language("fr")
        await desk.rest()
        assert told == ["admin", "admin"]
        assert "Enter" not in desk.key_bar
