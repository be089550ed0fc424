"""Answers as people read them: means, parts, differences, and bars of how they are spread."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bsc_tui.entities.questions import SCALES, Asked
from bsc_tui.i18n import _, active
from bsc_tui.reports.evaluations import (
    OCCASIONS,
    Answers,
    Tally,
)
from bsc_tui.screens.parts.frame import Span, filled

PANEL = 6
"""Lines below the questions, for the distribution of the one under the hand."""
BAR = 12


def percent(part: Decimal | None) -> str:
    """A part of one: `87 %`."""
    return "" if part is None else f"{active().number(part * 100, 0)} %"


def mean_told(question: Asked, tally: Tally) -> str:
    """The mean with two places; of yes or no the share of yes; "" where there is none."""
    if not question.is_measured or tally.mean is None:
        return ""
    return percent(tally.mean) if question.kind == "yes_no" else active().number(tally.mean, 2)


def difference_told(one: Answers) -> str:
    """`+0.8`."""
    difference = one.difference
    if difference is None:
        return ""
    sign = "+" if difference > 0 else ""
    if one.question.kind == "yes_no":
        return f"{sign}{active().number(difference * 100, 0)}"
    return f"{sign}{active().number(difference, 1)}"


def part_of(question: Asked, tally: Tally) -> Decimal | None:
    """Where the mean lies between the ends of the scale, of 0 to 1."""
    mean = tally.mean
    if mean is None or not question.is_measured or question.kind == "number":
        return None
    least, most = SCALES.get(question.kind, (0, 1))
    return (mean - least) / (most - least)


def bar_of(part: Decimal | None, width: int) -> str:
    """A part of one as a bar."""
    if part is None:
        return ""
    full = min(max(int((part * width).to_integral_value()), 0), width)
    return "█" * full + "░" * (width - full)


def distribution(one: Answers, width: int) -> list[Span]:
    """How often each answer was given, on each occasion; two columns of values where they are many."""
    question = one.question
    values: Iterable[str] = question.values or sorted(
        {value for tally in one.tallies.values() for value in tally.values}, key=Decimal
    )
    occasions = [occasion for occasion in OCCASIONS if one.tally(occasion).n]
    room = max((width - 4) // max(len(occasions), 1), 20)
    lines: list[Span] = []
    heads = {"advance": _("Advance"), "final": _("Final")}
    head = "".join(
        filled(_("%(label)s: %(text)s") % {"label": heads[occasion], "text": counted}, room)
        for occasion in occasions
        for counted in [f"n {one.tally(occasion).n}{_rest(one.tally(occasion))}"]
    )
    lines.append((f" {head}", "title"))
    shown = list(values)
    if len(shown) > PANEL - 1 and question.kind in SCALES:
        lines += _columns_of_values(one, occasions, shown, room)
        return lines
    label_room = min(max((len(question.told(value)) for value in shown), default=1), room - 14)
    for value in shown:
        cells = "".join(
            filled(_value_bar(question, one.tally(occasion), value, label_room, room), room)
            for occasion in occasions
        )
        lines.append((f" {cells}", "good"))
    return lines


def _value_bar(question: Asked, tally: Tally, value: str, label_room: int, room: int) -> str:
    share, count = tally.share(value), tally.values[value]
    width = max(room - label_room - 12, 4)
    label = filled(question.told(value), label_room, right=question.kind in SCALES)
    return f"{label} {'█' * int((share * width).to_integral_value())} {count} · {percent(share)}"


def _columns_of_values(one: Answers, occasions: list[str], values: list[str], room: int) -> list[Span]:
    """Counts under values, for scales with more values than there are lines."""
    lines: list[Span] = []
    each = max((room - 2) // len(values), 3)
    for title, told in (
        ("", lambda tally, value: value),
        ("", lambda tally, value: str(tally.values[value] or "·")),
        (
            "",
            lambda tally, value: percent(tally.share(value)).replace(" ", "") if tally.values[value] else "",
        ),
    ):
        cells = "".join(
            filled(
                "".join(filled(told(one.tally(occasion), value), each, right=True) for value in values), room
            )
            for occasion in occasions
        )
        lines.append((f" {title}{cells}", "dim" if not lines else "good"))
    return lines


def _rest(tally: Tally) -> str:
    if not tally.not_applicable:
        return ""
    return " · " + _("%(count)s not applicable") % {"count": tally.not_applicable}
