"""The money of one registration: price, discount, VAT and total in steps, who carries it, what came in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import payments, registration_money
from bsc_tui.operations.registration_money import Carried, Money
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.ask_values import Asked, AskValues
from bsc_tui.screens.parts.pick_list import Picked
from bsc_tui.screens.parts.pickers import record_picker
from bsc_tui.screens.parts.related import PAYMENT_TONES
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.receiving import PAID, PART, Owing, note_paid, note_part
from bsc_tui.screens.seminar_place import SeminarPlace


class RegistrationMoney(SeminarPlace):
    """Four groups of rows: the steps to the total, who carries it, invoices, what was received."""

    ENTER = "money.open"
    WRITES = frozenset({PAID.id, PART.id, "money.share", "money.waive", "money.refund", "money.unshare"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "money.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the invoice, changes the share.")
        ),
        PAID,
        PART,
        Command(
            "money.refund",
            ("f5",),
            N_("Money goes back"),
            NP_("bar", "Refund"),
            "refund",
            N_("Notes that money was given back, at most what was received."),
            bar=45,
            letter="g",
        ),
        Command(
            "money.waive",
            ("f6",),
            N_("Waive it, or not"),
            NP_("bar", "Waive"),
            "waive",
            N_("With a reason nothing is due; once more, and it is due again."),
            bar=50,
            letter="n",
        ),
        Command(
            "money.share",
            ("f7",),
            N_("An enterprise carries a part"),
            NP_("bar", "Share"),
            "share",
            N_("A sponsor or the workplace carries an amount; the payer carries the rest."),
            bar=55,
            letter="s",
        ),
        Command(
            "money.unshare",
            ("delete",),
            N_("Take the share away"),
            "",
            "unshare",
            N_("The payer carries that part again."),
            letter="x",
        ),
    )

    found: Money | None

    def __init__(self, registration_id: int) -> None:
        super().__init__(0)
        self.registration_id = registration_id

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Money")

    def crumbs(self) -> tuple[str, ...]:
        """Tab, seminar, participant, money."""
        found = self.found
        return (
            pgettext("tab", "Services"),
            *((found.seminar, found.title) if found is not None else ()),
            self.what(),
        )

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The discount is taken off before VAT; every amount is rounded half up. F7 notes that an "
            "enterprise carries a part, F5 that money went back, F6 that nothing is due."
        )

    def read(self, records: Records) -> Money:
        """A dozen small queries."""
        return registration_money.money_of(records, self.registration_id)

    def show(self, found: Money) -> None:
        """The groups."""
        self.rows.set_headings(
            (
                Heading("what", "", 26, flexible=True),
                Heading("detail", "", 26, flexible=True),
                Heading("amount", found.currency, 16, right=True),
            )
        )
        self.rows.show(
            [
                *self._steps(found),
                *self._carried(found),
                *self._asked(found),
                *self._received(found),
            ]
        )
        state = pgettext(*PAYMENT_STATES[found.state])
        self.set_state(state, PAYMENT_TONES.get(found.state, "") or "dim")

    def _title(self, id: str, words: str) -> ListRow:
        return ListRow(id, (words,), ("title",), wide=True, still=True)

    def _steps(self, found: Money) -> list[ListRow]:
        words, steps = active(), found.steps

        def line(id: str, what: str, detail: str, amount: int, tone: str = "") -> ListRow:
            cells = ("  " + what, detail, words.amount(amount, found.currency, symbol=False))
            return ListRow(id, cells, (tone or "dim", "dim", tone), still=True)

        rate = words.rate(found.discount_rate) if found.discount_rate else ""
        rows = [
            self._title("title-total", _("How the total comes to be")),
            line("price", _("Price"), "", found.price or 0),
        ]
        if steps.discount:
            rows.append(line("discount", _("Discount"), rate, -steps.discount))
            rows.append(line("net", _("Net"), _("price less discount"), steps.net))
        vat = words.rate(found.vat_rate or 0)
        rows.append(line("vat", _("VAT"), _("%(rate)s of net") % {"rate": vat}, steps.vat))
        rows.append(line("total", _("Total"), "", steps.total, "accent"))
        if found.is_gone:
            rows.append(line("due", _("Due"), _("who cancelled owes nothing"), 0))
        return rows

    def _carried(self, found: Money) -> list[ListRow]:
        words = active()
        rows = [self._title("title-shares", _("Who carries it"))]
        for one in found.shares:
            cells = ("  " + one.name, one.notes, words.amount(one.amount, found.currency, symbol=False))
            rows.append(ListRow(("share", one.id), cells, ("", "dim", "")))
        told = found.waived and _("waived: %(why)s") % {"why": found.waived}
        cells = ("  " + found.payer, told, words.amount(found.rest, found.currency, symbol=False))
        rows.append(ListRow("payer", cells, ("", "key", "")))
        return rows

    def _asked(self, found: Money) -> list[ListRow]:
        if not found.invoices:
            return []
        words = active()
        return [
            self._title("title-invoices", _("Invoices")),
            *(
                ListRow(
                    ("invoice", one.id),
                    (
                        "  " + one.serial,
                        _("cancelled") if one.cancelled else words.date(one.day),
                        words.amount(one.total, found.currency, symbol=False),
                    ),
                    ("dim",) * 3 if one.cancelled else ("", "dim", ""),
                )
                for one in found.invoices
            ),
        ]

    def _received(self, found: Money) -> list[ListRow]:
        words = active()
        rows = [self._title("title-received", _("What was received"))]
        for one in found.payments:
            back = _("given back") if one.amount < 0 else ""
            order = f"№ {one.order}" if one.order else ""
            detail = ", ".join(part for part in (order, one.invoice, back, one.notes) if part)
            amount = words.amount(one.amount, found.currency, symbol=False)
            cells = ("  " + words.date(one.day), detail, amount)
            rows.append(ListRow(("payment", one.id), cells, ("", "dim", "trouble" if one.amount < 0 else "")))
        label, open_yet = (_("To give back"), found.excess) if found.excess else (_("Still open"), found.open)
        cells = ("  " + label, "", words.amount(open_yet, found.currency, symbol=False))
        rows.append(ListRow("open", cells, ("dim", "", "trouble" if open_yet else "good"), still=True))
        return rows

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """What is due, what was received, what is under the hand."""
        refusal = super().why_not(command_id)
        found = self.found
        if refusal or found is None:
            return refusal
        if command_id in (PAID.id, PART.id) and not found.open:
            return _("Nothing is due.")
        if command_id == "money.refund" and found.paid <= 0:
            return _("Nothing was received.")
        if command_id == "money.share" and found.steps.total <= 0:
            return _("There is no total to be carried.")
        if command_id == "money.unshare" and self.share is None:
            return _("No share is under the hand.")
        if command_id == "money.open" and self._kind_under_hand() not in ("share", "invoice"):
            return _("Nothing is under the hand.")
        return ""

    def _kind_under_hand(self) -> str:
        id = self.under_hand
        return str(id[0]) if isinstance(id, tuple) else ""

    @property
    def share(self) -> Carried | None:
        """The share under the hand."""
        found, id = self.found, self.under_hand
        return next((one for one in (found.shares if found else ()) if ("share", one.id) == id), None)

    async def action_open_row(self) -> None:
        """Enter: the invoice, or the amount of the share."""
        share, id = self.share, self.under_hand
        if share is not None:
            await self._carry(share.enterprise, share.name, share.amount, share.notes)
        elif isinstance(id, tuple) and id[0] == "invoice":
            from bsc_tui.screens.invoice import InvoiceView  # late: each place costs nothing until visited

            self.open(InvoiceView(int(id[1])))

    def _owing(self) -> Owing:
        found = self.found
        assert found is not None
        return Owing(self.registration_id, found.title, found.open, found.currency)

    async def action_paid(self) -> None:
        """F8."""
        await note_paid(self, self._owing())
        await self.load()

    async def action_part(self) -> None:
        """F12."""
        if await note_part(self, self._owing()):
            await self.load()

    async def action_refund(self) -> None:
        """F5."""
        found, office = self.found, self.office
        assert found is not None
        fields = fields_of(ENTITIES["payment"])
        paid = active().amount(found.paid, found.currency)
        much, why = found.excess or found.paid, found.cancel_reason

        def wrong(values: Mapping[str, Any]) -> FieldProblem | None:
            if not values["amount"] or not 0 < values["amount"] <= found.paid:
                return FieldProblem("amount", _("At most %(paid)s goes back.") % {"paid": paid})
            is_future = values["day"] > office.clock.today()
            return FieldProblem("day", _("The day lies in the future.")) if is_future else None

        values = await self.answer(
            AskValues(
                _("%(name)s: how much goes back of %(paid)s?") % {"name": found.title, "paid": paid},
                (
                    Asked("amount", _("Amount"), fields["amount"].kind, much, 14, required=True),
                    Asked("day", _("On"), fields["day"].kind, office.clock.today(), 10, required=True),
                    Asked("notes", _("Why"), fields["order_number"].kind, why, 40, required=True),
                ),
                office.clock.today(),
                currency=found.currency,
                check=wrong,
            )
        )
        if values is None:
            return
        amount, day = values["amount"], values["day"]
        assert isinstance(day, datetime.date)
        give_back = partial(
            payments.refund, office.records, self.registration_id, amount, day, notes=values["notes"]
        )
        await office.run(give_back)
        await self.load()
        self.say(
            _("%(name)s: %(amount)s given back. Undo takes it back.")
            % {"name": found.title, "amount": active().amount(amount, found.currency)}
        )

    async def action_waive(self) -> None:
        """F6."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        found, office = self.found, self.office
        assert found is not None
        if found.waived:
            await office.run(registration_money.unwaive, office.records, self.registration_id)
            said = _("The total is due again.")
        else:
            question = _("Why is nothing due of %(name)s?") % {"name": found.title}
            reason = await self.answer(AskText(question, limit=200))
            if not reason:
                return
            await office.run(registration_money.waive, office.records, self.registration_id, reason)
            said = _("Nothing is due of %(name)s. Undo takes it back.") % {"name": found.title}
        await self.load()
        self.say(said)

    async def action_share(self) -> None:
        """F7: which enterprise, then how much."""
        found = self.found
        assert found is not None
        picker = record_picker(self.office.finder, "enterprise", _("Who carries a part?"), may_add=False)
        picked = await self.answer(picker)
        if isinstance(picked, Picked):
            firm = int(str(picked.row.id))
            earlier = next((one for one in found.shares if one.enterprise == firm), None)
            amount = earlier.amount if earlier else max(found.rest, 0)
            await self._carry(firm, picked.row.cells[0], amount, earlier.notes if earlier else "")

    async def _carry(self, firm: int, name: str, amount: int, notes: str) -> None:
        found, office = self.found, self.office
        assert found is not None
        fields = fields_of(ENTITIES["share"])
        most = found.rest + sum(one.amount for one in found.shares if one.enterprise == firm)

        def wrong(values: Mapping[str, Any]) -> FieldProblem | None:
            if 0 < (values["amount"] or 0) <= most:
                return None
            left = active().amount(most, found.currency)
            return FieldProblem("amount", _("%(left)s are left to be carried.") % {"left": left})

        values = await self.answer(
            AskValues(
                _("How much does %(name)s carry of %(total)s?")
                % {"name": name, "total": active().amount(found.steps.total, found.currency)},
                (
                    Asked("amount", _("Amount"), fields["amount"].kind, amount, 14, required=True),
                    Asked("notes", _("Notes"), fields["notes"].kind, notes, 40),
                ),
                office.clock.today(),
                currency=found.currency,
                check=wrong,
            )
        )
        if values is None:
            return
        carry = partial(
            registration_money.carry,
            office.records,
            self.registration_id,
            firm,
            values["amount"],
            values["notes"],
        )
        await office.run(carry)
        await self.load()
        amount_words = active().amount(values["amount"], found.currency)
        self.say(_("%(name)s carries %(amount)s.") % {"name": name, "amount": amount_words})

    async def action_unshare(self) -> None:
        """Del."""
        share, office = self.share, self.office
        assert share is not None
        await office.run(registration_money.uncarry, office.records, share.id)
        await self.load()
        self.say(_("%(name)s carries nothing now. Undo takes it back.") % {"name": share.name})
