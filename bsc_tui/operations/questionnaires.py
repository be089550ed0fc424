"""Building questionnaires: as they are asked, a new version of one, the order of questions, the first ones.

What was answered is `evaluations`; what must hold stands in the rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from peewee import fn

from bsc_tui.db.models import Question, Questionnaire, QuestionOption, dicts, tuples
from bsc_tui.entities.questions import Asked
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import LANGUAGES, _
from bsc_tui.records.reading import fields_of, label_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.evaluations import STEP, is_answered

__all__ = ["Form", "form_of", "forms_of", "is_answered", "new_version", "reorder", "usual"]


@dataclass(frozen=True)
class Form:
    """A questionnaire as it is asked, in the language in force."""

    id: int
    label: str
    occasion: str
    edition: int
    questions: tuple[Asked, ...]

    def question(self, id: int) -> Asked | None:
        """The question with this id."""
        return next((one for one in self.questions if one.id == id), None)


def forms_of(ids: Iterable[int]) -> dict[int, Form]:
    """Questionnaires by id, their questions in order; headings went to the questions below them."""
    wanted = sorted(set(ids))
    alive = Question.trashed_at.is_null()
    questions = dicts(
        Question.select()
        .where(Question.questionnaire.in_(wanted), alive)
        .order_by(Question.questionnaire, Question.place, Question.id)
    )
    options: dict[int, dict[int, str]] = {}
    for option in dicts(
        QuestionOption.select()
        .where(
            QuestionOption.question.in_([row["id"] for row in questions]), QuestionOption.trashed_at.is_null()
        )
        .order_by(QuestionOption.number)
    ):
        options.setdefault(option["question"], {})[option["number"]] = label_of(option)
    asked: dict[int, list[Asked]] = {}
    sections: dict[int, str] = {}
    for row in questions:
        if row["kind"] == "section":
            sections[row["questionnaire"]] = label_of(row)
            continue
        asked.setdefault(row["questionnaire"], []).append(
            Asked(
                id=row["id"],
                code=row["code"],
                kind=row["kind"],
                label=label_of(row),
                low=label_of(row, "low"),
                high=label_of(row, "high"),
                section=sections.get(row["questionnaire"], ""),
                may_not_apply=row["not_applicable"],
                options=options.get(row["id"], {}),
            )
        )
    return {
        row["id"]: Form(
            row["id"], label_of(row), row["occasion"], row["edition"], tuple(asked.get(row["id"], ()))
        )
        for row in dicts(Questionnaire.select().where(Questionnaire.id.in_(wanted)))
    }


def form_of(id: int) -> Form:
    """One questionnaire. Raises Missing."""
    found = forms_of([id]).get(id)
    if found is None:
        raise Missing(_("There is no such questionnaire."))
    return found


def usual(occasion: str) -> int | None:
    """The questionnaire that a seminar has which chose none: the first there was, in its newest version.

    One that is made for some seminars only does not take the place of the one for all; that is done by
    offering the former no longer.
    """
    query = Questionnaire.select(Questionnaire.id).where(
        Questionnaire.occasion == occasion, Questionnaire.active, Questionnaire.trashed_at.is_null()
    )
    offered = [id for (id,) in tuples(query)]
    links = _links() if len(offered) > 1 else {}
    return min(offered, key=lambda id: (_first(id, links), -id), default=None)


def new_version(records: Records, questionnaire_id: int) -> int:
    """A copy that can be changed, offered instead of the former one; its id. One operation."""
    with records.operation("create"):
        records.hold("questionnaire", questionnaire_id)
        old = dicts(Questionnaire.select().where(Questionnaire.id == questionnaire_id))[0]
        family = _family(questionnaire_id)
        last = (
            Questionnaire.select(fn.MAX(Questionnaire.edition)).where(Questionnaire.id.in_(family)).scalar()
        )
        labels = {f"label_{language}": old[f"label_{language}"] for language in LANGUAGES}
        made = records.save(
            "questionnaire",
            {
                **labels,
                "occasion": old["occasion"],
                "edition": int(last) + 1,
                "former": questionnaire_id,
                "notes": old["notes"],
            },
        ).id
        rows = dicts(
            Question.select()
            .where(Question.questionnaire == questionnaire_id, Question.trashed_at.is_null())
            .order_by(Question.place, Question.id)
        )
        names = [name for name in fields_of(ENTITIES["question"]) if name != "questionnaire"]
        ids = records.save_many(
            "question", [{**{name: row[name] for name in names}, "questionnaire": made} for row in rows]
        )
        new_ids = {row["id"]: id for row, id in zip(rows, ids, strict=True)}
        options = dicts(
            QuestionOption.select()
            .where(QuestionOption.question.in_(list(new_ids)), QuestionOption.trashed_at.is_null())
            .order_by(QuestionOption.question, QuestionOption.number)
        )
        names = [name for name in fields_of(ENTITIES["question_option"]) if name != "question"]
        records.save_many(
            "question_option",
            [
                {**{name: row[name] for name in names}, "question": new_ids[row["question"]]}
                for row in options
            ],
        )
        records.save("questionnaire", {"active": False}, id=questionnaire_id)
        return made


def _family(questionnaire_id: int) -> set[int]:
    """All versions of a questionnaire: those it was made from, and those made from any of them."""
    links = _links()
    return {id for id in links if _first(id, links) == _first(questionnaire_id, links)}


def _links() -> dict[int, int | None]:
    """Each questionnaire, and the version that it was made from."""
    return dict(tuples(Questionnaire.select(Questionnaire.id, Questionnaire.former)))


def _first(id: int, links: Mapping[int, int | None]) -> int:
    """The version with which a questionnaire began."""
    seen = {id}
    while (former := links.get(id)) and former not in seen:
        seen.add(former)
        id = former
    return id


def reorder(records: Records, question_id: int, step: int) -> None:
    """Move a question up (-1) or down (+1) among those of its questionnaire."""
    with records.operation("reorder"):
        records.hold("question", question_id)
        questionnaire = Question.get_by_id(question_id).questionnaire_id
        beside = list(
            Question.select()
            .where(Question.questionnaire == questionnaire, Question.trashed_at.is_null())
            .order_by(Question.place, Question.id)
        )
        index = [one.id for one in beside].index(question_id)
        if not 0 <= index + step < len(beside):
            return
        beside[index], beside[index + step] = beside[index + step], beside[index]
        for place, one in enumerate(beside, 1):
            if one.place != place * STEP:
                records.save("question", {"place": place * STEP}, id=one.id)


# -- what a company begins with ---------------------------------------------------------------------


def make_starting_questionnaires(records: Records) -> None:
    """An advance and a final questionnaire, in the three languages; as part of setting a company up."""
    text = resources.files("bsc_tui.operations").joinpath("starting_questionnaires.toml")
    content = tomllib.loads(text.read_text(encoding="utf-8"))
    for occasion in ("advance", "final"):
        given = content[occasion]
        made = records.save("questionnaire", {**_words(given, "label"), "occasion": occasion}).id
        questions = given["questions"]
        rows = [
            {
                "questionnaire": made,
                "place": place * STEP,
                "kind": question["kind"],
                "code": question.get("code", ""),
                "not_applicable": question.get("not_applicable", False),
                **_words(question, "label"),
                **_words(content["ends"].get(question.get("ends", ""), {}).get("low", {}), "low"),
                **_words(content["ends"].get(question.get("ends", ""), {}).get("high", {}), "high"),
            }
            for place, question in enumerate(questions, 1)
        ]
        ids = records.save_many("question", rows)
        options = [
            {"question": id, "number": number, **_words(option, "label")}
            for id, question in zip(ids, questions, strict=True)
            for number, option in enumerate(question.get("options", ()), 1)
        ]
        records.save_many("question_option", options)


def _words(given: dict[str, Any], prefix: str) -> dict[str, str]:
    return {f"{prefix}_{language}": given.get(language, "") for language in LANGUAGES}
