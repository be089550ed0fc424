"""Filled-in sheets of questionnaires, and the answers on them."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import CountField, FlagField, NotesField, RecordField
from bsc_tui.db.models.base import Record
from bsc_tui.db.models.contacts import Person
from bsc_tui.db.models.questionnaires import Question, Questionnaire
from bsc_tui.db.models.services import Engagement
from bsc_tui.i18n import N_


class EvaluationSheet(Record):
    """One sheet that came back; anonymous without a person."""

    engagement = RecordField(Engagement, verbose_name=N_("Seminar"))
    questionnaire = RecordField(Questionnaire, verbose_name=N_("Questionnaire"))
    number = CountField(default=0, most=9_999, verbose_name=N_("Sheet"))
    person = RecordField(
        Person, null=True, verbose_name=N_("Participant"), help_text=N_("Empty: the sheet is anonymous.")
    )

    class Meta:
        indexes = ((("engagement", "questionnaire"), False),)


class Answer(Record):
    """What a sheet says to one question.

    `value`: digits of a scale or a number, 1 or 0 for yes or no, numbers of options with commas, or a text;
    empty where nothing was answered. `not_applicable` is an answer, but no value.
    """

    sheet = RecordField(EvaluationSheet, verbose_name=N_("Sheet"))
    question = RecordField(Question, verbose_name=N_("Question"))
    value = NotesField(verbose_name=N_("Answer"))
    not_applicable = FlagField(verbose_name=N_("Not applicable"))


EvaluationSheet.add_index(
    EvaluationSheet.index(
        EvaluationSheet.engagement,
        EvaluationSheet.questionnaire,
        EvaluationSheet.person,
        unique=True,
        name="evaluation_sheet_once",
        where=SQL("person_id IS NOT NULL AND trashed_at IS NULL"),
    )
)
Answer.add_index(
    Answer.index(
        Answer.sheet,
        Answer.question,
        unique=True,
        name="answer_once",
        where=SQL("trashed_at IS NULL"),
    )
)
