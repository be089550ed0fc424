"""What somebody typed and did not save, and what they looked at."""

from __future__ import annotations

from collections.abc import Callable

from bsc_tui.records import access, drafts
from bsc_tui.records.records import Records

MakeUser = Callable[..., Records]


def test_a_draft_is_kept_replaced_and_dropped(admin: Records) -> None:
    drafts.keep(admin, "person/new", "New person", {"last_name": "Հակոբյան"})
    drafts.keep(admin, "person/new", "New person", {"last_name": "Hakobyan"})
    drafts.keep(admin, "person/7", "x" * 300, {})
    kept = drafts.of_place(admin, "person/new")
    assert kept
    assert kept.content == {"last_name": "Hakobyan"}
    assert {draft.place for draft in drafts.all_of(admin)} == {"person/new", "person/7"}
    drafts.drop(admin, "person/new")
    drafts.drop(admin, "person/new")
    assert drafts.of_place(admin, "person/new") is None


def test_whatever_was_typed_makes_a_draft(admin: Records) -> None:
    drafts.keep(admin, "person/new", "\x00half\ud800", {"last_name": "\x00half\ud800", "notes": "\x1b[2J"})
    kept = drafts.of_place(admin, "person/new")
    assert kept
    assert (kept.title, kept.content) == ("half?", {"last_name": "\x00half?", "notes": "\x1b[2J"})


def test_a_draft_is_seen_by_nobody_else(admin: Records, as_user: MakeUser) -> None:
    viewer = as_user("karen", "viewer")
    drafts.keep(viewer, "person/new", "", {"last_name": "Mine"})
    drafts.drop(admin, "person/new")
    assert drafts.all_of(admin) == []
    assert len(drafts.all_of(viewer)) == 1


def test_the_latest_visits_come_first_and_old_ones_are_forgotten(admin: Records) -> None:
    for id in range(1, drafts.KEPT_VISITS + 5):
        drafts.visited(admin, "person", id, f"Name{id}")
    drafts.visited(admin, "person", 10, "Name10")
    seen = drafts.visits(admin, 100)
    assert len(seen) == drafts.KEPT_VISITS
    assert seen[:2] == [("person", 10, "Name10", ""), ("person", 24, "Name24", "")]


def test_who_has_no_account_leaves_no_drafts(admin: Records) -> None:
    nobody = Records(admin.database, access.SYSTEM, admin.clock)
    drafts.keep(nobody, "person/new", "", {})
    drafts.visited(nobody, "person", 1, "")
    assert (drafts.all_of(nobody), drafts.visits(nobody)) == ([], [])
