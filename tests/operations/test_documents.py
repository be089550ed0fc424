"""Folders and documents: contents in pieces, versions, names, rights, the trash, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bsc_tui.db.copying import nothing_told
from bsc_tui.db.models import (
    Change,
    Document,
    DocumentChunk,
    DocumentVersion,
    Folder,
    ReferenceList,
    ServiceLine,
)
from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.errors import Conflict, Invalid, Missing, Refused
from bsc_tui.operations import attachments, companies, document_files, documents
from bsc_tui.operations.search_keys import untrue_keys
from bsc_tui.records import undoing
from bsc_tui.records.records import Records

MUCH = bytes(range(256)) * 1100  # over two pieces


def store(records: Records, folder: int, name: str, content: bytes = b"hello", **options: bool) -> int:
    """Put a file into a folder; the document's id."""
    upload = document_files.begin_upload(records, folder, name)
    for start in range(0, len(content), 50_000):
        upload.write(content[start : start + 50_000])
    return upload.finish(folder, **options).document


def whole(records: Records, document: int, number: int | None = None) -> bytes:
    return b"".join(document_files.content_of(records, document, number).pieces())


def test_a_file_comes_back_as_it_went_in(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Contracts")
    document = store(admin, folder, "scan.pdf", MUCH)

    assert whole(admin, document) == MUCH
    assert DocumentChunk.select().count() == 3
    content = document_files.content_of(admin, document)
    edge = document_files.CHUNK
    assert content.read(edge - 3, 6) == MUCH[edge - 3 : edge + 3]
    assert content.read(len(MUCH), 10) == b""
    (entry,) = documents.documents_in(admin, folder)
    assert (entry.name, entry.size, entry.kind, entry.author) == ("scan.pdf", len(MUCH), "pdf", "admin")


def test_an_upload_is_seen_when_it_is_whole(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Contracts")
    upload = document_files.begin_upload(admin, folder, "half.txt")
    upload.write(b"x" * 300_000)
    assert documents.documents_in(admin, folder) == []
    upload.abort()
    assert DocumentChunk.select().count() == DocumentVersion.select().count() == 0


def test_what_an_upload_left_behind_is_swept_away_after_a_day(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Contracts")
    document_files.begin_upload(admin, folder, "left.txt").write(b"x" * 200_000)
    now = admin.clock.now()
    admin.clock.now = lambda: now + document_files._ABANDONED * 2  # type: ignore[method-assign]
    store(admin, folder, "next.txt")
    assert [version.name for version in DocumentVersion.select()] == ["next.txt"]
    assert DocumentChunk.select().count() == 1


def test_a_new_version_keeps_the_old_one_and_undo_brings_it_back(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Contracts")
    document = store(admin, folder, "price list.txt", b"one")
    assert store(admin, folder, "PRICE LIST.TXT", b"two", edition_of=True) == document

    assert whole(admin, document) == b"two"
    assert whole(admin, document, 1) == b"one"
    assert admin.get("document", document).values["edition"] == 2
    operation = undoing.last_operation(admin)
    assert operation is not None
    undoing.undo(admin, operation.id)
    assert whole(admin, document) == b"one"
    document_files.take_version_back(admin, document, 2)
    assert whole(admin, document) == b"two"


def test_two_names_that_some_computer_takes_for_one_do_not_stand_in_a_folder(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Ծրագրեր")
    store(admin, folder, "Café.txt")
    with pytest.raises(Invalid, match="There is a document of this name here"):
        store(admin, folder, "Cafe\u0301.TXT")
    with pytest.raises(Invalid, match="There is a folder of this name here"):
        documents.make_folder(admin, None, "ԾՐԱԳՐԵՐ")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a/b.txt", "a b.txt"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        (".ssh/authorized_keys", "ssh authorized_keys"),
        ("-rf", "rf"),
        ("new\nline\x1b[2J.txt", "new line[2J.txt"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("\udcff\ud800.txt", "?.txt"),
        ("", "file"),
        (" .. ", "file"),
        ("Պայմանագիր № 7.docx", "Պայմանագիր № 7.docx"),
    ],
)
def test_a_hostile_name_becomes_harmless(hostile: str, harmless: str) -> None:
    made = harmless_name(hostile)
    assert made == harmless or (harmless == "?.txt" and made.endswith("txt") and "/" not in made)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "name", ["../x", "a\\b", "nul.txt", ".hidden", "-rf", "dot.", "ж" * 150, "a|b", "  "]
)
def test_a_harmful_name_is_refused_where_it_is_typed(admin: Records, name: str) -> None:
    with pytest.raises(Invalid):
        documents.make_folder(admin, None, name)


def test_a_long_name_keeps_its_ending() -> None:
    made = harmless_name("Ж" * 400 + ".docx")
    assert made.endswith("Ж.docx")
    assert len(made.encode()) <= 230


def test_a_folder_of_a_line_is_written_by_its_people_only(
    admin: Records, as_user: Callable[..., Records]
) -> None:
    lines = {line.code: line.id for line in ServiceLine.select()}
    marketing = documents.make_folder(admin, None, "Marketing", line=lines["BDS"])
    inner = documents.make_folder(admin, marketing, "2026")
    document = store(admin, inner, "plan.txt")
    free = documents.make_folder(admin, None, "Free")
    ara = as_user("ara", "responsible", lines=("SM",))

    assert whole(ara, document) == b"hello"  # all may look
    entry = documents.entry_at(ara, ["marketing", "2026", "PLAN.txt"])
    assert entry is not None
    for forbidden in (
        lambda: store(ara, inner, "mine.txt"),
        lambda: documents.make_folder(ara, marketing, "Mine"),
        lambda: documents.rename(ara, entry, "other.txt"),
        lambda: documents.move(ara, entry, free),
        lambda: documents.delete(ara, entry),
        lambda: attachments.attach(ara, "person", ara.save("person", {"last_name": "X"}).id, document),
    ):
        with pytest.raises(Refused, match="BDS"):
            forbidden()
    mine = store(ara, free, "mine.txt")
    with pytest.raises(Refused, match="BDS"):
        ara.save("document", {"folder": inner}, id=mine)
    with pytest.raises(Refused, match="BDS"):
        ara.save("folder", {"parent": marketing}, id=free)


def test_a_viewer_reads_and_changes_nothing(admin: Records, as_user: Callable[..., Records]) -> None:
    folder = documents.make_folder(admin, None, "Free")
    document = store(admin, folder, "plan.txt")
    vera = as_user("vera", "viewer")
    assert whole(vera, document) == b"hello"
    with pytest.raises(Refused):
        store(vera, folder, "x.txt")
    with pytest.raises(Refused):
        documents.make_folder(vera, None, "X")


def test_a_confidential_folder_is_not_there_for_who_may_not_see_it(
    admin: Records, as_user: Callable[..., Records]
) -> None:
    folder = documents.make_folder(admin, None, "Salaries")
    inner = documents.make_folder(admin, folder, "2026")
    document = store(admin, inner, "salaries.txt")
    person = admin.save("person", {"last_name": "Hakobyan"}).id
    attachments.attach(admin, "person", person, document)
    clerk = as_user("lusine", "clerk")
    assert len(attachments.attached_to(clerk, "person", person)) == 1

    admin.save("folder", {"confidential": True}, id=folder)

    assert documents.folders(clerk, None) == []
    assert documents.tree(clerk) == []
    assert attachments.attached_to(clerk, "person", person) == []
    assert clerk.page("document", ["name"], query="salaries").lines == []
    assert clerk.page("attachment", ["document"]).lines == []
    assert clerk.count("document") == 0
    for hidden in (
        lambda: clerk.get("document", document),
        lambda: document_files.content_of(clerk, document),
        lambda: store(clerk, inner, "x.txt"),
        lambda: clerk.save("document", {"name": "y.txt"}, id=document),
        lambda: clerk.trash("document", document),
        lambda: documents.entry_at(clerk, ["Salaries"]),
        lambda: documents.documents_in(clerk, inner),
    ):
        with pytest.raises(Missing):
            hidden()
    assert whole(admin, document) == b"hello"
    admin.save("folder", {"confidential": False}, id=folder)
    assert whole(clerk, document) == b"hello"


def test_a_folder_goes_to_the_trash_with_all_in_it_and_comes_back(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Old")
    inner = documents.make_folder(admin, folder, "Older")
    document = store(admin, inner, "a.txt")
    entry = documents.folders(admin, None)[0]

    assert documents.delete(admin, entry) == 1
    assert documents.folders(admin, None) == []
    assert admin.count("document") == 0
    operation = undoing.last_operation(admin)
    assert operation is not None
    undoing.undo(admin, operation.id)
    assert [branch.folder.name for branch in documents.tree(admin)] == ["Old", "Older"]
    assert whole(admin, document) == b"hello"


def test_a_folder_with_something_in_it_is_not_deleted_by_the_way(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Old")
    store(admin, folder, "a.txt")
    with pytest.raises(Conflict):
        admin.trash("folder", folder)


def test_a_folder_does_not_go_into_itself(admin: Records) -> None:
    outer = documents.make_folder(admin, None, "Outer")
    inner = documents.make_folder(admin, outer, "Inner")
    with pytest.raises(Invalid, match="into itself"):
        admin.save("folder", {"parent": inner}, id=outer)


def test_quotas_are_settings_of_the_company(admin: Records) -> None:
    company = companies.company_of(admin.database)
    companies.change_settings(
        admin, companies.Company(**{**vars(company), "largest_document": 1, "all_documents": 2})
    )
    folder = documents.make_folder(admin, None, "Free")
    with pytest.raises(Conflict, match="too large"):
        document_files.begin_upload(admin, folder, "big.bin", expected=1_000_001)
    upload = document_files.begin_upload(admin, folder, "big.bin")
    upload.write(b"x" * 900_000)
    with pytest.raises(Conflict, match="too large"):
        upload.write(b"x" * 100_001)
    assert DocumentChunk.select().count() == 0
    for number in range(2):
        store(admin, folder, f"{number}.bin", b"x" * 900_000)
    with pytest.raises(Conflict, match="no room"):
        store(admin, folder, "last.bin", b"x" * 900_000)
    assert Document.select().count() == 2


def found(records: Records, words: str) -> list[int]:
    """The attachments that these words find."""
    return [line.id for line in records.page("attachment", ["document"], query=words).lines]


def test_an_attached_document_is_found_by_the_topic_of_its_seminar_whatever_becomes_of_it(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    topics = "seminar_topic"
    listed = ReferenceList.get(ReferenceList.code == topics).id
    first, second = (
        admin.save("term", {"list": listed, "code": code, "label_en": label}).id
        for code, label in (("orchards", "Orchards"), ("beehives", "Beehives"))
    )
    seminar = make_seminar(topic=first)
    document = store(admin, attachments.folder_for_record(admin, "engagement", seminar), "scan.pdf")
    attachment = attachments.attach(admin, "engagement", seminar, document)
    assert found(admin, "orchards") == [attachment]
    assert found(admin, str(first)) == []

    admin.save("engagement", {"topic": second}, id=seminar)
    assert (found(admin, "orchards"), found(admin, "beehives")) == ([], [attachment])

    admin.save("term", {"label_en": "Apiaries"}, id=second)
    assert (found(admin, "beehives"), found(admin, "apiaries")) == ([], [attachment])
    assert list(untrue_keys(admin.whole, nothing_told)) == []


def test_an_attached_document_is_found_by_whom_its_registration_is_of_after_a_merge_too(
    admin: Records, make_seminar: Callable[..., int], make_people: Callable[[int], list[int]]
) -> None:
    gone, kept = make_people(2)
    registration = admin.save(
        "registration", {"engagement": make_seminar(), "person": gone, "price": 1_000}
    ).id
    folder = documents.make_folder(admin, None, "Papers")
    attachment = attachments.attach(admin, "registration", registration, store(admin, folder, "scan.pdf"))
    assert found(admin, "name0") == [attachment]

    with admin.operation("merge"):
        admin.repoint("person", gone, kept)

    assert (found(admin, "name0"), found(admin, "name1")) == ([], [attachment])
    assert list(untrue_keys(admin.whole, nothing_told)) == []


def test_a_document_belongs_to_a_record_once_and_goes_with_neither(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    seminar = make_seminar()
    folder = attachments.folder_for_record(admin, "engagement", seminar)
    assert documents.path_of(admin, folder) == ["SM", "Attached"]
    document = store(admin, folder, "scan.pdf")
    attachment = attachments.attach(admin, "engagement", seminar, document)
    with pytest.raises(Invalid, match="attached here already"):
        attachments.attach(admin, "engagement", seminar, document)
    with pytest.raises(Invalid, match="one record"):
        admin.save("attachment", {"document": document})
    assert [one.name for one in attachments.attached_to(admin, "engagement", seminar)] == ["scan.pdf"]
    assert found(admin, "labour") == [attachment]

    attachments.detach(admin, attachment)
    assert attachments.attached_to(admin, "engagement", seminar) == []
    assert admin.count("document") == 1
    attachments.attach(admin, "engagement", seminar, document)
    admin.trash("engagement", seminar)
    assert admin.count("attachment") == 0
    assert admin.count("document") == 1


def test_what_happens_to_a_document_is_in_the_trail(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Free")
    document = store(admin, folder, "a.txt")
    admin.save("document", {"name": "b.txt"}, id=document)
    changes = Change.select().where(Change.entity == "document", Change.record_id == document)
    assert [change.kind for change in changes.order_by(Change.id)] == ["create", "change"]
    assert Folder.select().count() == 1


def test_a_changed_or_missing_piece_is_told(admin: Records) -> None:
    folder = documents.make_folder(admin, None, "Free")
    documents_stored = [store(admin, folder, f"{number}.bin", MUCH) for number in range(3)]
    assert list(document_files.unsound(lambda *_told: None)) == []
    first, second, third = (Document.get_by_id(id).content for id in documents_stored)
    DocumentChunk.delete().where(DocumentChunk.version == first, DocumentChunk.place == 1).execute()
    DocumentChunk.update(bytes=b"x").where(
        DocumentChunk.version == second, DocumentChunk.place == 2
    ).execute()
    Document.update(content=999).where(Document.content == third).execute()
    found = {(name, trouble) for name, _id, trouble in document_files.unsound(lambda *_told: None)}
    assert found == {
        ("0.bin", "version 1 is not what was stored"),
        ("1.bin", "version 1 is not what was stored"),
        ("2.bin", "its file is not there"),
    }
    with pytest.raises(Missing, match="piece"):
        whole(admin, documents_stored[0])
