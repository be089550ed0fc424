"""Search, lists, single records: what they find, whose numbers they hide, that no data steers a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from databases import COMPANY, Template, office_of, seminar_of
from peewee import Database

from bsc_tui.db.models import Person, Term
from bsc_tui.errors import Missing
from bsc_tui.records.records import Records
from tests.cli.conftest import Shell

HOSTILE = "\x1b]0;PWNED\x07\x1b]52;c;eA==\x07\x1b[2J\x9b31m\u202egnp\u200b[/][@click=app.quit]x[/]\r\n"
ESCAPES = ("\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\r")


def fill(admin: Records) -> None:
    """Two enterprises, three people, one seminar with one paid seat."""
    undp = admin.save("enterprise", {"name": "UNDP Armenia", "phone": "010 560212"}).id
    admin.save("enterprise", {"name": "Ararat Brandy"})
    ara = admin.save(
        "person",
        {
            "last_name": "Ավանեսյան",
            "first_name": "Արա",
            "employer": undp,
            "passport_number": "AN0123456",
            "account": "1570001234567890",
            "email": "ara@undp.am",
            "notes": "first line\nsecond line",
        },
    ).id
    admin.save("person", {"last_name": "Hakobyan", "first_name": "Anna", "phone": "091 123456"})
    admin.save("person", {"last_name": "Petrosyan", "first_name": "Ararat"})
    admin.save("staff", {"last_name": "Sahakyan", "first_name": "Maria"})
    seminar = seminar_of(
        admin, "HR", title="Brandy tasting", currency="EUR", price=10_050, vat_rate=1_950, starts="2026-03"
    )
    seat = admin.save("registration", {"engagement": seminar, "person": ara, "price": 10_050}).id
    admin.save("payment", {"registration": seat, "day": "2026-03-10", "amount": 5_000})


@pytest.fixture
def beginning() -> Template:
    """With this office."""
    return office_of("looks", fill)


@pytest.fixture
def office(admin: Records) -> Records:
    """The gate of its administrator."""
    return admin


# -- search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["avanesyan", "Ավանեսյան", "Аванесян", "ara av", "AN0123456", "ara@undp.am"]
)
def test_a_person_is_found_in_any_script_and_by_number(shell: Shell, office: Records, query: str) -> None:
    found = shell("search", query, "--json").json

    assert set(found[0]) == {"kind", "id", "name", "detail"}
    assert (found[0]["kind"], found[0]["name"]) == ("person", "Ավանեսյան Արա")
    assert "UNDP Armenia" in found[0]["detail"]


def test_kinds_are_found_together_the_better_name_first(shell: Shell, office: Records) -> None:
    by_name = [(one["kind"], one["name"]) for one in shell("search", "undp", "--json").json]
    by_word = [one["name"] for one in shell("search", "brandy", "--json").json]

    assert by_name == [("enterprise", "UNDP Armenia"), ("person", "Ավանեսյան Արա")]
    assert sorted(by_word) == ["Ararat Brandy", "Brandy tasting"]
    assert next(one["name"] for one in shell("search", "ararat", "brandy", "--json").json) == "Ararat Brandy"


def test_a_long_name_does_not_push_away_the_other_lines_where_nothing_is_cut(
    shell: Shell, office: Records
) -> None:
    office.save("enterprise", {"name": "Avan " + "x" * 150, "city": "Gyumri"})
    office.save("enterprise", {"name": "Avan B", "city": "Gyumri"})
    long, short = sorted(
        (line for line in shell("search", "avan", "--kind", "enterprise").out.splitlines()), key=len
    )[::-1]
    assert "x" * 150 in long
    assert len(short) < 90


def test_search_is_limited_to_a_kind_and_a_number(shell: Shell, office: Records) -> None:
    assert {one["kind"] for one in shell("search", "a", "--kind", "person", "--json").json} == {"person"}
    assert len(shell("search", "a", "--limit", "2", "--json").json) == 2
    refused = shell("search", "a", "--kind", "payment")
    assert refused.status == 2
    assert "person, enterprise" in refused.err


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE person", "%", "_", "\\", "*", '"', "NEAR(", "-", ":", "x" * 100_000]
)
def test_signs_of_query_languages_are_only_signs(shell: Shell, office: Records, query: str) -> None:
    assert shell("search", "--json", "--", query).json == []
    assert Person.select().count() == 3


def test_nothing_found_is_said_beside_the_output(shell: Shell, office: Records) -> None:
    ended = shell("search", "qwfpgj")

    assert (ended.status, ended.out) == (0, "")
    assert "qwfpgj" in ended.err


# -- list ------------------------------------------------------------------------------------------


def test_a_list_has_headings_and_aligned_columns(shell: Shell, office: Records) -> None:
    heading, *rows = shell("list", "person").out.splitlines()

    assert heading.split()[:5] == ["id", "Last", "name", "First", "name"]
    assert [row.split()[1] for row in rows] == ["Ավանեսյան", "Hakobyan", "Petrosyan"]
    assert len({row.index(name) for row, name in zip(rows, ("Արա", "Anna", "Ararat"), strict=True)}) == 1


def test_json_tells_links_by_name_and_amounts_in_their_currency(shell: Shell, office: Records) -> None:
    (seminar,) = shell("list", "engagement", "--json").json
    (person,) = shell("list", "person", "--where", "last_name=Ավանեսյան", "--json").json
    (payment,) = shell("list", "payment", "--json").json

    assert (seminar["name"], seminar["currency"]) == ("Brandy tasting", "EUR")
    assert (seminar["fields"]["price"], seminar["fields"]["vat_rate"]) == (100.5, 19.5)
    assert seminar["fields"]["starts"] == "2026-03"
    assert person["fields"]["employer"]["name"] == "UNDP Armenia"
    assert person["fields"]["notes"] == "first line\nsecond line"
    assert (payment["currency"], payment["fields"]["amount"], payment["fields"]["day"]) == (
        "EUR",
        50,
        "2026-03-10",
    )


@pytest.mark.parametrize(
    ("kind", "where", "count"),
    [
        ("person", ["last_name=Hakobyan"], 1),
        ("person", ["last_name=Hakobyan", "last_name=Petrosyan"], 2),
        ("person", ["last_name=Hakobyan", "first_name=Ara"], 0),
        ("person", ["employer=undp armenia"], 1),
        ("person", ["employer="], 2),
        ("person", ["phone=091-12-34-56"], 1),
        ("person", ["email="], 2),
        ("person", ["passport_number=AN0123456"], 1),
        ("person", ["letters=no"], 3),
        ("registration", ["person=Ավանեսյան Արա"], 1),
        ("registration", ["engagement=brandy tasting", "status=registered"], 1),
        ("registration", ["status=waiting"], 0),
        ("engagement", ["line=hr"], 1),
        ("engagement", ["line=Ressources humaines"], 1),
        ("engagement", ["line=BDS"], 0),
        ("engagement", ["starts=03.2026"], 1),
        ("engagement", ["currency=EUR", "price=100.50"], 1),
        ("engagement", ["vat_rate=19,5"], 1),
        ("engagement", ["kind=open seminar"], 1),
        ("term", ["list=Bank", "label_en=HSBC Bank Armenia"], 1),
        ("term", ["list=legal_status", "label_fr=SARL"], 1),
        ("payment", ["day=10.03.2026"], 1),
    ],
)
def test_values_are_read_as_their_fields_are(
    shell: Shell, office: Records, kind: str, where: list[str], count: int
) -> None:
    words = [word for text in where for word in ("--where", text)]

    assert len(shell("list", kind, *words, "--json").json) == count


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "dragon"], "person, enterprise"),
        (["show", "dragon", "1"], "person, enterprise"),
        (["list", "person", "--where", "lastname=x"], "last_name, first_name"),
        (["list", "person", "--where", "last_name"], "FIELD=VALUE"),
        (["list", "account", "--where", "password_hash=x"], "full_name"),
        (["list", "payment", "--where", "amount=1,2,3"], "amount"),
        (["list", "payment", "--where", "day=31.04.2026"], "30"),
    ],
)
def test_unknown_kinds_fields_and_unreadable_values_are_wrong_usage(
    shell: Shell, office: Records, words: list[str], said: str
) -> None:
    ended = shell(*words)

    assert (ended.status, ended.out) == (2, "")
    assert said in ended.err


def test_a_link_to_nothing_that_is_there_is_told(shell: Shell, office: Records) -> None:
    ended = shell("list", "person", "--where", "employer=No such firm")

    assert (ended.status, ended.err) == (1, "Nothing is called “No such firm”.\n")


@pytest.mark.parametrize("beginning", [COMPANY], ids=["nobody"])
def test_a_list_goes_on_past_its_pages_and_stops_at_its_limit(
    shell: Shell, admin: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bsc_tui.cli.looking.PAGE", 4)
    admin.save_many("person", [{"last_name": f"Name {number:02}"} for number in range(11)])

    names = [one["name"] for one in shell("list", "person", "--json").json]

    assert names == [f"Name {number:02}" for number in range(11)]
    assert [one["name"] for one in shell("list", "person", "--limit", "6", "--json").json] == names[:6]


def test_every_kind_can_be_listed_and_shown_both_ways(shell: Shell, office: Records) -> None:
    from bsc_tui.entities.registry import ENTITIES

    for code in ENTITIES:
        assert shell("list", code).status == 0
        for one in shell("list", code, "--limit", "2", "--json").json:
            assert shell("show", code, str(one["id"]), "--json").json["fields"] == one["fields"]
            assert shell("show", code, str(one["id"])).status == 0


# -- one record ------------------------------------------------------------------------------------


def test_a_record_is_shown_with_its_history(shell: Shell, office: Records) -> None:
    id = Person.get(Person.last_name == "Hakobyan").id
    term = Term.get(Term.label_en == "Manager")
    office.save("person", {"position": term.id, "notes": "x"}, id=id, reason="she told us")

    shown = shell("show", "person", str(id))
    document = shell("show", "person", str(id), "--json").json

    assert shown.out.startswith(f"person {id}: Hakobyan Anna\n")
    assert "(test)  changed: she told us" in shown.out
    assert "    Position: Manager\n" in shown.out
    newest, oldest = document["history"]
    assert (newest["verb"], newest["reason"], newest["at"]) == (
        "change",
        "she told us",
        "2026-11-22T10:05:00Z",
    )
    assert newest["fields"] == {"position": [None, term.id], "notes": ["", "x"]}
    assert oldest["fields"]["last_name"] == [None, "Hakobyan"]
    assert (document["version"], document["trashed"]) == (2, False)


def test_a_record_in_the_trash_says_so(shell: Shell, office: Records) -> None:
    id = Person.get(Person.last_name == "Hakobyan").id
    office.trash("person", id)

    assert "(in the trash)" in shell("show", "person", str(id)).out
    assert id not in [one["id"] for one in shell("list", "person", "--json").json]


def test_a_record_that_is_not_there_is_one_line(shell: Shell, office: Records) -> None:
    ended = shell("show", "person", "999999")

    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    with pytest.raises(Missing):
        office.get("person", 999_999)


# -- numbers, and signs that steer terminals -------------------------------------------------------


def test_a_viewer_sees_passport_and_account_masked_everywhere(
    shell: Shell, office: Records, as_user: Callable[..., Records]
) -> None:
    as_user("tigran", "viewer")
    id = str(Person.get(Person.passport_number == "AN0123456").id)

    outputs = [
        shell(*words, *form, user="tigran").out
        for words in (
            ("show", "person", id),
            ("list", "person"),
            ("search", "avanesyan"),
            ("list", "registration"),
        )
        for form in ((), ("--json",))
    ]

    assert not any("AN0123456" in text or "1570001234567890" in text for text in outputs)
    assert "AN*****56" in outputs[0]
    assert "AN0123456" in shell("show", "person", id).out


def plant(database: Database) -> int:
    """A name that came past the gate."""
    id = Person.insert(last_name=HOSTILE, first_name="x", sort_key="a").execute()
    assert isinstance(id, int)
    return id


def test_no_sign_that_steers_a_terminal_is_printed(shell: Shell, office: Records, database: Database) -> None:
    id = str(plant(database))

    for words in (
        ["list", "person"],
        ["show", "person", id],
        ["list", "person", "--where", f"last_name={HOSTILE}x"],
    ):
        for form in ([], ["--json"]):
            ended = shell(*words, *form)
            assert not any(sign in ended.out + ended.err for sign in ESCAPES), words
    assert "[/][@click=app.quit]x[/]" in shell("list", "person").out
    assert shell("list", "person", "--json").json[0]["fields"]["last_name"] == HOSTILE


@pytest.mark.pty
def test_on_a_terminal_lines_fit_and_in_a_pipe_nothing_is_cut(
    shell: Shell, office: Records, url: str
) -> None:
    long = "Very long name of an enterprise " * 6
    office.save("enterprise", {"name": long.strip(), "short_name": "long"})
    plant(office.database)

    narrow = on_terminal(["--database", url, "list", "enterprise"], columns=60)

    assert all(len(line) <= 60 for line in narrow.split("\r\n"))
    assert "…" in narrow
    assert long.strip() in shell("list", "enterprise").out
    painted = on_terminal(["--database", url, "list", "person"], columns=200)
    assert not any(sign in painted.replace("\r\n", "\n") for sign in ESCAPES)


def on_terminal(words: list[str], columns: int) -> str:
    """What the real program prints on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with subprocess.Popen(
        [sys.executable, "-m", "bsc_tui", *words], stdout=theirs, stdin=theirs, stderr=theirs, env=environment
    ):
        os.close(theirs)
        painted = b""
        try:
            while some := os.read(ours, 65_536):
                painted += some
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(ours)
    return painted.decode()


def test_a_database_that_can_t_be_written_is_one_line(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the administrator of the system may write everything")
    file = tmp_path / "c.db"
    file.write_bytes(b"")
    file.chmod(0o400)
    ended = subprocess.run(
        [sys.executable, "-m", "bsc_tui", "--database", f"sqlite:///{file}", "migrate"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
