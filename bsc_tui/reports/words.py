"""What a person's words mean as criteria: from texts to records, each word that means nothing named.

The command line brings such texts; what criteria are stands in `criteria`, which there are in the reports.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bsc_tui.db.models import (
    Engagement,
    Enterprise,
    Person,
    Record,
    ReferenceList,
    ServiceLine,
    StaffMember,
    Term,
    dicts,
)
from bsc_tui.db.models.services import KINDS
from bsc_tui.entities.kinds import kind_of, told
from bsc_tui.entities.registry import BY_MODEL
from bsc_tui.errors import FieldProblem, Invalid
from bsc_tui.i18n import LANGUAGES, Unreadable, _, active
from bsc_tui.records.reading import LARGEST_ID
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS, Asks, Criterion
from bsc_tui.reports.criteria import Criteria, first_day_of, last_day_of


def criteria_from_texts(
    records: Records, code: str = "services", **texts: str | Iterable[str] | bool
) -> Criteria:
    """The criteria of a report that a person's words mean, by the fields of `Criteria`.

    Dates may be partial (`2006` begins on its first day and ends on its last); terms, lines and people go by
    id, code or label, in any language and case. Raises Invalid, naming every word that means nothing here:
    its fields are the options of the command line (from, to, line, kind, type, status, …).
    """
    reading, known = _Words(records), {one.code: one for one in REPORTS[code].criteria}
    found: dict[str, Any] = {}
    for name, text in texts.items():
        criterion = known[name]
        if criterion.asks is Asks.FLAG:
            found[name] = bool(text)
            continue
        given = [text] if isinstance(text, str) else list(text if not isinstance(text, bool) else ())
        values = reading.read(criterion, [one for one in given if one.strip()])
        if criterion.many:
            found[name] = values
        elif values:
            found[name] = values[0]
    criteria = Criteria(**found)
    if criteria.from_ and criteria.to and criteria.to < criteria.from_:
        reading.problem("to", _("The end lies before the beginning."))
    needed = [one for one in known.values() if one.needed]
    if needed and not reading.problems and not any(getattr(criteria, one.code) for one in needed):
        reading.problem(needed[0].option[2:], missing(needed))
    if reading.problems:
        raise Invalid(reading.problems)
    return criteria


def missing(needed: Iterable[Criterion]) -> str:
    """The sentence that says what a report can't be made without."""
    names = ", ".join(told(one.label) for one in needed)
    return _("Say whom the report is about: %(names)s.") % {"names": names}


def _folded(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


class _Words:
    """Reads words and collects what is wrong with them."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.problems: list[FieldProblem] = []

    def problem(self, field: str, sentence: str) -> None:
        """Something that makes no sense."""
        self.problems.append(FieldProblem(field, sentence))

    def read(self, criterion: Criterion, texts: list[str]) -> tuple[Any, ...]:
        """The values that the texts of a criterion mean."""
        field = criterion.option[2:]
        readers: Mapping[Asks, Callable[[str], Iterable[Any]]] = {
            Asks.FIRST_DAY: lambda text: self.day(field, text, first_day_of),
            Asks.LAST_DAY: lambda text: self.day(field, text, last_day_of),
            Asks.LINES: self.line,
            Asks.KINDS: self.kind,
            Asks.TERM: lambda text: self.term(field, criterion.lists, text),
            Asks.MEMBER: lambda text: self.record(field, StaffMember, text),
            Asks.PERSON: lambda text: self.record(field, Person, text),
            Asks.ENTERPRISE: lambda text: self.record(field, Enterprise, text),
            Asks.ENGAGEMENT: lambda text: self.record(field, Engagement, text),
        }
        reader = readers.get(criterion.asks)
        found = [reader(text) if reader else self.choice(criterion, text) for text in texts]
        return tuple(dict.fromkeys(value for values in found for value in values))

    def day(self, field: str, text: str, day_of: Callable[[str], str]) -> list[str]:
        """A day of a date known in part."""
        try:
            iso = active().parse_partial(text, self.records.clock.today())
        except Unreadable as unreadable:
            self.problem(field, unreadable.sentence)
            return []
        return [day_of(iso)] if iso else []

    def line(self, text: str) -> list[str]:
        """The code of a service line."""
        known = dicts(
            ServiceLine.select().where(ServiceLine.trashed_at.is_null()).order_by(ServiceLine.place)
        )
        fitting = [line["code"] for line in known if _folded(text) in _names_of(line)]
        if not fitting:
            self.problem(
                "line",
                _("There is no service line “%(text)s”; there are: %(names)s.")
                % {"text": text[:30], "names": ", ".join(line["code"] for line in known)},
            )
        return fitting

    def kind(self, text: str) -> list[str]:
        """The code of a kind of engagements."""
        try:
            kind = kind_of(Engagement.kind)
            found = kind.parse(text.replace("-", "_"), self.records.reader.reading())
            return [str(found)] if found else []
        except Unreadable:
            self.problem(
                "kind",
                _("There is no kind “%(text)s”; there are: %(names)s.")
                % {"text": text[:30], "names": ", ".join(code for code, _label in KINDS)},
            )
            return []

    def choice(self, criterion: Criterion, text: str) -> list[str]:
        """The code of one of a few choices."""
        wanted = _folded(text).replace("-", "_")
        fitting = [
            code
            for code, label in criterion.choices
            if wanted
            in (code, _folded(told(label)), _folded(label[1] if isinstance(label, tuple) else label))
        ]
        if not fitting:
            names = ", ".join(code for code, _label in criterion.choices)
            self.problem(
                criterion.option[2:],
                _("“%(text)s” is none of: %(options)s.") % {"text": text[:30], "options": names},
            )
        return fitting

    def term(self, field: str, lists: tuple[str, ...], text: str) -> list[int]:
        """The ids of the terms that are called so."""
        known = _terms_of(lists)
        fitting = [term["id"] for term in known if _folded(text) == str(term["id"])]
        fitting = fitting or [term["id"] for term in known if _folded(text) in _names_of(term)]
        if not fitting:
            self.problem(field, _("No list has a term “%(text)s”.") % {"text": text[:40]})
        return fitting

    def record(self, field: str, model: type[Record], text: str) -> list[int]:
        """A record, by its id, by its whole name, or by as much of it as means one of them."""
        code = BY_MODEL[model].code
        is_number = text.isascii() and text.isdigit()
        ids = [min(int(text), LARGEST_ID)] if is_number else self.records.searcher.find(code, text)
        titles = self.records.reader.titles(model, ids)
        wanted = sorted(_folded(text).split())
        whole = [id for id, title in titles.items() if sorted(_folded(title).split()) == wanted]
        fitting = whole or list(titles)
        if not fitting:
            sentence = {
                "staff": _("Nobody of the staff is called “%(text)s”."),
                "person": _("There is no person “%(text)s”."),
                "enterprise": _("There is no enterprise “%(text)s”."),
                "engagement": _("There is no seminar “%(text)s”."),
            }[code]
            self.problem(field, sentence % {"text": text[:40]})
        elif len(fitting) > 1:
            self.problem(
                field,
                _("“%(text)s” may be any of: %(names)s.")
                % {"text": text[:40], "names": ", ".join(f"{titles[id]} ({id})" for id in fitting[:6])},
            )
        return fitting[:1]


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
