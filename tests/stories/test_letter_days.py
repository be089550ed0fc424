"""A day with letters: invitations for a seminar, reminders, an own template; on both engines."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from databases import TODAY
from desk import at_desk, colleague
from docx import Document as Docx
from peewee import Database

from bsc_tui.db.models import (
    Attachment,
    Certificate,
    Document,
    Engagement,
    LetterTemplate,
    Operation,
    Person,
    Registration,
)
from bsc_tui.operations import (
    certificates,
    document_files,
    documents,
    invoices,
    letter_making,
    letter_templates,
    letters,
)
from bsc_tui.operations.letter_making import Filling
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)


def text_of(database: Database, document: int) -> str:
    """What stands in a document that was kept."""
    content = document_files.content_of(colleague(database), document)
    opened = Docx(io.BytesIO(b"".join(content.pieces())))
    return "\n".join(paragraph.text for paragraph in opened.paragraphs)


async def test_invitations_for_a_seminar_are_looked_at_made_and_kept(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f10", "j")
        desk.sees("Which letter?", "Invitation", "for each participant", "Sign-in sheet", "for the whole")
        await desk.press("1")
        desk.sees("ParticipantA Mher", "Armenian", "2 letters", "2 letters lack something")
        await desk.press("enter")
        desk.sees("Labour code", "24.11.2026", "ParticipantA", "not known: Place")
        await desk.press("right")
        desk.sees("ParticipantB")
        await desk.press("escape", "f2")
        desk.says("2 letters are made and kept")
        desk.sees("Kept in", "SM › Letters", "made")
        await desk.press("f12")
        desk.sees("ParticipantA", "Belongs to")
    assert Document.select().count() == 2
    first = Attachment.get()
    assert "ParticipantA" in text_of(company, first.document_id)
    assert first.registration is not None
    assert Operation.select().where(Operation.verb == "letter").count() == 1
    admin = colleague(company, "lusine")
    work = last_work(admin)
    assert work is not None
    take_back(admin, work.id)
    assert Document.select().where(Document.trashed_at.is_null()).count() == 0


def word_file(path: Path, *lines: str) -> Path:
    """A .docx with these paragraphs."""
    document = Docx()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


async def test_a_template_of_the_office_is_refused_mended_and_kept(company: Database, tmp_path: Path) -> None:
    file = word_file(tmp_path / "welcome.docx", "Dear {{ persn.name }},", "{% for i in range(9) %}x")
    async with at_desk(company, "admin", tab="admin") as desk:
        desk.place.rows.go_to("templates")
        await desk.press("enter")
        desk.sees("Letter templates", "Invitation", "Armenian", "of 27")
        for _try in range(2):
            await desk.press("f7", "ctrl+u")
            await desk.type(str(file))
            await desk.press("enter")
            desk.sees("What is it?", "letter to a participant")
            await desk.press("e")
            if _try == 0:
                desk.sees("2 things are wrong in it", "There is no field “persn”. Is “person” meant?")
                desk.sees("“for” is not closed")
                await desk.press("enter")
                word_file(file, "Dear {{ person.name }},", "welcome to {{ service.title }}.")
        await desk.press("2")
        desk.sees("What is it called?", "welcome")
        await desk.press("enter")
        desk.sees("letter to a participant", "Dear Anna Hakobyan,", "welcome to Effective marketing.")
        await desk.press("f6")
        desk.sees("Dear {{ person.name }},")
        word_file(file, "Hello {{ person.first_name }},")
        await desk.press("f7", "ctrl+u")
        await desk.type(str(file))
        await desk.press("enter")
        desk.says("Stored as version 2")
        desk.sees("Hello {{ person.first_name }},")
        await desk.press("f9", "1")
        desk.says("Version 1 is in force again")
        await desk.press("f8", "ctrl+u")
        await desk.type(str(tmp_path / "out.docx"))
        await desk.press("enter")
        desk.says("Saved as")
        await desk.press("f5")
        desk.sees("{{ person.salutation }}", "How they are addressed", "Dear Ms Hakobyan")
        await desk.press("right")
        desk.sees("seminars and projects", "{{ service.title }}")
    assert Docx(str(tmp_path / "out.docx")).paragraphs[0].text == "Dear {{ person.name }},"
    kept = LetterTemplate.get(LetterTemplate.name == "welcome")
    assert (kept.kind, kept.language, kept.edition) == ("participant_letter", "en", 1)


async def test_from_afar_a_template_is_a_file_that_was_sent(
    company: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BSC_INBOX", str(tmp_path))
    monkeypatch.setattr("bsc_tui.operations.local_files.FROM_AFAR", "test")
    word_file(tmp_path / "sent.docx", "Dear {{ person.name }},")
    async with at_desk(company, "admin", tab="admin") as desk:
        desk.place.rows.go_to("templates")
        await desk.press("enter", "f7")
        desk.sees("Which .docx is the new template?", "A file I have sent", "A document kept here")
        await desk.press("f")
        desk.sees("sent.docx")
        await desk.press("enter")
        desk.sees("What is it?")
        await desk.press("e", "2")
        desk.sees("What is it called?", "sent")
        await desk.press("enter")
        desk.sees("Dear Anna Hakobyan,")
        await desk.press("escape", "f7", "d")
        desk.sees("Which .docx is the new template?")
    assert LetterTemplate.select().where(LetterTemplate.name == "sent").count() == 1


async def test_who_may_not_administer_looks_at_templates_only(company: Database) -> None:
    async with at_desk(company, tab="admin") as desk:
        desk.place.rows.go_to("templates")
        await desk.press("enter")
        await desk.press("f7")
        desk.says("Administration")
        await desk.press("down", "enter")
        desk.sees("With an example")
        desk.sees_not("New version")
    assert LetterTemplate.select().count() == 27


async def test_all_who_owe_are_reminded_in_one_file(company: Database) -> None:
    async with at_desk(company) as desk:
        desk.place.open(UnpaidList())
        await desk.rest()
        await desk.press("f10", "j")
        desk.sees("Payment reminder", "Invoice")
        await desk.type("2")
        desk.sees("2 letters", "a file each")
        await desk.press("f6", "f2")
        desk.says("2 letters are made and kept")
    document = Document.get()
    assert Document.select().count() == 1
    text = text_of(company, document.id)
    assert "ParticipantA" in text
    assert "ParticipantB" in text
    assert Attachment.select().count() == 0


async def test_a_viewer_reads_a_letter_and_keeps_none(company: Database) -> None:
    async with at_desk(company, "vera") as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f10", "j", "1")
        desk.sees("ParticipantA")
        desk.sees_not("F2 Make")
        await desk.press("f2")
        desk.says("It needs the right to the service line SM.")
        await desk.press("f3")
        desk.sees("ParticipantA")
    assert Document.select().count() == 0


async def test_a_passport_number_in_a_letter_is_masked_or_kept_as_confidential(company: Database) -> None:
    admin, clerk = colleague(company), colleague(company, "lusine")
    file = io.BytesIO()
    document = Docx()
    document.add_paragraph("{{ person.name }} {{ person.passport_number }}")
    document.save(file)
    template = letter_templates.store(
        admin, file.getvalue(), name="Pass", kind="person_letter", language="hy"
    )
    anna = desk_person()
    chosen = letter_templates.template_of(admin, template)
    for who, shown in ((clerk, "AN*****56"), (admin, "AN0123456")):
        drafted = letters.draft(who, chosen, [anna])
        with Filling(drafted, "2026-11-22") as filling:
            filling.fill(drafted.recipients[0])
            kept = letter_making.keep(who, drafted, filling.files())
        (made,) = kept.documents.values()
        assert shown in text_of(company, made)
    assert Document.select().where(Document.sealed).count() == 1
    assert [one.name for one in documents.folders(clerk, None)] == ["Letters"]
    assert documents.folders(clerk, documents.folders(clerk, None)[0].id) == []


def desk_person() -> int:
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_esc_stops_many_letters_and_keeps_none(company: Database) -> None:
    async with at_desk(company, tab="contacts") as desk:
        await desk.press("f10", "j")
        desk.sees("Which letter?")
        await desk.press("enter")
        desk.sees("has not said")
        await desk.press("f5")
        desk.sees("30 letters")
        desk.place.action_do("letters.make")
        await desk.until(lambda: "of 30" in desk.screen)
        await desk.pilot.press("escape")
        await desk.rest()
        desk.says("Stopped; no letter was kept.")
    assert Document.select().count() == 0


async def test_what_a_seminar_came_to_is_printed_from_where_it_is_seen(company: Database) -> None:
    """Invoices, certificates, the sign-in sheet: F10 J, a digit, F2."""
    admin = colleague(company, "lusine")
    seminar = Engagement.get(Engagement.title == "Labour code").id
    invoices.write_all(admin, seminar, TODAY)
    certificates.issue(
        admin, seminar, [one.id for one in Registration.select().limit(1)], reason="spoke there"
    )
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f11", "f8", "f10", "j")
        desk.sees("What shall be printed?", "Invoice 2026-0002", "All invoices (2)", "overdue (0)")
        before = desk.keys
        await desk.press("2", "f2")
        assert desk.keys - before == 2
        desk.says("2 letters are made and kept")
        desk.sees("2026-0001 Mher", "SM › Letters")
        await desk.press("escape", "enter", "f10", "j")
        desk.sees("Invoice 2026-0002", "Payment reminder")
        await desk.press("2")
        desk.sees("ParticipantB Mher", "1 letter")
        await desk.press("escape", "escape", "escape", "f9", "f10", "j")
        desk.sees("Certificate of ParticipantA Mher", "All certificates that were issued (1)", "Name badges")
        await desk.press("2", "f2")
        desk.says("1 letter is made and kept")
        await desk.press("escape", "f10", "j", "3")
        desk.sees("Sign-in sheet", "Labour code")
        await desk.press("f2")
        desk.says("1 letter is made and kept")
    kept = list(Document.select().order_by(Document.id))
    assert [one.name.startswith("Invoice") for one in kept] == [True, True, False, False]
    assert Certificate.get().serial in text_of(company, kept[2].id)
    assert [one.registration is not None for one in Attachment.select().order_by(Attachment.id)] == [
        True,
        True,
        True,
        False,
    ]
