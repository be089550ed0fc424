"""Filling in templates: exact values, faults with their place, nothing a hostile template gets away with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from databases import TODAY
from docx import Document

from bsc_tui.entities.letters import SUBJECTS
from bsc_tui.exports.letter_fields import example_of, schema_of
from bsc_tui.exports.letter_values import Letters
from bsc_tui.exports.letters import Press, Unsound
from bsc_tui.i18n import Translator
from bsc_tui.operations.invoices import to_invoice, write_invoice
from bsc_tui.operations.letter_starters import starters
from bsc_tui.operations.registrations import register
from bsc_tui.records.records import Records

SCHEMA, EXAMPLE = schema_of("registration"), example_of("registration")


def template(*lines: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def wrong_with(content: bytes) -> str:
    with pytest.raises(Unsound) as caught, Press(content) as press:
        press.check(SCHEMA, EXAMPLE)
    return "\n".join(map(str, caught.value.faults))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dear {{ persn.name }}", "There is no field “persn”. Is “person” meant? › Dear {{ persn.name }}"),
        ("{{ person.nme }}", "There is no field “person.nme”. Is “person.name” meant?"),
        ("{{ person.name", "“{{” has no other half"),
        ("{% if today %}", "“if” is not closed"),
        ("{{ ''.__class__ }}", "not used in letters"),
        ("{{ person.__init__.__globals__ }}", "There is no field"),
        ("{{ person.delete_instance() }}", "not used in letters"),
        ("{% include '/etc/passwd' %}", "“include” is not used in letters"),
        ("{% for i in range(10**9) %}x{% endfor %}", "“**” is not used in letters"),
        ("{% for i in range(1000000000) %}x{% endfor %}", "not used in letters"),
        ("{{ person.name|safe }}", "There is no filter “safe”"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    assert told in wrong_with(template("First", text))


def test_a_loop_that_never_ends_is_stopped() -> None:
    turns = "{% for i in range(9999) %}"
    assert "too" in wrong_with(template(f"{turns}{turns}x{{% endfor %}}{{% endfor %}}"))


def test_a_file_with_macros_or_none_at_all_is_refused() -> None:
    file = io.BytesIO(template("x"))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    assert "macros" in wrong_with(file.getvalue())
    assert "no written document" in wrong_with(b"PK\x03\x04")


def test_values_stand_in_the_letter_exactly_as_they_are() -> None:
    hostile = "R&D <x> {{7*7}} ]]> Հակոբյան"
    with Press(template("{{ person.name }}")) as press:
        letter = press.fill({**EXAMPLE, "person": {"name": hostile}})
    assert [one.text for one in Document(io.BytesIO(letter)).paragraphs] == [hostile]


def test_every_starting_template_is_sound() -> None:
    found = list(starters())
    assert len({(one.kind, one.language) for one in found}) == len(found)
    for one in found:
        subject = SUBJECTS[one.kind]
        with Press(one.content) as press:
            press.check(schema_of(subject), example_of(subject))


@pytest.fixture
def registered(admin: Records, make_seminar: Callable[..., int]) -> dict[str, int]:
    seminar = make_seminar(price=60_000, vat_rate=2000, starts="2026-11-23", ends="2026-11-25")
    known = {"last_name": "Hakobyan", "first_name": "Anna", "sex": "female", "passport_number": "AN0123456"}
    person = admin.save("person", known).id
    made = register(admin, seminar, {"price": 60_000, "vat_rate": 2000}, person_id=person)
    (payer,) = to_invoice(admin, seminar)
    invoice = write_invoice(admin, seminar, payer, TODAY)
    return {"engagement": seminar, "person": person, "registration": made.id, "invoice": invoice.id}


def values(records: Records, subject: str, id: int, language: str = "en") -> dict[str, Any]:
    company = {"name": "BSC", "currency": "AMD", "days": "14"}
    return Letters(records, subject, Translator(language), company, "Lusine").values_of([id])[id]


@pytest.mark.parametrize("subject", ["person", "registration", "engagement", "invoice"])
def test_a_record_has_a_value_for_every_field(
    admin: Records, registered: dict[str, int], subject: str
) -> None:
    found = values(admin, subject, registered[subject])
    schema = schema_of(subject)
    assert set(found) == set(schema)
    for group, names in schema.items():
        if isinstance(names, dict):
            assert set(names) <= set(found[group]), group


def test_a_letter_knows_the_person_the_seminar_and_the_money(
    admin: Records, registered: dict[str, int]
) -> None:
    found = values(admin, "registration", registered["registration"], "fr")
    assert found["service"]["dates"] == "23.11.2026 – 25.11.2026"
    assert (found["registration"]["total"], found["registration"]["open"]) == ("72 000 AMD", "72 000 AMD")
    assert found["payer"]["name"] == "Anna Hakobyan"
    sheet = values(admin, "engagement", registered["engagement"])
    assert [one["name"] for one in sheet["participants"]] == ["Anna Hakobyan"]
    assert sheet["badges"][0]["right"]["name"] == ""


def test_who_may_not_see_a_number_gets_it_masked(
    as_user: Callable[..., Records], registered: dict[str, int]
) -> None:
    found = values(as_user("lusine"), "person", registered["person"])
    assert found["person"]["passport_number"] == "AN*****56"
