"""Questionnaires: what is asked before and after a seminar, in sections, in the languages of the office."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    ChoiceField,
    CodeField,
    CountField,
    FlagField,
    NotesField,
    RecordField,
    TitleField,
)
from bsc_tui.db.models.base import Record
from bsc_tui.i18n import N_, NP_

OCCASIONS = (("advance", NP_("questionnaire", "advance")), ("final", NP_("questionnaire", "final")))
QUESTION_KINDS = (
    ("section", NP_("question", "heading of a section")),
    ("scale5", NP_("question", "scale 1–5")),
    ("scale10", NP_("question", "scale 1–10")),
    ("scale11", NP_("question", "scale 0–10")),
    ("even4", NP_("question", "scale 1–4, without middle")),
    ("even6", NP_("question", "scale 1–6, without middle")),
    ("pair", NP_("question", "pair of opposites, 1–7")),
    ("yes_no", NP_("question", "yes or no")),
    ("single", NP_("question", "one of several")),
    ("multiple", NP_("question", "some of several")),
    ("number", NP_("question", "number")),
    ("text", NP_("question", "text")),
)


class Questionnaire(Record):
    """One version of a questionnaire; once it is answered it stays as it is."""

    label_en = TitleField(verbose_name=N_("English"))
    label_fr = TitleField(verbose_name=N_("French"))
    label_hy = TitleField(verbose_name=N_("Armenian"))
    occasion = ChoiceField(choices=OCCASIONS, default="final", verbose_name=N_("Asked"))
    edition = CountField(default=1, least=1, most=999, verbose_name=N_("Version"))
    former = RecordField("self", null=True, verbose_name=N_("Former version"))
    active = FlagField(
        default=True, verbose_name=N_("Offered"), help_text=N_("The newest that is offered is the usual one.")
    )
    notes = NotesField(verbose_name=N_("Notes"))


class Question(Record):
    """One question of a questionnaire, or the heading of a section."""

    questionnaire = RecordField(Questionnaire, verbose_name=N_("Questionnaire"))
    place = CountField(
        null=True, most=9_999, verbose_name=N_("Order"), help_text=N_("Empty: after those that are there.")
    )
    kind = ChoiceField(choices=QUESTION_KINDS, default="scale5", verbose_name=N_("Kind"))
    code = CodeField(
        max_length=40,
        verbose_name=N_("Code"),
        help_text=N_(
            "Questions of the same code are compared: advance with final, one version with the next."
        ),
    )
    label_en = TitleField(max_length=300, verbose_name=N_("English"))
    label_fr = TitleField(max_length=300, verbose_name=N_("French"))
    label_hy = TitleField(max_length=300, verbose_name=N_("Armenian"))
    low_en = TitleField(max_length=80, verbose_name=N_("Low, English"))
    low_fr = TitleField(max_length=80, verbose_name=N_("Low, French"))
    low_hy = TitleField(max_length=80, verbose_name=N_("Low, Armenian"))
    high_en = TitleField(max_length=80, verbose_name=N_("High, English"))
    high_fr = TitleField(max_length=80, verbose_name=N_("High, French"))
    high_hy = TitleField(max_length=80, verbose_name=N_("High, Armenian"))
    not_applicable = FlagField(
        verbose_name=N_("May not apply"),
        help_text=N_("“Not applicable” can be answered; it counts in no mean."),
    )


class QuestionOption(Record):
    """One of the answers to choose among; its number is what the clerk types."""

    question = RecordField(Question, verbose_name=N_("Question"))
    number = CountField(
        null=True, most=9, verbose_name=N_("Number"), help_text=N_("1 to 9. Empty: the next one.")
    )
    label_en = TitleField(verbose_name=N_("English"))
    label_fr = TitleField(verbose_name=N_("French"))
    label_hy = TitleField(verbose_name=N_("Armenian"))


Question.add_index(
    Question.index(
        Question.questionnaire,
        Question.code,
        unique=True,
        name="question_code",
        where=SQL("code <> '' AND trashed_at IS NULL"),
    )
)
QuestionOption.add_index(
    QuestionOption.index(
        QuestionOption.question,
        QuestionOption.number,
        unique=True,
        name="question_option_number",
        where=SQL("trashed_at IS NULL"),
    )
)
