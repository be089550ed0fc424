"""A day with documents: folders, files in and out, a scan attached to a seminar, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import LARGE, at_desk, colleague
from peewee import Database

from bsc_tui.db.models import Attachment, Document, DocumentVersion, Folder
from bsc_tui.operations import attachments, document_files, documents
from bsc_tui.operations.own_work import last_work, take_back
from bsc_tui.records.records import Records
from bsc_tui.screens.document_view import DocumentView
from bsc_tui.screens.files import SAVE_AS

pytest_plugins = ("desk",)


def store(records: Records, folder: int, name: str, content: bytes) -> int:
    upload = document_files.begin_upload(records, folder, name)
    upload.write(content)
    return upload.finish(folder).document


@pytest.fixture
def papers(company: Database) -> dict[str, int]:
    """Two folders with a document each, one of them confidential."""
    admin = colleague(company)
    contracts = documents.make_folder(admin, None, "Contracts")
    salaries = documents.make_folder(admin, None, "Salaries")
    admin.save("folder", {"confidential": True}, id=salaries)
    return {
        "contracts": contracts,
        "list": store(admin, contracts, "prices.csv", "Topic;Price\nԲյուջե;54000\n".encode()),
        "secret": store(admin, salaries, "salaries.txt", b"secret"),
    }


async def test_a_folder_is_made_a_file_goes_in_and_comes_out(company: Database, tmp_path: Path) -> None:
    file = tmp_path / "in" / "Scan № 7.txt"
    file.parent.mkdir()
    file.write_bytes(b"hello\nworld")
    async with at_desk(company, tab="documents") as desk:
        desk.sees("There is no folder yet")
        await desk.press("insert")
        await desk.type("Պայմանագրեր")
        await desk.press("enter")
        desk.sees("Պայմանագրեր", "Nothing is in this folder yet")

        await desk.press("f7", "ctrl+u")
        await desk.type(f"{file.parent}/sc")
        desk.sees("Scan № 7.txt")
        await desk.press("tab", "enter")
        desk.says("Stored as version 1")
        desk.sees("Scan № 7.txt", "11 bytes")

        await desk.press("enter")
        desk.sees("hello", "world", "UTF-8", "Lusine")
        await desk.press("f8", "ctrl+u")
        await desk.type(str(tmp_path / "out.txt"))
        await desk.press("enter")
        desk.says("Saved as")
        assert (tmp_path / "out.txt").read_bytes() == b"hello\nworld"

        await desk.press("f8", "ctrl+u")
        await desk.type(str(tmp_path / "out.txt"))
        await desk.press("enter")
        desk.sees("exists already. Replace it?")
        await desk.press("enter")
    assert Folder.get().name == "Պայմանագրեր"
    assert Document.get().edition == 1


async def test_a_second_file_of_the_name_is_a_version_and_the_first_comes_back(
    company: Database, papers: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "PRICES.csv").write_text("Topic;Price\nIFRS;150000\n")
    async with at_desk(company, tab="documents") as desk:
        desk.sees_not("Salaries")
        await desk.press("f7", "ctrl+u")
        await desk.type(str(tmp_path / "PRICES.csv"))
        await desk.press("enter")
        desk.sees("is here already")
        await desk.press("v")
        desk.says("Stored as version 2")
        await desk.press("enter")
        desk.sees("IFRS", "150000")

        await desk.press("f9", "1")
        desk.sees("Բյուջե", "version 1")
        await desk.press("f9", "p")
        desk.says("in force again")
    assert Document.get_by_id(papers["list"]).edition == 1
    assert DocumentVersion.select().where(DocumentVersion.document == papers["list"]).count() == 2


async def test_a_scan_is_attached_to_a_seminar(
    company: Database, papers: dict[str, int], tmp_path: Path
) -> None:
    (tmp_path / "order form.txt").write_text("signed")
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f10", "g")
        desk.sees("No document is attached yet")
        await desk.press("f7", "ctrl+u")
        await desk.type(str(tmp_path / "order form.txt"))
        await desk.press("enter")
        desk.says("“order form.txt” is attached")
        await desk.press("f4")
        await desk.type("prices")
        await desk.press("enter")
        desk.says("“prices.csv” is attached")
        await desk.press("escape")
        desk.sees("2 documents")
        await desk.press("f7", "f3", *["right"] * 4)
        desk.sees("Documents 2")
        await desk.press("f12", "delete")
        desk.says("detached")
    assert Attachment.select().where(Attachment.trashed_at.is_null()).count() == 1
    assert Document.select().where(Document.trashed_at.is_null()).count() == 3
    folder = Document.get(Document.name == "order form.txt").folder
    assert (folder.name, folder.parent.name, folder.keeper.code) == ("Attached", "SM", "SM")


async def test_a_document_is_found_by_its_name_and_by_its_record(
    company: Database, papers: dict[str, int]
) -> None:
    admin = colleague(company)
    person = admin.page("person", ["last_name"], query="hakobyan anna").lines[0].id
    attachments.attach(admin, "person", person, papers["list"])
    async with at_desk(company, tab="documents") as desk:
        await desk.press("f3")
        await desk.type("prices")
        desk.sees("prices.csv", "Contracts")
        await desk.press("ctrl+u", "f6")
        await desk.type("hakobyan")
        desk.sees("prices.csv", "Hakobyan Anna")
        await desk.press("enter")
        desk.sees("Topic", "Բյուջե", "person Hakobyan Anna")


def test_nothing_is_done_with_a_document_that_was_not_read_yet() -> None:
    view = DocumentView(1)
    for command in ("view.part", "view.version", "view.versions", "view.delete", SAVE_AS.id):
        assert view.why_not(command) == "One moment."


async def test_a_viewer_looks_and_changes_nothing(company: Database, papers: dict[str, int]) -> None:
    async with at_desk(company, "vera", tab="documents") as desk:
        desk.sees("Contracts")
        desk.sees_not("Salaries", "Add file", "New folder")
        await desk.press("f7")
        desk.says("It needs the right “Documents”.")
        await desk.press("right", "enter")
        desk.sees("Topic")
        desk.sees_not("New version", "Attach")
    assert Document.select().count() == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_at_a_large_terminal_one_glances_at_a_document(
    company: Database, papers: dict[str, int]
) -> None:
    async with at_desk(company, "admin", size=LARGE, tab="documents") as desk:
        desk.sees("Salaries")
        await desk.press("right")
        await desk.until(lambda: "Բյուջե" in desk.screen)
        await desk.press("left", "ctrl+d")
        desk.sees("Delete the folder “Contracts” with all in it?")
        await desk.press("y")
        desk.says("1 document deleted. Undo brings it back.")
        desk.sees_not("Contracts")
    admin = colleague(company)
    work = last_work(admin)
    assert work is not None
    take_back(admin, work.id)
    assert Folder.get_by_id(papers["contracts"]).trashed_at is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_from_afar_the_files_of_the_server_are_closed(
    company: Database, papers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(company, tab="documents") as desk:
        for records in (desk.office.records, desk.office.finder):
            object.__setattr__(records.actor, "origin", "ssh 10.0.0.7")
        await desk.press("f7")
        desk.says("Over the network documents come and go by SFTP.")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["/dev/zero", "/nowhere/at/all.txt", "/tmp", "\x00"])
async def test_what_is_no_file_is_told(company: Database, papers: dict[str, int], text: str) -> None:
    async with at_desk(company, tab="documents") as desk:
        await desk.press("f7", "ctrl+u")
        await desk.type(text)
        await desk.press("enter")
        if "AskPath" in type(desk.place).__name__:
            await desk.press("escape")
        assert DocumentVersion.select().count() == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_the_card_of_a_document_leads_to_what_it_belongs_to(
    company: Database, papers: dict[str, int]
) -> None:
    admin = colleague(company)
    firm = admin.page("enterprise", ["name"], query="ucom").lines[0].id
    attachments.attach(admin, "enterprise", firm, papers["list"])
    async with at_desk(company, "admin", tab="documents") as desk:
        await desk.press("right", "f2")
        desk.sees("Belongs to 1", "enterprise", "Ucom", "Its file", "prices.csv")
        await desk.fill(name="prices/2026.csv")
        await desk.press("f2")
        desk.says("can't contain “/”")
        await desk.fill(name="prices 2026.csv")
        await desk.press("f2")
        desk.says("Saved")
        await desk.press("f3", "enter")
        desk.sees("Enterprises › Ucom", "Documents 1")
    assert Document.get_by_id(papers["list"]).name == "prices 2026.csv"
