"""The public keys of an account, with which it signs in to the server: adding and taking away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, NP_, _, active
from bsc_tui.operations import ssh_keys
from bsc_tui.operations.ssh_keys import Key
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.whole_list import WholeList

LONGEST = 3000


class SshKeys(WholeList[Key]):
    """A line a key. Enter asks the same as Del."""

    ENTER = "ssh_keys.remove"
    OF_ROW = frozenset({ENTER})
    AFTER_SAVING = True
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

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (self._whose, _("SSH keys"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "With a key one signs in to the server without a password. Make one with ssh-keygen or PuTTYgen, "
            "kind ed25519, and paste its public half here. The private half never leaves your computer."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("title", _("Title"), 14, flexible=True),
            Heading("fingerprint", _("Fingerprint"), 22, flexible=True),
            Heading("added", _("Added"), 16),
            Heading("used", _("Used"), 16),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("There is no key: the account signs in with its password.")

    def enter_word(self) -> str:
        """Del is printed."""
        return ""

    def read(self, records: Records) -> list[Key]:
        """Those of the account."""
        return ssh_keys.keys_of(records, self._account_id)

    def row_for(self, one: Key) -> ListRow:
        """Which, and since when."""
        zone = self.office.config.zone
        used = active().moment(one.used_at, zone) if one.used_at else _("never")
        cells = (one.title, one.fingerprint, active().moment(one.added_at, zone), used)
        return ListRow(one.id, cells, ("", "dim", "dim", "dim"))

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
        await self.load()

    async def action_remove_key(self) -> None:
        """After a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        key = self.one
        assert key is not None
        question = _("Take the key “%(title)s” away?") % {"title": key.title or key.fingerprint}
        if await self.answer(Confirm(question, _("Nobody signs in with it any more."))):
            await self.office.run(ssh_keys.remove_key, self.office.records, self._account_id, key.id)
            self.say(_("The key is taken away."))
            await self.load()
