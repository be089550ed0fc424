"""Questionnaires are built, answered, never changed then; results count what was answered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from databases import gate
from desk import colleague
from peewee import Database

from bsc_tui.db.models import Engagement, EvaluationSheet, Question, Questionnaire
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations import evaluations, questionnaires
from bsc_tui.operations.evaluations import Said, write_sheet
from bsc_tui.records import audit, undoing
from bsc_tui.records.records import Records
from bsc_tui.reports import evaluation_tables
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.evaluation_limits import EvaluationsCriteria
from bsc_tui.reports.evaluations import results

pytest_plugins = ("desk",)

HOSTILE = ("=1+1", "\x1b[2J evil", "[red]{{7*7}}[/]", "Շատ \u202elav", "a" * 300)


def final() -> int:
    return int(Questionnaire.get(Questionnaire.occasion == "final").id)


def seminar(title: str = "Labour code") -> int:
    return int(Engagement.get(Engagement.title == title).id)


def built(records: Records, *kinds: str, options: int = 3) -> dict[str, int]:
    """A questionnaire with a question of each kind; their ids by kind, and its own."""
    made = records.save("questionnaire", {"label_hy": "Փորձ", "occasion": "final"}).id
    found = {"": made}
    for kind in kinds:
        ends = {"low_en": "dull", "high_en": "lively"} if kind == "pair" else {}
        values = {"questionnaire": made, "kind": kind, "label_en": kind, "not_applicable": True}
        id = records.save("question", {**values, **ends}).id
        found[kind] = id
        if kind in ("single", "multiple"):
            for number in range(options):
                records.save("question_option", {"question": id, "label_en": f"option {number + 1}"})
    return found


def test_every_kind_of_question_takes_its_answers_and_refuses_others(company: Database) -> None:
    admin = colleague(company)
    good = {
        "scale5": "5",
        "scale10": "10",
        "scale11": "0",
        "even4": "4",
        "even6": "6",
        "pair": "7",
        "yes_no": "0",
        "single": "3",
        "multiple": "1,3",
        "number": "1.5",
        "text": "two\nlines",
    }
    bad = {
        "scale5": "0",
        "scale10": "0",
        "scale11": "11",
        "even4": "5",
        "even6": "7",
        "pair": "8",
        "yes_no": "2",
        "single": "1,2",
        "multiple": "1,4",
        "number": "1e99",
    }
    ids = built(admin, *good)
    sheet = write_sheet(admin, seminar(), ids[""], None, {ids[kind]: Said(good[kind]) for kind in good})
    assert {kind: sheet.answers[ids[kind]].value for kind in good} == good
    for kind, value in bad.items():
        with pytest.raises(Invalid):
            write_sheet(admin, seminar(), ids[""], None, {ids[kind]: Said(value)})
    assert EvaluationSheet.select().count() == 1


def test_an_answered_questionnaire_is_never_changed_and_a_new_version_is_offered(company: Database) -> None:
    admin = colleague(company)
    first = Question.get(Question.questionnaire == final(), Question.code == "knowledge")
    admin.save("question", {"label_en": "Changed before anybody answered"}, id=first.id)
    old = final()
    write_sheet(admin, seminar(), old, None, {first.id: Said("4")})
    with pytest.raises(Invalid, match="new version"):
        admin.save("question", {"label_en": "Later"}, id=first.id)
    with pytest.raises(Invalid, match="new version"):
        admin.save("question", {"questionnaire": old, "label_en": "One more"})
    with pytest.raises(Conflict):
        admin.trash("question", first.id)
    with pytest.raises(Conflict):
        admin.trash("questionnaire", old)

    new = questionnaires.new_version(admin, old)

    form, before = questionnaires.form_of(new), questionnaires.form_of(old)
    assert form.edition == 2
    assert [one.code for one in form.questions] == [one.code for one in before.questions]
    assert evaluations.opened(admin, seminar("Budgeting"), "final").form == form
    assert evaluations.opened(admin, seminar(), "final").form == before
    admin.save("question", {"label_en": "Later"}, id=form.questions[0].id)
    undoing.undo(admin, admin_operation())


def admin_operation() -> int:
    return int(audit.Operation.select(audit.Operation.id).order_by(audit.Operation.id.desc()).scalar())


def test_sheets_need_the_right_to_the_line_and_questionnaires_that_to_administer(company: Database) -> None:
    clerk, ara, vera = (gate(company, name) for name in ("lusine", "ara", "vera"))
    question = questionnaires.form_of(final()).questions[0].id
    write_sheet(ara, seminar(), final(), None, {question: Said("4")})
    with pytest.raises(Refused):
        write_sheet(ara, seminar("Effective marketing"), final(), None, {question: Said("4")})
    with pytest.raises(Refused):
        write_sheet(vera, seminar(), final(), None, {question: Said("4")})
    with pytest.raises(Refused):
        clerk.save("questionnaire", {"label_en": "Mine"})


def test_blanks_and_not_applicable_count_in_no_mean(company: Database) -> None:
    admin = colleague(company)
    asked = {one.code: one.id for one in questionnaires.form_of(final()).questions}
    for value in (Said("5"), Said("2"), Said(), Said(not_applicable=True)):
        write_sheet(admin, seminar(), final(), None, {asked["materials"]: value, asked["room"]: Said("3")})
    found = results(admin, EvaluationsCriteria(engagement=seminar()))
    tally = next(one for one in found.answers if one.question.code == "materials").tally("final")
    assert (tally.n, tally.mean, tally.not_applicable) == (2, Decimal("3.5"), 1)
    assert tally.values == {"5": 1, "2": 1}
    assert found.sheets == {"final": 4}


@pytest.mark.parametrize("by", ["seminar", "topic", "teacher", "line", "year"])
def test_results_are_grouped(company: Database, by: str) -> None:
    admin = colleague(company)
    question = next(one.id for one in questionnaires.form_of(final()).questions if one.code == "room")
    for title, value in (("Labour code", "5"), ("Effective marketing", "1")):
        write_sheet(admin, seminar(title), final(), None, {question: Said(value)})
    found = results(admin, EvaluationsCriteria(by=by))
    marks = [part.mark("final") for part in found.parts]
    assert sorted(marks) == ([Decimal("0.5")] if by in ("year", "teacher") else [Decimal(0), Decimal(1)])
    narrowed = results(admin, EvaluationsCriteria(by=by, group=found.parts[0].key))
    assert narrowed.sheets["final"] == found.parts[0].sheets["final"]
    assert results(admin, EvaluationsCriteria(lines=("SM",), by=by)).sheets == {"final": 1}
    assert results(admin, EvaluationsCriteria(from_="2026-11-24", by=by)).sheets == {"final": 1}


def test_hostile_words_stay_words(company: Database) -> None:
    admin = colleague(company)
    asked = {one.code: one.id for one in questionnaires.form_of(final()).questions}
    for text in HOSTILE:
        write_sheet(admin, seminar(), final(), None, {asked["comment"]: Said(text)})
    texts = [one.text for one in results(admin, EvaluationsCriteria(engagement=seminar())).comments]
    assert texts[0] == "=1+1"
    assert not any("\x1b" in text or "\u202e" in text for text in texts)
    report = evaluation_tables.run(admin, Criteria(engagement=seminar()))
    assert report.tables[-1].size == len(HOSTILE)


def test_a_token_used_before_writes_no_second_sheet(company: Database) -> None:
    admin = colleague(company)
    question = questionnaires.form_of(final()).questions[0].id
    first = write_sheet(admin, seminar(), final(), None, {question: Said("4")}, token="once")
    again = write_sheet(admin, seminar(), final(), None, {question: Said("4")}, token="once")
    assert first == again
    assert EvaluationSheet.select().count() == 1
