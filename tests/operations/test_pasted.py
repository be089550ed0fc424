"""Rows copied in a spreadsheet: columns are recognised, and who each row is."""

from __future__ import annotations

import pytest

from bsc_tui.errors import Conflict
from bsc_tui.operations.pasted import MOST_LINES, PastedLine, read
from bsc_tui.operations.pasted_people import Matcher
from bsc_tui.records.records import Records

ANNA = PastedLine("Hakobyan", "Anna", "091 033759", "a@wine.am", "Armenia Wine", "Manager", "60 000")


@pytest.mark.parametrize(
    "header",
    [
        "Last name\tFirst name\tPhone\tE-mail\tCompany\tPosition\tPrice",
        "NOM\tPrénom\tTél.\tCourriel\tEntreprise\tFonction\tPrix",
        "Ազգանուն\tԱնուն\tՀեռախոս\tԷլ. փոստ\tԿազմակերպություն\tՊաշտոն\tԳին",
    ],
)
def test_headings_of_three_languages_are_understood(header: str) -> None:
    row = "Hakobyan\tAnna\t091 033759\ta@wine.am\tArmenia Wine\tManager\t60 000"
    assert read(f"{header}\r\n{row}\r\n").lines == (ANNA,)


def test_columns_without_headings_are_known_by_what_they_hold() -> None:
    text = (
        "1\tHakobyan\tAnna\tArmenia Wine\tManager\t091 033759\ta@wine.am\t60 000\n"
        "2\tPetrosyan\tAni\tUcom\tLawyer\t+374 93 118822\tani@ucom.am\t60 000\n"
    )
    table = read(text, ["Manager", "Lawyer"])
    assert table.columns == ("", "last_name", "first_name", "firm", "position", "phone", "email", "price")
    assert table.lines[0] == ANNA


def test_a_name_in_one_cell_is_taken_apart_and_quoted_cells_are_whole() -> None:
    table = read('"Hakobyan Anna"\t"Wine ""Old""\nCellar"\n\nՊետրոսյան Անի Արամի\tUcom\n')
    assert [(one.last_name, one.first_name, one.firm) for one in table.lines] == [
        ("Hakobyan", "Anna", 'Wine "Old" Cellar'),
        ("Պետրոսյան", "Անի Արամի", "Ucom"),
    ]


def test_what_steers_a_terminal_is_cleaned_and_the_same_row_twice_counts_once() -> None:
    table = read("Ev\x1b[2Jil\u202e\tMan\nEv\x1b[2Jil\u202e\tMan\n")
    assert [one.name for one in table.lines] == ["Ev[2Jil Man"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b\n" * (MOST_LINES + 2), "Too much was pasted"),
        ("x" * 3_000_000, "Too much was pasted"),
        ("1\t2\n3\t4\n", "No names were found"),
        ("\n\t\n", "No names were found"),
        ('"' + "\t" * 50, "No names were found"),
    ],
)
def test_what_cannot_be_taken_is_told(text: str, words: str) -> None:
    with pytest.raises(Conflict, match=words):
        read(text)


@pytest.fixture
def people(admin: Records) -> dict[str, int]:
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id
    other = admin.save("enterprise", {"name": "Ucom"}).id

    def person(last: str, first: str, **values: object) -> int:
        return admin.save("person", {"last_name": last, "first_name": first, **values}).id

    return {
        "firm": firm,
        "anna": person("Hakobyan", "Anna", email="a@wine.am", phone="091 033759", employer=firm),
        "ani": person("Petrosyan", "Ani", employer=firm),
        "ani at ucom": person("Petrosyan", "Ani", employer=other),
        "info": person("Grigoryan", "Karen", email="info@ucom.am", passport_number="AN0123456"),
    }


@pytest.mark.parametrize(
    ("line", "who"),
    [
        (PastedLine("Hakobyan", "Anna", email="A@Wine.am"), "anna"),
        (PastedLine("Hakobyan", "A.", phone="+374 91 03-37-59"), "anna"),
        (PastedLine("Հակոբյան", "Աննա", firm="ARMENIA WINE LLC"), "anna"),
        (PastedLine("Ani", "Petrosyan", firm="Armenia Wine"), "ani"),
        (PastedLine("Petrosyan", "Ani", firm="Ucom"), "ani at ucom"),
        (PastedLine("Other", "Name", passport="AN 0123456"), "info"),
    ],
)
def test_certain_rows_are_found(admin: Records, people: dict[str, int], line: PastedLine, who: str) -> None:
    (match,) = Matcher(admin, "AMD").match([line])
    assert match.person == people[who]


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        (PastedLine("Petrosyan", "Ani"), {"ani", "ani at ucom"}),
        (PastedLine("Hakobyan", "Anna"), {"anna"}),
        (PastedLine("Hakobian", "Anna", firm="Nowhere"), {"anna"}),
    ],
)
def test_doubtful_rows_name_whom_they_may_be(
    admin: Records, people: dict[str, int], line: PastedLine, candidates: set[str]
) -> None:
    (match,) = Matcher(admin, "AMD").match([line])
    assert match.person is None
    assert set(match.candidates) == {people[name] for name in candidates}


def test_a_mailbox_that_many_use_makes_nobody_the_same(admin: Records, people: dict[str, int]) -> None:
    (match,) = Matcher(admin, "AMD").match([PastedLine("Zohrabyan", "Lilit", email="info@ucom.am")])
    assert match.is_new
    assert match.card["email"] == "info@ucom.am"


def test_firm_position_and_price_become_values_and_what_is_unknown_is_kept_as_a_note(
    admin: Records, people: dict[str, int]
) -> None:
    position = admin.reader.terms("position")[0]
    line = PastedLine("New", "One", firm="Armenia Wine", position=position.label, price="60 000")
    (match,) = Matcher(admin, "AMD").match([line])
    assert match.values == {"position": position.id, "workplace": people["firm"], "price": 60_000}
    assert (match.card["employer"], match.card["position"]) == (people["firm"], position.id)
    (match,) = Matcher(admin, "AMD").match([PastedLine("New", "One", firm="Nowhere", price="much")])
    assert match.values == {"notes": "Nowhere", "price_text": "much"}
