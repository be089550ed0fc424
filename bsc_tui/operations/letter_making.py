"""Making the letters of a draft, and keeping what was made among the documents.

Filling in takes time and holds no transaction; keeping is one operation, which Undo takes back as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

from bsc_tui.db.database import told
from bsc_tui.db.models import (
    Attachment,
    Document,
    Engagement,
    Invoice,
    InvoiceLine,
    Registration,
    ServiceLine,
    tuples,
)
from bsc_tui.entities.documents import BELONGS_TO
from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.exports.letters import Press, Unsound
from bsc_tui.i18n import N_, Translator, _
from bsc_tui.operations import attachments, document_files, documents, letter_templates
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.correspondence import log_letters
from bsc_tui.operations.letter_templates import Template
from bsc_tui.operations.letters import Draft, Recipient
from bsc_tui.records.reading import columns_of
from bsc_tui.records.records import Records

FOLDER = N_("Letters")
CONFIDENTIAL = N_("Confidential")


@dataclass(frozen=True)
class Filled:
    """A file that was made, and the records it is about."""

    name: str
    content: bytes = field(repr=False)
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Kept:
    """Where letters were put."""

    folder: int
    path: list[str]
    documents: dict[int, int]
    """By the record each is about; a file of several stands with all of them."""


class Filling:
    """Letters under way: `fill` one after another, then `files`. A context: its processes end with it."""

    def __init__(self, draft: Draft, day: str, *, together: bool = False) -> None:
        self._draft = draft
        self._day = day
        self._together = together
        self._presses: dict[int, Press] = {}
        self._added: dict[int, list[Recipient]] = {}
        self._filled: list[Filled] = []

    def __enter__(self) -> Filling:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        for press in self._presses.values():
            press.close()
        self._presses.clear()

    def read(self, recipient: Recipient) -> list[str]:
        """What can be read in a letter. Raises Unsound."""
        with self._press_for(recipient) as press:
            return press.read(self._draft.values[recipient.id])

    def fill(self, recipient: Recipient) -> None:
        """Make a letter. Raises Unsound."""
        values, template = self._draft.values[recipient.id], recipient.template
        with self._press_for(recipient) as press:
            if self._together:
                press.add(values)
                self._added.setdefault(template.id, []).append(recipient)
                return
            content = press.fill(values)
        self._filled.append(Filled(self._name(template, recipient.title), content, (recipient.id,)))

    def files(self, about: str = "") -> list[Filled]:
        """What was made; a file of several letters is called after what they are `about`."""
        for some in self._added.values():
            with self._press_for(some[0]) as press:
                content = press.together()
            ids = tuple(one.id for one in some)
            self._filled.append(Filled(self._name(some[0].template, about), content, ids))
        self._added.clear()
        return self._filled

    def _name(self, template: Template, about: str) -> str:
        return harmless_name(" – ".join(filter(None, (template.name, about, self._day))) + ".docx")

    @contextmanager
    def _press_for(self, recipient: Recipient) -> Iterator[Press]:
        template = recipient.template
        try:
            if template.id not in self._presses:
                press = Press(letter_templates.content_of(template.content))
                self._presses[template.id] = press.__enter__()
            yield self._presses[template.id]
        except Unsound as unsound:
            if gone := self._presses.pop(template.id, None):
                gone.close()
            words = {"name": recipient.title, "template": template.name}
            unsound.title = _("The letter to %(name)s by “%(template)s” can't be made.") % words
            raise


# -- keeping ---------------------------------------------------------------------------------------


def right_to_keep(subject: str, ids: Sequence[int]) -> str:
    """The right that letters about these records are kept with: that of their line, or to documents."""
    line = _line(subject, ids)
    return f"line:{line}" if line else "documents"


def _line(subject: str, ids: Sequence[int]) -> str:
    """The line that all these records are of; '' for several, and for those of none."""
    query = ServiceLine.select(ServiceLine.code).join(Engagement, on=(Engagement.line == ServiceLine.id))
    if subject == "registration":
        query = query.join(Registration, on=(Registration.engagement == Engagement.id))
        query = query.where(Registration.id.in_(list(ids)))
    elif subject == "engagement":
        query = query.where(Engagement.id.in_(list(ids)))
    elif subject == "invoice":
        query = ServiceLine.select(ServiceLine.code).join(Invoice, on=(Invoice.line == ServiceLine.id))
        query = query.where(Invoice.id.in_(list(ids)))
    else:
        return ""
    with told():
        codes = [code for (code,) in tuples(query.distinct())]
    return str(codes[0]) if len(codes) == 1 else ""


def keep(
    records: Records, draft: Draft, filled: Sequence[Filled], source: str = "", source_id: int = 0
) -> Kept:
    """Put files that were made among the documents and attach them to the records they are about.

    A file of several letters belongs to the record they were written from, if it is one; that of an invoice
    to the registrations it is over. A letter made again on the same day is the next version of the first.
    Each is entered into the correspondence of whom it goes to.
    Raises as storing documents does.
    """
    subject = draft.template.subject
    with records.operation("letter"):
        line = _line(subject, [id for one in filled for id in one.ids])
        folder = _folder(records, line, confidential=draft.is_confidential)
        kept: dict[int, int] = {}
        for one in filled:
            owner = (subject, one.ids[0]) if len(one.ids) == 1 else (source, source_id)
            document = _keep_one(records, folder, one, *_owners(*owner))
            kept |= dict.fromkeys(one.ids, document)
        log_letters(records, draft, kept)
        return Kept(folder, documents.path_of(records, folder), kept)


def _owners(entity: str, id: int) -> tuple[str, list[int]]:
    """The records that a letter about a record is attached to."""
    if entity == "invoice":
        query = InvoiceLine.select(InvoiceLine.registration).where(
            InvoiceLine.invoice == id, InvoiceLine.trashed_at.is_null()
        )
        return "registration", sorted({int(one) for (one,) in tuples(query)})
    return (entity, [id]) if id and entity in BELONGS_TO else (entity, [])


def _keep_one(records: Records, folder: int, filled: Filled, owner: str, owners: Sequence[int]) -> int:
    name, number, before = filled.name, 1, None
    while (taken := document_files.document_named(records, folder, name)) is not None:
        if owners and _is_attached(taken, owner, owners[0]):
            before = taken
            break
        number += 1
        stem = filled.name.removesuffix(".docx")
        name = harmless_name(f"{stem[:180]} {number}.docx")
    upload = document_files.begin_upload(records, folder, name, expected=len(filled.content))
    upload.write(filled.content)
    stored = upload.finish(folder, document=before)
    for id in () if before is not None else owners:
        attachments.attach(records, owner, id, stored.document)
    return stored.document


def _is_attached(document: int, entity: str, id: int) -> bool:
    link = columns_of(Attachment)[entity]
    query = Attachment.select(Attachment.id).where(
        Attachment.document == document, link == id, Attachment.trashed_at.is_null()
    )
    return bool(tuples(query.limit(1)))


def _folder(records: Records, line: str, *, confidential: bool) -> int:
    """`Letters` in the folder of the line, or at the top; what is confidential in a folder of its own."""
    words = Translator(company_of(records.database).language)  # one folder, whoever writes
    path = [*([line] if line else []), words.gettext(FOLDER)]
    line_id = int(ServiceLine.get(ServiceLine.code == line).id) if line else None
    if not confidential:
        return documents.folder_for(records, path, line=line_id)
    folder = documents.folder_for(records, [*path, words.gettext(CONFIDENTIAL)], line=line_id)
    if not records.get("folder", folder).values["confidential"]:
        records.save("folder", {"confidential": True}, id=folder)
    return folder


def names_of(kept: Kept) -> dict[int, str]:
    """What the documents are called, by id."""
    ids = list(set(kept.documents.values()))
    return dict(tuples(Document.select(Document.id, Document.name).where(Document.id.in_(ids))))
