"""Evaluation sheets of a seminar: who may have given one, a sheet written, taken away.

What sheets add up to is `reports.evaluations`; how they are typed is the grid's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from bsc_tui.db.models import (
    Answer,
    Change,
    EvaluationSheet,
    Operation,
    Person,
    Questionnaire,
    Registration,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing, Stale
from bsc_tui.i18n import _
from bsc_tui.operations.questionnaires import Form, form_of, usual
from bsc_tui.records.records import Records, Repeated

CHOSEN_IN = {"advance": "advance_questionnaire", "final": "final_questionnaire"}


@dataclass(frozen=True)
class Said:
    """One answer: a value, or that the question does not apply."""

    value: str = ""
    not_applicable: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.value and not self.not_applicable


@dataclass(frozen=True)
class Sheet:
    """A sheet as it is kept; answers by question."""

    id: int
    version: int
    number: int
    person: int | None
    name: str
    answers: Mapping[int, Said] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheets:
    """Everything that the grid begins with."""

    title: str
    line: str
    occasion: str
    form: Form | None
    """None: no questionnaire is offered."""
    sheets: tuple[Sheet, ...]
    participants: tuple[tuple[int, str], ...]
    """Who may have given one: id and name, by name."""


def questionnaire_for(engagement_id: int, chosen: int | None, occasion: str) -> int | None:
    """The questionnaire of a seminar: the one it chose, else that of its sheets, else the usual one."""
    if chosen:
        return int(chosen)
    query = (
        EvaluationSheet.select(EvaluationSheet.questionnaire)
        .join(Questionnaire)
        .where(
            EvaluationSheet.engagement == engagement_id,
            EvaluationSheet.trashed_at.is_null(),
            Questionnaire.occasion == occasion,
        )
        .order_by(EvaluationSheet.id.desc())
        .limit(1)
    )
    return next((int(id) for (id,) in tuples(query)), None) or usual(occasion)


def opened(records: Records, engagement_id: int, occasion: str) -> Sheets:
    """The sheets of a seminar and all that typing more of them needs. Raises Missing."""
    seminar = records.get("engagement", engagement_id)
    id = questionnaire_for(engagement_id, seminar.values[CHOSEN_IN[occasion]], occasion)
    return Sheets(
        title=seminar.title,
        line=records.whole.line_code(ENTITIES["engagement"], seminar.values),
        occasion=occasion,
        form=form_of(id) if id else None,
        sheets=sheets_of(records, engagement_id, id) if id else (),
        participants=participants_of(records, engagement_id),
    )


def participants_of(records: Records, engagement_id: int) -> tuple[tuple[int, str], ...]:
    """Who takes or took part, by name."""
    names = records.reader.titles(Person, [id for (id,) in tuples(_participations(engagement_id))])
    return tuple(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _participations(engagement_id: int) -> Any:
    return Registration.select(Registration.person).where(
        Registration.engagement == engagement_id,
        Registration.status.in_(SEATED),
        Registration.trashed_at.is_null(),
    )


def sheets_of(
    records: Records, engagement_id: int, questionnaire_id: int, only: int | None = None
) -> tuple[Sheet, ...]:
    """The sheets of a seminar in the order of their numbers; three queries, however many there are."""
    query = EvaluationSheet.select().where(
        EvaluationSheet.engagement == engagement_id,
        EvaluationSheet.questionnaire == questionnaire_id,
        EvaluationSheet.trashed_at.is_null(),
    )
    if only is not None:
        query = query.where(EvaluationSheet.id == only)
    rows = dicts(query.order_by(EvaluationSheet.number, EvaluationSheet.id))
    names = records.reader.titles(Person, [row["person"] for row in rows if row["person"]])
    answers: dict[int, dict[int, Said]] = {row["id"]: {} for row in rows}
    found = (
        Answer.select(Answer.sheet, Answer.question, Answer.value, Answer.not_applicable)
        .join(EvaluationSheet)
        .where(
            EvaluationSheet.engagement == engagement_id,
            EvaluationSheet.questionnaire == questionnaire_id,
            Answer.trashed_at.is_null(),
        )
    )
    for sheet, question, value, not_applicable in tuples(found):
        if sheet in answers:
            answers[sheet][question] = Said(value, bool(not_applicable))
    return tuple(
        Sheet(
            row["id"],
            row["version"],
            row["number"],
            row["person"],
            names.get(row["person"], ""),
            {id: said for id, said in answers[row["id"]].items() if not said.is_blank},
        )
        for row in rows
    )


def write_sheet(
    records: Records,
    engagement_id: int,
    questionnaire_id: int,
    person: int | None,
    answers: Mapping[int, Said],
    *,
    kept: Sheet | None = None,
    token: str | None = None,
) -> Sheet:
    """Write a sheet as it was typed, as one operation; the sheet as it is kept now.

    `kept`: the sheet that is changed, as it was opened. Answers that others changed meanwhile stay where the
    person changed none of them; raises Stale where both did. With a `token` that was used before nothing is
    written.
    """
    try:
        with records.operation("change" if kept else "create", token=token):
            if kept is None:
                id = _write_new(records, engagement_id, questionnaire_id, person, answers)
            else:
                id = kept.id
                _write_changed(records, kept, person, answers)
    except Repeated as repeated:
        id = _written_by(repeated.operation)
    return sheets_of(records, engagement_id, questionnaire_id, id)[0]


def _write_new(
    records: Records,
    engagement_id: int,
    questionnaire_id: int,
    person: int | None,
    answers: Mapping[int, Said],
) -> int:
    records.hold("engagement", engagement_id)
    id = records.save(
        "evaluation_sheet",
        {"engagement": engagement_id, "questionnaire": questionnaire_id, "person": person},
    ).id
    records.save_many(
        "answer",
        [_answer_row(id, question, said) for question, said in answers.items() if not said.is_blank],
    )
    return id


def _write_changed(records: Records, kept: Sheet, person: int | None, answers: Mapping[int, Said]) -> None:
    records.hold("evaluation_sheet", kept.id)
    sheet = EvaluationSheet.get_by_id(kept.id)
    found = sheets_of(records, sheet.engagement_id, sheet.questionnaire_id, kept.id)
    if not found:
        raise Missing(_("This sheet was taken away meanwhile."))
    now, blank = found[0], Said()
    rows = {
        question: id
        for id, question in tuples(
            Answer.select(Answer.id, Answer.question).where(
                Answer.sheet == kept.id, Answer.trashed_at.is_null()
            )
        )
    }
    new = []
    for question in {*answers, *kept.answers}:
        mine, before = answers.get(question, blank), kept.answers.get(question, blank)
        theirs = now.answers.get(question, blank)
        if mine in (before, theirs):
            continue
        if theirs != before:
            raise Stale(
                _("The sheet was changed meanwhile."),
                _("Somebody else answered the same question otherwise."),
                _("It is shown as it is now; type yours again if it is right."),
                theirs={},
                version=now.version,
                who="",
                clashes={},
            )
        if question in rows:
            values = {"value": mine.value, "not_applicable": mine.not_applicable}
            records.save("answer", values, id=rows[question])
        elif not mine.is_blank:
            new.append(_answer_row(kept.id, question, mine))
    records.save_many("answer", new)
    if person != kept.person:
        records.save("evaluation_sheet", {"person": person}, id=kept.id)


def _answer_row(sheet_id: int, question: int, said: Said) -> dict[str, Any]:
    return {
        "sheet": sheet_id,
        "question": question,
        "value": said.value,
        "not_applicable": said.not_applicable,
    }


def _written_by(operation_id: int) -> int:
    query = Change.select(Change.record_id).where(
        Change.operation == operation_id, Change.entity == "evaluation_sheet"
    )
    return int(next(id for (id,) in tuples(query)))


def take_away(records: Records, sheet_id: int) -> None:
    """Put a sheet with its answers into the trash."""
    records.trash("evaluation_sheet", sheet_id)


def sheets_returned(records: Records, engagement_id: int) -> tuple[int, int]:
    """How many sheets came back, and of how many participants.

    The final ones count; until the first of them comes, those from before the seminar.
    """
    query = (
        EvaluationSheet.select(Questionnaire.occasion, fn.COUNT(EvaluationSheet.id))
        .join(Questionnaire)
        .where(EvaluationSheet.engagement == engagement_id, EvaluationSheet.trashed_at.is_null())
        .group_by(Questionnaire.occasion)
    )
    by_occasion = {occasion: int(count) for occasion, count in tuples(query)}
    returned = by_occasion.get("final") or by_occasion.get("advance", 0)
    return returned, _participations(engagement_id).count()


def written_before(records: Records, tokens: list[str]) -> set[str]:
    """Those of these tokens with which a sheet was written already."""
    query = Operation.select(Operation.token).where(Operation.token.in_(tokens))
    return {token for (token,) in tuples(query)}
