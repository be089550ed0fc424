"""Letters as they are drafted, made and kept: languages, who had better get none, names, rights."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from docx import Document as Docx

from bsc_tui.db import custom
from bsc_tui.db.models import (
    Attachment,
    CustomField,
    Document,
    DocumentChunk,
    DocumentVersion,
    Folder,
    Invoice,
    Letter,
    LetterTemplate,
    LetterTemplateVersion,
    Operation,
    ReferenceList,
    Term,
)
from bsc_tui.errors import Conflict, Invalid, Refused
from bsc_tui.exports.letter_fields import fields_for
from bsc_tui.exports.letters import Unsound
from bsc_tui.operations import document_files, documents, invoices, letter_making, letter_templates, letters
from bsc_tui.operations.companies import change_settings, company_of
from bsc_tui.operations.letter_making import Filling, Kept
from bsc_tui.operations.letter_templates import Template
from bsc_tui.operations.letters import Draft
from bsc_tui.operations.registrations import cancel, register
from bsc_tui.records.records import Records
from bsc_tui.records.undoing import undo


def word_file(*lines: str) -> bytes:
    document, file = Docx(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def starter(kind: str, language: str = "en") -> Template:
    every = letter_templates.templates(offered=True)
    return next(one for one in every if (one.kind, one.language) == (kind, language))


def made(
    records: Records, draft: Draft, *, together: bool = False, source: tuple[str, int] = ("", 0)
) -> Kept:
    with Filling(draft, "2026-11-22", together=together) as filling:
        for one in draft.recipients:
            if one.wanted:
                filling.fill(one)
        return letter_making.keep(records, draft, filling.files("all"), *source)


def text_of(records: Records, document: int) -> str:
    content = document_files.content_of(records, document)
    opened = Docx(io.BytesIO(b"".join(content.pieces())))
    return "\n".join(paragraph.text for paragraph in opened.paragraphs)


@pytest.fixture
def seminar(admin: Records, make_seminar: Callable[..., int]) -> tuple[int, list[int]]:
    """A seminar with four registered people, two of one name."""
    engagement = make_seminar(price=60_000, vat_rate=2000, starts="2026-11-24", maximum=50)
    people = admin.save_many(
        "person",
        [
            {"last_name": "Petrosyan", "first_name": "Ani", "language": "hy", "sex": "female"},
            {"last_name": "Durand", "first_name": "Léa", "language": "fr", "sex": "female"},
            {"last_name": "Twin", "first_name": "Tim", "language": "ru"},
            {"last_name": "Twin", "first_name": "Tim"},
        ],
    )
    ids = [
        register(admin, engagement, {"price": 60_000, "vat_rate": 2000}, person_id=person).id
        for person in people
    ]
    return engagement, ids


def test_each_is_written_to_in_their_language(admin: Records, seminar: tuple[int, list[int]]) -> None:
    engagement, ids = seminar
    found = letters.ids_for("engagement", [engagement], "registration")
    assert found == [ids[1], ids[0], *ids[2:]]
    draft = letters.draft(admin, starter("invitation"), found)
    assert [(one.title, one.template.language) for one in draft.recipients] == [
        ("Durand Léa", "fr"),
        ("Petrosyan Ani", "hy"),
        ("Twin Tim", "en"),
        ("Twin Tim", "en"),
    ]
    kept = made(admin, draft)
    assert "Madame Durand" in text_of(admin, kept.documents[ids[1]])
    assert "Պետ" not in text_of(admin, kept.documents[ids[0]])
    assert "տիկին Petrosyan" in text_of(admin, kept.documents[ids[0]])
    one_language = letters.draft(admin, starter("invitation"), found, own_language=False)
    assert {one.template.language for one in one_language.recipients} == {"en"}


def test_namesakes_get_a_document_each_and_a_second_making_is_a_version(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    _engagement, ids = seminar
    draft = letters.draft(admin, starter("invitation"), ids)
    first = made(admin, draft)
    assert len(set(first.documents.values())) == 4
    assert first.path == ["SM", "Letters"]
    names = sorted(letter_making.names_of(first).values())
    assert "Invitation – Twin Tim – 2026-11-22 2.docx" in names
    second = made(admin, draft)
    assert second.documents == first.documents
    assert {one.edition for one in Document.select()} == {2}
    assert Attachment.select().count() == 4
    assert {one.registration_id for one in Attachment.select()} == set(ids)


def test_one_file_with_all_belongs_to_the_seminar(admin: Records, seminar: tuple[int, list[int]]) -> None:
    engagement, ids = seminar
    draft = letters.draft(admin, starter("certificate"), ids, own_language=False)
    kept = made(admin, draft, together=True, source=("engagement", engagement))
    (document,) = set(kept.documents.values())
    assert text_of(admin, document).count("CERTIFICATE") == 4
    assert Attachment.get().engagement_id == engagement


def test_who_had_better_get_none_is_left_out(admin: Records, seminar: tuple[int, list[int]]) -> None:
    engagement, ids = seminar
    admin.save("payment", {"registration": ids[0], "amount": 72_000, "day": "2026-11-20"})
    admin.save("registration", {"status": "absent"}, id=ids[1])
    reason = Term.select().join(ReferenceList).where(ReferenceList.code == "cancellation_reason").get()
    cancel(admin, ids[2], reason.id)
    reminded = letters.draft(admin, starter("reminder"), ids)
    assert [one.wanted for one in reminded.recipients] == [False, True, False, True]
    assert reminded.recipients[0].remark == "nothing is owed"
    certified = letters.draft(admin, starter("certificate"), ids)
    assert [one.remark for one in certified.recipients] == ["", "absent", "cancelled", ""]
    assert ids[2] not in letters.ids_for("engagement", [engagement], "registration")
    assert letters.draft(admin, starter("certificate"), [ids[1]]).recipients[0].wanted


def test_what_is_missing_is_told_but_for_what_the_template_asks_about(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    content = word_file(
        "{{ person.city }}{{ person.name }}", "{%p if person.email %}", "{{ person.email }}", "{%p endif %}"
    )
    made = letter_templates.store(admin, content, name="Own", kind="participant_letter", language="en")
    draft = letters.draft(admin, letter_templates.template_of(admin, made), seminar[1][:1])
    assert [str(label) for label in draft.recipients[0].missing] == ["City"]


def test_nobody_gets_a_letter_that_nobody_chose(admin: Records, seminar: tuple[int, list[int]]) -> None:
    own = letter_templates.store(
        admin, word_file("Welcome {{ person.name }}"), name="Welcome", kind="invitation", language="en"
    )
    chosen = letter_templates.template_of(admin, own)
    draft = letters.draft(admin, chosen, seminar[1])
    assert {one.template.name for one in draft.recipients} == {"Welcome"}
    letter_templates.store(admin, word_file("Բարի գալուստ"), name="Welcome", kind="invitation", language="hy")
    draft = letters.draft(admin, chosen, seminar[1])
    assert [one.template.language for one in draft.recipients] == ["hy", "en", "en", "en"]
    assert [one.name for one in letters.choices("registration", "en", ["invitation"])] == [
        "Invitation",
        "Welcome",
    ]


def test_names_with_signs_no_file_can_hold_are_made_harmless_and_told(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    person = admin.save("person", {"last_name": "a/b: <\\x>", "first_name": "{{7*7}} & co"}).id
    made_draft = letters.draft(admin, starter("person_letter"), [person])
    made_draft.values[person], lost = letters._writable(
        {**made_draft.values[person], "made_by": "x\x00y\x1b[31m\ufffe\ud800"}
    )
    assert lost == 4
    kept = made(admin, made_draft)
    (document,) = kept.documents.values()
    assert "{{7*7}} & co a/b: <\\x>" in text_of(admin, document)
    assert not set("/\\:<>") & set(Document.get_by_id(document).name)


def test_a_viewer_keeps_nothing_and_nothing_is_left(
    admin: Records, seminar: tuple[int, list[int]], as_user: Callable[..., Records]
) -> None:
    viewer = as_user("vera", "viewer")
    draft = letters.draft(viewer, starter("invitation"), seminar[1])
    with pytest.raises(Refused):
        made(viewer, draft)
    with pytest.raises(Refused):
        letter_templates.store(viewer, word_file("x"), name="X", kind="invitation", language="en")
    for table in (Document, DocumentVersion, DocumentChunk, Folder, Attachment):
        assert table.select().count() == 0


def test_where_there_is_no_room_no_letter_is_kept(admin: Records, seminar: tuple[int, list[int]]) -> None:
    change_settings(admin, replace(company_of(admin.database), largest_document=1, all_documents=1))
    folder = documents.make_folder(admin, None, "Full")
    upload = document_files.begin_upload(admin, folder, "big.bin")
    upload.write(b"x" * 997_000)
    upload.finish(folder)
    with pytest.raises(Conflict, match="no room"):
        made(admin, letters.draft(admin, starter("invitation"), seminar[1]))
    assert Attachment.select().count() == 0
    assert [one.name for one in Folder.select()] == ["Full"]


def test_a_hostile_template_is_refused_and_the_database_stays_as_it_was(admin: Records) -> None:
    before = LetterTemplateVersion.select().count()
    for text in ("{{ person.__class__ }}", "{% for i in range(10**9) %}x{% endfor %}", "{{ nobody.name }}"):
        with pytest.raises(Unsound):
            letter_templates.store(admin, word_file(text), name="Bad", kind="person_letter", language="en")
    assert LetterTemplateVersion.select().count() == before
    with pytest.raises(Invalid):
        admin.save("letter_template", {"name": "Empty", "kind": "invitation", "language": "en"})
    with pytest.raises(Invalid, match="name, kind and language"):
        letter_templates.store(admin, word_file("x"), name="Invitation", kind="invitation", language="en")


def test_a_company_begins_with_templates_in_every_language_and_gets_back_what_it_threw_away(
    admin: Records,
) -> None:
    assert LetterTemplate.select().count() == 27
    names = {(one.kind, one.language): one.name for one in letter_templates.templates()}
    assert names["certificate", "fr"] == "Certificat"
    assert names["invitation", "hy"] == "Հրավեր"
    assert letter_templates.add_starters(admin) == 0
    admin.trash("letter_template", starter("badges").id)
    assert letter_templates.add_starters(admin) == 1


def test_more_letters_than_are_made_at_once_are_refused(
    admin: Records, monkeypatch: pytest.MonkeyPatch, make_people: Callable[[int], list[int]]
) -> None:
    monkeypatch.setattr(letters, "MOST", 3)
    with pytest.raises(Conflict, match="at most 3"):
        letters.draft(admin, starter("person_letter"), make_people(4))


# -- the log of letters ----------------------------------------------------------------------------


def logged() -> list[tuple[str, int | None, int | None, int | None]]:
    """Subject, person, enterprise, engagement of what was entered."""
    query = Letter.select(Letter.subject, Letter.person, Letter.enterprise, Letter.engagement)
    return list(query.order_by(Letter.id).tuples())


def test_letters_that_are_made_are_entered_with_their_template_file_and_maker(
    admin: Records, seminar: tuple[int, list[int]], as_user: Callable[..., Records]
) -> None:
    engagement, ids = seminar
    ara = as_user("ara", "viewer", lines=("SM",), rights=("documents",))
    draft = letters.draft(ara, starter("invitation"), ids)
    kept = made(ara, draft)
    entries = list(Letter.select().order_by(Letter.id))
    assert [one.serial for one in entries] == [f"O-2026-{number:04}" for number in range(1, 5)]
    assert {one.engagement_id for one in entries} == {engagement}
    assert [one.document_id for one in entries] == [kept.documents[id] for id in ids]
    assert [one.template_id for one in entries] == [one.template.id for one in draft.recipients]
    assert [one.subject for one in entries] == [one.template.name for one in draft.recipients]
    assert {(one.account_id, one.direction, one.day) for one in entries} == {
        (ara.actor.account_id, "out", ara.clock.today())
    }
    made(ara, letters.draft(ara, starter("invitation"), ids))
    assert Letter.select().count() == 4


def test_an_invoice_is_entered_for_who_pays_and_a_contract_for_the_client(
    admin: Records, seminar: tuple[int, list[int]], make_seminar: Callable[..., int]
) -> None:
    engagement, ids = seminar
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    admin.save("registration", {"payer": "other", "payer_enterprise": firm}, id=ids[0])
    invoices.write_all(admin, engagement, admin.clock.today())
    (mine,) = [one.id for one in Invoice.select() if one.enterprise_id == firm]
    made(admin, letters.draft(admin, starter("invoice"), [mine]))
    assert logged()[0][1:] == (None, firm, engagement)
    ordered = make_seminar(kind="closed_seminar", client=firm)
    made(admin, letters.draft(admin, starter("contract"), [ordered]))
    assert logged()[1][1:] == (None, firm, ordered)


@pytest.mark.parametrize("kind", ["sign_in_sheet", "badges"])
def test_papers_that_nobody_is_sent_are_not_entered(
    admin: Records, seminar: tuple[int, list[int]], kind: str
) -> None:
    made(admin, letters.draft(admin, starter(kind), [seminar[0]]))
    assert logged() == []


def test_undo_takes_the_letter_and_its_entry_back(admin: Records, seminar: tuple[int, list[int]]) -> None:
    made(admin, letters.draft(admin, starter("invitation"), seminar[1][:1]))
    operation = Operation.select().where(Operation.verb == "letter").get()
    undo(admin, operation.id)
    assert admin.count("letter") == 0
    assert admin.count("document") == 0


# -- the company's own fields ----------------------------------------------------------------------


@pytest.fixture
def _no_fields_of_others() -> Iterator[None]:
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


@pytest.mark.usefixtures("_no_fields_of_others")
def test_own_fields_stand_in_letters_in_the_letters_language(
    admin: Records, seminar: tuple[int, list[int]]
) -> None:
    codes = {}
    for entity, label, kind in (
        ("person", "Club", "text"),
        ("registration", "Lunch", "choice"),
        ("registration", "Badge", "number"),
        ("engagement", "Online", "flag"),
    ):
        id = admin.save("custom_field", {"entity": entity, "label_en": label, "kind": kind}).id
        codes[label] = str(CustomField.get_by_id(id).code)
    lunch = ReferenceList.get(ReferenceList.label_en == "Lunch").id
    meat = admin.save("term", {"list": lunch, "label_en": "Meat", "label_fr": "Viande", "code": "meat"}).id
    engagement, ids = seminar
    person = admin.get("registration", ids[1]).values["person"]
    admin.save("person", {codes["Club"]: "Gambit"}, id=person)
    admin.save("engagement", {codes["Online"]: True}, id=engagement)
    admin.save("registration", {codes["Lunch"]: meat, codes["Badge"]: 1250}, id=ids[1])
    names = {one.name: one.example for one in fields_for("registration")}
    assert names[f"person.{codes['Club']}"] == "Club"
    assert names[f"registration.{codes['Badge']}"] == "42"
    content = word_file(
        f"{{{{ person.{codes['Club']} }}}} / {{{{ registration.{codes['Lunch']} }}}} / "
        f"{{{{ registration.{codes['Badge']} }}}} / {{{{ service.{codes['Online']} }}}}"
    )
    version = letter_templates.store(admin, content, name="Repas", kind="participant_letter", language="fr")
    template = next(one for one in letter_templates.templates(offered=True) if one.id == version)
    kept = made(admin, letters.draft(admin, template, [ids[1]]))
    assert text_of(admin, kept.documents[ids[1]]) == "Gambit / Viande / 12,5 / oui"
    admin.save("custom_field", {"active": False}, id=CustomField.get(CustomField.label_en == "Club").id)
    assert f"person.{codes['Club']}" not in {one.name for one in fields_for("registration")}
    admin.save("person", {"city": "Gyumri"}, id=person)
    kept = made(admin, letters.draft(admin, template, [ids[1]]))
    assert text_of(admin, kept.documents[ids[1]]).startswith("Gambit")
