"""What evaluation sheets say: answers, means and distributions by question, advance against final, comments.

Blanks and “not applicable” count in no mean. Questions of one code and kind are one question, in whichever
version of a questionnaire they stand. How the results look is others'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from peewee import fn

from bsc_tui.db.database import told as drivers_told
from bsc_tui.db.models import (
    Answer,
    Engagement,
    EngagementStaff,
    EvaluationSheet,
    Question,
    ServiceLine,
    StaffMember,
    Term,
    dicts,
    tuples,
)
from bsc_tui.entities.questions import SCALES, Asked, number_of
from bsc_tui.i18n import _, active
from bsc_tui.operations.questionnaires import forms_of
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.reports.criteria import with_parts
from bsc_tui.reports.evaluation_limits import EvaluationsCriteria

OCCASIONS = ("advance", "final")
TEACHERS = ("teacher",)
"""Codes of the roles in which somebody teaches."""
MOST_COMMENTS = 2_000


def count(criteria: EvaluationsCriteria) -> int:
    """How many seminars with sheets there are under these criteria. Raises Unavailable."""
    with drivers_told():
        return len(_engagements(criteria))


@dataclass
class Tally:
    """How a question was answered: by how many, how often each value, how often that it does not apply."""

    n: int = 0
    values: Counter[str] = field(default_factory=Counter)
    not_applicable: int = 0

    def add(self, question: Asked, value: str, not_applicable: bool, count: int) -> None:
        """Some equal answers."""
        if not_applicable:
            self.not_applicable += count
        elif value:
            for one in value.split(",") if question.kind == "multiple" else [value]:
                self.values[one] += count
            self.n += count

    @property
    def mean(self) -> Decimal | None:
        """Of scales and numbers; of yes or no the share of yes; None where there is none."""
        total, count = Decimal(0), 0
        for value, times in self.values.items():
            number = number_of(value)
            if number is not None:
                total += number * times
                count += times
        return total / count if count else None

    def share(self, value: str) -> Decimal:
        """How many of those who answered gave this value, as a part of one."""
        return Decimal(self.values[value]) / self.n if self.n else Decimal(0)


@dataclass
class Answers:
    """One question and how it was answered on each occasion."""

    question: Asked
    tallies: dict[str, Tally] = field(default_factory=dict)

    def tally(self, occasion: str) -> Tally:
        """How it was answered then."""
        return self.tallies.get(occasion, _NONE)

    @property
    def difference(self) -> Decimal | None:
        """Final less advance; None where it was not asked or answered on both."""
        before, after = (self.tally(occasion).mean for occasion in OCCASIONS)
        return (
            after - before if self.question.is_measured and before is not None and after is not None else None
        )


_NONE = Tally()


@dataclass(frozen=True)
class Comment:
    """A text that somebody wrote."""

    question: Asked
    occasion: str
    text: str
    seminar: str
    number: int


@dataclass
class Part:
    """The sheets of one seminar, topic, teacher, line or year; `marks` by occasion: scales on 0 to 1."""

    key: str
    title: str
    sheets: Counter[str] = field(default_factory=Counter)
    marks: dict[str, tuple[Decimal, int]] = field(default_factory=dict)

    def mark(self, occasion: str) -> Decimal | None:
        """The mean of all scales, of 0 to 1."""
        total, count = self.marks.get(occasion, (Decimal(0), 0))
        return total / count if count else None


@dataclass(frozen=True)
class Results:
    """The whole answer."""

    title: str
    criteria: EvaluationsCriteria
    sheets: Mapping[str, int]
    answers: tuple[Answers, ...]
    parts: tuple[Part, ...]
    comments: tuple[Comment, ...]


def results(records: Records, criteria: EvaluationsCriteria) -> Results:
    """The results under these criteria, in a number of queries that no sheet adds to. Raises Unavailable."""
    with drivers_told():
        engagements = _engagements(criteria)
        keys = _keys(records, criteria, engagements)
        if criteria.group:
            keys = {id: [one for one in found if one[0] == criteria.group] for id, found in keys.items()}
            engagements = {id: row for id, row in engagements.items() if keys[id]}
        sheets = _sheets(engagements)
        rows = _rows(engagements)
        forms = forms_of({row["questionnaire"] for row in sheets})
        asked = {
            question.id: (question, form.occasion) for form in forms.values() for question in form.questions
        }
        comments = _comments(records, criteria, engagements, asked)
        title = _title(records, criteria, keys)
    occasions = {id: form.occasion for id, form in forms.items()}
    return Results(
        title=title,
        criteria=criteria,
        sheets=Counter(occasions[row["questionnaire"]] for row in sheets for _one in range(row["count"])),
        answers=_answers(rows, asked),
        parts=_parts(keys, sheets, rows, asked, occasions),
        comments=comments,
    )


# -- what is asked of the database ----------------------------------------------------------------


def _engagements(criteria: EvaluationsCriteria) -> dict[int, dict[str, Any]]:
    """Those that have sheets and fit."""
    with_sheets = EvaluationSheet.select(EvaluationSheet.engagement).where(
        EvaluationSheet.trashed_at.is_null()
    )
    conditions: list[Any] = [Engagement.trashed_at.is_null(), Engagement.id.in_(with_sheets)]
    if criteria.engagement is not None:
        conditions.append(Engagement.id == criteria.engagement)
    if criteria.lines:
        lines = ServiceLine.select(ServiceLine.id).where(ServiceLine.code.in_(criteria.lines))
        conditions.append(Engagement.line.in_(lines))
    if criteria.topics:
        conditions.append(Engagement.topic.in_(with_parts(criteria.topics)))
    if criteria.teacher is not None:
        conditions.append(Engagement.id.in_(_taught().where(EngagementStaff.member == criteria.teacher)))
    # A date known in part may be any of its days: `2006` is on or before 14.03.2006, and within its year.
    if criteria.to:
        conditions += [Engagement.starts != "", Engagement.starts <= criteria.to]
    if criteria.from_:
        parts = [criteria.from_[:4], criteria.from_[:7]]
        conditions.append((Engagement.starts >= criteria.from_) | Engagement.starts.in_(parts))
    query = Engagement.select(
        Engagement.id, Engagement.line, Engagement.topic, Engagement.title, Engagement.starts
    )
    rows = dicts(query.where(*conditions).order_by(Engagement.starts.desc(), Engagement.id.desc()))
    return {row["id"]: row for row in rows}


def _taught() -> Any:
    teaches = Term.select(Term.id).where(Term.code.in_(TEACHERS))
    return EngagementStaff.select(EngagementStaff.engagement).where(
        EngagementStaff.trashed_at.is_null(), EngagementStaff.role.in_(teaches)
    )


def _sheets(engagements: Iterable[int]) -> list[dict[str, Any]]:
    """How many sheets of each seminar and questionnaire."""
    query = (
        EvaluationSheet.select(
            EvaluationSheet.engagement,
            EvaluationSheet.questionnaire,
            fn.COUNT(EvaluationSheet.id).alias("count"),
        )
        .where(EvaluationSheet.trashed_at.is_null())
        .group_by(EvaluationSheet.engagement, EvaluationSheet.questionnaire)
    )
    wanted = set(engagements)
    return [row for row in dicts(_limited(query, wanted)) if row["engagement"] in wanted]


def _rows(engagements: Iterable[int]) -> list[tuple[int, int, str, bool, int]]:
    """Seminar, question, value, not applicable, how often; texts are left to `_comments`."""
    wanted = set(engagements)
    query = (
        Answer.select(
            EvaluationSheet.engagement,
            Answer.question,
            Answer.value,
            Answer.not_applicable,
            fn.COUNT(Answer.id),
        )
        .join(EvaluationSheet, on=(Answer.sheet == EvaluationSheet.id))
        .join(Question, on=(Answer.question == Question.id))
        .where(
            Answer.trashed_at.is_null(),
            EvaluationSheet.trashed_at.is_null(),
            Question.kind != "text",
            (Answer.value != "") | Answer.not_applicable,
        )
        .group_by(EvaluationSheet.engagement, Answer.question, Answer.value, Answer.not_applicable)
    )
    return [row for row in tuples(_limited(query, wanted)) if row[0] in wanted]


def _limited(query: Any, engagements: set[int]) -> Any:
    """Few seminars are asked for by name; of many all are read and the others left out."""
    return query.where(EvaluationSheet.engagement.in_(engagements)) if len(engagements) <= 400 else query


def _comments(
    records: Records,
    criteria: EvaluationsCriteria,
    engagements: Mapping[int, Any],
    asked: Mapping[int, tuple[Asked, str]],
) -> tuple[Comment, ...]:
    """The latest seminars' first, sheet by sheet."""
    query = (
        Answer.select(EvaluationSheet.engagement, Answer.question, Answer.value, EvaluationSheet.number)
        .join(EvaluationSheet, on=(Answer.sheet == EvaluationSheet.id))
        .join(Question, on=(Answer.question == Question.id))
        .where(
            Answer.trashed_at.is_null(),
            EvaluationSheet.trashed_at.is_null(),
            Question.kind == "text",
            Answer.value != "",
        )
        .order_by(EvaluationSheet.engagement.desc(), EvaluationSheet.number, Answer.question)
    )
    wanted = set(engagements)
    rows = [row for row in tuples(_limited(query, wanted)) if row[0] in wanted and row[1] in asked]
    titles = records.reader.titles(Engagement, {row[0] for row in rows[:MOST_COMMENTS]})
    return tuple(
        Comment(asked[question][0], asked[question][1], text, titles.get(engagement, ""), number)
        for engagement, question, text, number in rows[:MOST_COMMENTS]
    )


# -- adding up ----------------------------------------------------------------------------------------


def _answers(
    rows: Iterable[tuple[int, int, str, bool, int]], asked: Mapping[int, tuple[Asked, str]]
) -> tuple[Answers, ...]:
    """By question, in the order of the newest final questionnaire, then of the advance one."""
    found: dict[tuple[Any, ...], Answers] = {}
    newest = sorted(asked.values(), key=lambda pair: (pair[1] == "final", pair[0].id))
    for question, _occasion in newest:
        if question.kind != "text":
            found[_same(question)] = Answers(question)
    for _engagement, id, value, not_applicable, count in rows:
        if id in asked:
            question, occasion = asked[id]
            answers = found[_same(question)]
            tally = answers.tallies.setdefault(occasion, Tally())
            tally.add(question, value, bool(not_applicable), count)
    order = sorted(asked.values(), key=lambda pair: (pair[1] != "final", pair[0].id))
    last = {question.code: place for place, (question, _occasion) in reversed(list(enumerate(order)))}
    return tuple(
        sorted((one for one in found.values() if one.tallies), key=lambda one: last[one.question.code])
    )


def _same(question: Asked) -> tuple[Any, ...]:
    """What makes two questions one: options that say something else are other answers."""
    return (question.code, question.kind, *question.options.items())


def _parts(
    keys: Mapping[int, list[tuple[str, str]]],
    sheets: Iterable[Mapping[str, Any]],
    rows: Iterable[tuple[int, int, str, bool, int]],
    asked: Mapping[int, tuple[Asked, str]],
    occasions: Mapping[int, str],
) -> tuple[Part, ...]:
    """By the grouping, in the order in which seminars come; years and lines by name."""
    parts: dict[str, Part] = {}
    for found in keys.values():
        for key, title in found:
            parts.setdefault(key, Part(key, title))
    for row in sheets:
        for key, _title_of in keys[row["engagement"]]:
            parts[key].sheets[occasions[row["questionnaire"]]] += row["count"]
    for engagement, id, value, not_applicable, count in rows:
        question, occasion = asked.get(id, (None, ""))
        number = number_of(value)
        if question is None or question.kind not in SCALES or not_applicable or number is None:
            continue
        least, most = SCALES[question.kind]
        for key, _title_of in keys[engagement]:
            total, times = parts[key].marks.get(occasion, (Decimal(0), 0))
            mark = (number - least) / (most - least)
            parts[key].marks[occasion] = (total + mark * count, times + count)
    return tuple(parts.values())


def _keys(
    records: Records, criteria: EvaluationsCriteria, engagements: Mapping[int, Mapping[str, Any]]
) -> dict[int, list[tuple[str, str]]]:
    """To which groups each seminar belongs: key and title. It may have several teachers, or none."""
    rows = engagements.values()
    if criteria.by == "topic":
        labels = records.reader.term_labels({row["topic"] for row in rows if row["topic"]})
        return {
            row["id"]: [(f"t{row['topic']}", labels.get(row["topic"], "")) if row["topic"] else _named(row)]
            for row in rows
        }
    if criteria.by == "line":
        lines = {row["id"]: row for row in dicts(ServiceLine.select())}
        return {
            row["id"]: [
                (lines[row["line"]]["code"], f"{lines[row['line']]['code']}  {label_of(lines[row['line']])}")
            ]
            for row in rows
        }
    if criteria.by == "year":
        return {row["id"]: [(row["starts"][:4] or "?", row["starts"][:4] or "?")] for row in rows}
    if criteria.by == "teacher":
        pairs = tuples(_taught().select(EngagementStaff.engagement, EngagementStaff.member).distinct())
        found: dict[int, list[int]] = {}
        for engagement, member in pairs:
            if engagement in engagements:
                found.setdefault(engagement, []).append(member)
        names = records.reader.titles(StaffMember, {one for some in found.values() for one in some})
        nobody = [("-", _("without a teacher"))]
        return {
            id: [(str(member), names.get(member, "")) for member in found[id]] if id in found else nobody
            for id in engagements
        }
    titles = records.reader.titles(Engagement, engagements)
    return {
        row["id"]: [
            (str(row["id"]), f"{active().partial(row['starts'])}  {titles.get(row['id'], '')}".strip())
        ]
        for row in rows
    }


def _named(row: Mapping[str, Any]) -> tuple[str, str]:
    return (f"n{row['title']}", row["title"] or "–")


def _title(records: Records, criteria: EvaluationsCriteria, keys: Mapping[int, list[tuple[str, str]]]) -> str:
    if criteria.engagement is not None:
        return records.reader.titles(Engagement, [criteria.engagement]).get(criteria.engagement, "")
    if criteria.group:
        return next((title for found in keys.values() for key, title in found), "")
    if criteria.teacher:
        return records.reader.titles(StaffMember, [criteria.teacher]).get(criteria.teacher, "")
    return ""
