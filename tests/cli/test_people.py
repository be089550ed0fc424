"""Personal data from the command line: the sheet, and erasing."""

from __future__ import annotations

from bsc_tui.db.models import Operation, Person
from bsc_tui.records.records import Records
from tests.cli.conftest import Shell


def somebody(admin: Records) -> int:
    """A person with a passport."""
    return admin.save("person", {"last_name": "Ավանեսյան", "passport_number": "AN0123456"}).id


def test_the_sheet_is_printed_and_as_json(admin: Records, shell: Shell) -> None:
    id = somebody(admin)
    assert "AN0123456" in shell("personal-data", "person", str(id)).out
    document = shell("personal-data", "person", str(id), "--json").json
    assert (document["kind"], document["id"]) == ("person", id)
    assert {"label": "Passport", "text": "AN0123456"} in document["groups"][0]["fields"]
    assert shell("personal-data", "person", "99999").status == 1


def test_somebody_is_erased_with_a_reason_and_not_by_accident(admin: Records, shell: Shell) -> None:
    id = somebody(admin)
    assert shell("erase", "person", str(id)).status == 2
    assert shell("erase", "person", str(id), "--reason", "asked for", given="no\n").status == 2
    assert Person.get_by_id(id).erased_on is None
    done = shell("erase", "person", str(id), "--reason", "asked for", "--yes")
    assert (done.status, done.out) == (0, "Erased. Backups and saved files made before may still hold it.\n")
    assert Person.get_by_id(id).last_name == "Erased"
    assert Operation.get(Operation.verb == "erase").reason == "asked for"
    assert shell("erase", "person", str(id), "--reason", "again", "--yes").status == 1
