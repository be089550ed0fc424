"""Letters about what was written in the course of a seminar: invoices, reminders, certificates, sheets."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from databases import TODAY
from docx import Document as Docx
from docx.document import Document as Opened

from bsc_tui.db.models import Attachment, Invoice, InvoiceLine
from bsc_tui.operations import document_files, letter_making, letter_templates, letters
from bsc_tui.operations.attendance import note_presence
from bsc_tui.operations.certificates import issue
from bsc_tui.operations.invoice_payments import receive_for_invoice
from bsc_tui.operations.invoices import cancel_invoice, write_all
from bsc_tui.operations.letter_making import Filling
from bsc_tui.operations.letters import Draft
from bsc_tui.operations.registrations import register
from bsc_tui.records.records import Records


def opened(records: Records, draft: Draft, about: int) -> Opened:
    """The letter about a record, made, kept and opened again."""
    with Filling(draft, "2026-11-22") as filling:
        for one in draft.recipients:
            if one.wanted:
                filling.fill(one)
        kept = letter_making.keep(records, draft, filling.files("all"))
    content = document_files.content_of(records, kept.documents[about])
    return Docx(io.BytesIO(b"".join(content.pieces())))


def text_of(document: Opened) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def cells(document: Opened, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def draft_of(records: Records, kind: str, ids: list[int], language: str = "en") -> Draft:
    every = letter_templates.templates(offered=True)
    chosen = next(one for one in every if (one.kind, one.language) == (kind, language))
    return letters.draft(records, chosen, ids, own_language=False)


@pytest.fixture
def seminar(admin: Records, make_seminar: Callable[..., int]) -> tuple[int, list[int]]:
    """A seminar; the firm Ucom pays for two, one pays on their own at another rate."""
    days = {"starts": "2026-11-20", "ends": "2026-11-21"}
    engagement = make_seminar(price=60_000, vat_rate=2000, maximum=50, hours=12, **days)
    firm = admin.save(
        "enterprise", {"name": "Ucom", "city": "Yerevan", "address": "Komitas 1", "tax_number": "00123456"}
    ).id
    names = (("Grigoryan", "Karen"), ("Sargsyan", "Ani"), ("Durand", "Léa"))
    people = admin.save_many("person", [{"last_name": last, "first_name": first} for last, first in names])
    payer = {"payer": "other", "payer_enterprise": firm}
    values = ({"vat_rate": 2000, **payer}, {"vat_rate": 0, **payer}, {"vat_rate": 2000})
    ids = [
        register(admin, engagement, {"price": 60_000, **value}, person_id=person).id
        for person, value in zip(people, values, strict=True)
    ]
    return engagement, ids


def invoice_over(registration: int) -> int:
    return int(InvoiceLine.get(InvoiceLine.registration == registration).invoice_id)


def test_an_invoice_lists_its_lines_its_vat_by_rate_and_what_is_open(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    engagement, ids = seminar
    write_all(admin, engagement, TODAY)
    invoice = invoice_over(ids[0])
    receive_for_invoice(admin, invoice, 100_000, TODAY, order_number="118")
    document = opened(admin, draft_of(admin, "invoice", [invoice]), invoice)
    serial = Invoice.get_by_id(invoice).serial
    assert f"Invoice No. {serial} of 22.11.2026" in text_of(document)
    assert "To: Ucom\nKomitas 1 Yerevan\nTax number: 00123456" in text_of(document)
    assert [row[2:] for row in cells(document, 0)[1:]] == [
        ["60 000 AMD", "20 %", "12 000 AMD", "72 000 AMD"],
        ["60 000 AMD", "0 %", "0 AMD", "60 000 AMD"],
    ]
    assert "Grigoryan Karen" in cells(document, 0)[1][1]
    assert [row[0] for row in cells(document, 1)[1:]] == ["0 %", "20 %"]
    assert dict(cells(document, 2)) == {
        "Net": "120 000 AMD",
        "VAT": "12 000 AMD",
        "Total": "132 000 AMD",
        "Paid so far": "100 000 AMD",
        "Still to be paid": "32 000 AMD",
    }
    assert {one.registration_id for one in Attachment.select()} == set(ids[:2])


def test_invoices_are_found_from_registrations_and_the_seminar_and_void_ones_are_left_out(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    engagement, ids = seminar
    assert letters.ids_for("engagement", [engagement], "invoice") == []
    write_all(admin, engagement, TODAY)
    firm, own = invoice_over(ids[0]), invoice_over(ids[2])
    assert letters.ids_for("engagement", [engagement], "invoice") == sorted([firm, own])
    assert letters.ids_for("registration", ids[:2], "invoice") == [firm]
    cancel_invoice(admin, firm, "wrong firm")
    assert letters.ids_for("engagement", [engagement], "invoice") == [own]
    draft = draft_of(admin, "invoice", [firm, own])
    assert [(one.remark, one.wanted) for one in draft.recipients] == [("cancelled", False), ("", True)]


def test_a_firm_is_reminded_once_of_its_invoice_and_others_of_what_they_owe(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    engagement, ids = seminar
    write_all(admin, engagement, TODAY)
    cancel_invoice(admin, invoice_over(ids[2]), "wrong day")
    draft = draft_of(admin, "reminder", ids)
    assert [one.wanted for one in draft.recipients] == [True, False, True]
    assert draft.recipients[1].remark == "same invoice as Grigoryan Karen"
    document = opened(admin, draft, ids[0])
    serial = Invoice.get_by_id(invoice_over(ids[0])).serial
    assert f"Our invoice No. {serial} of 22.11.2026 over 132 000 AMD is still open." in text_of(document)
    assert "there is still to be paid: 132 000 AMD." in text_of(document)
    assert "Ucom" in text_of(document)
    assert len(cells(document, 0)) == 3
    alone = opened(admin, draft, ids[2])
    assert "there is still to be paid: 72 000 AMD." in text_of(alone)
    assert alone.tables == []
    assert letters.ids_for("invoice", [invoice_over(ids[0])], "registration") == ids[:2]


def test_a_certificate_has_its_number_its_day_and_what_was_attended(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    engagement, ids = seminar
    days = [{"engagement": engagement, "day": day} for day in ("2026-11-20", "2026-11-21")]
    first, second = admin.save_many("meeting", days)
    note_presence(admin, first, dict.fromkeys(ids, "present"))
    note_presence(admin, second, {ids[0]: "present", ids[1]: "part"})
    (serial, *_rest) = issue(admin, engagement, ids[:2], reason="spoke there")
    text = text_of(opened(admin, draft_of(admin, "certificate", ids[:1]), ids[0]))
    assert "12 hours, attended: 100 %" in text
    assert f"Certificate No. {serial}" in text
    assert "22.11.2026" in text
    assert "attended: 75 %" in text_of(opened(admin, draft_of(admin, "certificate", ids[1:2]), ids[1]))
    assert "Certificate No." not in text_of(opened(admin, draft_of(admin, "certificate", ids[2:]), ids[2]))


def test_a_sign_in_sheet_has_a_column_for_each_session_and_one_where_none_is_planned(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    engagement, _ids = seminar
    bare = opened(admin, draft_of(admin, "sign_in_sheet", [engagement]), engagement)
    assert cells(bare, 0)[0] == ["No.", "Name", "Workplace", "Signature"]
    admin.save("meeting", {"engagement": engagement, "day": "2026-11-20", "begins": "10:00"})
    admin.save("meeting", {"engagement": engagement, "day": "2026-11-21", "begins": "14:00"})
    sheet = opened(admin, draft_of(admin, "sign_in_sheet", [engagement]), engagement)
    assert cells(sheet, 0)[0] == ["No.", "Name", "Workplace", "20.11.2026 10:00", "21.11.2026 14:00"]
    assert [row[:2] for row in cells(sheet, 0)[1:]] == [
        ["1", "Léa Durand"],
        ["2", "Karen Grigoryan"],
        ["3", "Ani Sargsyan"],
    ]


def test_the_course_of_a_seminar_is_counted(admin: Records, seminar: tuple[int, list[int]]) -> None:
    engagement, ids = seminar
    write_all(admin, engagement, TODAY)
    session = admin.save("meeting", {"engagement": engagement, "day": "2026-11-20"}).id
    note_presence(admin, session, {ids[0]: "present", ids[1]: "absent"})
    issue(admin, engagement)
    course = draft_of(admin, "sign_in_sheet", [engagement]).values[engagement]["course"]
    wanted = ("sessions", "seated", "attended", "absent", "certificates", "invoices")
    assert [course[name] for name in wanted] == ["1", "3", "1", "1", "1", "2"]
