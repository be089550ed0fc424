"""The painted list: what it shows, where its cursor goes, what it says to its owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from office import HEADINGS, office, people
from rich.cells import cell_len
from terminal_driver import words_on
from textual import on
from textual.message import Message
from textual.widget import Widget

from bsc_tui.screens.base import Place
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

SIZE = (80, 24)


class Lists(Place):
    """A place with one list; keeps what the list says."""

    def __init__(self, make: Callable[[], RowList]) -> None:
        super().__init__()
        self._make = make
        self.heard: list[Message] = []

    def compose_body(self) -> list[Widget]:
        """The list."""
        return [self._make()]

    def on_mount(self) -> None:
        """It has the focus."""
        self.rows.focus()

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @on(RowList.Chosen)
    @on(RowList.MoreWanted)
    @on(RowList.Passed)
    def hears(self, event: Message) -> None:
        """Kept."""
        self.heard.append(event)


class With:
    """`async with With(list) as (pilot, place)`."""

    def __init__(self, make: Callable[[], RowList], size: tuple[int, int] = SIZE) -> None:
        self._place = Lists(make)
        self._running = office().run_test(size=size)

    async def __aenter__(self) -> tuple[Any, Lists]:
        pilot = await self._running.__aenter__()
        await pilot.app.push_screen(self._place)
        await pilot.pause()
        return pilot, self._place

    async def __aexit__(self, *reason: Any) -> None:
        await self._running.__aexit__(*reason)


def body(pilot: Any) -> list[str]:
    """The lines of the list."""
    return words_on(pilot.app).split("\n")[2:22]


async def test_rows_stand_under_their_headings_and_the_hand_has_a_sign() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, _place):
        lines = body(pilot)
        assert lines[0].startswith(" Name")
        assert lines[1].startswith("›Avanesyan Ara 0")
        assert lines[2].startswith(" Grigoryan Karen 1")
        assert lines[0].index("Firm") == lines[1].index("Armenia Wine LLC")


async def test_hostile_text_is_text() -> None:
    rows = [
        ListRow(1, ("[/] [bold]x[/]", "\x1b]0;PWNED\x07", "\u202e")),
        ListRow(2, ("[@click=app.quit]x[/]", "", "")),
    ]
    async with With(lambda: RowList(HEADINGS, rows)) as (pilot, _place):
        assert "[/] [bold]x[/]" in body(pilot)[1]
        assert "[@click=app.quit]x[…" in body(pilot)[2] or "[@click=app.quit]x[/]" in body(pilot)[2]
        assert "\x1b" not in words_on(pilot.app)
        assert "\u202e" not in words_on(pilot.app)


async def test_wide_letters_keep_the_columns_in_line_and_what_is_cut_says_so() -> None:
    rows = [ListRow(1, ("日本太郎" * 12, "firm", "")), ListRow(2, ("Ավանեսյան Արա", "firm", ""))]
    async with With(lambda: RowList(HEADINGS, rows)) as (pilot, _place):
        first, second = body(pilot)[1:3]
        assert cell_len(first[: first.index("firm")]) == cell_len(second[: second.index("firm")])
        assert "…" in first


async def test_columns_that_do_not_fit_go_by_priority_and_come_back_in_a_wider_window() -> None:
    headings = (
        Heading("name", "Name", 30, flexible=True),
        Heading("phone", "Phone", 30, priority=2),
        Heading("firm", "Firm", 30, priority=1),
    )
    rows = [ListRow(1, ("Ara", "055", "Ucom"))]
    async with With(lambda: RowList(headings, rows)) as (pilot, _place):
        assert "Firm" in body(pilot)[0]
        assert "Phone" not in body(pilot)[0]
        assert "Ucom" in body(pilot)[1]
        assert "055" not in body(pilot)[1]
    async with With(lambda: RowList(headings, rows), (120, 40)) as (pilot, _place):
        assert "Phone" in body(pilot)[0]
        assert "055" in body(pilot)[1]


async def test_the_keys_of_a_list_move_the_cursor() -> None:
    async with With(lambda: RowList(HEADINGS, people(100))) as (pilot, place):
        seen = []
        for key in ("down", "down", "up", "pagedown", "end", "pageup", "home"):
            await pilot.press(key)
            assert place.rows.row is not None
            seen.append(place.rows.row.id)
        assert seen == [1, 2, 1, 19, 99, 81, 0]


async def test_the_row_under_the_cursor_is_always_in_sight() -> None:
    async with With(lambda: RowList(HEADINGS, people(100))) as (pilot, place):
        for _step in range(45):
            place.rows.action_step(1)
            await pilot.pause()
            assert any(line.startswith("›") for line in body(pilot))


async def test_enter_chooses_the_row() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, place):
        await pilot.press("down", "enter")
        await pilot.pause()
        chosen = [event.row.id for event in place.heard if isinstance(event, RowList.Chosen)]
        assert chosen == [1]


async def test_more_rows_are_wanted_once_when_the_end_comes_near() -> None:
    async with With(RowList) as (pilot, place):
        place.rows.set_headings(HEADINGS)
        place.rows.show(people(40), more=True)
        await pilot.press("pagedown")
        assert place.heard == []
        await pilot.press("pagedown", "down", "up")
        await pilot.pause()
        assert len(place.heard) == 1
        place.rows.extend(people(40, start=40))
        await pilot.press("end")
        await pilot.pause()
        assert len(place.heard) == 1
        assert place.rows.row is not None
        assert place.rows.row.id == 79


async def test_the_cursor_stays_on_the_same_row_when_others_come() -> None:
    async with With(lambda: RowList(HEADINGS, people(10))) as (_pilot, place):
        place.rows.go_to(4)
        place.rows.show([ListRow("new", ("New",)), *people(10)])
        assert place.rows.row is not None
        assert place.rows.row.id == 4
        place.rows.show(people(3))
        assert place.rows.row.id == 0


async def test_an_empty_list_says_what_can_be_done() -> None:
    text = "Nothing for “hakobx”. F7 = new person with this name"
    async with With(lambda: RowList(HEADINGS, empty=text)) as (pilot, place):
        assert text in body(pilot)[1]
        await pilot.press("down", "enter", "end", "pagedown")
        assert place.rows.row is None


async def test_old_rows_stay_marked_while_new_ones_are_looked_for() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, place):
        place.rows.waiting = True
        await pilot.pause()
        assert body(pilot)[0].endswith("~")
        assert "Avanesyan" in body(pilot)[1]
        place.rows.show(people(2))
        await pilot.pause()
        assert not body(pilot)[0].endswith("~")


async def test_space_marks_and_goes_on_where_marking_is_wanted() -> None:
    async with With(lambda: RowList(HEADINGS, people(3), markable=True)) as (pilot, place):
        await pilot.press("space", "space")
        await pilot.pause()
        assert place.rows.marks == {0, 1}
        assert body(pilot)[1].startswith("•")


async def test_digits_reach_the_place_through_the_list() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, _place):
        await pilot.press("4")
        await pilot.pause()
        assert pilot.app.current_mode == "services"


async def test_up_on_the_first_row_is_told_to_the_owner() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, place):
        await pilot.press("up")
        await pilot.pause()
        assert isinstance(place.heard[0], RowList.Passed)


async def test_the_cursor_passes_over_rows_that_are_only_shown() -> None:
    rows = [
        ListRow("title", ("Today",), wide=True, still=True),
        *people(2),
        ListRow("line", ("-",), still=True),
    ]
    async with With(lambda: RowList(HEADINGS, rows)) as (pilot, place):
        assert place.rows.row is not None
        assert place.rows.row.id == 0
        await pilot.press("down", "down", "down")
        assert place.rows.row.id == 1


async def test_nested_terms_are_moved_in() -> None:
    rows = [ListRow(1, ("Training", "", "")), ListRow(2, ("Language courses", "", ""), indent=1)]
    async with With(lambda: RowList(HEADINGS, rows)) as (pilot, _place):
        assert body(pilot)[2].startswith("   Language courses")


async def test_a_changed_row_is_painted_where_it_stands() -> None:
    async with With(lambda: RowList(HEADINGS, people(3))) as (pilot, place):
        place.rows.change(ListRow(1, ("Changed", "", "")))
        await pilot.pause()
        assert body(pilot)[2].startswith(" Changed")
