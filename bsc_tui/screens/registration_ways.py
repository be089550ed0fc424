"""The ways from a registration to its money and to another seminar."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.records.access import why
from bsc_tui.screens.commands import Command
from bsc_tui.screens.form import Form
from bsc_tui.screens.registration_fields import Opened
from bsc_tui.screens.transferring import TRANSFER, transfer

MONEY = Command(
    "registration.money",
    ("f11",),
    N_("Money of the registration"),
    NP_("bar", "Money"),
    "money",
    N_("Price, discount, VAT and total in steps; who carries it, invoices, payments, refund, waiver."),
    bar=48,
    letter="i",
)


class RegistrationWays(Form):
    """What the form of a registration offers besides. The registration must be saved for it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (MONEY, TRANSFER)

    registration_id: int | None
    opened: Opened | None

    def why_not(self, command_id: str) -> str:
        """What is not saved has no money, and goes nowhere."""
        if command_id in (MONEY.id, TRANSFER.id):
            if self.registration_id is None or self.opened is None:
                return _("It is not saved yet.")
            if self.is_changed:
                return _("Save it first.")
            right = f"line:{self.opened.line}"
            if command_id == TRANSFER.id and not self.office.actor.has(right):
                return why(right)
            return ""
        return super().why_not(command_id)

    def action_money(self) -> None:
        """F11."""
        from bsc_tui.screens.registration_money import RegistrationMoney  # late: seldom needed

        assert self.registration_id is not None
        self.open(RegistrationMoney(self.registration_id), self._come_back)

    def _come_back(self, _result: object) -> None:
        self.work(self._show_anew, group="commands", holds=True)

    async def action_transfer(self) -> None:
        """To another seminar; this one is shown as it is then."""
        assert self.registration_id is not None
        if await transfer(self, self.registration_id, self.crumbs()[-1]):
            said = self._message
            await self._show_anew()
            self.say(*said)

    async def _show_anew(self) -> None:
        where = self.sheet.current
        await self.prepare()
        self.sheet.focus_field(where)
        self.refresh_keys()
