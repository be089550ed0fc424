"""Questionnaires, their questions, and the sheets that came back; which ones a seminar uses."""

from typing import Any

import peewee as pw

INDEXES = (
    "UNIQUE INDEX question_code ON question (questionnaire_id, code) WHERE code <> '' AND trashed_at IS NULL",
    "UNIQUE INDEX question_option_number ON question_option (question_id, number) WHERE trashed_at IS NULL",
    "UNIQUE INDEX evaluation_sheet_once ON evaluation_sheet (engagement_id, questionnaire_id, person_id) "
    "WHERE person_id IS NOT NULL AND trashed_at IS NULL",
    "UNIQUE INDEX answer_once ON answer (sheet_id, question_id) WHERE trashed_at IS NULL",
)


def up(migrator: Any, db: Any) -> None:
    """The tables, and the questionnaires of a seminar."""

    class Engagement(pw.Model):
        class Meta:
            database = db
            table_name = "engagement"

    class Person(pw.Model):
        class Meta:
            database = db
            table_name = "person"

    def words(longest: int = 200) -> Any:
        return pw.CharField(max_length=longest, default="")

    class Questionnaire(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        label_en = words()
        label_fr = words()
        label_hy = words()
        occasion = pw.CharField(max_length=30, default="final")
        edition = pw.IntegerField(default=1)
        former = pw.ForeignKeyField("self", null=True, backref="+")
        active = pw.BooleanField(default=True)
        notes = pw.TextField(default="")

        class Meta:
            database = db
            table_name = "questionnaire"

    class Question(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        questionnaire = pw.ForeignKeyField(Questionnaire, backref="+")
        place = pw.IntegerField(null=True)
        kind = pw.CharField(max_length=30, default="scale5")
        code = words(40)
        label_en = words(300)
        label_fr = words(300)
        label_hy = words(300)
        low_en = words(80)
        low_fr = words(80)
        low_hy = words(80)
        high_en = words(80)
        high_fr = words(80)
        high_hy = words(80)
        not_applicable = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "question"

    class QuestionOption(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        question = pw.ForeignKeyField(Question, backref="+")
        number = pw.IntegerField(null=True)
        label_en = words()
        label_fr = words()
        label_hy = words()

        class Meta:
            database = db
            table_name = "question_option"

    class EvaluationSheet(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        engagement = pw.ForeignKeyField(Engagement, backref="+")
        questionnaire = pw.ForeignKeyField(Questionnaire, backref="+")
        number = pw.IntegerField(default=0)
        person = pw.ForeignKeyField(Person, null=True, backref="+")

        class Meta:
            database = db
            table_name = "evaluation_sheet"
            indexes = ((("engagement", "questionnaire"), False),)

    class Answer(pw.Model):
        version = pw.IntegerField(default=1)
        trashed_at = pw.DateTimeField(null=True)
        sheet = pw.ForeignKeyField(EvaluationSheet, backref="+")
        question = pw.ForeignKeyField(Question, backref="+")
        value = pw.TextField(default="")
        not_applicable = pw.BooleanField(default=False)

        class Meta:
            database = db
            table_name = "answer"

    db.create_tables([Questionnaire, Question, QuestionOption, EvaluationSheet, Answer], safe=False)
    for index in INDEXES:
        db.execute_sql(f"CREATE {index}")
    questionnaire: Any = Questionnaire
    for column in ("advance_questionnaire_id", "final_questionnaire_id"):
        link: Any = pw.ForeignKeyField(
            questionnaire, field=questionnaire.id, null=True, index=False, backref="+"
        )
        migrator.migrate(migrator.add_column("engagement", column, link))
