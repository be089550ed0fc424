"""Questionnaires, their questions, and the sheets that came back."""

from __future__ import annotations

from bsc_tui.db.models import Answer, EvaluationSheet, Question, Questionnaire, QuestionOption
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

QUESTIONNAIRE = Entity(
    code="questionnaire",
    model=Questionnaire,
    name=N_("questionnaire"),
    plural=N_("Questionnaires"),
    area="admin",
    guard="administration",
    title=("label_en",),
    columns=(
        Column("label_en", 24, flexible=True),
        Column("label_fr", 20, priority=3, flexible=True),
        Column("label_hy", 20, priority=2, flexible=True),
        Column("occasion", 8),
        Column("edition", 7),
        Column("active", 7),
    ),
    sections=(
        Section(N_("Questionnaire"), ("label_en", "label_fr", "label_hy")),
        Section(N_("Use"), ("occasion", "active", "edition", "former", "notes"), column=1),
    ),
    search=Search(names=("label_en", "label_fr", "label_hy")),
    order=("occasion", "-edition", "-id"),
    children=(Child("question", "questionnaire", N_("Questions"), owned=True),),
)

QUESTION = Entity(
    code="question",
    model=Question,
    name=N_("question"),
    plural=N_("Questions"),
    area="admin",
    guard="administration",
    title=("label_en",),
    columns=(
        Column("place", 5),
        Column("label_en", 24, flexible=True),
        Column("label_fr", 20, priority=3, flexible=True),
        Column("label_hy", 20, priority=4, flexible=True),
        Column("kind", 22),
        Column("code", 12, priority=2),
    ),
    sections=(
        Section(
            N_("Question"),
            ("label_en", "label_fr", "label_hy", "kind", "place", "code", "not_applicable"),
        ),
        Section(
            N_("Ends of the scale"),
            ("low_en", "high_en", "low_fr", "high_fr", "low_hy", "high_hy"),
            column=1,
        ),
    ),
    hidden=("questionnaire",),
    order=("questionnaire", "place", "id"),
    children=(Child("question_option", "question", N_("Answers to choose among"), owned=True),),
)

QUESTION_OPTION = Entity(
    code="question_option",
    model=QuestionOption,
    name=N_("answer to choose"),
    plural=N_("Answers to choose among"),
    area="admin",
    guard="administration",
    title=("label_en",),
    columns=(
        Column("number", 6),
        Column("label_en", 24, flexible=True),
        Column("label_fr", 20, priority=2, flexible=True),
        Column("label_hy", 20, priority=3, flexible=True),
    ),
    sections=(Section(N_("Answer to choose"), ("number", "label_en", "label_fr", "label_hy")),),
    hidden=("question",),
    order=("question", "number", "id"),
)

EVALUATION_SHEET = Entity(
    code="evaluation_sheet",
    model=EvaluationSheet,
    name=N_("evaluation sheet"),
    plural=N_("Evaluation sheets"),
    area="services",
    guard="line",
    scope="engagement.line",
    title=("engagement", "questionnaire", "number"),
    columns=(
        Column("number", 5),
        Column("questionnaire", 24, flexible=True),
        Column("person", 24, flexible=True),
        Column("engagement", 24, priority=2, flexible=True),
    ),
    sections=(Section(N_("Evaluation sheet"), ("number", "person")),),
    hidden=("engagement", "questionnaire"),
    order=("engagement", "questionnaire", "number", "id"),
    children=(Child("answer", "sheet", N_("Answers"), owned=True),),
)

ANSWER = Entity(
    code="answer",
    model=Answer,
    name=N_("answer"),
    plural=N_("Answers"),
    area="services",
    guard="line",
    scope="sheet.engagement.line",
    title=("question", "value"),
    columns=(Column("question", 40, flexible=True), Column("value", 24), Column("not_applicable", 8)),
    sections=(Section(N_("Answer"), ("value", "not_applicable")),),
    hidden=("sheet", "question"),
    order=("sheet", "question"),
)

ENTITIES = (QUESTIONNAIRE, QUESTION, QUESTION_OPTION, EVALUATION_SHEET, ANSWER)
