"""The rows of Home: seminars with their seats, what waits, registrations by month. Reading is operations'."""

from __future__ import annotations

from collections.abc import Sequence

from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations.home import ComingSeminar, HomeView
from bsc_tui.screens.parts.row_list import ListRow

BAR = 5
"""Cells of the bar of seats."""


def seminar_row(seminar: ComingSeminar) -> ListRow:
    """A seminar with its days, seats and their bar; trouble where too few have registered."""
    few = seminar.is_below_minimum
    seats = f"{seminar.taken}/{seminar.maximum}" if seminar.maximum is not None else str(seminar.taken)
    cells = (
        seminar.title,
        days_told(seminar.starts, seminar.ends),
        seats + ("!" if few else ""),
        _bar(seminar),
    )
    return ListRow(seminar.id, cells, ("", "dim", "trouble" if few else "", "trouble" if few else "good"))


def _bar(seminar: ComingSeminar) -> str:
    if not seminar.maximum:
        return ""
    full = min(round(BAR * seminar.taken / seminar.maximum), BAR)
    if seminar.taken and not full:
        full = 1
    return "█" * full + "░" * (BAR - full)


def days_told(starts: str, ends: str) -> str:
    """`23-25.11`, `30.11-2.12`, `24.11`; what is not known to the day with its year."""
    if len(starts) < 10:
        return active().partial(starts)
    _year, month, day = (int(part) for part in starts.split("-"))
    if len(ends) < 10 or ends == starts:
        return f"{day}.{month:02}"
    _year, last_month, last_day = (int(part) for part in ends.split("-"))
    if month == last_month:
        return f"{day}-{last_day}.{month:02}"
    return f"{day}.{month}-{last_day}.{last_month}"


def too_few(seminar: ComingSeminar) -> str:
    """The sentence about a seminar below its minimum."""
    words = {"title": seminar.title, "taken": seminar.taken, "least": seminar.minimum}
    if seminar.decide_by is None:
        return _("%(taken)s of at least %(least)s registered: %(title)s") % words
    words["day"] = active().date(seminar.decide_by)
    return _("%(taken)s of at least %(least)s registered, decide by %(day)s: %(title)s") % words


def waiting_rows(view: HomeView) -> list[ListRow]:
    """What waits, as far as there is some."""
    rows: list[ListRow] = []
    if view.drafts:
        sentence = ngettext("%(count)s draft not saved", "%(count)s drafts not saved", view.drafts)
        rows.append(ListRow("drafts", (sentence % {"count": view.drafts},), ("key",)))
    for seminar in view.to_decide:
        assert seminar.decide_by is not None
        words = {"day": active().date(seminar.decide_by)[:5], "title": seminar.title}
        sentence = _("Decide by %(day)s: %(title)s") % words
        rows.append(ListRow(("engagement", seminar.id), (sentence,), ("key",)))
    if view.overdue:
        count = sum(one.count for one in view.overdue)
        sums = ", ".join(active().amount(one.amount, one.currency) for one in view.overdue)
        sentence = ngettext("%(count)s overdue: %(sums)s", "%(count)s overdue: %(sums)s", count)
        rows.append(
            ListRow("overdue", (sentence % {"count": active().number(count), "sums": sums},), ("trouble",))
        )
    if view.incomplete_people:
        count = view.incomplete_people
        sentence = ngettext("%(count)s person incomplete", "%(count)s people incomplete", count)
        rows.append(ListRow("incomplete", (sentence % {"count": active().number(count)},)))
    return rows


def month_rows(view: HomeView, width: int) -> Sequence[ListRow]:
    """A bar a month, in this many cells."""
    most = max((count for _year, _month, count in view.months), default=0)
    room = max(width - 15, 4)
    if not most:
        return []
    return [
        ListRow(
            (year, month),
            (
                active().month_name(month),
                "█" * max(round(room * count / most), 1 if count else 0),
                active().number(count),
            ),
            ("dim", "good", ""),
            still=True,
        )
        for year, month, count in view.months
    ]
