"""This computer's own keys: a TOML file, command -> keys, that wins over the keys of the account.

    [form]
    save = "f2,ctrl+s"
    same = "f12"

The account's keys follow a person from one terminal to the next; the file is about one keyboard. What in it
can't be used is named when the program starts, and the rest of it is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bsc_tui.i18n import _
from bsc_tui.screens.commands import KEY_NAMES
from bsc_tui.screens.key_sheet import all_commands, why_not_key

if TYPE_CHECKING:
    from bsc_tui.app import BscApp

KEY = re.compile(r"f([1-9]|1[0-2])|ctrl\+[a-z]|ctrl\+(up|down)")
SPELLINGS = {"del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown", "esc": "escape"}
"""What people write for keys that Textual spells out."""


@dataclass(frozen=True)
class KeyFile:
    """The keys of a file, and sentences about what in it can't be used."""

    keys: dict[str, str]
    problems: tuple[str, ...] = ()


def read_key_file(file: Path) -> KeyFile:
    """What the file says; a file that can't be read says nothing and is a problem."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return KeyFile({}, (_("It can't be read: %(reason)s.") % {"reason": str(error).rstrip(".")},))
    groups = {command.id: group for group, commands in all_commands().items() for command in commands}
    keys: dict[str, str] = {}
    problems: list[str] = []
    taken: dict[tuple[str, str], str] = {}
    for id, value in _entries(content):
        if id not in groups:
            problems.append(_("There is no command “%(command)s”.") % {"command": id})
            continue
        good = []
        for key in _keys_of(value):
            words = {"key": key, "command": id}
            other = taken.setdefault((groups[id], key), id)
            if other != id:
                words["other"] = other
                problems.append(_("“%(key)s” is given to “%(other)s” and to “%(command)s”.") % words)
            elif reason := _why_not(key):
                problems.append(
                    _("“%(key)s” can't be a key of “%(command)s”: %(reason)s") % {**words, "reason": reason}
                )
            else:
                good.append(key)
        if good:
            keys[id] = ",".join(good)
    return KeyFile(keys, tuple(problems))


def _entries(content: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Ids with what stands behind them: `form.save`, or `save` in a table `[form]`."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _keys_of(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str(value).split(",")
    found = [str(part).strip().lower() for part in parts]
    return [SPELLINGS.get(key, key) for key in found if key]


def _why_not(key: str) -> str:
    if key not in KEY_NAMES and not KEY.fullmatch(key):
        return why_not_key(key, key if len(key) == 1 else None) or _("There is no such key.")
    return why_not_key(key, None)


def use_key_file(app: BscApp, file: Path) -> None:
    """Use the keys of the file; before the app runs. What is wrong with it is told when it does."""
    found = read_key_file(file)
    app.local_keys = found.keys
    app.apply_preferences()
    if found.problems:

        def tell() -> None:
            from bsc_tui.screens.parts.dialogs import Note  # late: only for a file with mistakes

            title = _("The key file %(file)s has mistakes.") % {"file": file}
            more = len(found.problems) - MOST_TOLD
            rest = [_("And %(count)s more.") % {"count": more}] if more > 0 else []
            app.push_screen(Note(title, [*found.problems[:MOST_TOLD], *rest], tone="trouble"))

        def tell_soon() -> None:
            app.call_later(tell)

        app.when_mounted.append(tell_soon)


MOST_TOLD = 5
"""Mistakes that are told at once."""
