"""The criteria of a report as fields that are filled in, and back: what the wizard's sheet shows and reads.

A criterion of which several may be given has a field for each and one more; lines, kinds and roles are
answered one by one, and all of them together limit nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.fields import ChoiceField
from bsc_tui.db.models import Engagement, Enterprise, Person, ReferenceList, StaffMember, Term, tuples
from bsc_tui.entities.kinds import Kind, kind_of
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.services import KIND_PLURALS
from bsc_tui.i18n import N_
from bsc_tui.operations import seminars
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.records.records import Records
from bsc_tui.reports import Asks, Criterion, Offered
from bsc_tui.reports.criteria import Criteria, first_day_of, last_day_of

MOST = 30
"""So many can be given of one criterion."""
_ANSWERED = (Asks.LINES, Asks.KINDS, Asks.WORDS)
_LIST_NAMES = {
    "seminar_topic": N_("Seminar"),
    "consultation": N_("Consultation"),
    "development_domain": N_("Development"),
    "evaluation": N_("Evaluation"),
}
_FIELDS = {
    "project_status": ("engagement", "status"),
    "region": ("engagement", "region"),
    "seminar_topic": ("engagement", "topic"),
    "consultation": ("engagement", "consultation_type"),
    "development_domain": ("engagement", "development_domain"),
    "evaluation": ("engagement", "evaluation_type"),
}
"""A field whose kind chooses from the list."""


@dataclass(frozen=True)
class Known:
    """What the fields are made of: the lines there are, what linked records are called, where terms stand."""

    lines: tuple[str, ...]
    titles: Mapping[tuple[str, int], str]
    """By the code of a criterion and the id."""
    lists: Mapping[int, str]
    """The list that a term is of."""


@dataclass(frozen=True)
class Ask:
    """One field. `code` is the criterion's, with a part of its own where there are several."""

    code: str
    field: EntityField
    criterion: Criterion

    @property
    def is_answered(self) -> bool:
        """Whether it is one of many answered with yes or no."""
        return self.criterion.asks in _ANSWERED


def known(records: Records, offered: Offered, criteria: Criteria) -> Known:
    """Asks the records for what the fields of these criteria need."""
    reader = records.reader
    models: dict[Asks, Any] = {
        Asks.PERSON: Person,
        Asks.MEMBER: StaffMember,
        Asks.ENTERPRISE: Enterprise,
        Asks.ENGAGEMENT: Engagement,
        Asks.TERM: Term,
    }
    titles = {}
    for criterion in offered.criteria:
        if criterion.asks in models:
            found = reader.titles(models[criterion.asks], _given(criterion, criteria))
            titles.update({(criterion.code, id): title for id, title in found.items()})
    lists = {}
    if criteria.types:
        of = Term.select(Term.id, ReferenceList.code).join(ReferenceList, on=(Term.list == ReferenceList.id))
        lists = dict(tuples(of.where(Term.id.in_(criteria.types))))
    return Known(tuple(line.code for line in seminars.service_lines(records)), titles, lists)


def asks_of(criteria: Sequence[Criterion], facts: Known, filled: Mapping[str, Any]) -> list[Ask]:
    """The fields of criteria; `filled` are the values there are, by the codes of fields."""
    return [
        Ask(code, EntityField(code, label, criterion.help, kind, required=False), criterion)
        for criterion in criteria
        for code, label, kind in _fields_of(criterion, facts, filled)
    ]


def filled_by(offered: Offered, criteria: Criteria, facts: Known) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields that these criteria fill, and what links are called."""
    values: dict[str, Any] = {}
    labels: dict[str, str] = {}
    for criterion in offered.criteria:
        given = _given(criterion, criteria)
        if criterion.asks in _ANSWERED:
            values |= {
                code: not given or code.partition(":")[2] in given
                for code, _label, _kind in _fields_of(criterion, facts, {})
            }
            continue
        codes = _codes(criterion, given, facts)
        values |= dict(zip(codes, given, strict=True))
        labels |= {
            code: facts.titles.get((criterion.code, id), "?")
            for code, id in zip(codes, given, strict=True)
            if isinstance(id, int) and not isinstance(id, bool)
        }
    return values, labels


def criteria_of(offered: Offered, facts: Known, values: Mapping[str, Any]) -> Criteria:
    """The criteria that the values of the fields mean."""
    found: dict[str, Any] = {}
    for criterion in offered.criteria:
        mine = {
            code: value
            for code, value in values.items()
            if code.partition(":")[0] == criterion.code and value not in (None, "")
        }
        if criterion.asks in _ANSWERED:
            every = [code for code, _label, _kind in _fields_of(criterion, facts, {})]
            chosen = tuple(code.partition(":")[2] for code in every if mine.get(code, True))
            found[criterion.code] = () if len(chosen) == len(every) else chosen or ("-",)
        elif criterion.many:
            found[criterion.code] = tuple(dict.fromkeys(mine.values()))
        elif mine:
            (found[criterion.code],) = mine.values()
    if found.get("from_"):
        found["from_"] = first_day_of(found["from_"])
    if found.get("to"):
        found["to"] = last_day_of(found["to"])
    return Criteria(**found)


def is_there(offered: Offered, criteria: Criteria) -> bool:
    """Whether what the report can't be made without is given."""
    needed = [one.code for one in offered.criteria if one.needed]
    return not needed or any(getattr(criteria, code) for code in needed)


def _given(criterion: Criterion, criteria: Criteria) -> list[Any]:
    value = getattr(criteria, criterion.code)
    if isinstance(value, tuple):
        return list(value)
    return [value] if value else []


def _codes(criterion: Criterion, given: Sequence[Any], facts: Known) -> list[str]:
    """The codes of the fields that hold these values, in their order."""
    if not criterion.many:
        return [criterion.code] * len(given)
    codes: list[str] = []
    for value in given:
        of = f"{facts.lists.get(value, criterion.lists[0])}:" if len(criterion.lists) > 1 else ""
        number = sum(code.startswith(f"{criterion.code}:{of}") for code in codes) + 1
        codes.append(f"{criterion.code}:{of}{number}")
    return codes


def _fields_of(
    criterion: Criterion, facts: Known, filled: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Kind]]:
    """Code, label and kind of each field of a criterion."""
    code, flag = criterion.code, fields_of(ENTITIES["engagement"])["free"].kind
    if criterion.asks is Asks.LINES:
        yield from ((f"{code}:{line}", line, flag) for line in facts.lines)
    elif criterion.asks is Asks.KINDS:
        yield from ((f"{code}:{kind}", label, flag) for kind, label in KIND_PLURALS.items())
    elif criterion.asks is Asks.WORDS:
        yield from ((f"{code}:{word}", label, flag) for word, label in criterion.choices)
    elif not criterion.many:
        yield code, criterion.label, _kind(criterion, "")
    elif len(criterion.lists) > 1:
        for terms in criterion.lists:
            for number in _numbers(f"{code}:{terms}:", filled):
                yield f"{code}:{terms}:{number}", _LIST_NAMES[terms], _kind(criterion, terms)
    else:
        for number in _numbers(f"{code}:", filled):
            yield f"{code}:{number}", criterion.label, _kind(criterion, "")


def _numbers(prefix: str, filled: Mapping[str, Any]) -> range:
    """Those that are filled, and one more."""
    last = max(
        (int(code[len(prefix) :]) for code, value in filled.items() if code.startswith(prefix) and value),
        default=0,
    )
    return range(1, min(last + 1, MOST) + 1)


def _kind(criterion: Criterion, terms: str) -> Kind:
    of = {
        Asks.FIRST_DAY: ("engagement", "starts"),
        Asks.LAST_DAY: ("engagement", "ends"),
        Asks.MEMBER: ("engagement", "responsible"),
        Asks.ENTERPRISE: ("engagement", "client"),
        Asks.ENGAGEMENT: ("registration", "engagement"),
        Asks.PERSON: ("registration", "person"),
        Asks.FLAG: ("engagement", "free"),
    }
    if criterion.asks is Asks.TERM:
        entity, field = _FIELDS[terms or criterion.lists[0]]
    elif criterion.asks in of:
        entity, field = of[criterion.asks]
    else:
        return kind_of(ChoiceField(choices=criterion.choices, default=""))
    return fields_of(ENTITIES[entity])[field].kind
