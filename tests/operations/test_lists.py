"""Keeping the reference lists: adding, ordering, merging terms, and taking a merge back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bsc_tui import i18n
from bsc_tui.db.models import Engagement, Person, ReferenceList, Term
from bsc_tui.errors import Conflict, Invalid, Missing
from bsc_tui.operations import lists
from bsc_tui.records import audit, undoing
from bsc_tui.records.records import Records

MakeSeminar = Callable[..., int]
MakeUser = Callable[..., Records]


def terms_of(code: str) -> list[Term]:
    return list(
        Term.select().join(ReferenceList).where(ReferenceList.code == code).order_by(Term.place, Term.id)
    )


def test_a_merge_moves_every_use_and_what_it_is_found_by_and_can_be_taken_back(
    admin: Records, make_seminar: MakeSeminar
) -> None:
    gone = lists.add_term(admin, "seminar_topic", "Labor code")
    kept = lists.add_term(admin, "seminar_topic", "Employment law")
    seminar = make_seminar(topic=gone, title="")
    person = admin.save("person", {"last_name": "A"}).id
    interest = admin.save("interest", {"person": person, "topic": gone}).id

    def found(query: str) -> list[int]:
        return [line.id for line in admin.page("engagement", ["topic"], query=query).lines]

    assert lists.use_counts(Term.get_by_id(gone).list_id)[gone] == 2
    assert lists.merge_terms(admin, gone, kept) == 2
    assert Engagement.get_by_id(seminar).topic_id == kept
    assert admin.get("interest", interest).labels["topic"] == "Employment law"
    assert (found("employment law"), found("labor")) == ([seminar], [])
    assert Term.get_by_id(gone).trashed_at

    operation = undoing.last_operation(admin)
    assert operation
    assert operation.verb == "merge"
    undone = undoing.undo(admin, operation.id)
    assert (undone.records, undone.kept) == (3, [])
    assert Engagement.get_by_id(seminar).topic_id == gone
    assert admin.get("interest", interest).labels["topic"] == "Labor code"
    assert (found("employment law"), found("labor")) == ([], [seminar])
    assert not Term.get_by_id(gone).trashed_at


def test_who_may_merge_may_take_it_back_also_in_records_that_are_not_theirs_or_in_the_trash(
    admin: Records, as_user: MakeUser, make_seminar: MakeSeminar
) -> None:
    gone, kept = (lists.add_term(admin, "seminar_topic", name) for name in ("Old", "New"))
    seminar, trashed = make_seminar(topic=gone), make_seminar(topic=gone)
    admin.trash("engagement", trashed)
    keeper = as_user("nune", "viewer", rights=("lists",))
    assert lists.merge_terms(keeper, gone, kept) == 2
    operation = undoing.last_operation(keeper)
    assert operation
    undoing.undo(keeper, operation.id)
    assert [Engagement.get_by_id(id).topic_id for id in (seminar, trashed)] == [gone, gone]
    newest = audit.history(admin, admin.get("engagement", seminar).entity, seminar)[0]
    assert (newest.who, newest.fields) == ("Nune", {"topic": (kept, gone)})


def test_terms_below_a_merged_one_move_with_it(admin: Records) -> None:
    gone, kept = (lists.add_term(admin, "seminar_topic", name) for name in ("Old", "New"))
    below = lists.add_term(admin, "seminar_topic", "Part", parent=gone)
    lists.merge_terms(admin, gone, kept)
    assert Term.get_by_id(below).parent_id == kept


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_merge_that_makes_no_sense_is_refused(admin: Records) -> None:
    above = lists.add_term(admin, "seminar_topic", "Above")
    below = lists.add_term(admin, "seminar_topic", "Below", parent=above)
    elsewhere = terms_of("position")[0].id
    for gone, kept, problem, words in (
        (above, above, Conflict, "This is the same term"),
        (above, elsewhere, Conflict, "in different lists"),
        (above, below, Conflict, "One term is part of the other"),
        (above, 999_999, Missing, "is gone"),
    ):
        with pytest.raises(problem, match=words):
            lists.merge_terms(admin, gone, kept)
    lists.merge_terms(admin, below, above)
    with pytest.raises(Missing):
        lists.merge_terms(admin, below, above)


def test_a_term_in_use_can_not_be_deleted_and_a_retired_one_is_offered_no_more(admin: Records) -> None:
    position = terms_of("position")[0].id
    person = admin.save("person", {"last_name": "A", "position": position}).id
    with pytest.raises(Conflict, match="It is in use"):
        admin.trash("term", position)
    admin.save("term", {"active": False}, id=position)
    assert position not in {term.id for term in admin.reader.terms("position", offered=True)}
    assert admin.get("person", person).labels["position"]


def test_a_term_deleted_while_a_form_shows_it_is_told(admin: Records) -> None:
    position = lists.add_term(admin, "position", "Lamplighter")
    admin.trash("term", position)
    with pytest.raises(Invalid) as caught:
        admin.save("person", {"last_name": "A", "position": position})
    assert [(one.field, one.sentence) for one in caught.value.problems] == [
        ("position", "What was chosen here is gone; choose again.")
    ]
    assert Person.select().count() == 0


def test_a_term_moves_up_and_down_among_those_beside_it(admin: Records) -> None:
    before = [term.id for term in terms_of("bank")]
    lists.reorder(admin, before[1], -1)
    assert [term.id for term in terms_of("bank")] == [before[1], before[0], *before[2:]]
    lists.reorder(admin, before[1], -1)
    lists.reorder(admin, before[-1], 1)
    assert [term.id for term in terms_of("bank")] == [before[1], before[0], *before[2:]]
    lists.reorder(admin, before[1], 1)
    assert [term.id for term in terms_of("bank")] == before


def test_a_clerk_adds_a_missing_term_in_the_language_they_work_in(as_user: MakeUser) -> None:
    i18n.activate(i18n.Translator("hy"))
    added = lists.add_term(as_user("lusine"), "seminar_topic", "Հաց")
    term = Term.get_by_id(added)
    assert (term.label_hy, term.label_en) == ("Հաց", "")
    assert term.place > max(other.place for other in terms_of("seminar_topic") if other.id != added)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_can_not_be_added_is_told(admin: Records) -> None:
    with pytest.raises(Invalid, match="five meanings"):
        lists.add_term(admin, "project_status", "Nearly done")
    with pytest.raises(Missing, match="no such list"):
        lists.add_term(admin, "hats", "Bowler")
    with pytest.raises(Invalid, match="needs a label"):
        lists.add_term(admin, "seminar_topic", " ")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_lists_are_told_with_their_numbers(admin: Records) -> None:
    told = {one.code: one.terms for one in lists.reference_lists(admin)}
    assert told["project_status"] == 5
    assert sum(told.values()) == Term.select().count()
