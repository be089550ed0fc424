"""How a seminar's state is told in the cockpit: facts in two columns, and each next step in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations.cockpit import Cockpit
from bsc_tui.screens.parts.frame import Span, filled, width_of
from bsc_tui.screens.parts.safe import fitted

FACTS = 6
"""Lines of facts."""
LABEL = 14
"""Cells of a label."""
BAR = 8
"""Cells of the bar of seats."""


def fact_line(row: int, width: int, seen: Cockpit) -> list[Span]:
    """One line: two facts beside each other."""
    half = width // 2
    spans: list[Span] = []
    for label, told in _PAIRS[row]:
        name = {
            "seats": _("Seats"),
            "state": _("State"),
            "when": _("When"),
            "responsible": _("Responsible"),
            "people": _("Participants"),
            "waiting": _("Waiting"),
            "money": _("Unpaid"),
            "invoices": _("Invoices"),
            "attendance": _("Attendance"),
            "certificates": _("Certificates"),
            "sheets": _("Sheets"),
            "papers": _("Documents"),
        }[label]
        start: list[Span] = [(" " + filled(name, LABEL - 2) + " ", "dim")]
        room = half - LABEL - 1
        for text, tone in told(seen):
            start.append((fitted(text, room), tone))
            room -= cell_len(start[-1][0])
        spans += [*start, (" " * (half - width_of(start)), "")]
    return spans


def _seats(seen: Cockpit) -> list[Span]:
    view = seen.overview
    words = f"{view.taken}"
    spans: list[Span] = []
    if view.maximum:
        full = min(BAR, round(BAR * view.taken / view.maximum))
        spans = [
            ("█" * full, "trouble" if view.taken > view.maximum else "good"),
            ("░" * (BAR - full), "dim"),
        ]
        words = " " + _("%(taken)s of %(most)s") % {"taken": view.taken, "most": view.maximum}
    spans.append((words, ""))
    if seen.below_minimum:
        spans.append(("  " + _("min %(least)s") % {"least": view.minimum}, "trouble"))
    return spans


def _state(seen: Cockpit) -> list[Span]:
    if seen.is_off:
        return [(seen.status, "trouble")]
    if seen.confirmed_on:
        return [(_("confirmed on %(day)s") % {"day": active().date(seen.confirmed_on)}, "good")]
    if not seen.is_tentative:
        return [(seen.status or "–", "")]
    if not seen.decide_by:
        return [(_("tentative"), "warn")]
    until = _("tentative until %(day)s") % {"day": active().short_date(seen.decide_by)}
    return [(until, "trouble" if seen.decide_by <= seen.today else "warn")]


def _when(seen: Cockpit) -> list[Span]:
    days = [active().partial(day) for day in dict.fromkeys((seen.starts, seen.ends)) if day]
    return [(" – ".join(days), "")]


def _responsible(seen: Cockpit) -> list[Span]:
    return [(seen.responsible, "")]


def _people(seen: Cockpit) -> list[Span]:
    named = seen.overview.taken - seen.unnamed
    if not seen.unnamed:
        return [(str(named), "")]
    return [(f"{named} + ", ""), (_("%(count)s unnamed") % {"count": seen.unnamed}, "warn")]


def _waiting(seen: Cockpit) -> list[Span]:
    count = seen.overview.seats_waited_for
    if not count:
        return [("–", "dim")]
    spans: list[Span] = [(ngettext("%(count)s waits", "%(count)s wait", count) % {"count": count}, "warn")]
    if seen.queue.free:
        words = ngettext("%(count)s free", "%(count)s free", seen.queue.free)
        spans.append((", " + words % {"count": seen.queue.free}, "good"))
    return spans


def _money(seen: Cockpit) -> list[Span]:
    view = seen.overview
    if seen.free:
        return [(_("free of charge"), "dim")]
    if not seen.unpaid:
        return [(_("nothing is due") if not view.due else "", "good")]
    amount = active().amount(view.due, view.currency)
    return [(f"{seen.unpaid}", "trouble"), (f": {amount}", "")]


def _invoices(seen: Cockpit) -> list[Span]:
    written = sum(1 for one in seen.invoices if not one.cancelled)
    spans: list[Span] = [
        (ngettext("%(count)s written", "%(count)s written", written) % {"count": written}, "")
    ]
    if seen.payers:
        words = ngettext("%(count)s to write", "%(count)s to write", len(seen.payers))
        spans.append((", " + words % {"count": len(seen.payers)}, "warn"))
    return spans


def _attendance(seen: Cockpit) -> list[Span]:
    sessions = seen.attendance.sessions
    if not sessions:
        return [(_("no session planned"), "warn")]
    noted = sum(1 for one in sessions if seen.attendance.noted(one.id))
    words = ngettext("%(noted)s of %(count)s session", "%(noted)s of %(count)s sessions", len(sessions))
    return [(words % {"noted": noted, "count": len(sessions)}, "warn" if seen.not_noted else "")]


def _certificates(seen: Cockpit) -> list[Span]:
    earned = sum(1 for one in seen.candidates if one.earned)
    issued = sum(1 for one in seen.candidates if one.certificate)
    words = _("%(issued)s issued, %(earned)s earned") % {"issued": issued, "earned": earned}
    return [(words, "" if issued >= earned else "warn")]


def _sheets(seen: Cockpit) -> list[Span]:
    returned, given = seen.sheets
    if not returned and not seen.ended:
        return [("–", "dim")]
    return [
        (
            _("%(count)s of %(most)s returned") % {"count": returned, "most": given},
            "" if returned >= given else "warn",
        )
    ]


def _papers(seen: Cockpit) -> list[Span]:
    found, missing = seen.papers.count, ", ".join(seen.papers.missing).lower()
    spans: list[Span] = [(str(found), "")] if found or not missing else []
    if missing:
        words = _("missing: %(names)s") % {"names": missing}
        spans.append((f", {words}" if spans else words, "warn"))
    if seen.papers.orders:
        words = ngettext("%(count)s order form missing", "%(count)s order forms missing", seen.papers.orders)
        spans.append((", " + words % {"count": seen.papers.orders}, "warn"))
    return spans


_PAIRS: tuple[tuple[tuple[str, Callable[[Cockpit], list[Span]]], ...], ...] = (
    (("seats", _seats), ("state", _state)),
    (("when", _when), ("responsible", _responsible)),
    (("people", _people), ("waiting", _waiting)),
    (("money", _money), ("invoices", _invoices)),
    (("attendance", _attendance), ("certificates", _certificates)),
    (("sheets", _sheets), ("papers", _papers)),
)


def step_words(code: str, seen: Cockpit) -> tuple[str, str]:
    """What is to be done, and why now."""
    view = seen.overview
    if code == "refund":
        words = ngettext("%(count)s has cancelled", "%(count)s have cancelled", len(seen.to_refund))
        return _("Give money back"), words % {"count": len(seen.to_refund)}
    if code == "decide":
        missing = seen.below_minimum
        words = ngettext(
            "%(count)s is missing to the minimum", "%(count)s are missing to the minimum", missing
        )
        return _("Decide: confirm it or call it off"), words % {"count": missing} if missing else _(
            "tentative"
        )
    if code == "promote":
        words = ngettext("%(count)s waits", "%(count)s wait", view.seats_waited_for)
        return _("Give free seats to who waits"), words % {"count": view.seats_waited_for}
    if code == "name":
        words = ngettext("%(count)s seat unnamed", "%(count)s seats unnamed", seen.unnamed)
        return _("Ask for the names of booked seats"), words % {"count": seen.unnamed}
    if code == "attend":
        words = ngettext("%(count)s session", "%(count)s sessions", seen.not_noted)
        return _("Note who was there"), words % {"count": seen.not_noted}
    if code == "invoice":
        words = ngettext("%(count)s payer", "%(count)s payers", len(seen.payers))
        return _("Write the invoices"), words % {"count": len(seen.payers)}
    if code == "unpaid":
        return _("Follow up what is unpaid"), active().amount(view.due, view.currency)
    if code == "certify":
        words = ngettext("%(count)s has earned one", "%(count)s have earned one", seen.uncertified)
        return _("Issue the certificates"), words % {"count": seen.uncertified}
    if code == "papers":
        return _("File the documents"), ", ".join(seen.papers.missing)
    plain = {
        "evaluate": _("Enter the evaluation sheets"),
        "plan": _("Plan the sessions"),
        "finish": _("Close it: everything is over"),
    }
    return plain[code], ""
