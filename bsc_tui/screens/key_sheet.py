"""Every command of the program with its keys, place by place: what the key sheet and one's own keys show.

It is read from the places themselves and can't be wrong. Which keys may be somebody's own is said here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.widget import Widget

from bsc_tui import screens
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.base import BACK, Dialog, Place
from bsc_tui.screens.commands import PROGRAM, Command, Keymap, key_name, menu_way, working_keys
from bsc_tui.screens.own_commands import OWN_HANDLERS
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.program import HANDLERS
from bsc_tui.screens.quiet import Quiet, house_of

GROUPS: dict[str, Any] = {
    "program": N_("Everywhere"),
    "form": N_("In every form"),
    "list": N_("In every list"),
    "home": N_("Home"),
    "services": N_("Services"),
    "engagements": N_("Engagements"),
    "seminar": N_("Seminar"),
    "registration": N_("Registration"),
    "reports": N_("Reports"),
    "drafts": N_("My drafts"),
    "keys": N_("My keys"),
    "account": N_("Account"),
    "engagement": N_("Engagement"),
    "payment": N_("Payments in a list"),
    "unpaid": N_("Unpaid registrations"),
    "check": N_("To check"),
    "report": N_("Criteria of a report"),
    "admin": N_("Admin"),
    "entrance": N_("Signing in"),
    "lists": N_("Reference lists"),
    "kinds": N_("Kinds offered"),
    "sheets": N_("Evaluation sheets"),
    "results": N_("Results of evaluations"),
    "questionnaire": N_("Questionnaires"),
    "letter": N_("Correspondence"),
    "action": N_("Actions"),
}
"""Groups of commands by what their ids begin with; a group without a name here shows that."""

FIXED = frozenset({"enter", "escape", "tab", "shift+tab", "backspace", "space", "ctrl+q", "ctrl+z"})
MOVING = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
EDITING = frozenset(
    {"ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+c", "ctrl+v", "ctrl+h"}
)


def why_not_key(key: str, character: str | None) -> str:
    """Why a key can't be somebody's own; '' when it can."""
    if key in FIXED or key in MOVING or key in ("ctrl+i", "ctrl+m", "ctrl+j"):
        return _("This key has the same meaning everywhere.")
    if key in EDITING:
        return _("This key edits text.")
    if key.startswith(("alt+", "shift+f")) or "+f" in key[4:]:
        return _("This key does not arrive from every terminal.")
    if character and character.isprintable():
        return _("This key types text; take a function key or Ctrl and a letter.")
    return ""


def all_commands() -> dict[str, list[Command]]:
    """Every command of the program and its places, by group; each can be given a key."""
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    found: dict[str, dict[str, Command]] = {}
    own = [command for place in _places() for command in place.__dict__.get("OFFERS", ())]
    for command in [*(one for one in PROGRAM if one in HANDLERS or one in OWN_HANDLERS), *own]:
        if command.id != BACK.id:
            found.setdefault(command.id.split(".")[0], {}).setdefault(command.id, command)
    order = [*GROUPS, *sorted(set(found) - set(GROUPS))]
    return {group: list(found[group].values()) for group in order if group in found}


def _places() -> Iterator[type[Quiet[Any]]]:
    waiting: list[type[Quiet[Any]]] = [Place]
    while waiting:
        kind = waiting.pop(0)
        if kind.__module__.startswith(f"{screens.__name__}."):
            yield kind
        waiting += kind.__subclasses__()


@dataclass(frozen=True)
class SheetLine:
    """A command on the sheet: `keys` as on the keyboard, the main one first; else the way by the menu."""

    id: str
    title: str
    help: str
    keys: tuple[str, ...]


def key_sheet(keymap: Keymap) -> dict[str, list[SheetLine]]:
    """The title of each group, and its commands in the language in force."""
    return {
        group_title(group): [
            SheetLine(
                command.id,
                _(command.title),
                _(command.help) if command.help else "",
                tuple(key_name(key) for key in keys[command.id]) or (menu_way(command),),
            )
            for command in commands
        ]
        for group, commands in all_commands().items()
        for keys in [working_keys((commands,), keymap)]
    }


def group_title(group: str) -> str:
    """What a group is called."""
    return told(GROUPS[group]) if group in GROUPS else group.capitalize()


class KeySheet(Dialog[bool]):
    """To be read with the arrows; Enter or Esc closes it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("sheet.close", ("enter",), N_("Close"), NP_("bar", "Close"), "close", bar=10),
    )

    whole = True

    def compose_box(self) -> Iterable[Widget]:
        """A title, and the list that scrolls."""
        hint = _("Other keys: My account, My keys")
        yield Words([(_("All keys"), "title"), (hint, "dim"), ("", "")])
        yield RowList(
            [Heading("keys", "", 18), Heading("what", "", 40, flexible=True)],
            self._rows(),
            header=False,
            id="sheet-rows",
        )

    def _rows(self) -> list[ListRow]:
        rows: list[ListRow] = []
        for title, lines in key_sheet(house_of(self).keymap).items():
            rows.append(ListRow(len(rows), (title,), ("title",), wide=True, still=True))
            for line in lines:
                rows.append(ListRow(len(rows), (", ".join(line.keys), line.title), ("key", ""), still=True))
        return rows

    def on_mount(self) -> None:
        """It scrolls with the arrows."""
        self.query_one("#sheet-rows", RowList).focus()

    def action_close(self) -> None:
        """It was read."""
        self.give(True)
