"""One's own keys: every command with its keys, a new key by pressing it. How keys work is commands'."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.events import Key
from textual.widget import Widget

from bsc_tui import screens
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import N_, _
from bsc_tui.screens.base import BACK, Dialog, Place
from bsc_tui.screens.commands import PROGRAM, Command, key_name, working_keys
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.quiet import Quiet

if TYPE_CHECKING:
    from bsc_tui.app import BscApp

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
    "lists": N_("Reference lists"),
    "kinds": N_("Kinds offered"),
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
    """Every command of the program and its places that a key can reach, by group."""
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    found: dict[str, dict[str, Command]] = {}
    own = [command for place in _places() for command in place.__dict__.get("OFFERS", ())]
    for command in [*PROGRAM, *own]:
        if command.id != BACK.id and (command.keys or command in PROGRAM):
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


class PressKey(Dialog[str]):
    """Takes the next key that can be somebody's own; Esc leaves it as it was."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose_box(self) -> Iterable[Widget]:
        """What to do, and room for a reason."""
        yield Words([*((line, "title") for line in wrapped(self._title, 56)), ("", "")])
        yield Words([(_("Press the new key. Esc leaves it as it is."), "")])
        yield Words([("", "")], id="why")

    def on_key(self, event: Key) -> None:
        """Any key but Esc."""
        if event.key == "escape":
            return
        event.stop()
        if reason := why_not_key(event.key, event.character):
            name = key_name(event.key)
            self.query_one("#why", Words).show(
                [(line, "trouble") for line in wrapped(f"! {name}: {reason}", 56)]
            )
        else:
            self.give(event.key)


class OwnKeys(Place):
    """All commands with their keys."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("keys.change", ("f2",), N_("Another key"), "", "change", N_("Then press the new key.")),
        Command(
            "keys.reset",
            ("delete", "ctrl+d"),
            N_("Reset"),
            N_("Reset"),
            "reset",
            N_("Gives the command its usual keys."),
            bar=30,
            letter="r",
        ),
        Command("keys.reset_all", (), N_("Reset all keys"), "", "reset_all", letter="x"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, list[Command]] = {}

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (_("My account"), _("My keys"))

    def explanation(self) -> str:
        """For F1."""
        return _("Enter on a command, then the key you want for it. Del gives it its usual keys again.")

    @property
    def office(self) -> Office:
        """Whose keys they are."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="keys")

    @property
    def rows(self) -> RowList:
        """The commands."""
        return self.query_one("#keys", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self._groups = all_commands()
        self.rows.focus()
        self.call_after_refresh(self._show)

    def relabel(self) -> None:
        """In the new language."""
        self._show()

    def _show(self) -> None:
        own = self.office.preferences.keys
        self.rows.set_headings(
            (
                Heading("title", _("What"), 30, flexible=True),
                Heading("keys", _("Keys"), 22),
                Heading("own", "", 10),
            )
        )
        rows = []
        for group, commands in self._groups.items():
            title = told(GROUPS[group]) if group in GROUPS else group.capitalize()
            rows.append(ListRow(f"group {group}", (title,), ("title",), wide=True, still=True))
            keys = working_keys((commands,), own)
            for command in commands:
                names = ", ".join(key_name(key) for key in keys[command.id])
                mine = _("my own") if own.get(command.id) else ""
                rows.append(
                    ListRow(command.id, (_(command.title), names, mine), ("", "key", "good"), indent=1)
                )
        self.rows.show(rows)

    def bar(self) -> list[tuple[str, str]]:
        """Enter changes: that is the key to print."""
        return [(key_name("enter"), _("Another key")), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """Only what was changed can be reset."""
        own = self.office.preferences.keys
        if command_id == "keys.reset" and self.is_mounted:
            command = self.chosen
            if command is None or command.id not in own:
                return _("This command has its usual keys.")
        if command_id == "keys.reset_all" and not own:
            return _("All commands have their usual keys.")
        return super().why_not(command_id)

    @property
    def chosen(self) -> Command | None:
        """The command under the hand."""
        row = self.rows.row
        every = (command for commands in self._groups.values() for command in commands)
        return next((command for command in every if row is not None and command.id == row.id), None)

    @on(RowList.Highlighted)
    def highlighted(self) -> None:
        """What can be reset depends on it."""
        self.refresh_keys()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter."""
        self.action_do("keys.change")

    async def action_change(self) -> None:
        """Ask for a key; say whose it was."""
        command = self.chosen
        if command is None:
            return
        key = await self.answer(PressKey(_("A key for “%(command)s”") % {"command": _(command.title)}))
        if key is None:
            return
        loser = self._who_has(key, command)
        if loser is not None:
            from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

            words = {"key": key_name(key), "command": _(loser.title)}
            question = _("%(key)s is the key of “%(command)s”.") % words
            if not await self.answer(Confirm(question, _("Shall it lose this key?"))):
                return
        await self._keep({**self.office.preferences.keys, command.id: key})
        self.say(_("%(key)s is now “%(command)s”.") % {"key": key_name(key), "command": _(command.title)})

    def _who_has(self, key: str, command: Command) -> Command | None:
        """Which command that works in the same places has the key now."""
        group = command.id.split(".")[0]
        beside = (
            self._groups if group == "program" else {one: self._groups[one] for one in (group, "program")}
        )
        for commands in beside.values():
            keys = working_keys((commands,), self.office.preferences.keys)
            for other in commands:
                if other.id != command.id and key in keys[other.id]:
                    return other
        return None

    async def action_reset(self) -> None:
        """The usual keys again."""
        command = self.chosen
        if command is not None:
            keys = {id: own for id, own in self.office.preferences.keys.items() if id != command.id}
            await self._keep(keys)
            self.say(_("“%(command)s” has its usual keys again.") % {"command": _(command.title)})

    async def action_reset_all(self) -> None:
        """The usual keys everywhere."""
        await self._keep({})
        self.say(_("All commands have their usual keys again."))

    async def _keep(self, keys: dict[str, str]) -> None:
        """Store them; they work at once."""
        await self.office.prefer(keys=keys)
        cast("BscApp", self.app).use_keys(keys)
        self._show()
