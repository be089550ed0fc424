"""Proposals for change: everybody proposes, who may write decides, accepting writes, undo takes it back."""

from __future__ import annotations

import pytest
from databases import gate
from peewee import Database

from bsc_tui.db.models import Account, Correction, Engagement, Person, ServiceLine
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations import corrections
from bsc_tui.operations.corrections import About, begin, listed, propose
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.records.records import Records

pytest_plugins = ("desk",)


def anna() -> int:
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


def of_city(records: Records, wanted: str = "Gyumri", remark: str = "") -> int:
    """A proposal that Anna's city should be another one."""
    begun = begin(records, About("person", anna(), "city"), "City")
    return propose(records, begun, wanted, remark)


def test_a_viewer_proposes_and_who_may_write_accepts_which_writes_the_field(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    before = Person.get_by_id(anna()).city
    id = of_city(vera)
    with pytest.raises(Refused):
        corrections.accept(vera, id)
    assert Person.get_by_id(anna()).city == before
    (one,) = listed(admin, "decide")
    assert (one.wanted, one.now, one.state, one.proposed_by) == ("Gyumri", before, "proposed", "Vera")
    assert corrections.accept(admin, id) == "done"
    assert Person.get_by_id(anna()).city == "Gyumri"
    assert listed(admin, "decide") == []
    (mine,) = listed(vera, "mine")
    assert (mine.state, mine.decided_by) == ("done", "admin")
    assert corrections.how_many_answered(vera, 100) == 1


def test_one_undo_takes_the_field_and_the_decision_back(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    before = Person.get_by_id(anna()).city
    corrections.accept(admin, of_city(vera))
    work = last_work(admin)
    assert work is not None
    assert (work.verb, work.records) == ("proposal accepted", 2)
    assert take_back(admin, work.id).kept == []
    assert Person.get_by_id(anna()).city == before
    assert [one.state for one in listed(admin, "decide")] == ["proposed"]


def test_who_has_contacts_decides_about_people_and_not_about_words(company: Database) -> None:
    vera, clerk = gate(company, "vera"), gate(company, "ara")
    of_city(vera)
    words = propose(vera, begin(vera, About(), "Reports"), "", "“Criteria” is not what we say.")
    assert [one.about.entity for one in listed(clerk, "decide")] == (
        ["person"] if clerk.actor.has("contacts") else []
    )
    with pytest.raises(Refused):
        corrections.accept(clerk, words)
    with pytest.raises(Refused):
        corrections.decline(clerk, words, "We do.")


def test_words_are_accepted_first_and_done_later(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    id = propose(vera, begin(vera, About(), "Reports"), "Conditions", "")
    assert corrections.accept(admin, id) == "accepted"
    assert [one.state for one in listed(admin, "decide")] == ["accepted"]
    assert corrections.accept(admin, id) == "done"
    with pytest.raises(Conflict):
        corrections.accept(admin, id)


def test_a_proposal_is_declined_with_a_reason_that_its_proposer_reads(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    id = of_city(vera)
    with pytest.raises(Invalid):
        corrections.decline(admin, id, "")
    corrections.decline(admin, id, "She moved back.")
    assert [(one.state, one.answer) for one in listed(vera, "mine")] == [("declined", "She moved back.")]


def test_a_proposal_that_proposes_nothing_is_not_taken(company: Database) -> None:
    vera = gate(company, "vera")
    begun = begin(vera, About("person", anna(), "city"), "City")
    with pytest.raises(Invalid):
        propose(vera, begun, begun.value, "")
    propose(vera, begun, begun.value, "There are two cities of that name.")


def test_no_sensitive_number_is_proposed_for_all_to_read(company: Database) -> None:
    begun = begin(gate(company, "vera"), About("person", anna(), "passport_number"), "Passport")
    assert begun.field is None
    assert begun.is_sensitive


def test_one_withdraws_what_one_has_proposed_and_nobody_elses(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    id = of_city(vera)
    with pytest.raises(Conflict):
        corrections.withdraw(admin, id)
    corrections.withdraw(vera, id)
    assert listed(vera, "mine") == listed(admin, "all") == []


def test_a_value_changed_meanwhile_is_told(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    of_city(vera)
    admin.save("person", {"city": "Vanadzor"}, id=anna())
    (one,) = listed(admin, "decide")
    assert one.was_overtaken
    assert one.now == "Vanadzor"


def test_a_line_keeps_its_proposals_when_its_code_changes(company: Database) -> None:
    vera, admin = gate(company, "vera"), gate(company, "admin")
    seminar = int(Engagement.get(Engagement.title == "Labour code").id)
    id = propose(vera, begin(vera, About("engagement", seminar, "location"), "Place"), "Room 9", "")
    line = Engagement.get_by_id(seminar).line_id
    admin.save("service_line", {"code": "SEMI"}, id=line)
    assert ServiceLine.get_by_id(line).code == "SEMI"
    assert Correction.get_by_id(id).decider == "line:SEMI"
    assert Account.get(Account.name == "vera")
