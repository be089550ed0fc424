"""Engagements as reports read them: which fall under the criteria, what is read of each, what it is called.

What their registrations add up to is `money`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from peewee import OP, Case, Expression

from bsc_tui.db.database import execute
from bsc_tui.db.models import Engagement, ServiceLine, StaffMember, Term, dicts, tuples
from bsc_tui.db.models.services import KINDS, first_day, last_day
from bsc_tui.entities.kinds import told
from bsc_tui.entities.table import Column, Group, Report, Row, Table, Value
from bsc_tui.i18n import _
from bsc_tui.operations.companies import company_of
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.reports import REPORTS
from bsc_tui.reports.criteria import Criteria, described, with_parts
from bsc_tui.reports.own import Own

Progress = Callable[[int, int, str], None]
"""Told what is done of how much; it may raise Stopped."""
TYPES = ("consultation_type", "development_domain", "evaluation_type")
_READ = (
    *(
        "id",
        "line",
        "kind",
        "responsible",
        "starts",
        "ends",
        "topic",
        *TYPES,
        "title",
        "status",
        "region",
        "currency",
        "client",
    ),
    *("price", "discount_rate", "discount", "vat_rate", "free", "priced"),
)
"""What of an engagement reports read: there may be thousands."""
_KINDS = dict(KINDS)
_PLACES = {code: place for place, (code, _label) in enumerate(KINDS)}
_NOBODY = {"responsible": ""}
_COLUMNS = {code: tuple(column.code for column in one.columns) for code, one in REPORTS.items()}
TOGETHER = 1_000
"""So many engagements are asked about at once; between them a report can be stopped."""


def nobody(_done: int, _whole: int, _doing: str) -> None:
    """The progress that nobody watches."""


def portions(ids: Sequence[int], progress: Progress) -> Iterable[list[int]]:
    """Ids some at a time, with progress."""
    for start in range(0, len(ids), TOGETHER):
        progress(start, len(ids), "")
        yield list(ids[start : start + TOGETHER])
    progress(len(ids), len(ids), "")


# -- which ------------------------------------------------------------------------------------------


def conditions(records: Records, criteria: Criteria) -> list[Any]:
    """What an engagement must be like."""
    wanted: list[Any] = [Engagement.trashed_at.is_null(), *_overlaps(*criteria.span(records.clock.today()))]
    if criteria.lines:
        lines = ServiceLine.select(ServiceLine.id).where(ServiceLine.code.in_(criteria.lines))
        wanted.append(Engagement.line.in_(lines))
    if criteria.kinds:
        wanted.append(Engagement.kind.in_(criteria.kinds))
    if criteria.types:
        types = with_parts(criteria.types)
        wanted.append(
            Engagement.topic.in_(types)
            | Engagement.consultation_type.in_(types)
            | Engagement.development_domain.in_(types)
            | Engagement.evaluation_type.in_(types)
        )
    if criteria.statuses:
        wanted.append(Engagement.status.in_(with_parts(criteria.statuses)))
    if criteria.current:
        wanted.append(Engagement.status.in_(Term.select(Term.id).where(Term.meaning == "current")))
    if criteria.responsible is not None:
        wanted.append(Engagement.responsible == criteria.responsible)
    if criteria.region is not None:
        wanted.append(Engagement.region.in_(with_parts([criteria.region])))
    return wanted


def _overlaps(from_: str | None, to: str | None) -> list[Any]:
    """The span touches the period; a date known in part may be any of its days, one date stands for both.

    Partial dates compare as text: what begins with them is on or after their first day. An end lies on or
    after the period's first day also when it is a part of that (`2006` and 14.03.2006).
    """
    if not from_ and not to:
        return []
    wanted: list[Any] = [Expression(first_day(), OP.NE, "")]
    if to:
        wanted.append(Expression(first_day(), OP.LTE, to))
    if from_:
        parts = Expression(last_day(), OP.IN, [from_[:4], from_[:7]])
        wanted.append(Expression(last_day(), OP.GTE, from_) | parts)
    return wanted


# -- what is read of them ---------------------------------------------------------------------------


def read(wanted: list[Any], order: str = "line", limit: int | None = None) -> list[dict[str, Any]]:
    """Engagements with their lines and responsible people, by `line` and kind, or the `newest` first."""
    if limit is not None:
        wanted = [Engagement.id.in_(_first(wanted, order, limit))]
    query = Engagement.select(*(getattr(Engagement, name) for name in _READ)).where(*wanted)
    # As the driver gives them: Peewee would look at each of a hundred thousand values. Lines and staff are
    # few, so that joining and sorting here takes half the time.
    found = execute(Engagement._meta.database, *query.sql()).fetchall()
    rows = [dict(zip(_READ, values, strict=True)) for values in found]
    lines = {line["id"]: _of_line(line) for line in dicts(ServiceLine.select())}
    staff = tuples(StaffMember.select(StaffMember.id, StaffMember.last_name, StaffMember.first_name))
    names = {id: {"responsible": f"{last} {first}".strip()} for id, last, first in staff}
    for row in rows:
        row.update(names.get(row["responsible"], _NOBODY) | lines[row["line"]])
    if order == "line":
        return sorted(rows, key=_by_line)
    return sorted(rows, key=itemgetter("starts", "id"), reverse=True)


def _first(wanted: list[Any], order: str, limit: int) -> list[int]:
    """The ids of the first ones in an order."""
    place_of_kind = Case(Engagement.kind, list(_PLACES.items()), len(KINDS))
    by_line = (ServiceLine.place, ServiceLine.id, place_of_kind, Engagement.starts, Engagement.id)
    newest = (Engagement.starts.desc(), Engagement.id.desc())
    query = Engagement.select(Engagement.id).join(ServiceLine).where(*wanted)
    return [id for (id,) in tuples(query.order_by(*(by_line if order == "line" else newest)).limit(limit))]


def _by_line(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (*row["line_place"], _PLACES.get(row["kind"], len(KINDS)), row["starts"], row["id"])


def _of_line(line: Mapping[str, Any]) -> dict[str, Any]:
    labels = {name: line[name] for name in ("label_en", "label_fr", "label_hy")}
    return {"line_code": line["code"], "line_place": (line["place"], line["id"]), **labels}


@dataclass(frozen=True)
class Labels:
    """What the terms of engagements are called, and which of their statuses say that they are under way."""

    terms: Mapping[int, str]
    current: frozenset[int]

    @staticmethod
    def of(records: Records, engagements: Iterable[Mapping[str, Any]]) -> Labels:
        """Asks for the labels of these engagements at once."""
        ids = {
            row[name] for row in engagements for name in ("topic", *TYPES, "status", "region") if row[name]
        }
        found = dicts(Term.select().where(Term.meaning == "current")) if ids else []
        return Labels(records.reader.term_labels(ids), frozenset(row["id"] for row in found))

    def type(self, engagement: Mapping[str, Any]) -> str:
        """The type of a consultation, a development project or an evaluation."""
        return next((self.terms.get(engagement[name], "") for name in TYPES if engagement[name]), "")

    def name(self, engagement: Mapping[str, Any]) -> str:
        """What an engagement is called."""
        named = (self.terms.get(engagement["topic"], ""), engagement["title"])
        return " ".join(filter(None, named)) or self.type(engagement)

    def shared(self, engagement: Mapping[str, Any]) -> dict[str, Any]:
        """The cells that say the same of an engagement in every report, by the codes of their columns."""
        return {
            "starts": engagement["starts"] or None,
            "ends": engagement["ends"] or None,
            "name": self.name(engagement),
            "type": self.type(engagement),
            "line": engagement["line_code"],
            "kind": kind_told(engagement["kind"]),
            "status": self.terms.get(engagement["status"], ""),
            "current": True if engagement["status"] in self.current else None,
            "responsible": engagement["responsible"],
            "region": self.terms.get(engagement["region"], ""),
        }


def kind_told(kind: str) -> str:
    """A kind of engagements in words."""
    return told(_KINDS.get(kind, kind))


def line_told(engagement: Mapping[str, Any]) -> str:
    """The line of an engagement: code and label."""
    return f"{engagement['line_code']} {label_of(engagement)}".strip()


def is_by_head(engagement: Mapping[str, Any]) -> bool:
    """Whether its money is what its registrations owe; otherwise it is its own price."""
    return engagement["kind"] in SEMINARS and not (
        engagement["kind"] == "closed_seminar" and engagement["priced"] == "whole"
    )


# -- the answer -------------------------------------------------------------------------------------


def report(
    records: Records,
    code: str,
    criteria: Criteria,
    rows: Mapping[str, Sequence[Row | Group]],
    own: Own,
) -> Report:
    """The report of these rows by currency: a table for each; an empty one in the company's own.

    `own`: the company's own fields, whose cells end the rows.
    """
    offered, subtitle = REPORTS[code], described(records, criteria)
    title = told(offered.title)
    currencies = sorted(rows) or [company_of(records.database).currency]
    columns = tuple(
        Column(
            one.code,
            told(one.heading),
            one.kind,
            total=one.total,
            width=one.width,
            priority=one.priority,
            flexible=one.flexible,
        )
        for one in offered.columns
    )
    columns += own.columns
    return Report(
        title,
        tuple(
            Table(
                title=title
                if len(currencies) == 1
                else _("%(title)s, %(currency)s") % {"title": title, "currency": currency},
                columns=columns,
                rows=tuple(rows.get(currency, ())),
                currency=currency,
                subtitle=subtitle,
                grouped_by=tuple(told(name) for name in offered.grouped_by),
            )
            for currency in currencies
        ),
    )


def row(code: str, cells: Mapping[str, Any], own: tuple[Value, ...], level: int = 0) -> Row:
    """A row of a report from its cells by column; columns that are not named stay empty. `own` end it."""
    return Row((*map(cells.get, _COLUMNS[code]), *own), level)
