"""My account: what everybody sets for themselves. Keys are set in own_keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from bsc_tui.i18n import LANGUAGE_NAMES, N_, _, active, ngettext, pgettext
from bsc_tui.operations import accounts
from bsc_tui.records.access import why
from bsc_tui.screens import commands, program
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.rows_place import RowsPlace
from bsc_tui.screens.themes import CHOICES


class MyAccount(RowsPlace):
    """A list of what is one's own; Enter changes the line under the hand."""

    ENTER = "account.change"
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("account.change", ("f2",), N_("Change"), "", "change", N_("Changes what is under the hand.")),
        Command("account.password", (), N_("Change my password"), "", "password", letter="p"),
    )

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (_("My account"),)

    def explanation(self) -> str:
        """For F1."""
        return _("Enter changes the line under the hand. It works at once and the next time too.")

    def compose_body(self) -> Iterable[Widget]:
        """The lines."""
        headings = (Heading("what", "", 20), Heading("how", "", 30, flexible=True))
        yield RowList(headings, header=False, id="rows")

    def enter_word(self) -> str:
        """Enter changes."""
        return pgettext("bar", "Change")

    def begin(self) -> None:
        """The hand begins at the language."""
        self.reload()
        self.rows.go_to("language")

    def reload(self) -> None:
        """What is chosen."""
        office = self.office
        chosen, actor = office.preferences, office.records.actor
        own = len(chosen.keys)
        keys = (
            ngettext("%(count)s of my own", "%(count)s of my own", own) % {"count": own}
            if own
            else _("the usual")
        )
        lines = (
            ("name", _("Sign-in name"), actor.name),
            ("full_name", _("Full name"), actor.full_name),
            ("language", _("Language"), LANGUAGE_NAMES[active().language]),
            ("theme", _("Colours"), _(CHOICES.get(chosen.theme, chosen.theme))),
            ("password", _("Password"), _("change it")),
            ("keys", _("My keys"), keys),
            ("ssh_keys", _("SSH keys"), _("to sign in to the server without a password")),
            ("drafts", _("My drafts"), ""),
        )
        self.rows.show(
            ListRow(code, (label, value), ("dim", "dim" if code == "name" else ""), still=code == "name")
            for code, label, value in lines
        )

    async def action_change(self) -> None:
        """Change the line under the hand."""
        from bsc_tui.screens.own_keys import OwnKeys  # late: seldom needed

        code = self.under_hand
        if code == "full_name":
            await self._rename()
        elif code == "language":
            await program.choose_language(self)
            self.reload()
        elif code == "theme":
            await program.choose_theme(self)
            self.reload()
        elif code == "password":
            await self.action_password()
        elif code == "keys":
            self.open(OwnKeys())
        elif code == "ssh_keys":
            from bsc_tui.screens.ssh_keys import SshKeys  # late: seldom needed

            actor = self.office.records.actor
            if actor.account_id is not None:
                self.open(SshKeys(actor.account_id, _("My account")))
        elif code == "drafts":
            self.action_do(commands.DRAFTS.id)

    async def _rename(self) -> None:
        """The audit trail knows people by this name: who may administer changes it."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        office = self.office
        actor = office.records.actor
        if not actor.has("administration"):
            self.say(_("Your name stands in the audit trail.") + " " + why("administration"), "warn")
            return
        name = await self.answer(AskText(_("Full name"), value=actor.full_name))
        if name is not None:
            await office.run(office.records.save, "account", {"full_name": name}, id=actor.account_id)
            office.name = name
            self.refresh_path()
            self.reload()
            self.say(_("Saved."))

    async def action_password(self) -> None:
        """The present one, the new one, the new one again."""
        from bsc_tui.screens.parts.new_password import NewPassword  # late: seldom needed

        records = self.office.records

        def set_it(old: str, new: str) -> None:
            assert records.actor.account_id is not None
            accounts.set_password(records, records.actor.account_id, new, old=old)

        if await self.answer(NewPassword(_("Change my password"), set_it, asks_old=True)) is not None:
            self.say(_("Your password is changed."))
