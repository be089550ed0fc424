"""The frame: tabs, path, message, keys, menu, help, colours, language, type-ahead, and the bytes of it."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from office import Seminar, Services, office
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.style import Style
from terminal_driver import OnTerminal, line_on, words_on

from bsc_tui import i18n
from bsc_tui.screens import commands, themes
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name, working_keys
from bsc_tui.screens.desk import Desk, Preferences
from bsc_tui.screens.menu import menu_lines
from bsc_tui.screens.parts.frame import cut_path, key_spans, tab_spans
from bsc_tui.screens.tabs import TABS

SIZE = (80, 24)


async def test_the_frame_shows_tabs_path_user_and_keys() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await pilot.pause()
        assert line_on(pilot.app, 1).startswith("1Home 2Contacts 3Documents 4Services 5Staff")
        assert line_on(pilot.app, 2).startswith(" Services")
        assert line_on(pilot.app, 2).endswith("Lusine A.")
        assert line_on(pilot.app, 24).startswith("F10 Menu F1 Help F4 List F7 Seminar")


async def test_a_tab_without_a_place_says_so() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert "Documents is not part of this version yet." in words_on(pilot.app)


async def test_each_tab_keeps_what_was_open_in_it() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4", "f7")
        await pilot.pause()
        assert "Services › BDS › Effective marketing" in line_on(pilot.app, 2)
        await pilot.press("2")
        await pilot.pause()
        assert "Contacts" in line_on(pilot.app, 2)
        await pilot.press("4")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Seminar)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Services)


async def test_a_digit_typed_into_a_field_stays_there() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4", "tab", "2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Services)
        assert pilot.app.screen.query_one("#find").value == "2"  # type: ignore[attr-defined]


async def test_a_letter_command_leaves_the_bar_while_letters_are_typed() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await pilot.pause()
        assert "E Sheets" in line_on(pilot.app, 24)
        await pilot.press("tab")
        await pilot.pause()
        assert "E Sheets" not in line_on(pilot.app, 24)


async def test_a_refused_command_is_not_in_the_bar_and_its_key_says_why() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await pilot.pause()
        assert "Export" not in line_on(pilot.app, 24)
        await pilot.press("f8")
        await pilot.pause()
        assert "Only the responsible of the line may export." in line_on(pilot.app, 23)


async def test_the_menu_greys_a_refused_command_and_says_why_when_it_is_chosen() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4", "f10")
        await pilot.pause()
        assert re.search(r"X +Export +F8", words_on(pilot.app))
        await pilot.press("x")
        await pilot.pause()
        assert "! Only the responsible of the line" in words_on(pilot.app)
        await pilot.press("s")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Seminar)


async def test_the_menu_goes_to_a_tab_by_its_digit() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("f10", "4")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Services)


async def test_the_menu_offers_only_what_somebody_has_wired() -> None:
    app = office()
    done: list[Place] = []
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert "Lock" not in words_on(app)
        await pilot.press("escape")
        app.register(commands.LOCK, done.append)
        await pilot.press("f10", "o")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert done == [app.screen]


def test_a_place_can_not_take_a_letter_of_the_program() -> None:
    own = [
        Command("x", (), "Question", "", "x", letter="q"),
        Command("y", (), "Register", "", "y", letter="r"),
    ]
    lines = menu_lines(own, [commands.QUIT], {}, {})
    assert [line.letter for line in lines] == ["", "r", "q"]


def test_the_programs_letters_are_all_different() -> None:
    letters = [command.letter for command in commands.PROGRAM if command.letter]
    assert len(letters) == len(set(letters))


async def test_help_says_what_to_do_here_and_which_keys_work() -> None:
    async with office().run_test(size=(80, 40)) as pilot:
        await pilot.press("4", "f1")
        await pilot.pause()
        words = words_on(pilot.app)
        assert "The list of lines." in words
        assert "Choose a line, then a seminar." in words
        assert re.search(r"F6 +Register: Takes a seat\.", words)
        assert "Export" not in words
        await pilot.press("escape", "ctrl+y")
        await pilot.pause()
        assert "The list of lines." in words_on(pilot.app)


async def test_a_key_of_ones_own_works_and_is_the_one_shown() -> None:
    app = office(Preferences(keys={"services.open": "f5"}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await pilot.pause()
        assert "F5 Seminar" in line_on(app, 24)
        assert "F7" not in line_on(app, 24)
        await pilot.press("f7")
        await pilot.pause()
        assert isinstance(app.screen, Services)
        await pilot.press("f5")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, Seminar)


def test_a_key_taken_from_a_command_is_no_longer_shown_for_it() -> None:
    place = [Command("a", ("f4",), "A", "A", "a"), Command("b", ("f5", "ctrl+b"), "B", "B", "b")]
    program = [Command("p", ("f5",), "P", "P", "p")]
    keys = working_keys((place, program), {"a": "f5"})
    assert keys == {"a": ("f5",), "b": ("ctrl+b",), "p": ()}


def test_keys_are_named_as_on_the_keyboard() -> None:
    names = [key_name(key) for key in ("f10", "ctrl+q", "pagedown", "r", "exclamation_mark", "shift+tab")]
    assert names == ["F10", "Ctrl+Q", "PgDn", "R", "!", "Shift+Tab"]


async def test_quitting_asks_and_enter_means_no() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "Leave the program?" in words_on(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.is_running
        await pilot.press("ctrl+q", "y")
        await pilot.pause()
    assert pilot.app.return_value == 0


async def test_a_problem_of_the_gate_is_told_and_the_place_stays() -> None:
    async with office().run_test(size=SIZE) as pilot:
        await pilot.press("4", "f6")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        words = words_on(pilot.app)
        assert "Enlarge the limit or use the waiting list." in words
        await pilot.press("enter")
        await pilot.pause()
        assert "! Seminar is full." in line_on(pilot.app, 23)


async def test_keys_typed_while_a_command_works_wait_for_it() -> None:
    go_on = threading.Event()

    class Slow(Services):
        OFFERS = (Command("slow.save", ("f2",), "Save", "Save", "save"),)

        async def action_save(self) -> None:
            await self.ask(go_on.wait, 20)
            self.query_one("#second").focus()

    async with office().run_test(size=SIZE) as pilot:
        await pilot.app.push_screen(Slow())
        await pilot.press("tab", "a", "f2", "b", "c")
        assert pilot.app.screen.query_one("#find").value == "a"  # type: ignore[attr-defined]
        go_on.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
        assert pilot.app.screen.query_one("#find").value == "a"  # type: ignore[attr-defined]
        assert pilot.app.screen.query_one("#second").value == "bc"  # type: ignore[attr-defined]


async def test_another_language_is_spoken_at_once_in_every_open_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Marked(i18n.Translator):
        def gettext(self, message: str) -> str:
            return f"~{message}"

        def pgettext(self, context: str, message: str) -> str:
            return f"~{message}"

    monkeypatch.setattr("bsc_tui.app.Translator", Marked)
    kept: list[Preferences] = []
    app = office()
    app.desk = Desk(None, "Lusine A.", keep=kept.append)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3", "4", "f10", "l", "f")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert line_on(app, 1).startswith("1~Home 2~Contacts")
        assert "F10 ~Menu" in line_on(app, 24)
        assert [one.language for one in kept] == ["fr"]
        await pilot.press("3")
        await pilot.pause()
        assert "~~Documents is not part" in words_on(app)


DRAFTS = {
    "fr": ["Début", "Contacts", "Documents", "Services", "Cadres", "Marketing", "Aide", "Rapports", "Admin"],
    "hy": ["Սկիզբ", "Կապեր", "Փաստաթղ.", "Ծառայութ.", "Անձնակ.", "Մարքեթ.", "Աջակց.", "Հաշվետ.", "Կառավ."],
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_tabs_fit_into_79_cells(language: str) -> None:
    words = i18n.Translator(language)
    spans = tab_spans([words.pgettext(*tab.title) for tab in TABS], 0, 80)
    assert sum(cell_len(text) for text, _ in spans) <= 79
    catalogue = i18n.LOCALE_FOLDER / language / "LC_MESSAGES" / "bsc_tui.po"
    titles = DRAFTS.get(language, [tab.title[1] for tab in TABS])
    if catalogue.exists():
        messages = read_po(catalogue.open("rb"))
        for number, tab in enumerate(TABS):
            message = messages.get(tab.title[1], context="tab")
            if message is not None and message.string:
                titles[number] = str(message.string)
    spans = tab_spans(titles, 0, 80)
    assert sum(cell_len(text) for text, _ in spans) <= 79


def test_the_key_bar_leaves_to_the_menu_what_does_not_fit() -> None:
    keys = [("F10", "Menu"), ("F2", "A very long word indeed"), ("F3", "Find")]
    assert "".join(text for text, _ in key_spans(keys, 44)) == "F10 Menu F2 A very long word indeed F3 Find"
    assert "".join(text for text, _ in key_spans(keys, 36)) == "F10 Menu F3 Find"
    assert "".join(text for text, _ in key_spans(keys, 12)) == "F10 Menu"


def test_a_long_path_gives_way_in_the_middle() -> None:
    path = ["Services", "BDS", "Open seminars", "Effective marketing"]
    assert cut_path(path, 60) == "Services › BDS › Open seminars › Effective marketing"
    assert cut_path(path, 40) == "Services › … › Effective marketing"
    assert cut_path(path, 20) == "Services › … › Effe…"


@pytest.mark.parametrize(
    ("environ", "system", "theme"),
    [
        ({"TERM": "xterm-256color"}, "256", "bsc-light"),
        ({"TERM": "xterm"}, "standard", "bsc-16"),
        ({"TERM": "linux"}, "standard", "bsc-16"),
        ({"TERM": "vt100"}, "standard", "bsc-mono"),
        ({"TERM": "dumb"}, "truecolor", "bsc-mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "256", "bsc-mono"),
    ],
)
def test_the_terminal_decides_how_much_colour_there_is(
    environ: dict[str, str], system: str, theme: str
) -> None:
    assert themes.theme_for("bsc-light", themes.colours_of(environ, system)) == theme


def test_the_dark_theme_comes_down_to_the_palette_meant() -> None:
    dark = themes.THEMES[0].variables
    meant = {
        "page": 234,
        "bar": 236,
        "accent": 73,
        "hand": 24,
        "key": 179,
        "trouble": 203,
        "good": 108,
        "text": 252,
    }
    for role, number in meant.items():
        assert Color.parse(dark[f"bsc-{role}"]).downgrade(ColorSystem.EIGHT_BIT).number == number, role


def test_every_theme_gives_every_role_a_colour() -> None:
    for theme in themes.THEMES:
        assert {f"bsc-{role}" for role in themes.ROLES} <= set(theme.variables)


def test_without_colours_the_hand_is_reverse_and_titles_are_bold() -> None:
    mono = next(theme for theme in themes.THEMES if theme.name == themes.MONO).variables
    hand = themes.plain_style(Style.parse(f"{mono['bsc-hand-text']} on {mono['bsc-hand']}"))
    title = themes.plain_style(Style.parse(f"{mono['bsc-accent']} on {mono['bsc-page']}"))
    assert (hand.reverse, hand.color, hand.bgcolor) == (True, None, None)
    assert (title.bold, title.color) == (True, None)


@pytest.fixture
def on_terminal(tmp_path: Path) -> OnTerminal:
    return OnTerminal([sys.executable, str(Path(__file__).with_name("office.py")), str(tmp_path)])


@pytest.mark.pty
def test_moving_the_focus_paints_little_and_waiting_nothing(on_terminal: OnTerminal) -> None:
    with on_terminal as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("4")
        terminal.wait_for("Avanesyan")
        assert terminal.cost("down") <= 300
        terminal.cost("tab")
        assert terminal.cost("tab") <= 300
        assert terminal.settle(1.0) == 0


@pytest.mark.pty
def test_the_list_a_name_and_enter_typed_in_one_breath_take_the_person(on_terminal: OnTerminal) -> None:
    with on_terminal as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("4")
        terminal.wait_for("Avanesyan")
        terminal.key("f4", "h", "a", "k", "enter")
        terminal.wait_for("taken: Hakobyan Anna")
        terminal.settle()


@pytest.mark.pty
def test_ctrl_c_does_not_end_the_program_and_quitting_gives_the_terminal_back(
    on_terminal: OnTerminal,
) -> None:
    with on_terminal as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("ctrl+c")
        terminal.settle()
        assert _left(terminal) == 0


@pytest.mark.pty
def test_what_nobody_foresaw_in_a_command_is_told_and_one_goes_on(
    on_terminal: OnTerminal, tmp_path: Path
) -> None:
    with on_terminal as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("4")
        terminal.wait_for("Avanesyan")
        terminal.key("tab", "a", "n", "\x1b[20~")
        terminal.wait_for("This met an error the program did not expect.")
        terminal.wait_for("What you typed is still here.")
        assert "Traceback" not in terminal.text
        assert "secret detail" not in terminal.text
        assert "secret detail" in (tmp_path / "errors.log").read_text()
        terminal.key("enter", "i")
        terminal.wait_for("ani")
        assert _left(terminal) == 0


@pytest.mark.pty
def test_what_nobody_foresaw_in_a_key_ends_the_program_calmly(
    on_terminal: OnTerminal, tmp_path: Path
) -> None:
    with on_terminal as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("4")
        terminal.wait_for("Avanesyan")
        terminal.key("\x1b[23~")
        assert terminal.end() == 1
        assert "closed. What was saved is safe." in " ".join(terminal.text.split())
        assert "Traceback" not in terminal.text
        assert "other detail" not in terminal.text
        assert "other detail" in (tmp_path / "errors.log").read_text()


async def test_an_error_while_one_leaves_does_not_end_the_leaving() -> None:
    app = office()
    async with app.run_test(size=SIZE) as pilot:
        app.leave(130, 1.0)
        app._handle_exception(RuntimeError("just being opened"))
        await pilot.pause()
    assert app.return_code == 130


def _left(terminal: OnTerminal) -> int:
    """Leave the program as one does; its status."""
    terminal.key("ctrl+q")
    terminal.wait_for("Leave the program?")
    terminal.key("y")
    return terminal.end()
