"""The public keys of an account, with which it signs in to the server: adding and taking away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, NP_, _, active
from bsc_tui.operations import ssh_keys
from bsc_tui.operations.ssh_keys import Key
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

LONGEST = 3000


class SshKeys(Place):
    """A line a key."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "ssh_keys.add", ("insert",), N_("Add a key"), NP_("bar", "Add"), "add_key", bar=20, letter="n"
        ),
        Command(
            "ssh_keys.remove",
            ("delete", "ctrl+d"),
            N_("Take the key away"),
            NP_("bar", "Take away"),
            "remove_key",
            bar=30,
            letter="x",
        ),
    )

    def __init__(self, account_id: int, whose: str) -> None:
        super().__init__()
        self._account_id = account_id
        self._whose = whose
        self._keys: list[Key] = []

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (self._whose, _("SSH keys"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "With a key one signs in to the server without a password. Make one with ssh-keygen or PuTTYgen, "
            "kind ed25519, and paste its public half here. The private half never leaves your computer."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield RowList(id="ssh-keys")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#ssh-keys", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self._head()
        self.rows.focus()
        self._read_anew()

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self._read_anew()

    def _head(self) -> None:
        self.rows.set_headings(
            (
                Heading("title", _("Title"), 14, flexible=True),
                Heading("fingerprint", _("Fingerprint"), 22, flexible=True),
                Heading("added", _("Added"), 16),
                Heading("used", _("Used"), 16),
            )
        )
        self.rows.set_empty(_("There is no key: the account signs in with its password."))

    def _read_anew(self) -> None:
        self.run_worker(self._load(), group="load", exclusive=True)

    async def _load(self) -> None:
        found = await self.ask(ssh_keys.keys_of, self.office.records, self._account_id)
        if found is not None:
            self._keys = found
            self.rows.show(self._row(one) for one in found)
            self.refresh_keys()

    def _row(self, one: Key) -> ListRow:
        zone = self.office.config.zone
        used = active().moment(one.used_at, zone) if one.used_at else _("never")
        cells = (one.title, one.fingerprint, active().moment(one.added_at, zone), used)
        return ListRow(one.id, cells, ("", "dim", "dim", "dim"))

    def why_not(self, command_id: str) -> str:
        """Something must be there."""
        if command_id == "ssh_keys.remove" and not self._keys:
            return _("There is no key.")
        return super().why_not(command_id)

    async def action_add_key(self) -> None:
        """Ask for the public half."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        explained = _("Paste the public key, one line that begins with ssh-ed25519.")
        text, wrong = "", ""
        while True:
            detail = f"! {wrong}\n{explained}" if wrong else explained
            asked = AskText(_("Add a key"), value=text, detail=detail, limit=LONGEST, joins_lines=True)
            text = await self.answer(asked) or ""
            if not text:
                return
            try:
                ssh_keys.read_key(text)
            except Invalid as invalid:
                wrong = invalid.sentence
                text = "" if ssh_keys.is_private(text) else text  # that is shown to nobody
            else:
                break
        await self.office.run(ssh_keys.add_key, self.office.records, self._account_id, text)
        self.say(_("The key is added."))
        self._read_anew()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter asks the same as Del."""
        self.action_do("ssh_keys.remove")

    async def action_remove_key(self) -> None:
        """After a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        row = self.rows.row
        key = next((one for one in self._keys if row is not None and one.id == row.id), None)
        if key is None:
            return
        question = _("Take the key “%(title)s” away?") % {"title": key.title or key.fingerprint}
        if await self.answer(Confirm(question, _("Nobody signs in with it any more."))):
            await self.office.run(ssh_keys.remove_key, self.office.records, self._account_id, key.id)
            self.say(_("The key is taken away."))
            self._read_anew()
