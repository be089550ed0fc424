"""Letters get their numbers, actions their days and who they are for; what goes on waits again."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from bsc_tui.db.models import Account, Action, Letter, ReferenceList, Term
from bsc_tui.entities.correspondence import ACTION
from bsc_tui.errors import Invalid, Refused
from bsc_tui.operations import documents
from bsc_tui.operations.actions import waiting_actions
from bsc_tui.operations.document_files import begin_upload
from bsc_tui.records import audit
from bsc_tui.records.records import Records
from bsc_tui.records.undoing import undo

DAY = datetime.date(2026, 11, 20)
TODAY = datetime.date(2026, 11, 22)


def nature(code: str = "call") -> int:
    found = Term.select().join(ReferenceList).where(ReferenceList.code == "action_nature", Term.code == code)
    return int(found.get().id)


@pytest.fixture
def anna(admin: Records) -> int:
    return admin.save("person", {"last_name": "Hakobyan", "first_name": "Anna"}).id


def letter(records: Records, person: int | None, **values: Any) -> Letter:
    given = {"person": person, "subject": "An offer", "day": DAY, **values}
    return Letter.get_by_id(records.save("letter", given).id)


def action(records: Records, person: int | None, **values: Any) -> Action:
    given = {"nature": nature(), "person": person, "subject": "Invoice", **values}
    return Action.get_by_id(records.save("action", given).id)


def problems(attempt: Callable[[], object]) -> list[str]:
    """The fields that are told to be wrong."""
    with pytest.raises(Invalid) as caught:
        attempt()
    return [problem.field for problem in caught.value.problems]


# -- letters ------------------------------------------------------------------------------------------


def test_letters_are_numbered_by_year_what_came_apart_from_what_went(admin: Records, anna: int) -> None:
    made = [
        letter(admin, anna),
        letter(admin, anna, direction="in", channel="email", their_number="17/B"),
        letter(admin, anna, channel="fax"),
        letter(admin, anna, day=datetime.date(2025, 12, 30)),
    ]
    assert [one.serial for one in made] == ["O-2026-0001", "I-2026-0001", "O-2026-0002", "O-2025-0001"]
    assert made[0].account_id == admin.actor.account_id
    (many,) = admin.save_many("letter", [{"person": anna, "subject": "Third", "day": DAY}])
    assert Letter.get_by_id(many).serial == "O-2026-0003"
    several = admin.save_many("letter", [{"person": anna, "subject": "More", "day": DAY}] * 3)
    assert [Letter.get_by_id(id).number for id in several] == [4, 5, 6]


def test_a_number_stays_and_is_given_to_no_other_letter(admin: Records, anna: int) -> None:
    first, last = letter(admin, anna), letter(admin, anna)
    admin.save("letter", {"day": datetime.date(2027, 1, 5), "subject": "Later"}, id=first.id)
    assert Letter.get_by_id(first.id).serial == "O-2026-0001"
    assert problems(lambda: admin.save("letter", {"direction": "in"}, id=first.id)) == ["direction"]
    admin.trash("letter", last.id)
    assert letter(admin, anna).serial == "O-2026-0003"
    admin.restore("letter", last.id)
    assert Letter.get_by_id(last.id).serial == "O-2026-0002"


def test_a_letter_is_of_somebody_and_has_a_subject_and_a_date(admin: Records, anna: int) -> None:
    assert problems(lambda: admin.save("letter", {"subject": "To nobody", "day": DAY})) == ["person"]
    assert problems(lambda: admin.save("letter", {"person": anna})) == ["day", "subject"]


def test_who_may_not_change_contacts_enters_no_letters(
    admin: Records, anna: int, as_user: Callable[..., Records]
) -> None:
    with pytest.raises(Refused):
        letter(as_user("vera", "viewer"), anna)
    assert Letter.select().count() == 0


def test_letters_are_found_by_subject_person_and_number(admin: Records, anna: int) -> None:
    one = letter(admin, anna, subject="Հրավեր", their_number="17/B")
    for query in ("hraver", "hakobyan", "o-2026-0001", "17/b"):
        assert [line.id for line in admin.page("letter", [], query=query).lines] == [one.id], query


def test_a_letter_with_a_confidential_file_is_seen_by_those_who_may(
    admin: Records, anna: int, as_user: Callable[..., Records]
) -> None:
    folder = documents.folder_for(admin, ["Contracts"], line=None)
    upload = begin_upload(admin, folder, "contract.txt", expected=3)
    upload.write(b"abc")
    stored = upload.finish(folder)
    one = letter(admin, anna, document=stored.document)
    clerk = as_user("lusine")
    assert clerk.count("letter") == 1
    admin.save("folder", {"confidential": True}, id=folder)
    assert clerk.count("letter") == 0
    assert admin.get("letter", one.id).labels["document"] == "contract.txt"
    admin.trash("document", stored.document)
    assert admin.count("letter") == 0
    admin.restore("document", stored.document)
    assert admin.count("letter") == 1


# -- actions ------------------------------------------------------------------------------------------


def test_an_action_is_for_who_enters_it_and_done_by_who_says_so(
    admin: Records, anna: int, as_user: Callable[..., Records]
) -> None:
    lusine = as_user("lusine")
    one = action(lusine, anna, due=DAY)
    assert (one.owner_id, one.done_by_id) == (lusine.actor.account_id, None)
    admin.save("action", {"done_on": DAY, "report": "Pays on Monday"}, id=one.id)
    assert Action.get_by_id(one.id).done_by_id == admin.actor.account_id
    admin.save("action", {"done_on": None}, id=one.id)
    assert Action.get_by_id(one.id).done_by_id is None


def test_an_action_needs_a_nature_and_a_day_that_makes_sense(admin: Records, anna: int) -> None:
    assert problems(lambda: action(admin, anna)) == ["due"]
    assert problems(lambda: action(admin, anna, nature=None, due=DAY)) == ["nature"]
    ahead = TODAY + datetime.timedelta(days=400)
    assert problems(lambda: action(admin, anna, done_on=ahead)) == ["done_on"]
    assert problems(lambda: action(admin, anna, done_on=DAY, follow_up=DAY.replace(day=1))) == ["follow_up"]
    assert action(admin, None, done_on=DAY).due == DAY


def test_a_follow_up_is_an_action_of_its_own_that_moves_while_it_waits(admin: Records, anna: int) -> None:
    call = action(admin, anna, done_on=DAY, follow_up=datetime.date(2026, 11, 25))
    (following,) = Action.select().where(Action.follows == call.id)
    assert (following.due, following.done_on, following.person_id) == (
        datetime.date(2026, 11, 25),
        None,
        anna,
    )
    admin.save("action", {"follow_up": datetime.date(2026, 11, 27)}, id=call.id)
    assert Action.get_by_id(following.id).due == datetime.date(2026, 11, 27)
    admin.save("action", {"done_on": DAY}, id=following.id)
    admin.save("action", {"follow_up": datetime.date(2026, 12, 1)}, id=call.id)
    assert Action.select().where(Action.follows == call.id).count() == 2


def test_undoing_what_was_entered_takes_its_follow_up_along(admin: Records, anna: int) -> None:
    call = action(admin, anna, done_on=DAY, follow_up=datetime.date(2026, 11, 25))
    (latest,) = audit.history(admin, ACTION, call.id)
    undo(admin, latest.operation)
    assert admin.count("action") == 0


def test_what_waits_is_mine_not_done_and_due_within_a_week(
    admin: Records, anna: int, as_user: Callable[..., Records]
) -> None:
    lusine = as_user("lusine")
    mine = action(admin, anna, due=DAY, owner=lusine.actor.account_id)
    action(admin, anna, due=TODAY + datetime.timedelta(days=8), owner=lusine.actor.account_id)
    action(admin, anna, due=DAY)
    done = action(admin, anna, due=DAY, owner=lusine.actor.account_id)
    admin.save("action", {"done_on": DAY}, id=done.id)
    waiting, count = waiting_actions(lusine, TODAY)
    assert [(one.id, one.nature, one.who, one.subject) for one in waiting] == [
        (mine.id, "Call", "Hakobyan Anna", "Invoice")
    ]
    assert count == 1
    for _number in range(7):
        action(admin, anna, due=TODAY, owner=lusine.actor.account_id)
    waiting, count = waiting_actions(lusine, TODAY)
    assert (len(waiting), count) == (5, 8)


def test_erasing_a_person_wipes_their_letters_and_actions(admin: Records, anna: int) -> None:
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    letter(admin, anna, subject="Private matter", notes="secret")
    letter(admin, None, enterprise=firm)
    action(admin, anna, done_on=DAY, report="secret", follow_up=datetime.date(2026, 11, 25))
    admin.erase_person(anna, "asked for it", "Erased")
    assert [one.subject for one in Letter.select()] == ["An offer"]
    assert Action.select().count() == 0
    assert Account.select().count() > 0


def test_a_person_goes_to_the_trash_and_comes_back_with_letters_and_actions(
    admin: Records, anna: int
) -> None:
    letter(admin, anna)
    action(admin, anna, due=DAY)
    admin.trash("person", anna)
    assert (admin.count("letter"), admin.count("action")) == (0, 0)
    admin.restore("person", anna)
    assert (admin.count("letter"), admin.count("action")) == (1, 1)
