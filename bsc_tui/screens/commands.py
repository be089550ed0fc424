"""What can be done, each thing stated once: its key, key bar, F10 menu and F1 help come from there.

Which commands a place has is the place's; what they do is a method of the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textual.binding import Binding

from bsc_tui.i18n import N_, NP_, pgettext


@dataclass(frozen=True)
class Command:
    """One thing that can be done.

    `title` and `help` are marked with N_, `short` (for the key bar, where a whole word may be too long) with
    NP_("bar", …); they are translated when shown. `action` names the method `action_…`. `bar` is the order in
    the key bar, 0 = not there. `letter` is its letter in the menu; the program's own letters win over a
    place's. While a command `holds` the keyboard, keys typed ahead wait until it has done: long work that Esc
    shall stop does not hold it.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    short: tuple[str, str] | str
    action: str
    help: str = ""
    bar: int = 0
    letter: str = ""
    holds: bool = True


Keymap = Mapping[str, str]
"""Command id -> its keys in Textual's spelling, separated by commas: a person's own keys."""

KEY_NAMES = {
    "enter": NP_("key", "Enter"),
    "escape": NP_("key", "Esc"),
    "tab": NP_("key", "Tab"),
    "shift+tab": NP_("key", "Shift+Tab"),
    "space": NP_("key", "Space"),
    "backspace": NP_("key", "Backspace"),
    "delete": NP_("key", "Del"),
    "insert": NP_("key", "Ins"),
    "pageup": NP_("key", "PgUp"),
    "pagedown": NP_("key", "PgDn"),
    "home": NP_("key", "Home"),
    "end": NP_("key", "End"),
    "up": NP_("key", "Up"),
    "down": NP_("key", "Down"),
    "left": NP_("key", "Left"),
    "right": NP_("key", "Right"),
}

_SIGNS = {
    "exclamation_mark": "!",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
}

MENU = Command(
    "program.menu",
    ("f10", "ctrl+t"),
    N_("Menu"),
    NP_("bar", "Menu"),
    "menu",
    N_("Everything that can be done here."),
    1,
)
HELP = Command(
    "program.help",
    ("f1", "ctrl+y"),
    N_("Help"),
    NP_("bar", "Help"),
    "help",
    N_("Help and the keys that work now."),
    2,
)
PALETTE = Command(
    "program.palette",
    ("ctrl+p",),
    N_("Find by name"),
    "",
    "palette",
    N_("Any record, command, list or report by its name, from wherever you are."),
    letter="f",
)
REPAINT = Command(
    "program.repaint",
    ("ctrl+l",),
    N_("Repaint"),
    "",
    "repaint",
    N_("Paints the screen again when it was disturbed."),
)
LANGUAGE = Command("program.language", (), N_("Language"), "", "language", letter="l")
THEME = Command("program.theme", (), N_("Colours"), "", "theme", letter="t")
KEYS = Command("program.keys", (), N_("Keys"), "", "keys", letter="k")
ACCOUNT = Command("program.account", (), N_("My account"), "", "account", letter="a")
DRAFTS = Command("program.drafts", (), N_("My drafts"), "", "drafts", letter="d")
UNDO = Command("program.undo", (), N_("Undo the last save"), "", "undo", letter="z")
PROPOSE = Command("program.propose", (), N_("Propose a correction"), "", "propose", letter="c")
LOCK = Command("program.lock", (), N_("Lock"), "", "lock", letter="o")
SIGN_OUT = Command("program.sign_out", (), N_("Sign out"), "", "sign_out", letter="w")
QUIT = Command(
    "program.quit",
    ("ctrl+q",),
    N_("Quit"),
    "",
    "leave",
    N_("Leaves the program, after a question."),
    letter="q",
)

PROGRAM = (
    MENU,
    HELP,
    PALETTE,
    REPAINT,
    ACCOUNT,
    LANGUAGE,
    THEME,
    KEYS,
    DRAFTS,
    UNDO,
    PROPOSE,
    LOCK,
    SIGN_OUT,
    QUIT,
)
"""The program's own commands in the menu's order. Those without a handler are offered nowhere."""

MENU_LETTERS = frozenset(command.letter for command in PROGRAM if command.letter)


def bindings_of(commands: Iterable[Command]) -> list[Binding]:
    """The key bindings; each goes through `do(id)`, which says why a refused command can't be used."""
    # A command without keys may get one of a person's own, and Textual changes only keys that are bound.
    return [
        Binding(
            ",".join(command.keys) or f"none.{command.id}", f"do('{command.id}')", id=command.id, show=False
        )
        for command in commands
    ]


def working_keys(groups: Sequence[Iterable[Command]], keymap: Keymap) -> dict[str, tuple[str, ...]]:
    """Command id -> the keys that reach it. Groups are asked in order, the place's before the program's.

    As Textual does it: in a group a person's own key takes that key from the command that had it, and a key
    of an earlier group never reaches a later one. A command whose keys are all taken has none.
    """
    reached: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for group in groups:
        commands = list(group)
        own = {
            command.id: tuple(keymap[command.id].split(",")) for command in commands if keymap.get(command.id)
        }
        remapped = {key for keys in own.values() for key in keys}
        for command in commands:
            keys = own.get(command.id) or tuple(key for key in command.keys if key not in remapped)
            reached[command.id] = tuple(key for key in keys if key not in taken)
        taken |= {key for command in commands for key in reached[command.id]}
    return reached


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `f10` -> F10, `ctrl+q` -> Ctrl+Q, `pagedown` -> PgDn."""
    if key in KEY_NAMES:
        return pgettext(*KEY_NAMES[key])
    *modifiers, last = key.split("+")
    name = pgettext(*KEY_NAMES[last]) if last in KEY_NAMES else _SIGNS.get(last, last.upper())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def menu_way(command: Command) -> str:
    """How a command without a key is reached: the menu and its letter there."""
    menu = key_name(MENU.keys[0])
    has_letter = command.letter and (command in PROGRAM or command.letter not in MENU_LETTERS)
    return f"{menu} {command.letter.upper()}" if has_letter else menu
