"""The sheet of fields: what stands where, what each key does, what its owner is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.screens.parts.safe import fitted, safe, same_length, typed, wrapped
from bsc_tui.screens.parts.sheet import Field, Section, Sheet
from bsc_tui.screens.parts.sheet_layout import arrange, travel
from bsc_tui.screens.parts.sheet_messages import SheetMessage
from bsc_tui.screens.parts.sheet_surface import SheetSurface
from bsc_tui.screens.themes import DARK, THEMES

PERSON = (
    Section(
        "Person",
        (
            Field("last", "Last name", required=True, limit=12),
            Field("first", "First name", required=True),
            Field("sex", "Sex", width=10, choose=True),
            Field("issued", "Issued by", width=6),
            Field("issued_on", "on", width=10, beside=True),
        ),
    ),
    Section(
        "Work",
        (
            Field("employer", "Employer", choose=True),
            Field("phone", "Work phone", locked=True),
            Field("price", "Price", width=12, right=True),
            Field("password", "Password", secret=True),
        ),
        column=1,
    ),
    Section("", (Field("notes", "Notes", lines=3),), column=-1),
)
ANNA = {
    "last": "Hakobyan",
    "first": "Աննա",
    "sex": "Female",
    "issued": "012",
    "issued_on": "03.05.2015",
    "employer": "Armenia Wine",
    "phone": "+374 10 521108",
    "price": "60 000",
    "password": "secret",
    "notes": "One\nTwo",
}
TRAVEL = ["last", "first", "sex", "issued", "issued_on", "employer", "price", "password", "notes"]


class Owner(Screen[None]):
    """Writes down what it is told."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    CSS = "Input { height: 1; border: none; }"

    def __init__(self, sections: Sequence[Section], values: Mapping[str, str]) -> None:
        super().__init__()
        self.sheet = Sheet(id="person")
        self.sheet.load(sections, values)
        self.told: list[SheetMessage] = []

    def compose(self) -> ComposeResult:
        yield self.sheet
        yield Input(compact=True, id="elsewhere")

    @on(Sheet.Changed)
    @on(Sheet.Entered)
    @on(Sheet.Left)
    @on(Sheet.PastEnd)
    @on(Sheet.PastStart)
    @on(Sheet.Refused)
    def write_down(self, event: SheetMessage) -> None:
        self.told.append(event)

    @on(Sheet.ChooseWanted, "#person")
    def open_list(self, event: Sheet.ChooseWanted) -> None:
        self.told.append(event)


class Trial(App[None]):
    def __init__(self, sections: Sequence[Section], values: Mapping[str, str]) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        self.owner = Owner(sections, values)
        self.keys: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.owner)

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)


class Desk:
    """A sheet, its owner and the hands on it."""

    def __init__(self, app: Trial, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.owner, self.sheet = app, pilot, app.owner, app.owner.sheet

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def burst(self, *keys: str) -> None:
        """All keys in one packet, as from a slow line."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.settle()

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.pilot.pause()

    @property
    def rows(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows)

    def told(self, kind: type[Message]) -> list[SheetMessage]:
        return [each for each in self.owner.told if type(each) is kind]

    def codes_told(self, kind: type[Message]) -> list[str]:
        return [each.code for each in self.told(kind)]

    def style_at(self, words: str) -> tuple[bool | None, str, str]:
        """Bold, colour and ground of the cell where the words begin."""
        for strip in self.app.screen._compositor.render_strips():
            at = strip.text.find(words)
            if at >= 0:
                cell = strip.crop(cell_len(strip.text[:at]), cell_len(strip.text[:at]) + 1)
                style = next(iter(cell)).style
                assert style is not None
                assert style.color is not None
                assert style.bgcolor is not None
                return style.bold, style.color.name, style.bgcolor.name
        raise AssertionError(f"{words!r} is not on the screen:\n{self.screen}")


@asynccontextmanager
async def desk(
    sections: Sequence[Section] = PERSON,
    values: Mapping[str, str] = ANNA,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Desk]:
    app = Trial(sections, values)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(app, pilot)


def one(**facts: object) -> tuple[Section, ...]:
    return (Section("", (Field("it", "It", **facts), Field("next", "Next"))),)  # type: ignore[arg-type]


def many(count: int = 40, column: int = 0) -> tuple[Section, ...]:
    return (Section("All", tuple(Field(f"f{n}", f"Field {n}") for n in range(count)), column),)


HAND = (True, "#ffffff", "#005f87")


# -- what is on the screen -----------------------------------------------------------------
async def test_labels_texts_titles_and_signs_stand_in_two_columns_at_80() -> None:
    async with desk() as d:
        assert d.rows[0].startswith(" Person ─────")
        assert " Work ────" in d.rows[0]
        assert d.rows[1].startswith(" Last name* ›Hakobyan ")
        assert "Employer    Armenia Wine" in d.rows[1]
        assert d.rows[1].rstrip().endswith("▼")
        assert "Issued by   012     on  03.05.2015" in d.rows[4]
        assert "Password    ••••••" in d.rows[4]
        assert "secret" not in d.screen
        assert "Notes       One" in d.screen


async def test_every_row_is_exactly_as_wide_as_the_screen() -> None:
    hostile = dict.fromkeys(ANNA, "漢字 e\u0301\u200b\x1b[31m 👨\u200d👩\u200d👧 🇦🇲 Ա" * 3)
    for size in ((80, 24), (120, 40), (60, 12), (30, 10)):
        async with desk(values=hostile, size=size) as d:
            assert {cell_len(row) for row in d.rows} == {size[0]}


async def test_at_120_the_sections_flow_into_three_columns() -> None:
    sections = (*PERSON[:2], Section("Bank", (Field("bank", "Bank"),), 1))
    async with desk(sections, {**ANNA, "bank": "Ameriabank"}, size=(120, 40)) as d:
        assert all(title in d.rows[0] for title in ("Person ─", "Work ─", "Bank ─"))
        assert "Ameriabank" in d.rows[1]


async def test_at_80_the_third_section_stands_under_the_second() -> None:
    sections = (*PERSON[:2], Section("Bank", (Field("bank", "Bank"),), 1))
    async with desk(sections, {**ANNA, "bank": "Ameriabank"}) as d:
        assert d.rows[6].index("Bank ─") == d.rows[0].index("Work ─")


async def test_a_single_column_keeps_unlimited_fields_to_a_reasonable_room() -> None:
    assert arrange(many(3), 80).places["f0"].width == 48


async def test_numbers_stand_to_the_right_and_do_not_jump_when_the_hand_comes() -> None:
    async with desk() as d:
        before = d.rows[3].index("60 000")
        d.sheet.focus_field("price")
        await d.settle()
        assert d.rows[3].index("60 000") == before
        assert before > d.rows[1].index("Armenia Wine")


async def test_a_locked_field_has_no_ground_and_the_hand_passes_it_by() -> None:
    async with desk() as d:
        assert d.style_at("+374")[2] == "#1c1c1c"
        assert d.style_at("Armenia")[2] == "#303030"
        d.sheet.focus_field("employer")
        await d.press("tab")
        assert d.sheet.current == "price"


async def test_a_text_too_long_for_its_room_ends_in_dots_and_is_kept_whole() -> None:
    long = "Armenia Wine Limited Liability Company of Sasunik"
    async with desk(values={**ANNA, "employer": long}) as d:
        assert "Armenia Wine Limited Li… ▼" in d.rows[1]
        assert d.sheet.values["employer"] == long


async def test_long_armenian_labels_are_cut_at_sixteen_cells_and_fields_stay_aligned() -> None:
    label = "Աշխատանքային հեռախոսահամար"
    sections = (Section("Անձ", (Field("a", label, required=True), Field("b", "Անուն"))),)
    async with desk(sections, {"a": "Aaa", "b": "Bbb"}) as d:
        assert d.rows[1].startswith(" Աշխատանքային հե…*›Aaa")
        assert d.rows[2].index("Bbb") == d.rows[1].index("Aaa")


async def test_wide_characters_keep_the_next_column_in_place() -> None:
    async with desk(values={**ANNA, "first": "漢字漢字 Anna"}) as d:
        where = [
            cell_len(row[: row.index(label)]) for row, label in ((d.rows[1], "Employer"), (d.rows[2], "Work"))
        ]
        assert where[0] == where[1]


async def test_a_note_stands_dim_at_the_end_and_gives_way_to_a_long_text() -> None:
    async with desk() as d:
        d.sheet.note("price", "AMD")
        await d.settle()
        assert "60 000 AMD" in d.screen
        assert d.style_at("AMD")[2] == "#303030"
        d.sheet.set_value("price", "1 234 567 890")
        await d.settle()
        assert "AMD" not in d.screen
        d.sheet.focus_field("price")
        await d.press("ctrl+u", "7")
        assert "7 AMD" in d.screen


async def test_fields_that_have_no_room_beside_go_to_a_row_of_their_own() -> None:
    fields = (Field("a", "From", width=20), Field("b", "To", width=20, beside=True))
    places = arrange((Section("", fields), Section("", (Field("c", "C"),), 1)), 60).places
    assert places["b"].y == 1
    assert places["b"].x == places["a"].x


async def test_several_lines_are_wrapped_between_words() -> None:
    assert wrapped("one two three\nfour", 8, 3) == ("one two", "three", "four")
    assert wrapped("one two three\nfour", 8, 2) == ("one two", "three…")
    assert wrapped("abcdefghij", 4, 2) == ("abcd", "efg…")
    assert wrapped("", 4, 2) == ("",)


async def test_air_between_sections_goes_when_rows_are_short() -> None:
    sections = (Section("A", (Field("a", "A"),)), Section("B", (Field("b", "B"),)))
    assert arrange(sections, 80, 24).height == 5
    assert arrange(sections, 80, 4).height == 4


async def test_order_of_travel_is_the_same_at_every_width() -> None:
    order = [each.code for each in travel(PERSON)]
    assert [list(arrange(PERSON, width).places) for width in (30, 80, 120)] == [order] * 3


# -- scrolling -----------------------------------------------------------------------------
async def test_a_sheet_higher_than_its_room_says_that_there_is_more() -> None:
    async with desk(many(), {}, size=(80, 12)) as d:
        assert d.rows[10].rstrip().endswith("▼ more")
        assert "▲" not in d.screen
        await d.press("ctrl+end")
        assert "Field 39" in d.screen
        assert d.rows[10].rstrip().endswith("▲ more")


async def test_page_keys_move_the_hand_by_a_page_and_it_stays_in_view() -> None:
    async with desk(many(), {}, size=(80, 12)) as d:
        await d.press("pagedown")
        assert d.sheet.current == "f9"
        assert "Field 9  ›" in d.screen
        await d.press("pagedown", "pageup", "pageup", "pageup")
        assert d.sheet.current == "f0"
        assert "All ──" in d.rows[0]


async def test_page_keys_go_to_the_screen_when_all_fields_show() -> None:
    async with desk() as d:
        await d.press("pagedown")
        assert d.sheet.current == "last"
        assert d.app.keys == ["pagedown"]


async def test_the_hand_stays_in_view_when_the_terminal_shrinks() -> None:
    async with desk(many(20), {}, size=(80, 24)) as d:
        await d.press("ctrl+end")
        await d.pilot.resize_terminal(80, 10)
        await d.settle()
        assert "Field 19 ›" in d.screen


# -- moving --------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["tab", "enter", "down"])
async def test_going_on_visits_all_open_fields_and_ends_past_the_end(key: str) -> None:
    async with desk() as d:
        visited = [d.sheet.current]
        for _ in range(len(TRAVEL) - 1):
            await d.press(key)
            visited.append(d.sheet.current)
        assert visited == TRAVEL
        await d.press("tab")
        assert d.codes_told(Sheet.PastEnd) == ["notes"]
        assert d.sheet.current == "notes"


@pytest.mark.parametrize("key", ["shift+tab", "up"])
async def test_going_back_ends_past_the_start(key: str) -> None:
    async with desk() as d:
        await d.press("tab", key, key)
        assert d.codes_told(Sheet.PastStart) == ["last"]
        assert d.codes_told(Sheet.Entered) == ["last", "first", "last"]


async def test_ctrl_home_and_ctrl_end_go_to_the_first_and_the_last_field() -> None:
    async with desk() as d:
        await d.press("ctrl+end")
        assert d.sheet.current == "notes"
        await d.press("ctrl+home")
        assert d.sheet.current == "last"


async def test_leaving_and_entering_are_told_with_the_text_left() -> None:
    async with desk() as d:
        await d.press("x", "tab")
        (left,) = d.told(Sheet.Left)
        assert isinstance(left, Sheet.Left)
        assert (left.code, left.text, left.control) == ("last", "Hakobyanx", d.sheet)
        assert d.codes_told(Sheet.Entered) == ["last", "first"]


async def test_the_hand_is_shown_by_ground_and_sign_and_only_while_the_sheet_has_the_keys() -> None:
    async with desk() as d:
        assert d.style_at("Hakobyan") == HAND
        d.owner.query_one("#elsewhere").focus()
        await d.settle()
        assert d.style_at("Hakobyan")[2] == "#303030"
        assert "›" not in d.screen
        assert d.codes_told(Sheet.Left) == ["last"]
        d.sheet.focus()
        await d.settle()
        assert "›Hakobyan" in d.screen
        assert d.codes_told(Sheet.Entered) == ["last", "last"]


async def test_the_multi_line_editor_taking_over_is_no_farewell() -> None:
    async with desk() as d:
        d.sheet.focus_field("password")
        await d.press("tab")
        assert d.sheet.current == "notes"
        assert d.codes_told(Sheet.Left) == ["last", "password"]
        await d.press("shift+tab")
        assert d.codes_told(Sheet.Left) == ["last", "password", "notes"]
        assert d.codes_told(Sheet.Entered)[-1] == "password"


async def test_a_dialog_over_the_sheet_does_not_leave_the_field() -> None:
    async with desk() as d:
        d.app.push_screen(ModalScreen())
        await d.settle()
        d.app.pop_screen()
        await d.settle()
        await d.press("z")
        assert d.sheet.values["last"] == "Hakobyanz"
        assert d.codes_told(Sheet.Left) == []


async def test_keys_of_the_screen_reach_the_screen() -> None:
    async with desk() as d:
        keys = ["f1", "f2", "f4", "f6", "f7", "f9", "f10", "escape", "ctrl+s", "ctrl+z", "ctrl+y"]
        await d.press(*keys)
        assert d.app.keys == keys
        d.app.keys.clear()
        d.sheet.focus_field("notes")
        await d.press(*keys)
        assert d.app.keys == keys


async def test_a_step_and_a_letter_paint_only_the_rows_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as d:
        painted: list[int] = []
        paint = SheetSurface.render_line

        def painting(surface: SheetSurface, y: int) -> Strip:
            painted.append(y)
            return paint(surface, y)

        monkeypatch.setattr(SheetSurface, "render_line", painting)
        await d.press("tab")
        assert set(painted) <= {1, 2}
        painted.clear()
        await d.press("x")
        assert painted == []


async def test_a_click_lays_the_hand_on_the_field() -> None:
    async with desk() as d:
        await d.pilot.click(Sheet, offset=(20, 2))
        assert d.sheet.current == "first"
        await d.pilot.click(Sheet, offset=(60, 2))
        assert d.sheet.current == "first", "a locked field takes no hand"


# -- editing -------------------------------------------------------------------------------
async def test_each_edit_is_told_with_the_whole_text() -> None:
    async with desk() as d:
        await d.press("s", "backspace", "home", "delete")
        texts = [each.text for each in d.told(Sheet.Changed) if isinstance(each, Sheet.Changed)]
        assert texts == ["Hakobyans", "Hakobyan", "akobyan"]
        assert d.sheet.values["last"] == "akobyan"
        assert d.sheet.changed_fields() == ["last"]


async def test_what_is_written_anew_is_replaced_by_typing_and_kept_by_an_arrow() -> None:
    fields = (Field("most", "Maximum", width=6, anew=True), Field("place", "Place"))
    async with desk((Section("", fields),), {"most": "50", "place": "Yerevan"}) as d:
        await d.press("1", "0", "0", "tab", "!", "shift+tab", "right", "5", "tab", "shift+tab", "left", "9")
        texts = [each.text for each in d.told(Sheet.Changed) if isinstance(each, Sheet.Changed)]
        assert texts == ["1", "10", "100", "Yerevan!", "1005", "91005"]


async def test_letters_and_keys_in_one_packet_act_in_the_order_typed() -> None:
    async with desk(values={}) as d:
        await d.burst("a", "b", "backspace", "c", "left", "d", "tab", "e", "enter", "down", "f")
        assert d.sheet.values["last"] == "adc"
        assert d.sheet.values["first"] == "e"
        assert d.sheet.values["issued"] == "f"


async def test_letters_typed_ahead_follow_the_hand_between_the_two_editors() -> None:
    async with desk(values={}) as d:
        d.sheet.focus_field("password")
        await d.settle()
        await d.burst("x", "tab", "y", "enter", "z", "shift+tab", "w")
        await d.settle()
        assert d.sheet.values["notes"] == "y\nz"
        assert d.sheet.values["password"] == "xw"


async def test_a_text_longer_than_its_field_scrolls_to_the_cursor() -> None:
    async with desk(one(width=6), {"it": "abcdefghij"}) as d:
        assert "›efghij " in d.rows[0]
        await d.press("home")
        assert "›abcdefg " in d.rows[0]


async def test_combining_marks_typed_are_composed() -> None:
    async with desk(one(), {}) as d:
        await d.press("e")
        d.app.post_message(events.Key("acute", "\u0301"))
        await d.settle()
        assert d.sheet.values["it"] == "\u00e9"


async def test_set_value_tells_nobody_and_shows_at_once() -> None:
    async with desk() as d:
        d.sheet.set_value("last", "Hakobian")
        d.sheet.set_value("first", "Anna")
        await d.settle()
        assert "›Hakobian" in d.screen
        assert "Anna" in d.screen
        assert d.told(Sheet.Changed) == []
        assert d.sheet.changed_fields() == ["last", "first"]
        d.sheet.mark_clean()
        assert d.sheet.changed_fields() == []


async def test_loading_another_record_shows_it_clean_and_tells_where_the_hand_is() -> None:
    async with desk() as d:
        await d.press("tab", "x")
        d.sheet.set_problem("last", "No.")
        d.sheet.load(one(), {"it": "Other"}, focus="next")
        await d.settle()
        assert "Other" in d.screen
        assert "Hakobyan" not in d.screen
        assert (d.sheet.problems, d.sheet.changed_fields(), d.sheet.current) == ({}, [], "next")
        assert d.codes_told(Sheet.Entered)[-1] == "next"


async def test_a_sheet_that_is_empty_at_first_takes_the_keys_once_loaded() -> None:
    async with desk((), {}) as d:
        await d.press("x", "tab", "shift+tab")
        d.sheet.load(PERSON, ANNA, focus="first")
        await d.settle()
        await d.press("x")
        assert d.sheet.values["first"] == "Աննաx"


async def test_undo_goes_to_the_text_at_entry_and_then_to_the_loaded_one() -> None:
    async with desk() as d:
        await d.press("x", "tab", "shift+tab", "y")
        assert d.sheet.undo_field()
        assert d.sheet.values["last"] == "Hakobyanx"
        assert d.sheet.undo_field()
        assert d.sheet.values["last"] == "Hakobyan"
        assert not d.sheet.undo_field()
        await d.settle()
        assert d.codes_told(Sheet.Changed) == ["last"] * 4
        assert "›Hakobyan " in d.screen


# -- several lines -------------------------------------------------------------------------
async def test_enter_makes_a_line_and_arrows_leave_at_the_edges() -> None:
    async with desk() as d:
        d.sheet.focus_field("notes")
        await d.press("enter", "3")
        assert d.sheet.values["notes"] == "One\nTwo\n3"
        await d.press("up", "up")
        assert d.sheet.current == "notes"
        await d.press("up")
        assert d.sheet.current == "password"
        await d.press("down", "down")
        assert d.codes_told(Sheet.PastEnd) == ["notes"]


async def test_several_lines_pasted_keep_their_ends_and_lose_what_cannot_be_seen() -> None:
    async with desk(values={}) as d:
        d.sheet.focus_field("notes")
        await d.paste("a\tb\r\nc\x1b[31m\u202ed\n")
        assert d.sheet.values["notes"] == "a b\nc[31md\n"


async def test_several_lines_show_hostile_text_as_text_while_edited() -> None:
    async with desk(values={"notes": "[/] \x1b]0;t\x07 [bold]x"}) as d:
        d.sheet.focus_field("notes")
        await d.settle()
        assert "[/] �]0;t� [bold]x" in d.screen
        await d.press("tab")
        assert d.sheet.values["notes"] == "[/] \x1b]0;t\x07 [bold]x", "only looked at, so not changed"


# -- fields with a list --------------------------------------------------------------------
async def test_f4_asks_for_the_list_with_the_text_of_the_field() -> None:
    async with desk() as d:
        d.sheet.focus_field("sex")
        await d.press("f4")
        (asked,) = d.told(Sheet.ChooseWanted)
        assert isinstance(asked, Sheet.ChooseWanted)
        assert (asked.code, asked.text, asked.by_letter) == ("sex", "Female", False)


async def test_a_letter_in_a_field_with_a_list_asks_and_does_not_type() -> None:
    async with desk() as d:
        d.sheet.focus_field("employer")
        await d.press("u")
        (asked,) = d.told(Sheet.ChooseWanted)
        assert isinstance(asked, Sheet.ChooseWanted)
        assert (asked.text, asked.by_letter) == ("u", True)
        assert d.sheet.values["employer"] == "Armenia Wine"


async def test_letters_typed_quickly_ask_once_with_all_of_them() -> None:
    async with desk() as d:
        d.sheet.focus_field("employer")
        await d.settle()
        await d.burst("u", "c", "o")
        (asked,) = d.told(Sheet.ChooseWanted)
        assert isinstance(asked, Sheet.ChooseWanted)
        assert asked.text == "uco"
        await d.press("m")
        assert len(d.told(Sheet.ChooseWanted)) == 2


@pytest.mark.parametrize("key", ["backspace", "delete", "ctrl+u"])
async def test_a_field_with_a_list_is_cleared_by_deleting(key: str) -> None:
    async with desk() as d:
        d.sheet.focus_field("sex")
        await d.press("right", "left", "home", key, key)
        assert d.sheet.values["sex"] == ""
        (changed,) = d.told(Sheet.Changed)
        assert isinstance(changed, Sheet.Changed)
        assert (changed.code, changed.text) == ("sex", "")
        assert "Female" not in d.screen


async def test_a_paste_into_a_field_with_a_list_looks_for_it_there() -> None:
    async with desk() as d:
        d.sheet.focus_field("employer")
        await d.settle()
        await d.paste("Ucom\nx")
        (asked,) = d.told(Sheet.ChooseWanted)
        assert isinstance(asked, Sheet.ChooseWanted)
        assert asked.text == "Ucom"


# -- limits and pastes ---------------------------------------------------------------------
async def test_typing_beyond_the_limit_is_refused_in_words() -> None:
    async with desk() as d:
        await d.press(*"12345")
        assert d.sheet.values["last"] == "Hakobyan1234"
        (refused,) = d.told(Sheet.Refused)
        assert isinstance(refused, Sheet.Refused)
        assert refused.sentence == "Not more than 12 characters fit here."


async def test_a_loaded_text_over_the_limit_can_still_be_shortened() -> None:
    async with desk(values={**ANNA, "last": "Hakobyan-Petrosyan"}) as d:
        await d.press("backspace", "x")
        assert d.sheet.values["last"] == "Hakobyan-Petrosya"
        assert len(d.told(Sheet.Refused)) == 1


async def test_a_paste_is_cut_at_the_limit() -> None:
    async with desk(one(limit=4), {}) as d:
        await d.paste("abcdefgh")
        assert d.sheet.values["it"] == "abcd"
        assert d.codes_told(Sheet.Refused) == ["it"]


async def test_only_the_first_line_of_a_paste_goes_in_without_controls() -> None:
    async with desk(one(), {}) as d:
        await d.paste("\n\x1b[1mAnna\t\u202aHakobyan\x00\nsecond")
        assert d.sheet.values["it"] == "[1mAnna Hakobyan"
        assert d.codes_told(Sheet.Refused) == ["it"]


async def test_a_line_end_after_the_only_pasted_line_is_nothing_to_refuse() -> None:
    async with desk(one(), {}) as d:
        await d.paste("Anna\r\n")
        assert d.sheet.values["it"] == "Anna"
        assert d.told(Sheet.Refused) == []


async def test_a_paste_of_a_megabyte_keeps_what_a_field_can_hold() -> None:
    async with desk(values={}) as d:
        await d.paste("ab " * 350_000)
        assert len(d.sheet.values["last"]) == 12
        await d.press("tab")
        await d.paste("x" * 1_000_000)
        assert len(d.sheet.values["first"]) == 2_000
        d.sheet.focus_field("notes")
        await d.settle()
        await d.paste("one line of notes\n" * 60_000)
        assert len(d.sheet.values["notes"]) == 100_000
        assert d.codes_told(Sheet.Refused) == ["last", "first", "notes"]


# -- problems and locks --------------------------------------------------------------------
async def test_a_problem_marks_the_label_by_colour_and_sign() -> None:
    async with desk() as d:
        d.sheet.set_problem("first", "Say a name.")
        await d.settle()
        assert "First name! Աննա" in d.screen
        assert d.style_at("First name!")[1] == "#ff5f5f"
        d.sheet.set_problem("first", "")
        await d.settle()
        assert "First name* Աննա" in d.screen


async def test_a_problem_of_a_field_without_a_label_shows_at_its_ground() -> None:
    fields = (Field("a", "Who"), Field("b", "", beside=True))
    async with desk((Section("", fields),), {"a": "A", "b": "B"}) as d:
        d.sheet.set_problem("b", "No.")
        await d.settle()
        assert "!B" in d.rows[0]


async def test_problems_are_visited_in_the_order_of_travel_and_round_the_end() -> None:
    async with desk() as d:
        d.sheet.set_problem("price", "Too much.")
        d.sheet.set_problem("first", "Say a name.")
        assert list(d.sheet.problems) == ["first", "price"]
        assert [d.sheet.next_problem() for _ in range(3)] == ["first", "price", "first"]
        d.sheet.set_problem("first", "")
        d.sheet.set_problem("price", "")
        assert d.sheet.next_problem() == ""


async def test_locking_the_field_under_the_hand_moves_it_on() -> None:
    async with desk() as d:
        d.sheet.set_locked(["last", "first"])
        await d.settle()
        assert d.sheet.current == "sex"
        assert d.style_at("Hakobyan")[2] == "#1c1c1c"
        d.sheet.set_locked([])
        await d.press("shift+tab")
        assert d.sheet.current == "first"


async def test_a_sheet_locked_whole_takes_no_letters_but_scrolls() -> None:
    async with desk(many(), {"f0": "Kept"}, size=(80, 12)) as d:
        d.sheet.set_locked([each.code for each in d.sheet.fields])
        await d.settle()
        await d.press("x", "pagedown")
        assert d.sheet.current == ""
        assert d.sheet.values["f0"] == "Kept"
        assert "Field 10" in d.screen
        assert "›" not in d.screen
        d.sheet.set_locked([])
        d.sheet.focus_field("f0")
        await d.press("x")
        assert d.sheet.values["f0"] == "Keptx"


# -- hostile texts -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[/]", "[/]"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("a[/", "a[/"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("\x1b]0;title\x07", "�]0;title�"),
        ("\x9b31m", "�31m"),
        ("ab\u202ecd", "ab�cd"),
        ("zero\u200bwidth", "zero�width"),
        ("two\nlines", "two¶lines"),
        ("tab\there", "tab here"),
        ("half \ud800", "half �"),
    ],
)
async def test_hostile_text_is_shown_as_text_painted_and_edited(text: str, shown: str) -> None:
    fields = (Field("it", "It"), Field("other", "Other"))
    async with desk((Section(text, fields),), {"it": text, "other": text}) as d:
        assert d.rows[0].startswith(f" {shown} ─")
        assert f"It    ›{shown}\n" in d.screen
        assert f"Other  {shown}\n" in d.screen
        assert d.sheet.values == {"it": text, "other": text}


def test_safe_composes_letters_and_leaves_plain_text_alone() -> None:
    assert safe("Anna") == "Anna"
    assert safe("Աննա և Արա") == "Աննա և Արա"
    assert safe("e\u0301") == "\u00e9"
    assert safe("a\r\nb") == "a¶b"
    assert safe("❤\ufe0f") == "❤□"


def test_same_length_keeps_every_position() -> None:
    text = "e\u0301\r\n\x1b\u200d\t🇦🇲x"
    assert len(same_length(text)) == len(text)


def test_typed_text_loses_what_cannot_be_seen() -> None:
    assert typed("\u202a+374 91\u00a0033759\u202c") == "+374 91\u00a0033759"
    assert typed("a\u2028b\x0bc", lines=True) == "a\nbc"


def test_fitted_never_exceeds_its_cells() -> None:
    assert fitted("漢字漢字", 5) == "漢字…"
    assert [cell_len(fitted("漢字漢字", cells)) for cells in range(8)] == [0, 1, 1, 3, 3, 5, 5, 7]
