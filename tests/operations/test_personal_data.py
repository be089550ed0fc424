"""All that is kept on a person, erasing it so that nothing is found any more, and whom nobody has seen."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import gate
from desk import ACCOUNTS, PASSPORTS, term
from peewee import Database

from bsc_tui.db import custom
from bsc_tui.db.database import EmbeddedDatabase, execute
from bsc_tui.db.models import (
    Change,
    CustomField,
    Draft,
    Employment,
    Engagement,
    Enterprise,
    Operation,
    Payment,
    Person,
    Registration,
    Visit,
)
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.operations import personal_data, retention, trail
from bsc_tui.operations.billable import to_invoice
from bsc_tui.operations.corrections import About, begin, propose
from bsc_tui.operations.invoices import write_invoice
from bsc_tui.operations.own_work import take_back
from bsc_tui.operations.payments import receive
from bsc_tui.operations.registrations import register
from bsc_tui.records import drafts
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records

pytest_plugins = ("desk",)


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


TRACES = (
    *("Hakobyan-Zeta", "zeta@wine.am", "Zetaville", "Zeta is fond of tea", "AZ0099887", "9900112233445566"),
    *("033777", "Zeta called", "Former-Zeta", "Zeta-upon-Sea", "Zeta-chess"),
)
"""What tells the person, wherever it stands."""


@pytest.fixture
def zeta(company: Database) -> int:
    """Somebody with a history: registered, paid, employed, changed, opened, in drafts and reasons."""
    clerk, admin = gate(company, "lusine"), gate(company, "admin")
    firm = Enterprise.get(Enterprise.name == "Ucom")
    id = admin.save(
        "person",
        {
            "last_name": "Former-Zeta",
            "first_name": "Quentin",
            "sex": "male",
            "birth_date": "1984-03-12",
            "email": "zeta@wine.am",
            "mobile": "091 033777",
            "address": "7, Zetaville Street",
            "passport_number": "AZ0099887",
            "account": "9900112233445566",
            "employer": int(firm.id),
            "notes": "Zeta is fond of tea",
        },
    ).id
    admin.save("person", {"last_name": "Hakobyan-Zeta"}, id=id, reason="Zeta called: married")
    admin.save("enterprise", {"director": id}, id=int(firm.id))
    budgeting = int(Engagement.get(Engagement.title == "Budgeting").id)
    registration = register(admin, budgeting, {"price": 60_000, "vat_rate": 2000}, person_id=id).id
    admin.save("registration", {"notes": "Zeta called", "account": "9900112233445566"}, id=registration)
    payer = next(one for one in to_invoice(admin, budgeting) if (one.code, one.id) == ("person", id))
    write_invoice(admin, budgeting, payer, datetime.date(2026, 11, 20))
    receive(admin, registration, 72_000, datetime.date(2026, 11, 20))
    propose(clerk, begin(clerk, About("person", id, "city"), "City"), "Zeta-upon-Sea", "Zeta called")
    custom_field = admin.save("custom_field", {"entity": "person", "label_en": "Hobby", "kind": "text"}).id
    admin.save("person", {CustomField.get_by_id(custom_field).code: "Zeta-chess"}, id=id)
    drafts.visited(clerk, "person", id, "Hakobyan-Zeta Quentin")
    drafts.keep(clerk, f"form:person:{id}", "Hakobyan-Zeta", {"raw": {"notes": "Zeta called"}})
    drafts.keep(
        clerk,
        "bulk:1",
        "Many at once",
        {
            "rows": [
                {"last_name": "Hakobyan-Zeta", "first_name": "Quentin", "mobile": "+374 91 033777"},
                {"last_name": "Hakobyan", "first_name": "Anna"},
            ]
        },
    )
    return id


def texts(database: Database) -> list[str]:
    """Every row of every table, as text."""
    found = []
    for table in database.get_tables():
        found += [str(row) for row in execute(database, f'SELECT * FROM "{table}"').fetchall()]
    return found


def test_the_sheet_tells_all_that_is_kept_and_masks_what_is_sensitive(company: Database, zeta: int) -> None:
    told = [f"{fact.label}: {fact.text}" for fact in personal_data.sheet_of(gate(company, "admin"), zeta)]
    everything = "\n".join(told)
    for words in (
        *("Last name: Hakobyan-Zeta", "Passport: AZ0099887", "Employer: Ucom", "Budgeting", "Zeta called"),
        *("Amount: 72 000", "Director: Ucom", "Opened lately by", "Not yet saved", "registered"),
    ):
        assert words in everything, f"{words}\n{everything}"
    masked = "\n".join(fact.text for fact in personal_data.sheet_of(gate(company, "vera"), zeta))
    assert "AZ*****87" in masked
    assert not any(number in masked for number in ("AZ0099887", "9900112233445566"))


def test_nothing_of_an_erased_person_is_found_anywhere(company: Database, zeta: int) -> None:
    admin = gate(company, "admin")
    before = "\n".join(texts(company))
    assert all(trace in before for trace in TRACES)
    assert personal_data.erase(admin, zeta, "asked for by letter") is True
    after = "\n".join(texts(company))
    assert [trace for trace in TRACES if trace in after] == []
    assert admin.page("person", ["last_name"], query="Hakobyan-Zeta Quentin").lines == []
    assert "Hakobyan" in str(Draft.get(Draft.place == "bulk:1").content)  # a namesake's line is left alone
    assert not Draft.select().where(Draft.place == f"form:person:{zeta}").exists()
    assert not Visit.select().where(Visit.entity == "person", Visit.record_id == zeta).exists()
    operation = Operation.get(Operation.verb == "erase")
    assert operation.reason == "asked for by letter"
    if isinstance(company, EmbeddedDatabase):
        for file in (company.file, Path(f"{company.file}-wal")):
            kept = file.read_bytes() if file.exists() else b""
            assert [trace for trace in TRACES if trace.encode() in kept] == []


def test_money_and_statistics_of_an_erased_person_stay(company: Database, zeta: int) -> None:
    admin = gate(company, "admin")
    sums = (Payment.select().count(), Registration.select().count())
    personal_data.erase(admin, zeta, "asked for")
    row = Person.get_by_id(zeta)
    assert (row.last_name, row.first_name, row.sex, row.birth_date) == ("Erased", str(zeta), "male", "1984")
    assert (row.employer, row.email, row.passport_number, row.notes) == (None, "", "", "")
    assert row.erased_on
    assert row.trashed_at is None
    registration = Registration.get(Registration.person == zeta)
    assert (registration.total, registration.status, registration.notes) == (72_000, "registered", "")
    assert Payment.get(Payment.registration == registration.id).amount == 72_000
    assert (Payment.select().count(), Registration.select().count()) == sums
    assert not Employment.select().where(Employment.person == zeta).exists()
    assert Enterprise.get(Enterprise.name == "Ucom").director is None


def test_an_erasure_is_for_good_and_once(company: Database, zeta: int) -> None:
    admin = gate(company, "admin")
    earlier = int(
        Change.get(Change.entity == "person", Change.record_id == zeta, Change.kind == "change").operation_id
    )
    with pytest.raises(Refused):
        gate(company, "lusine").erase_person(zeta, "", "Erased")
    personal_data.erase(admin, zeta, "asked for")
    erasure = int(Operation.get(Operation.verb == "erase").id)
    for operation, words in ((erasure, "gone for good"), (earlier, "its values were erased")):
        with pytest.raises(Conflict) as told:
            take_back(admin, operation)
        assert words in told.value.sentence
    with pytest.raises(Conflict):
        personal_data.erase(admin, zeta, "again")
    with pytest.raises(Invalid):
        admin.save("person", {"last_name": "Zeta"}, id=zeta)
    lines = trail.changes.end(admin, trail.ChangesOf(earlier), 9).lines
    pairs = [one for line in lines for one in trail.pairs_of(admin, line.id)]
    assert {one.after for one in pairs} == {"erased"}
    assert personal_data.sheet_of(admin, zeta)


def test_who_took_part_in_nothing_goes_to_the_trash_when_erased(company: Database) -> None:
    admin = gate(company, "admin")
    id = admin.save("person", {"last_name": "Passing", "first_name": "Through"}).id
    plan = personal_data.prospect(admin, id)
    assert (plan.name, plan.typed, plan.stays) == ("Passing Through", "Passing", [])
    personal_data.erase(admin, id, "asked for")
    assert Person.get_by_id(id).trashed_at is not None


def test_documents_of_nobody_else_go_and_those_of_the_books_stay(company: Database, zeta: int) -> None:
    from bsc_tui.db.models import Document, DocumentChunk, DocumentVersion
    from bsc_tui.operations import attachments, document_files, documents

    admin = gate(company, "admin")
    folder = documents.make_folder(admin, None, "Papers")
    made = {}
    for name in ("cv of Zeta.txt", "payment order.txt"):
        upload = document_files.begin_upload(admin, folder, name)
        upload.write(b"Hakobyan-Zeta was here")
        made[name] = upload.finish(folder).document
        attachments.attach(admin, "person", zeta, made[name])
    payment = int(Payment.select().order_by(Payment.id.desc()).get().id)
    attachments.attach(admin, "payment", payment, made["payment order.txt"])
    plan = personal_data.prospect(admin, zeta)
    assert "“cv of Zeta.txt”" in plan.goes
    assert "“payment order.txt”" in plan.stays
    personal_data.erase(admin, zeta, "asked for")
    assert [one.name for one in Document.select()] == ["payment order.txt"]
    assert (DocumentVersion.select().count(), DocumentChunk.select().count()) == (1, 1)
    assert "cv of Zeta" not in "\n".join(texts(company))


def test_every_field_of_a_person_is_lasting_or_blanked() -> None:
    entity = ENTITIES["person"]
    assert set(entity.lasting) <= set(fields_of(entity))
    for one in ENTITIES.values():
        assert set(one.personal) <= set(fields_of(one))


def test_who_was_not_seen_for_years_is_listed(company: Database) -> None:
    admin = gate(company, "admin")
    long_ago = datetime.datetime(2009, 5, 5, 10, 0)
    seminar = Engagement.get(Engagement.title == "Personnel")
    Engagement.update(starts="2011-04", ends="").where(Engagement.id == seminar.id).execute()
    Operation.update(at=long_ago).execute()
    old = Person.get(Person.last_name == "Simonyan")
    register(admin, int(seminar.id), {"price": 0, "vat_rate": 0}, person_id=int(old.id))
    Operation.update(at=long_ago).execute()
    admin.save("person", {"city": "Gyumri"}, id=int(Person.get(Person.last_name == "Vardanyan").id))
    source, wanted = retention.not_seen, retention.wanted(admin, 10)
    lines = source.end(admin, wanted, 100).lines
    names = {line.texts["name"]: line.texts for line in lines}
    # Two are registered for a seminar of this year, one card was touched lately.
    assert len(lines) == Person.select().count() - 3
    assert not {"Vardanyan Tigran", "ParticipantA Mher"} & set(names)
    assert (names["Simonyan Nare"]["seen"], names["Simonyan Nare"]["often"]) == ("04.2011", "1")
    assert [line.id for line in source.beyond(admin, wanted, lines[3], 4, 2).lines] == [
        line.id for line in lines[4:6]
    ]
    everybody = retention.wanted(admin, 16)
    assert "Simonyan Nare" not in {line.texts["name"] for line in source.end(admin, everybody, 100).lines}
    with pytest.raises(Refused):
        source.end(gate(company, "lusine"), wanted, 5)


def test_masked_numbers_stay_masked(company: Database) -> None:
    viewer: Records = gate(company, "vera")
    anna = int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)
    told = "\n".join(fact.text for fact in personal_data.sheet_of(viewer, anna))
    assert not any(number in told for number in (*PASSPORTS, *ACCOUNTS))


def test_who_was_called_or_wrote_was_seen(company: Database) -> None:
    admin = gate(company, "admin")
    term_id = term("action_nature", "call")
    called, wrote, written = (
        admin.save("person", {"last_name": name}).id for name in ("Called", "Wrote", "Written")
    )
    day = datetime.date(2026, 3, 2)
    admin.save("action", {"nature": term_id, "person": called, "done_on": day})
    for person, direction in ((wrote, "in"), (written, "out")):
        values = {"person": person, "direction": direction, "subject": "Offer", "day": day}
        admin.save("letter", values)
    Operation.update(at=datetime.datetime(2009, 5, 5, 10, 0)).execute()
    listed = {
        line.texts["name"] for line in retention.not_seen.end(admin, retention.wanted(admin, 10), 100).lines
    }
    assert "Written" in listed
    assert not listed & {"Called", "Wrote"}
