"""What must hold for questionnaires, and for the sheets that came back."""

from __future__ import annotations

import re
from typing import Any

from peewee import fn

from bsc_tui.db.models import (
    EvaluationSheet,
    Question,
    QuestionOption,
    Registration,
    dicts,
    tuples,
)
from bsc_tui.entities.questions import CHOSEN, Asked
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records.access import Actor
from bsc_tui.records.rules.lists import LABELS
from bsc_tui.records.rules.proposal import Proposal

STEP = 10
"""Between the places of two questions, so that one fits in between."""


def is_answered(questionnaire_id: int) -> bool:
    """Whether a sheet of it came back; a sheet in the trash may be taken out again, and counts."""
    return bool(EvaluationSheet.select().where(EvaluationSheet.questionnaire == questionnaire_id).exists())


def _stays() -> str:
    return _("This questionnaire is answered already; make a new version of it.")


def an_answered_questionnaire_stays(proposal: Proposal) -> None:
    """Only whether it is offered may change, and the notes."""
    names = (*LABELS, "occasion", "edition", "former")
    if proposal.id and proposal.before is not None and proposal.changed(*names) and is_answered(proposal.id):
        name = next(one for one in names if proposal.before.get(one) != proposal.after.get(one))
        proposal.problem(name, _stays())


def questions_of_an_answered_questionnaire_stay(proposal: Proposal) -> None:
    """All of them, and no new ones."""
    if is_answered(int(proposal.after["questionnaire"])):
        proposal.problem("label_en", _stays())


def options_of_an_answered_questionnaire_stay(proposal: Proposal) -> None:
    """All of them, and no new ones."""
    if _is_answered_of_question(int(proposal.after["question"])):
        proposal.problem("label_en", _stays())


def it_has_a_label(proposal: Proposal) -> None:
    """One language is enough."""
    if not any(proposal.after.get(name) for name in LABELS):
        proposal.problem("label_en", _("Words in one language at least are needed."))


def a_question_has_a_place_and_a_code(proposal: Proposal) -> None:
    """The next ones where none are given."""
    after, questionnaire = proposal.after, proposal.after["questionnaire"]
    others = Question.select().where(
        Question.questionnaire == questionnaire,
        Question.trashed_at.is_null(),
        Question.id != (proposal.id or 0),
    )
    if after.get("place") is None:
        last = others.select(fn.MAX(Question.place)).scalar()
        proposal.derive("place", (last or 0) + STEP)
    if after.get("kind") == "section":
        proposal.derive("code", "")
        return
    codes = {code for (code,) in tuples(others.select(Question.code))}
    if not after.get("code"):
        number = next(number for number in range(1, 10_000) if f"q{number}" not in codes)
        proposal.derive("code", f"q{number}")
    elif not re.fullmatch("[a-z0-9_]{1,40}", after["code"]):
        proposal.problem("code", _("Use small Latin letters, digits and underscore; 40 at most."))
    elif after["code"] in codes:
        proposal.problem("code", _("Another question has this code."))


def a_pair_has_both_ends(proposal: Proposal) -> None:
    """Opposites are what is answered: one end alone, or none, asks nothing."""
    after = proposal.after
    if after.get("kind") != "pair":
        return
    ends = [(f"low_{language}", f"high_{language}") for language in ("en", "fr", "hy")]
    named = [pair for pair in ends if any(after.get(name) for name in pair)]
    for pair in named or ends[:1]:
        for name in pair:
            if not after.get(name):
                proposal.problem(name, _("A pair of opposites needs both of its ends."))


def an_option_has_a_number(proposal: Proposal) -> None:
    """The next one where none is given; a digit types it."""
    after, question = proposal.after, proposal.after["question"]
    kind = next(
        (kind for (kind,) in tuples(Question.select(Question.kind).where(Question.id == question))), ""
    )
    if kind not in CHOSEN:
        proposal.problem("label_en", _("Only a question with several answers has answers to choose among."))
    query = QuestionOption.select(QuestionOption.number).where(
        QuestionOption.question == question,
        QuestionOption.trashed_at.is_null(),
        QuestionOption.id != (proposal.id or 0),
    )
    taken = {number for (number,) in tuples(query)}
    if after.get("number") is None:
        free = next((number for number in range(1, 10) if number not in taken), None)
        if free is None:
            proposal.problem("number", _("There are nine answers already, one for each digit."))
        else:
            proposal.derive("number", free)
    elif after["number"] < 1 or after["number"] in taken:
        proposal.problem("number", _("A free number from 1 to 9 is needed here."))


def a_sheet_is_of_a_participant(proposal: Proposal) -> None:
    """Of somebody who is registered, once; or of nobody. What it answers stays what it answers."""
    after, person = proposal.after, proposal.after.get("person")
    if proposal.before is not None and proposal.changed("engagement", "questionnaire"):
        proposal.problem("number", _("A sheet stays with its seminar and its questionnaire."))
    if not person or not proposal.changed("person"):
        return
    registered = Registration.select().where(
        Registration.engagement == after["engagement"],
        Registration.person == person,
        Registration.trashed_at.is_null(),
    )
    if not registered.exists():
        proposal.problem("person", _("This person is not registered for the seminar."))
    given = EvaluationSheet.select(EvaluationSheet.number).where(
        EvaluationSheet.engagement == after["engagement"],
        EvaluationSheet.questionnaire == after["questionnaire"],
        EvaluationSheet.person == person,
        EvaluationSheet.trashed_at.is_null(),
        EvaluationSheet.id != (proposal.id or 0),
    )
    for (number,) in tuples(given):
        proposal.problem(
            "person", _("There is a sheet of this person already: number %(number)s.") % {"number": number}
        )


def a_sheet_has_a_number(proposal: Proposal) -> None:
    """The next one of its seminar and questionnaire."""
    if not proposal.after.get("number"):
        last = (
            EvaluationSheet.select(fn.MAX(EvaluationSheet.number))
            .where(
                EvaluationSheet.engagement == proposal.after["engagement"],
                EvaluationSheet.questionnaire == proposal.after["questionnaire"],
                EvaluationSheet.trashed_at.is_null(),
            )
            .scalar()
        )
        proposal.derive("number", (last or 0) + 1)


def an_answer_fits_its_question(proposal: Proposal) -> None:
    """The question is one of the sheet's questionnaire, and can be answered so."""
    after = proposal.after
    if proposal.before is not None and proposal.changed("sheet", "question"):
        proposal.problem("value", _("An answer stays with its sheet and its question."))
    joined: Any = Question.select(Question).join(
        EvaluationSheet, on=(EvaluationSheet.questionnaire == Question.questionnaire)
    )
    found = dicts(joined.where(Question.id == after["question"], EvaluationSheet.id == after["sheet"]))
    if not found:
        proposal.problem("question", _("The question is not one of the sheet's questionnaire."))
        return
    question = found[0]
    if after.get("not_applicable"):
        if not question["not_applicable"]:
            proposal.problem("not_applicable", _("“Not applicable” is not offered for this question."))
        proposal.derive("value", "")
        return
    options: dict[int, str] = {}
    if question["kind"] in CHOSEN:
        query = QuestionOption.select(QuestionOption.number).where(
            QuestionOption.question == question["id"], QuestionOption.trashed_at.is_null()
        )
        options = {number: "" for (number,) in tuples(query.order_by(QuestionOption.number))}
    asked = Asked(question["id"], question["code"], question["kind"], "", options=options)
    if sentence := asked.wrong(after.get("value") or ""):
        proposal.problem("value", sentence)


def _is_answered_of_question(question_id: int) -> bool:
    query = Question.select(Question.questionnaire).where(Question.id == question_id)
    return any(is_answered(questionnaire) for (questionnaire,) in tuples(query))


def _keep_questionnaire(id: int, actor: Actor) -> None:
    if is_answered(id):
        raise Conflict(_("It is answered already."), _("What was answered stays readable."), _retire())


def _keep_question(id: int, actor: Actor) -> None:
    if _is_answered_of_question(id):
        raise Conflict(_("It is answered already."), _stays())


def _keep_option(id: int, actor: Actor) -> None:
    query = QuestionOption.select(QuestionOption.question).where(QuestionOption.id == id)
    for (question,) in tuples(query):
        _keep_question(question, actor)


def _retire() -> str:
    return _("Offer it no longer instead.")


RULES = {
    "questionnaire": (it_has_a_label, an_answered_questionnaire_stays),
    "question": (
        it_has_a_label,
        questions_of_an_answered_questionnaire_stay,
        a_question_has_a_place_and_a_code,
        a_pair_has_both_ends,
    ),
    "question_option": (
        it_has_a_label,
        options_of_an_answered_questionnaire_stay,
        an_option_has_a_number,
    ),
    "evaluation_sheet": (a_sheet_is_of_a_participant, a_sheet_has_a_number),
    "answer": (an_answer_fits_its_question,),
}
TRASH_RULES = {
    "questionnaire": (_keep_questionnaire,),
    "question": (_keep_question,),
    "question_option": (_keep_option,),
}
