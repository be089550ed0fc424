"""Kept reports and own files: whose they are, who may change them, how long they stay."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable

import pytest
from databases import FixedClock
from peewee import Database

from bsc_tui.db.models import Change, Export, ExportChunk, SavedReport
from bsc_tui.errors import Conflict, Invalid, Missing, Refused
from bsc_tui.operations import own_work
from bsc_tui.records import access, own_files
from bsc_tui.records.keeping_reports import SAVED_REPORT
from bsc_tui.records.records import Records

MakeUser = Callable[..., Records]


def names(records: Records) -> list[str]:
    return [one.name for one in records.kept_reports()]


def test_a_viewer_keeps_reports_that_only_they_see_until_they_share_them(as_user: MakeUser) -> None:
    vera, ara = as_user("vera", "viewer"), as_user("ara", "clerk")
    id = vera.keep_report(" Sales 2026 ", "services", '{"lines": ["HR"]}')

    assert names(vera) == ["Sales 2026"]
    assert names(ara) == []
    with pytest.raises(Missing):
        ara.rename_report(id, "Mine")

    vera.share_report(id, True)

    (seen,) = ara.kept_reports()
    assert (seen.criteria, seen.shared, seen.mine, seen.owner) == ('{"lines": ["HR"]}', True, False, "Vera")
    for change in (
        lambda: ara.rename_report(id, "Mine"),
        lambda: ara.share_report(id, False),
        lambda: ara.remove_report(id),
    ):
        with pytest.raises(Refused, match="Somebody else keeps this report"):
            change()
    assert names(vera) == ["Sales 2026"]


def test_who_administers_may_put_shared_reports_in_order(admin: Records, as_user: MakeUser) -> None:
    vera = as_user("vera", "viewer")
    shared = vera.keep_report("Shared", "services", "{}", shared=True)
    own = vera.keep_report("Own", "services", "{}")

    admin.rename_report(shared, "Sales")
    admin.remove_report(shared)
    with pytest.raises(Missing):
        admin.remove_report(own)

    assert names(vera) == ["Own"]


def test_the_same_name_is_kept_over_and_another_s_name_is_free(as_user: MakeUser) -> None:
    vera, ara = as_user("vera", "viewer"), as_user("ara", "clerk")
    first = vera.keep_report("Sales", "services", "{}")
    again = vera.keep_report("Sales", "services", '{"paid": "paid"}')
    ara.keep_report("Sales", "individual", "{}")
    other = vera.keep_report("Other", "services", "{}")

    assert first == again
    assert [one.criteria for one in vera.kept_reports() if one.name == "Sales"] == ['{"paid": "paid"}']
    with pytest.raises(Conflict, match="This name is taken"):
        vera.rename_report(other, "Sales")
    vera.rename_report(other, "Other")
    for name in ("", "   ", "x" * 81):
        with pytest.raises(Invalid):
            vera.keep_report(name, "services", "{}")
    assert SavedReport.select().count() == 3


def test_the_trail_says_what_was_kept_and_there_is_nothing_to_undo(as_user: MakeUser) -> None:
    vera = as_user("vera", "viewer")
    id = vera.keep_report("Sales", "services", "{}")
    vera.share_report(id, True)
    vera.remove_report(id)

    noted = [
        json.loads(one.fields)
        for one in Change.select().where(Change.entity == SAVED_REPORT).order_by(Change.id)
    ]
    assert noted[0]["name"] == [None, "Sales"]
    assert noted[1] == {"shared": [False, True]}
    assert noted[2]["name"] == ["Sales", None]
    assert own_work.last_work(vera) is None


def test_a_file_is_its_owner_s_alone_and_whole(as_user: MakeUser) -> None:
    vera, ara = as_user("vera", "viewer"), as_user("ara", "clerk")
    content = bytes(range(256)) * 1_500
    first = own_files.store(vera, "Sales.xlsx", io.BytesIO(content))
    second = own_files.store(vera, "Sales.xlsx", io.BytesIO(b""))

    assert (first.name, second.name) == ("Sales.xlsx", "Sales-2.xlsx")
    assert first.until == first.at + datetime.timedelta(days=30)
    assert b"".join(own_files.pieces_of(vera, first.id)) == content
    assert b"".join(own_files.pieces_of(vera, second.id)) == b""
    assert [one.name for one in own_files.all_of(vera)] == ["Sales-2.xlsx", "Sales.xlsx"]
    assert own_files.all_of(ara) == []
    with pytest.raises(Missing):
        list(own_files.pieces_of(ara, first.id))
    own_files.drop(ara, first.id)
    own_files.drop(vera, second.id)
    assert [one.name for one in own_files.all_of(vera)] == ["Sales.xlsx"]


class Later(FixedClock):
    """The same office, so many days later."""

    def __init__(self, days: int) -> None:
        super().__init__()
        self.days = days

    def now(self) -> datetime.datetime:
        return super().now() + datetime.timedelta(days=self.days)


def test_files_go_after_thirty_days_and_what_never_became_whole_after_one(
    as_user: MakeUser, database: Database
) -> None:
    vera = as_user("vera", "viewer")
    own_files.store(vera, "Old.csv", io.BytesIO(b"old"))
    vera.clock = Later(20)
    own_files.store(vera, "Newer.csv", io.BytesIO(b"newer"))

    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        own_files.store(vera, "Torn.csv", Torn())
    assert Export.select().count() == 2
    vera.clock = Later(31)
    own_files.store(vera, "Newest.csv", io.BytesIO(b"newest"))

    assert [one.name for one in own_files.all_of(vera)] == ["Newest.csv", "Newer.csv"]
    assert ExportChunk.select().count() == 2
    assert access.SYSTEM.account_id is None
    with pytest.raises(Refused):
        own_files.store(Records(database, access.SYSTEM), "x", io.BytesIO())
    with pytest.raises(Refused):
        Records(database, access.SYSTEM).keep_report("x", "services", "{}")
