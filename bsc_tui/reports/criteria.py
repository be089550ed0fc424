"""What a report about services is limited to: from words a person gave to records, and back to words.

Whoever asks (wizard, command line) brings texts; the report itself (`services`) works with the records meant.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Engagement, ReferenceList, ServiceLine, StaffMember, Term, dicts, tuples
from bsc_tui.db.models.services import KINDS
from bsc_tui.entities.kinds import kind_of, told
from bsc_tui.errors import FieldProblem, Invalid
from bsc_tui.i18n import LANGUAGES, Unreadable, _, active
from bsc_tui.records.records import Records

TYPE_LISTS = ("seminar_topic", "consultation", "development_domain", "evaluation")
"""The reference lists that say of which type an engagement is."""


@dataclass(frozen=True)
class ServicesCriteria:
    """Limits; an empty one does not limit. `from_` and `to` are ISO days, both included.

    `lines` and `kinds` are codes, all others ids; terms stand for all that is part of them too.
    """

    from_: str | None = None
    to: str | None = None
    lines: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    statuses: tuple[int, ...] = ()
    responsible: int | None = None
    region: int | None = None


def criteria_from_texts(
    records: Records,
    *,
    from_: str = "",
    to: str = "",
    lines: Iterable[str] = (),
    kinds: Iterable[str] = (),
    types: Iterable[str] = (),
    statuses: Iterable[str] = (),
    responsible: str = "",
    region: str = "",
) -> ServicesCriteria:
    """The criteria that a person's words mean.

    Dates may be partial (`2006` begins on its first day and ends on its last); terms, lines and people go by
    id, code or label, in any language and case. Raises Invalid, naming every word that means nothing here:
    the fields are from, to, line, kind, type, status, responsible and region.
    """
    reading = _Words(records)
    criteria = ServicesCriteria(
        from_=reading.first_day(from_),
        to=reading.last_day(to),
        lines=reading.lines(lines),
        kinds=reading.kinds(kinds),
        types=reading.terms("type", TYPE_LISTS, types),
        statuses=reading.terms("status", ("project_status",), statuses),
        responsible=reading.responsible(responsible),
        region=next(iter(reading.terms("region", ("region",), [region] if region.strip() else [])), None),
    )
    if criteria.from_ and criteria.to and criteria.to < criteria.from_:
        reading.problem("to", _("The end lies before the beginning."))
    if reading.problems:
        raise Invalid(reading.problems)
    return criteria


def described(records: Records, criteria: ServicesCriteria) -> tuple[str, ...]:
    """The criteria as lines for people, and the day on which they were asked."""
    labels = records.reader.term_labels(
        [*criteria.types, *criteria.statuses, *([criteria.region] if criteria.region else [])]
    )
    kinds = dict(KINDS)
    named = (
        (_("Service lines: %(names)s"), list(criteria.lines)),
        (_("Kinds: %(names)s"), [told(kinds[code]) for code in criteria.kinds]),
        (_("Types: %(names)s"), [labels.get(id, "?") for id in criteria.types]),
        (_("Status: %(names)s"), [labels.get(id, "?") for id in criteria.statuses]),
        (_("Responsible: %(names)s"), _staff_names(records, criteria.responsible)),
        (_("Region: %(names)s"), [labels.get(criteria.region, "?")] if criteria.region else []),
    )
    return (
        _period(criteria),
        *(sentence % {"names": ", ".join(names)} for sentence, names in named if names),
        _("Made on %(day)s") % {"day": active().date(records.clock.today())},
    )


def with_parts(ids: Iterable[int]) -> set[int]:
    """The terms and everything that is part of them, at any depth."""
    found = set(ids)
    if not found:
        return found
    below: dict[int, list[int]] = {}
    for id, parent in tuples(Term.select(Term.id, Term.parent).where(Term.parent.is_null(False))):
        below.setdefault(parent, []).append(id)
    waiting = list(found)
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _period(criteria: ServicesCriteria) -> str:
    shown = {
        name: active().partial(day) if day else ""
        for name, day in (("first", criteria.from_), ("last", criteria.to))
    }
    if criteria.from_ and criteria.to:
        return _("From %(first)s to %(last)s") % shown
    if criteria.from_:
        return _("From %(first)s on") % shown
    return _("Up to %(last)s") % shown if criteria.to else _("Without limits of time")


def _staff_names(records: Records, id: int | None) -> list[str]:
    return list(records.reader.titles(StaffMember, [id]).values()) if id else []


def _folded(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


class _Words:
    """Reads words and collects what is wrong with them."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.problems: list[FieldProblem] = []

    def problem(self, field: str, sentence: str) -> None:
        self.problems.append(FieldProblem(field, sentence))

    def first_day(self, text: str) -> str | None:
        """The first day of a date known in part."""
        iso = self._partial("from", text)
        return iso + "-01-01"[len(iso) - 4 :] if iso else None

    def last_day(self, text: str) -> str | None:
        """The last day of a date known in part."""
        iso = self._partial("to", text)
        if not iso or len(iso) == 10:
            return iso or None
        year, month = int(iso[:4]), int(iso[5:7] or 12)
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return (following - datetime.timedelta(days=1)).isoformat()

    def _partial(self, field: str, text: str) -> str:
        if not text.strip():
            return ""
        try:
            return active().parse_partial(text, self.records.clock.today())
        except Unreadable as unreadable:
            self.problem(field, unreadable.sentence)
            return ""

    def lines(self, texts: Iterable[str]) -> tuple[str, ...]:
        known = dicts(
            ServiceLine.select().where(ServiceLine.trashed_at.is_null()).order_by(ServiceLine.place)
        )
        found = []
        for text in texts:
            fitting = [line["code"] for line in known if _folded(text) in _names_of(line)]
            if not fitting:
                self.problem(
                    "line",
                    _("There is no service line “%(text)s”; there are: %(names)s.")
                    % {"text": text[:30], "names": ", ".join(line["code"] for line in known)},
                )
            found += fitting
        return tuple(dict.fromkeys(found))

    def kinds(self, texts: Iterable[str]) -> tuple[str, ...]:
        kind = kind_of(Engagement.kind)
        found = []
        for text in texts:
            try:
                found.append(str(kind.parse(text.replace("-", "_"), self.records.reader.reading())))
            except Unreadable:
                self.problem(
                    "kind",
                    _("There is no kind “%(text)s”; there are: %(names)s.")
                    % {"text": text[:30], "names": ", ".join(code for code, _label in KINDS)},
                )
        return tuple(dict.fromkeys(filter(None, found)))

    def terms(self, field: str, lists: tuple[str, ...], texts: Iterable[str]) -> tuple[int, ...]:
        texts = list(texts)
        known = _terms_of(lists) if texts else []
        found: list[int] = []
        for text in texts:
            wanted = _folded(text)
            fitting = [term["id"] for term in known if wanted == str(term["id"])]
            fitting = fitting or [term["id"] for term in known if wanted in _names_of(term)]
            if not fitting:
                self.problem(field, _("No list has a term “%(text)s”.") % {"text": text[:40]})
            found += fitting
        return tuple(dict.fromkeys(found))

    def responsible(self, text: str) -> int | None:
        """Somebody of the staff, by id, by their whole name, or by as much of it as means one of them."""
        if not text.strip():
            return None
        ids = [int(text)] if text.isascii() and text.isdigit() else self.records.searcher.find("staff", text)
        titles = self.records.reader.titles(StaffMember, ids)
        whole = [
            id
            for id, title in titles.items()
            if sorted(_folded(title).split()) == sorted(_folded(text).split())
        ]
        fitting = whole or list(titles)
        if not fitting:
            self.problem("responsible", _("Nobody of the staff is called “%(text)s”.") % {"text": text[:40]})
        elif len(fitting) > 1:
            self.problem(
                "responsible",
                _("“%(text)s” may be any of: %(names)s.")
                % {"text": text[:40], "names": ", ".join(f"{titles[id]} ({id})" for id in fitting[:6])},
            )
        return fitting[0] if fitting else None


def _terms_of(lists: tuple[str, ...]) -> list[dict[str, Any]]:
    return dicts(
        Term.select()
        .join(ReferenceList, on=(Term.list == ReferenceList.id))
        .where(ReferenceList.code.in_(lists), Term.trashed_at.is_null())
        .order_by(Term.place, Term.id)
    )


def _names_of(row: Mapping[str, Any]) -> set[str]:
    names = (row["code"], *(row[f"label_{language}"] for language in LANGUAGES))
    return {_folded(name) for name in names if name}
