"""Exports: every field of every kind in every format, masked numbers, hostile text, whole files or none."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import icalendar
import openpyxl
import pytest
import vobject
from databases import Template, office_of, seminar_of

from bsc_tui.cli import completing
from bsc_tui.cli.exporting import _Harmless
from bsc_tui.db.models import Engagement, Person
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports import lists
from bsc_tui.exports.csv import restored
from bsc_tui.records import streams
from bsc_tui.records.records import Records
from tests.cli.conftest import Shell

FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1", "'=1", "＝1+1")
BROKEN = "\x1b]0;PWNED\x07\x00\ufffe\x9b31m"
LONG = "Ա" * 40_000


def fill(admin: Records) -> None:
    """A person with everything, an employer, a paid seat, a seminar of two sessions."""
    employer = admin.save("enterprise", {"name": "Ararat; Brandy, Ltd", "phone": "010 560212"}).id
    person = admin.save(
        "person",
        {
            "last_name": "Ավանեսյան",
            "first_name": "Արա",
            "employer": employer,
            "birth_date": "1980-05-06",
            "passport_number": "AN0123456",
            "phone": "091 123456",
            "email": "ara@bsc.am",
            "letters": True,
            "notes": "first line\nsecond; line, with commas",
        },
    ).id
    admin.save("person", {"last_name": "Hakobyan", "birth_date": "1971"})
    seminar = seminar_of(
        admin, currency="EUR", starts="2026-03-28", ends="2026-03-29", location="Hall; 2, left"
    )
    for day, begins, finishes in (("2026-03-28", "09:30", "17:00"), ("2026-03-29", "", "")):
        admin.save("meeting", {"engagement": seminar, "day": day, "begins": begins, "finishes": finishes})
    seat = admin.save("registration", {"engagement": seminar, "person": person, "price": 10_050}).id
    admin.save("payment", {"registration": seat, "day": "2026-03-10", "amount": 5_025})


@pytest.fixture
def beginning() -> Template:
    """With this office."""
    return office_of("exports", fill)


@pytest.fixture
def office(admin: Records) -> Records:
    """The gate of its administrator."""
    return admin


def sheet(file: Path) -> list[tuple[object, ...]]:
    """The rows of a workbook's only sheet."""
    return list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))  # type: ignore[union-attr]


def cards(text: str) -> list[vobject.base.Component]:
    """The cards in a text."""
    return list(vobject.readComponents(text))


@pytest.mark.parametrize("kind", sorted(ENTITIES))
def test_every_kind_is_exported_with_all_its_fields(
    kind: str, shell: Shell, office: Records, tmp_path: Path
) -> None:
    for form in ("xlsx", "csv", "json"):
        ended = shell("export", kind, "--output", str(tmp_path / f"list.{form}"))
        assert (ended.status, ended.err) == (0, "")
    listed = len(shell("list", kind, "--json").json)
    assert len(sheet(tmp_path / "list.xlsx")) == listed + 1
    assert len(json.loads((tmp_path / "list.json").read_text())) == listed
    headings = sheet(tmp_path / "list.xlsx")[0]
    assert len(headings) >= len(lists.exported_fields(ENTITIES[kind])) + 1


def test_values_are_real_numbers_dates_and_words(shell: Shell, office: Records, tmp_path: Path) -> None:
    shell("export", "registration", "--output", str(tmp_path / "seats.xlsx"))
    headings, row = sheet(tmp_path / "seats.xlsx")
    seat = dict(zip(headings, row, strict=True))
    assert (seat["Participant"], seat["Price"], seat["Currency"], seat["Payer"]) == (
        "Ավանեսյան Արա",
        100.5,
        "EUR",
        "the participant",
    )

    shell("export", "person", "--output", str(tmp_path / "people.xlsx"))
    headings, first, second = sheet(tmp_path / "people.xlsx")
    person = dict(zip(headings, first, strict=True))
    assert person["Birth date"] == datetime.datetime(1980, 5, 6)
    assert person["Employer"] == "Ararat; Brandy, Ltd"
    assert dict(zip(headings, second, strict=True))["Birth date"] == "1971"


def test_only_those_asked_for(shell: Shell, office: Records) -> None:
    ended = shell("export", "person", "--where", "last_name=Hakobyan", "--format", "json")
    assert [one["name"] for one in ended.json] == ["Hakobyan"]
    ended = shell("export", "person", "--where", "employer=Ararat; Brandy, Ltd", "--format", "json")
    assert [one["id"] for one in ended.json] == [Person.get(Person.last_name == "Ավանեսյան").id]


def test_csv_goes_to_standard_output_where_no_file_is_named(shell: Shell, office: Records) -> None:
    ended = shell("export", "payment")
    rows = list(csv.DictReader(io.StringIO(ended.out.removeprefix("\ufeff"))))
    assert [(row["Amount"], row["Currency"], row["Received on"]) for row in rows] == [
        ("50.25", "EUR", "2026-03-10")
    ]


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "vcf"])
def test_numbers_stay_hidden_from_who_may_not_see_them(
    form: str, shell: Shell, office: Records, as_user: Callable[..., Records], tmp_path: Path
) -> None:
    as_user("viewer", "viewer")
    file = tmp_path / f"people.{form}"
    assert shell("export", "person", "--output", str(file), user="viewer").status == 0

    assert b"AN0123456" not in file.read_bytes()
    if form == "xlsx":
        found = [str(value) for row in sheet(file) for value in row]
        assert "AN*****56" in found
        assert "AN0123456" not in found


def test_nothing_typed_becomes_a_formula(shell: Shell, office: Records, tmp_path: Path) -> None:
    for text in FORMULAS:
        Person.insert(last_name=text, sort_key="x").execute()
    shell("export", "person", "--output", str(tmp_path / "people.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "people.xlsx")
    found = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert all(cell.data_type != "f" for cell in found)
    assert set(FORMULAS) <= {cell.value for cell in found}

    shell("export", "person", "--output", str(tmp_path / "people.csv"))
    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["Last name"] for row in csv.DictReader(file)]
    assert set(FORMULAS) <= {restored(name) for name in names}
    assert all(not name.startswith(("=", "+", "-", "@", "\t", "＝")) for name in names)


def test_signs_that_no_file_can_hold_are_replaced_and_told(
    shell: Shell, office: Records, engine: str, tmp_path: Path
) -> None:
    broken = BROKEN if engine == "sqlite" else BROKEN.replace("\x00", "")
    Person.insert(last_name=broken, notes=LONG, sort_key="x").execute()
    for form in ("xlsx", "csv", "vcf"):
        ended = shell("export", "person", "--output", str(tmp_path / f"people.{form}"))
        assert ended.status == 0
        assert "with signs that no file can hold: 1" in ended.err
        assert b"\x1b" not in (tmp_path / f"people.{form}").read_bytes() or form == "xlsx"
    headings, *people = sheet(tmp_path / "people.xlsx")
    notes = [str(row[headings.index("Notes")]) for row in people]
    assert max(map(len, notes)) == 32_767
    assert len(cards((tmp_path / "people.vcf").read_text())) == 3


def test_cards_say_what_telephones_need(shell: Shell, office: Records, tmp_path: Path) -> None:
    Person.insert(
        last_name="X\r\nTEL:+37400000000", email="a@b.am\r\nNOTE:injected", notes="Ա" * 200, sort_key="x"
    ).execute()
    shell("export", "person", "--output", str(tmp_path / "people.vcf"))
    text = (tmp_path / "people.vcf").read_bytes().decode()
    first, _second, third = cards(text)

    assert first.fn.value == "Արա Ավանեսյան"
    assert first.n.value.family == "Ավանեսյան"
    assert first.org.value == ["Ararat; Brandy, Ltd"]
    assert first.tel.value == "+374 91 123456"
    assert first.bday.value == "1980-05-06"
    assert first.note.value == "first line\nsecond; line, with commas"
    assert not hasattr(third, "tel")
    assert third.note.value == "Ա" * 200
    assert all(len(line.encode()) <= 77 for line in text.split("\r\n"))

    shell("export", "enterprise", "--output", str(tmp_path / "firms.vcf"))
    (firm,) = cards((tmp_path / "firms.vcf").read_text())
    assert (firm.fn.value, firm.tel.value) == ("Ararat; Brandy, Ltd", "+374 10 560212")


def test_calendars_hold_sessions_and_whole_days(shell: Shell, office: Records, tmp_path: Path) -> None:
    nasty = "Labour; code, new\r\nATTENDEE:mailto:x@y.am\r\n" + "Աշխատանք " * 20
    line = Engagement.get().line_id
    Engagement.insert(
        line=line, kind="open_seminar", title=nasty[:200], starts="2026-10-24", ends="2026-10-26"
    ).execute()
    Engagement.insert(line=line, kind="open_seminar", title="Once", starts="2026-10").execute()

    ended = shell("export", "engagement", "--output", str(tmp_path / "all.ics"))
    content = (tmp_path / "all.ics").read_bytes()
    calendar = icalendar.Calendar.from_ical(content)
    morning, whole_day, nasty_one = calendar.walk("VEVENT")

    assert "1 record has no whole date and was left out." in ended.err
    assert morning["SUMMARY"] == "Labour code"
    assert morning["LOCATION"] == "Hall; 2, left"
    assert morning.decoded("DTSTART") == datetime.datetime(2026, 3, 28, 5, 30, tzinfo=datetime.UTC)
    assert morning.decoded("DTEND") == datetime.datetime(2026, 3, 28, 13, 0, tzinfo=datetime.UTC)
    assert whole_day.decoded("DTSTART") == datetime.date(2026, 3, 29)
    assert nasty_one.decoded("DTEND") == datetime.date(2026, 10, 27)
    assert "ATTENDEE" not in nasty_one
    assert str(nasty_one["SUMMARY"]) == nasty[:200].replace("\r\n", "\n")
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))

    shell("export", "meeting", "--output", str(tmp_path / "sessions.ics"))
    sessions = icalendar.Calendar.from_ical((tmp_path / "sessions.ics").read_bytes()).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in sessions] == ["Labour code", "Labour code"]


def test_more_rows_than_are_read_together_all_arrive(
    shell: Shell, office: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.save_many("person", [{"last_name": f"Name{number}"} for number in range(25)])
    monkeypatch.setattr(streams.stream, "__kwdefaults__", {"together": 4})
    monkeypatch.setattr("bsc_tui.exports.list_xlsx.MANY_ROWS", 10)  # with constant memory
    for form in ("xlsx", "csv", "vcf", "json"):
        ended = shell("export", "person", "--output", str(tmp_path / f"people.{form}"))
        assert ended.out.startswith("27 rows were saved")
    assert len(sheet(tmp_path / "people.xlsx")) == 28
    assert [row[0] for row in sheet(tmp_path / "people.xlsx")][-1] == 27


def test_a_file_is_the_owners_alone_and_not_replaced_unasked(
    shell: Shell, office: Records, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    shell("export", "person", "--output", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("mine")

    ended = shell("export", "person", "--output", str(file))
    assert (ended.status, file.read_text()) == (1, "mine")
    assert "exists already" in ended.err
    assert shell("export", "person", "--output", str(file), "--replace").status == 0


def test_nothing_is_left_of_an_export_that_fails(
    shell: Shell, office: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(streams.Titles, "of", broken)
    (tmp_path / "out").mkdir()
    for form in ("xlsx", "csv", "vcf"):
        ended = shell("export", "person", "--output", str(tmp_path / "out" / f"people.{form}"))
        assert ended.status == 1
        assert "There is no room left" in ended.err
    assert os.listdir(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["payment", "--format", "vcf"], "Only these can be written as .vcf: person, enterprise."),
        (["person", "--format", "ics"], "engagement, meeting"),
        (["person", "--output", "x.pdf"], ".xlsx, .csv, .vcf, .ics, .json"),
        (["person", "--format", "xlsx"], "--output"),
        (["nobody"], "There is no kind"),
        (["person", "--where", "shoe=1"], "is not FIELD=VALUE"),
    ],
)
def test_wrong_usage_is_told(words: list[str], said: str, shell: Shell, office: Records) -> None:
    ended = shell("export", *words)
    assert ended.status == 2
    assert said in " ".join(ended.err.split())


def test_a_terminal_gets_nothing_that_steers_it() -> None:
    terminal = io.BytesIO()
    harmless = _Harmless(terminal)  # type: ignore[arg-type]
    text = "Ավ\x1b]0;PWNED\x07\u202e\r\nnext"
    for place in range(len(text.encode())):
        harmless.write(text.encode()[place : place + 1])
    shown = terminal.getvalue().decode()
    assert "Ավ" in shown
    assert "\nnext" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_shells_complete_kinds_fields_and_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    class Typed:
        params = {"kind": "person"}

    def offered(begun: str) -> list[str]:
        return [one.value for one in completing.complete_conditions(Typed(), None, begun)]  # type: ignore[arg-type]

    assert offered("em") == ["email=", "employer=", "emails="]
    assert offered("sex=f") == ["sex=female"]
    kinds = [one.value for one in completing.complete_kinds(Typed(), None, "p")]  # type: ignore[arg-type]
    assert {"person", "payment"} <= set(kinds)


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(name: str, shell: Shell) -> None:
    ended = shell("completion", name)
    assert "_BSC_TUI_COMPLETE" in ended.out


def test_dates_and_numbers_are_limited_from_and_to(shell: Shell, admin: Records) -> None:
    for name, born in (("Early", "1979"), ("Within", "1980-05"), ("Late", "1986-01-01")):
        admin.save("person", {"last_name": name, "birth_date": born})
    for asked, names in (
        ("1980..1985", ["Within"]),
        ("..1980", ["Early", "Within"]),
        ("1.6.1980..", ["Late"]),
    ):
        rows = shell("export", "person", "--format", "json", "--where", f"birth_date={asked}").json
        assert [one["name"] for one in rows if one["name"] in ("Early", "Within", "Late")] == names
    assert shell("export", "person", "--where", "birth_date=soon..").status == 2
