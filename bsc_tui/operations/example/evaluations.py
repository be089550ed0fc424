"""Evaluation sheets of the example: those of some seminars, old and new, typed by the clerk after each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from bsc_tui.db.models import Questionnaire
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.entities.questions import SCALES, Asked
from bsc_tui.operations.example.lately import Event
from bsc_tui.operations.example.office import CLERK, Office, Row
from bsc_tui.operations.example.participants import Seminar
from bsc_tui.operations.questionnaires import Form, form_of
from bsc_tui.records.records import Records

_SEMINARS, _MOST_SHEETS = 12, 14
_COMMENTS = (
    "More practice, please.",
    "The room was too cold.",
    "Thank you, very useful.",
    "Շատ շնորհակալ եմ, սպասում եմ շարունակությանը։",
    "The handouts came too late.",
    "=SUM(A1:A9) should have been explained",
    "Trop court pour un sujet si vaste.",
    "Ավելի շատ օրինակներ մեր ոլորտից։",
)
_EXPECTATIONS = ("Examples from practice", "Նոր օրենքի մեկնաբանությունը", "Answers to my questions")


def events(office: Office, seminars: Sequence[Seminar]) -> Iterator[Event]:
    """The sheets of some seminars, spread over the years, the latest ones among them."""
    over = [
        one
        for one in seminars
        if one.engagement.has_evaluation_sheets and _last_day(one) < office.yesterday and _present(one)
    ]
    over.sort(key=lambda one: (_last_day(one), one.undertaking.engagement.key))
    step = max(len(over) // _SEMINARS, 1)
    for number, seminar in enumerate(over[::-1][::step][:_SEMINARS]):
        day = max(_last_day(seminar) + timedelta(days=1), office.taken_over + timedelta(days=3))
        moment = datetime.combine(min(day, office.yesterday), time(8, number % 60))
        yield Event(moment, CLERK, partial(_type_sheets, seminar=seminar, named=number % 4 == 0))


def _last_day(seminar: Seminar) -> date:
    end = seminar.engagement.end
    return date.fromisoformat(end) if len(end) == 10 else seminar.begins


def _present(seminar: Seminar) -> list[int]:
    """Who was there, by id."""
    return [one.somebody.id for one in seminar.participations if one.status in SEATED[1:3]]


def _type_sheets(records: Records, seminar: Seminar, named: bool) -> None:
    random = Random(f"evaluations {seminar.engagement.key}")
    people = _present(seminar)[:_MOST_SHEETS]
    mood = random.uniform(-0.5, 0.6)
    with records.operation("create"):
        for occasion in ("advance", "final"):
            form = form_of(Questionnaire.get(Questionnaire.occasion == occasion).id)
            given = people if occasion == "final" else people[: len(people) * 2 // 3]
            sheets = records.save_many(
                "evaluation_sheet",
                [
                    {
                        "engagement": seminar.undertaking.id,
                        "questionnaire": form.id,
                        "number": number,
                        "person": person if named else None,
                    }
                    for number, person in enumerate(given, 1)
                ],
            )
            records.save_many(
                "answer", [row for sheet in sheets for row in _answers(random, sheet, form, mood)]
            )


def _answers(random: Random, sheet: int, form: Form, mood: float) -> Iterator[Row]:
    for question in form.questions:
        if question.may_not_apply and random.random() < 0.08:
            yield {"sheet": sheet, "question": question.id, "not_applicable": True}
        elif value := _value(random, question, form.occasion, mood):
            yield {"sheet": sheet, "question": question.id, "value": value}


def _value(random: Random, question: Asked, occasion: str, mood: float) -> str:
    """An answer, or "" where none is given."""
    if question.kind == "text":
        texts = _COMMENTS if occasion == "final" else _EXPECTATIONS
        return random.choice(texts) if random.random() < 0.35 else ""
    if random.random() < 0.04:
        return ""
    if question.kind in SCALES:
        least, most = SCALES[question.kind]
        middle = 0.35 if occasion == "advance" else 0.78
        part = min(max(random.gauss(middle + mood * 0.2, 0.18), 0), 1)
        return str(round(least + part * (most - least)))
    if question.kind == "yes_no":
        return str(int(random.random() < (0.4 if occasion == "advance" else 0.85)))
    chosen = [number for number in question.options if random.random() < 0.4] or [1]
    return ",".join(map(str, chosen))
