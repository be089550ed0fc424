"""One's own keys: every command with its keys, a new key by pressing it. How keys work is commands'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.events import Key
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command, key_name, working_keys
from bsc_tui.screens.key_sheet import all_commands, group_title, why_not_key
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.quiet import house_of
from bsc_tui.screens.rows_place import RowsPlace

if TYPE_CHECKING:
    from bsc_tui.app import BscApp


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


class OwnKeys(RowsPlace):
    """All commands with their keys."""

    ENTER = "keys.change"
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("keys.change", ("f2",), N_("Another key"), "", "change", N_("Then press the new key.")),
        Command(
            "keys.reset",
            ("delete", "ctrl+d"),
            N_("Reset"),
            NP_("bar", "Reset"),
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

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("title", _("What"), 30, flexible=True),
            Heading("keys", _("Keys"), 22),
            Heading("own", "", 10),
        )

    def enter_word(self) -> str:
        """Enter changes."""
        return pgettext("bar", "Another key")

    def begin(self) -> None:
        """A list that has no height yet would scroll its first title away."""
        self._groups = all_commands()
        self.call_after_refresh(self.reload)

    def reload(self) -> None:
        """Every command by what it is of."""
        own, of_file = house_of(self).keymap, house_of(self).local_keys
        rows = []
        for group, commands in self._groups.items():
            rows.append(ListRow(f"group {group}", (group_title(group),), ("title",), wide=True, still=True))
            keys = working_keys((commands,), own)
            for command in commands:
                names = ", ".join(key_name(key) for key in keys[command.id])
                mine = _("my own") if own.get(command.id) else ""
                mine = _("key file") if command.id in of_file else mine
                rows.append(
                    ListRow(command.id, (_(command.title), names, mine), ("", "key", "good"), indent=1)
                )
        self.rows.show(rows)

    def why_not(self, command_id: str) -> str:
        """Only what was changed can be reset."""
        own = self.office.preferences.keys
        command = self.chosen
        of_file = command is not None and command.id in house_of(self).local_keys
        if command_id in ("keys.change", "keys.reset") and of_file:
            return _("The key file of this computer gives this command its keys.")
        if command_id == "keys.reset" and (command is None or command.id not in own):
            return _("This command has its usual keys.")
        if command_id == "keys.reset_all" and not own:
            return _("All commands have their usual keys.")
        return super().why_not(command_id)

    @property
    def chosen(self) -> Command | None:
        """The command under the hand."""
        every = (command for commands in self._groups.values() for command in commands)
        return next((command for command in every if command.id == self.under_hand), None)

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
            keys = working_keys((commands,), house_of(self).keymap)
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
        self.reload()
