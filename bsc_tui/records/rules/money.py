"""Prices, VAT and what is paid. Amounts are minor units; every rounding is half up to one of them.

Source of the rules: the price is net; the discount is taken off before VAT; net, VAT and total are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from bsc_tui.i18n import NP_
from bsc_tui.values import dataclass

PAYMENT_STATES = {
    "free": NP_("payment", "free"),
    "unpaid": NP_("payment", "unpaid"),
    "partly": NP_("payment", "part"),
    "paid": NP_("payment", "paid"),
    "overpaid": NP_("payment", "overpaid"),
    "refunded": NP_("payment", "refunded"),
    "waived": NP_("payment", "waived"),
}


@dataclass(frozen=True)
class Priced:
    """A price on its way to the total."""

    discount: int
    net: int
    vat: int
    total: int


def percent(amount: int, basis_points: int) -> int:
    """A percentage of an amount, half up (away from zero for negative amounts)."""
    return _half_up(amount * basis_points, 10_000)


def _half_up(product: int, divisor: int) -> int:
    sign = -1 if product < 0 else 1
    return sign * ((2 * abs(product) + divisor) // (2 * divisor))


def vat_within(total: int, basis_points: int) -> int:
    """The VAT that a total contains."""
    return _half_up(total * basis_points, 10_000 + basis_points)


@dataclass(frozen=True)
class Amount:
    """Net, VAT and total of a line or of an invoice."""

    net: int
    vat: int
    total: int
    vat_rate: int = 0


def part_of(total: int, vat_rate: int | None) -> Amount:
    """A total taken apart into net and VAT, keeping the total."""
    vat = vat_within(total, vat_rate or 0)
    return Amount(total - vat, vat, total, vat_rate or 0)


def summed(lines: Iterable[Amount], rounding: str) -> Amount:
    """The sum of an invoice: VAT as on its lines, or rounded once a rate on the net or within the total."""
    lines = list(lines)
    net, total = sum(line.net for line in lines), sum(line.total for line in lines)
    if rounding == "line":
        return Amount(net, sum(line.vat for line in lines), total)
    rates = {line.vat_rate for line in lines}
    if rounding == "net":
        vat = sum(percent(sum(line.net for line in lines if line.vat_rate == rate), rate) for rate in rates)
        return Amount(net, vat, net + vat)
    vat = sum(vat_within(sum(line.total for line in lines if line.vat_rate == rate), rate) for rate in rates)
    return Amount(total - vat, vat, total)


def priced(
    price: int | None, discount_rate: int | None, discount: int | None, vat_rate: int | None
) -> Priced:
    """The steps from a net price to the total. The rate of discount counts where no amount is given."""
    base = price or 0
    off = discount if discount is not None else percent(base, discount_rate or 0)
    net = base - off
    vat = percent(net, vat_rate or 0)
    return Priced(off, net, vat, net + vat)


def payment_state(
    total: int, paid: int, *, free: bool = False, waived: bool = False, refunded: bool = False
) -> str:
    """The code of PAYMENT_STATES that follows from what is due and what came in; never typed by anybody."""
    if free:
        return "overpaid" if paid > 0 else "free"
    if waived:
        return "waived"
    if refunded and paid <= 0:
        return "refunded"
    if total <= 0:
        return "overpaid" if paid > 0 else "free"
    if paid <= 0:
        return "unpaid"
    if paid < total:
        return "partly"
    return "paid" if paid == total else "overpaid"
