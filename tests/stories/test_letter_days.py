"""A day with letters: invitations for a seminar, reminders, an own template; on both engines."""

from __future__ import annotations

import io

from desk import at_desk, colleague
from docx import Document as Docx
from peewee import Database

from bsc_tui.db.models import Attachment, Document, Operation
from bsc_tui.operations import document_files
from bsc_tui.operations.own_work import last_work, take_back

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
