"""Bringing the list: typing, waiting, taking, adding."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from office import office
from terminal_driver import words_on

from bsc_tui.errors import Unavailable
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.pick_list import New, Picked, PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow

HEADINGS = (Heading("name", "Name", 20, flexible=True), Heading("firm", "Firm", 20))
PEOPLE = ("Petrosyan Anna", "Petrosyan Ani", "Petrosyants Anna", "Grigoryan Karen")
NOT_ANSWERED = object()


def find(text: str) -> list[ListRow]:
    """Those whose name contains the text."""
    return [ListRow(name, (name, "Ucom")) for name in PEOPLE if text.casefold() in name.casefold()]


class Slowly:
    """A search that waits to be let go; `asked` holds the texts it has begun with."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun = threading.Semaphore(0)
        self._gates: dict[str, threading.Event] = {}

    def gate(self, text: str) -> threading.Event:
        """Set it and the search for the text goes on."""
        return self._gates.setdefault(text, threading.Event())

    def __call__(self, text: str) -> list[ListRow]:
        self.asked.append(text)
        self.begun.release()
        assert self.gate(text).wait(20)
        return find(text)


class Picking:
    """`async with Picking(search) as (pilot, answer)`."""

    def __init__(self, search: Callable[[str], Sequence[ListRow]] = find, **options: Any) -> None:
        options.setdefault("new_label", "New person “%(text)s”")
        self._list = PickList("Who?", search, HEADINGS, **options)
        self._answer: Any = NOT_ANSWERED
        self._running = office().run_test(size=(80, 24))

    async def __aenter__(self) -> tuple[Any, Any]:
        pilot = await self._running.__aenter__()
        await pilot.app.push_screen(self._list, self._given)
        await pilot.pause()
        return pilot, lambda: self._answer

    def _given(self, answer: Any) -> None:
        self._answer = answer

    async def __aexit__(self, *reason: Any) -> None:
        await self._running.__aexit__(*reason)


async def found(pilot: Any) -> str:
    """The words on the screen when no search is under way any more."""
    picking = pilot.app.screen
    while isinstance(picking, PickList) and (
        picking._answered != picking._asked or picking._pause is not None
    ):
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return words_on(pilot.app)


async def test_letters_find_and_enter_takes_the_row_under_the_hand() -> None:
    async with Picking() as (pilot, answer):
        await pilot.press(*"petr")
        words = await found(pilot)
        assert "Petrosyants Anna" in words
        assert "Grigoryan" not in words
        assert "3 found" in words
        await pilot.press("down", "enter")
        await pilot.pause()
        assert answer().row.id == "Petrosyan Ani"


async def test_the_text_one_came_with_is_looked_for_at_once() -> None:
    async with Picking(text="grig") as (pilot, answer):
        assert "Grigoryan Karen" in await found(pilot)
        await pilot.press("o", "enter")
        await found(pilot)
        assert answer() == Picked(find("grigo")[0])


async def test_enter_before_the_answer_waits_and_takes_its_first_row() -> None:
    search = Slowly()
    search.gate("").set()
    async with Picking(search) as (pilot, answer):
        await found(pilot)
        await pilot.press("a", "n", "i", "enter")
        await pilot.pause()
        assert answer() is NOT_ANSWERED
        search.gate("ani").set()
        await found(pilot)
        assert answer().row.id == "Petrosyan Ani"


async def test_a_late_answer_to_an_old_text_is_dropped() -> None:
    search = Slowly()
    search.gate("").set()
    async with Picking(search) as (pilot, _answer):
        await found(pilot)
        picking = pilot.app.screen
        await pilot.press(*"petr")
        picking._look_for()
        while "petr" not in search.asked:
            await pilot.pause(0.01)
        await pilot.press("backspace", "backspace", "backspace", "backspace", *"grig")
        picking._look_for()
        search.gate("petr").set()
        search.gate("grig").set()
        words = await found(pilot)
        assert "Grigoryan" in words
        assert "Petrosyan" not in words


async def test_what_is_not_found_can_be_added_with_f7() -> None:
    async with Picking() as (pilot, answer):
        await pilot.press(*"Zaven")
        words = await found(pilot)
        assert "+ New person “Zaven”   F7" in words
        await pilot.press("f7")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert answer() == New("Zaven")


async def test_enter_in_haste_never_adds_what_was_not_found() -> None:
    async with Picking() as (pilot, answer):
        await pilot.press(*"Zaven", "enter")
        await found(pilot)
        assert answer() is NOT_ANSWERED
        await pilot.press("enter")
        await pilot.pause()
        assert answer() is NOT_ANSWERED
        assert "F7 adds it" in words_on(pilot.app)
        await pilot.press("f7")
        await pilot.pause()
        assert answer() == New("Zaven")


async def test_a_fixed_list_adds_nothing() -> None:
    async with Picking(new_label="") as (pilot, answer):
        await pilot.press(*"Zaven")
        words = await found(pilot)
        assert "Nothing for “Zaven”." in words
        assert "F7" not in words
        await pilot.press("f7", "enter", "escape")
        await pilot.pause()
        assert answer() is None


async def test_details_of_the_row_under_the_hand_are_shown() -> None:
    def details(row: ListRow) -> list[Span]:
        return [(f"About {row.id}", "dim"), ("[/] Unpaid: 60 000", "trouble")]

    async with Picking(details=details) as (pilot, _answer):
        assert "About Petrosyan Anna" in await found(pilot)
        await pilot.press("down")
        words = await found(pilot)
        assert "About Petrosyan Ani" in words
        assert "[/] Unpaid: 60 000" in words


async def test_the_cursor_stays_on_the_same_person_while_typing_goes_on() -> None:
    async with Picking() as (pilot, answer):
        await pilot.press(*"an")
        await found(pilot)
        await pilot.press("down", "down")
        await pilot.press(*"na")
        await found(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert answer().row.id == "Petrosyants Anna"


async def test_a_lost_database_is_said_and_the_list_goes_on() -> None:
    def broken(text: str) -> list[ListRow]:
        if text == "x":
            raise Unavailable("The database can't be reached.")
        return find(text)

    async with Picking(broken) as (pilot, _answer):
        await pilot.press("x")
        picking = pilot.app.screen
        while picking._pause is not None:
            await pilot.pause(0.01)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "! The database can't be reached." in words_on(pilot.app)
        await pilot.press("backspace")
        assert "Petrosyan" in await found(pilot)
