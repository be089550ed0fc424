"""The rows of Home: seminars with their seats, what waits, registrations by month. Reading is operations'."""

from __future__ import annotations

from collections.abc import Sequence

from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations.home import MOST_COUNTED, ComingSeminar, HomeView
from bsc_tui.screens.home import BAR
from bsc_tui.screens.parts.row_list import ListRow


def incomplete_told(code: str, count: int) -> str:
    """How many records of an entity lack something needed."""
    if code == "person":
        sentence = ngettext("%(count)s person incomplete", "%(count)s people incomplete", count)
    else:
        sentence = ngettext("%(count)s enterprise incomplete", "%(count)s enterprises incomplete", count)
    return sentence % {"count": capped(count)}


def seminar_row(seminar: ComingSeminar) -> ListRow:
    """A seminar with its days, seats and their bar; trouble where too few have registered."""
    few = seminar.is_below_minimum
    cells = (
        seminar.title,
        days_told(seminar.starts, seminar.ends) + ("?" if seminar.is_tentative else ""),
        seats_told(seminar) + ("!" if few else ""),
        _bar(seminar),
    )
    tone = "trouble" if few else ""
    return ListRow(seminar.id, cells, ("", "dim", tone, tone or "good"))


def seats_told(seminar: ComingSeminar) -> str:
    """Taken, and between which bounds: `14/5-50`; without a minimum `14/50`, without a maximum `14/5-`."""
    least, most = seminar.minimum, seminar.maximum
    if not least and most is None:
        return str(seminar.taken)
    bounds = f"{least}-" if least else ""
    return f"{seminar.taken}/{bounds}{'' if most is None else most}"


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


def standing_told(seminar: ComingSeminar) -> tuple[str, str]:
    """The sentence about a seminar that is below its minimum or not decided, and its tone; '' for others."""
    words = {"title": seminar.title, "taken": seminar.taken, "least": seminar.minimum}
    if seminar.decide_by is not None:
        words["day"] = active().date(seminar.decide_by)
    if seminar.is_below_minimum and seminar.decide_by is not None:
        sentence = _("%(taken)s of at least %(least)s registered, decide by %(day)s: %(title)s")
    elif seminar.is_below_minimum:
        sentence = _("%(taken)s of at least %(least)s registered: %(title)s")
    elif seminar.decide_by is not None:
        return _("Tentative, decide by %(day)s: %(title)s") % words, "plain"
    elif seminar.is_tentative:
        return _("Tentative until it is confirmed: %(title)s") % words, "plain"
    else:
        return "", "plain"
    return sentence % words, "warn"


def waiting_rows(view: HomeView) -> list[ListRow]:
    """What waits, as far as there is some."""
    rows: list[ListRow] = []
    if view.drafts:
        sentence = ngettext("%(count)s draft not saved", "%(count)s drafts not saved", view.drafts)
        rows.append(ListRow("drafts", (sentence % {"count": view.drafts},), ("key",)))
    rows += action_rows(view)
    for seminar in view.to_decide:
        assert seminar.decide_by is not None
        words = {"day": active().date(seminar.decide_by)[:5], "title": seminar.title}
        sentence = _("Decide by %(day)s: %(title)s") % words
        tone = "trouble" if seminar.decide_by < view.today else "key"
        rows.append(ListRow(("engagement", seminar.id), (sentence,), (tone,)))
    if view.to_check:
        sentence = ngettext("%(count)s record to check", "%(count)s records to check", view.to_check)
        rows.append(ListRow("to check", (sentence % {"count": capped(view.to_check)},), ("key",)))
    if view.proposals:
        sentence = ngettext(
            "%(count)s proposal to decide about", "%(count)s proposals to decide about", view.proposals
        )
        rows.append(ListRow("proposals", (sentence % {"count": capped(view.proposals)},), ("key",)))
    if view.answered:
        sentence = ngettext(
            "%(count)s proposal of yours answered", "%(count)s proposals of yours answered", view.answered
        )
        rows.append(ListRow("my proposals", (sentence % {"count": capped(view.answered)},), ("good",)))
    if view.unanswered:
        sentence = ngettext(
            "%(count)s answer is late for a seat given",
            "%(count)s answers are late for seats given",
            view.unanswered,
        )
        rows.append(ListRow("unanswered", (sentence % {"count": capped(view.unanswered)},), ("key",)))
    rows += money_rows(view)
    rows += [
        ListRow(f"incomplete {code}", (incomplete_told(code, count),))
        for code, count in view.incomplete.items()
        if count
    ]
    return rows


def action_rows(view: HomeView) -> list[ListRow]:
    """What is to be done, each with its day; where there is more, how much."""
    rows = []
    for one in view.actions:
        what = ": ".join(filter(None, (" ".join(filter(None, (one.nature, one.who))), one.subject)))
        tone = "trouble" if one.due < view.today else "key"
        rows.append(ListRow(("action", one.id), (f"{active().date(one.due)[:5]} {what}",), (tone,)))
    if view.actions_waiting > len(view.actions):
        count = view.actions_waiting
        sentence = ngettext("%(count)s action waits", "%(count)s actions wait", count)
        rows.append(ListRow("my actions", (sentence % {"count": capped(count)},), ("key",)))
    return rows


def money_rows(view: HomeView) -> list[ListRow]:
    """What is unpaid, and of that what is overdue; currencies are never summed up."""
    late = [(one.late, one.late_amount, one.currency) for one in view.unpaid if one.late]
    every = [(one.count, one.amount, one.currency) for one in view.unpaid]
    rows = []
    if late:
        count, sums = _summed(late)
        sentence = ngettext("%(count)s overdue: %(sums)s", "%(count)s overdue: %(sums)s", count)
        rows.append(
            ListRow("overdue", (sentence % {"count": active().number(count), "sums": sums},), ("trouble",))
        )
    if every:
        count, sums = _summed(every)
        sentence = ngettext("%(count)s unpaid: %(sums)s", "%(count)s unpaid: %(sums)s", count)
        rows.append(ListRow("unpaid", (sentence % {"count": active().number(count), "sums": sums},)))
    return rows


def _summed(parts: Sequence[tuple[int, int, str]]) -> tuple[int, str]:
    count = sum(number for number, _amount, _currency in parts)
    return count, ", ".join(active().amount(amount, currency) for _number, amount, currency in parts)


def capped(count: int) -> str:
    """A number that is counted up to a hundred."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else active().number(count)


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
