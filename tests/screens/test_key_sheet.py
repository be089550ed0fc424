"""The key sheet and the key file: what is shown works, and what is wrong in the file is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import at_desk
from peewee import Database

from bsc_tui import i18n
from bsc_tui.app import BscApp
from bsc_tui.screens.account import OWN_HANDLERS
from bsc_tui.screens.base import BACK, Place
from bsc_tui.screens.commands import MENU_LETTERS, Command, key_name
from bsc_tui.screens.key_file import read_key_file, use_key_file
from bsc_tui.screens.key_sheet import _places, all_commands, key_sheet
from bsc_tui.screens.program import HANDLERS

pytest_plugins = ("desk",)


def own_commands(place: type[Place]) -> list[Command]:
    """The commands that a class of places states itself; it may take a key of the form it is made from."""
    return list(place.__dict__.get("OFFERS", ()))


def test_every_key_on_the_sheet_is_bound_where_its_command_is_offered() -> None:
    shown = {line.id: line.keys for lines in key_sheet({}).values() for line in lines}
    for group, commands in all_commands().items():
        for command in commands:
            names = tuple(key_name(key) for key in command.keys)
            assert not names or shown[command.id] == names, f"{group}: {command.id}"
    reached: set[str] = set()
    for place in _places():
        bound = place._merge_bindings().key_to_bindings
        for command in own_commands(place):
            for key in command.keys:
                actions = [binding.action for binding in bound[key]]
                assert f"do('{command.id}')" in actions, f"{place.__name__}: {key}"
            reached.add(command.id)
    program = BscApp._merge_bindings().key_to_bindings
    for command in [*HANDLERS, *OWN_HANDLERS]:
        for key in command.keys:
            assert f"do('{command.id}')" in [binding.action for binding in program[key]]
        reached.add(command.id)
    assert set(shown) == reached - {BACK.id}


def test_no_two_commands_of_a_place_share_a_key_or_a_letter() -> None:
    for place in _places():
        commands = own_commands(place)
        keys = [key for command in commands for key in command.keys]
        assert len(keys) == len(set(keys)), place.__name__
        letters = [command.letter for command in commands if command.letter]
        assert len(letters) == len(set(letters)), place.__name__
        assert not set(letters) & MENU_LETTERS, place.__name__


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_keys_in_the_menu_shows_every_place_in_the_language(small: Database, language: str) -> None:
    async with at_desk(small, language=language) as desk:
        await desk.press("f10", "k")
        title, *_others = key_sheet({})
        desk.sees(title, "Ctrl+P")
        await desk.press("end", "pagedown", "pagedown", "escape")
        assert isinstance(desk.place, Place)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key file with good and bad lines."""
    file = tmp_path / "keys.toml"
    file.write_text(
        'program.lock = "F12"\n'
        'program.palette = ["ctrl+p", "Ctrl+R"]\n'
        "[form]\n"
        'save = "f2, ctrl+s"\n'
        'svae = "f3"\n'
        'list = "x"\n'
        'same = "f2"\n'
        'jump = "f77"\n',
        encoding="utf-8",
    )
    return file


def test_a_key_file_is_read_and_its_mistakes_are_named(key_file: Path, tmp_path: Path) -> None:
    found = read_key_file(key_file)
    assert found.keys == {
        "program.lock": "f12",
        "program.palette": "ctrl+p,ctrl+r",
        "form.save": "f2,ctrl+s",
    }
    assert found.problems == (
        "There is no command “form.svae”.",
        "“x” can't be a key of “form.list”: This key types text; take a function key or Ctrl and a letter.",
        "“f2” is given to “form.save” and to “form.same”.",
        "“f77” can't be a key of “form.jump”: There is no such key.",
    )
    broken = tmp_path / "broken.toml"
    broken.write_text("[form\n", encoding="utf-8")
    (problem,) = read_key_file(broken).problems
    assert problem.startswith("It can't be read: ")


async def test_the_file_wins_over_the_account_and_mistakes_are_told_at_the_start(
    small: Database, key_file: Path
) -> None:
    async with at_desk(small) as desk:
        desk.app.use_keys({"program.language": "f12", "program.theme": "ctrl+b"})
        use_key_file(desk.app, key_file)
        desk.app.when_mounted[-1]()
        await desk.rest()
        desk.sees("has mistakes.", "There is no command “form.svae”.")
        await desk.press("enter", "ctrl+r")
        desk.sees("Find by name")
        await desk.press("escape")
        assert desk.app.keymap["program.lock"] == "f12"
        assert [
            key for command, keys in desk.place.keys_now() for key in keys if command.id == "program.palette"
        ] == [
            "ctrl+p",
            "ctrl+r",
        ]
