"""Erasing a person for good: what tells who they were goes, what counts in money and statistics stays.

The card keeps the entity's `lasting` fields, and its year of birth. What belongs to the card alone is
deleted, so are documents that belong to nothing else. Registrations and payments stay, their `personal`
fields blanked. The trail, drafts and what was opened forget the values too; that it was done stays in the
trail.
What is asked before, and what is done about the file of the database, is `operations.personal_data`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from peewee import CharField, TextField, fn

from bsc_tui.db.custom import own_fields
from bsc_tui.db.models import (
    Action,
    Attachment,
    Certificate,
    Change,
    Correction,
    DocumentChunk,
    DocumentVersion,
    Invoice,
    InvoiceLine,
    Letter,
    Payment,
    Person,
    Registration,
    Reissue,
    Visit,
    tuples,
)
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records import access, checking
from bsc_tui.records.audit import ERASE, ERASED, Work
from bsc_tui.records.fields import every_field_of
from bsc_tui.records.forgetting import Forgotten
from bsc_tui.records.keys import dependants, keys_kept, sort_key_of
from bsc_tui.records.reading import columns_of, is_link, target_of
from bsc_tui.records.working import Working
from bsc_tui.values import dataclass

PERSON = "person"
TOGETHER = 500


@dataclass(frozen=True)
class Erasable:
    """What an erasure would take and what it would leave: ids by entity."""

    gone: dict[str, list[int]]
    """Deleted: what belongs to the person alone."""
    blanked: dict[str, list[int]]
    """Kept for money and statistics, without what is personal in them."""
    documents: list[int]
    """Deleted with all their versions: they belong to this person only."""
    shared: list[int]
    """Documents of the person that stay, for others or the books have them too."""


def erasable(person: int) -> Erasable:
    """What erasing a person would do."""
    registrations = _ids(Registration, Registration.person == person)
    certificates = _ids(Certificate, Certificate.registration.in_(registrations))
    stays = {
        "registration": registrations,
        "payment": _ids(Payment, Payment.registration.in_(registrations)),
        "invoice": _ids(Invoice, Invoice.person == person),
        "invoice_line": _ids(InvoiceLine, InvoiceLine.registration.in_(registrations)),
        "certificate": certificates,
        "reissue": _ids(Reissue, Reissue.certificate.in_(certificates)),
    }
    gone: dict[str, list[int]] = {}
    for child in ENTITIES[PERSON].children:
        if child.owned:
            model = ENTITIES[child.entity].model
            found = _ids(model, columns_of(model)[child.field] == person)
            gone[child.entity] = sorted({*gone.get(child.entity, []), *found})
    of_person = sorted(
        {id for (id,) in tuples(Attachment.select(Attachment.document).where(Attachment.person == person))}
    )
    elsewhere = Attachment.document.in_(of_person) & (
        Attachment.person.is_null() | (Attachment.person != person)
    )
    shared = {id for (id,) in tuples(Attachment.select(Attachment.document).where(elsewhere))}
    return Erasable(
        {code: ids for code, ids in gone.items() if ids},
        stays,
        [id for id in of_person if id not in shared],
        sorted(shared),
    )


class Erasing(Working):
    """The gate's way of forgetting a person."""

    def erase_person(self, id: int, reason: str, name: str) -> Erasable:
        """Erase a person for good; `name`: what they are called from now on, with their number.

        Raises Refused without the right to administer, Missing, and Conflict where it was done before.
        """
        entity = ENTITIES[PERSON]
        with self.operation(ERASE, reason) as work:
            access.demand(self.actor, "administration")
            before = self._held(entity, id, trashed=True)
            if before["erased_on"]:
                raise Conflict(_("This person was erased before."), _("Nothing is left to erase."))
            plan = erasable(id)
            forgotten = Forgotten.of(entity, id, before)
            kept = (entity, [id])
            followers = dependants(self.database, Person, [id], list(columns_of(Person)))
            going = [(ENTITIES[code], ids) for code, ids in plan.gone.items()]
            going.append((ENTITIES["document"], plan.documents))
            with keys_kept(self.whole, [kept, *followers, *going]):
                self._delete_documents(plan.documents)
                Action.update(follows=None).where(Action.follows.in_(plan.gone.get("action", []))).execute()
                for gone, ids in reversed(going):
                    _delete(gone, ids)
                self._blank_card(entity, before, name, used=any(plan.blanked.values()))
            self._blank_rows(plan.blanked)
            self._let_go_of_links(id, work)
            self._blank_trail(id, plan)
            everything = {**plan.gone, **plan.blanked, "document": plan.documents, PERSON: [id]}
            for code, ids in everything.items():
                _forget_visits(code, ids)
                _forget_proposals(code, ids)
            forgotten.leave_drafts()
            forgotten.leave_reasons(
                sorted({one for each in everything.items() for one in _operations_of(*each)})
            )
            work.note(entity, id, ERASE, {})
        return plan

    def _blank_card(self, entity: Entity, before: dict[str, Any], name: str, *, used: bool) -> None:
        blank = checking.blank(entity)
        values = {field: blank[field] for field in every_field_of(entity) if field not in entity.lasting}
        values |= {
            "last_name": name,
            "first_name": str(before["id"]),
            "birth_date": str(before["birth_date"] or "")[:4],
            "erased_on": self.clock.today(),
        }
        values["sort_key"] = sort_key_of(entity, values)
        if not used and before["trashed_at"] is None:
            values["trashed_at"] = self.clock.now()  # nothing needs the card any more
        Person.update(**values, version=Person.version + 1).where(Person.id == before["id"]).execute()

    def _blank_rows(self, blanked: dict[str, list[int]]) -> None:
        for code, ids in blanked.items():
            entity = ENTITIES[code]
            model, blank = entity.model, checking.blank(entity)
            values = {name: blank[name] for name in _personal(entity) if name != "waived_reason"}
            for some in _parts(ids):
                if values:
                    model.update(**values, version=model.version + 1).where(model.id.in_(some)).execute()
                if "waived_reason" in entity.personal:
                    # That nothing is due follows from there being a reason, whichever it was.
                    waived = (model.id.in_(some), columns_of(model)["waived_reason"] != "")
                    model.update(waived_reason=_("erased")).where(*waived).execute()

    def _let_go_of_links(self, person: int, work: Work) -> None:
        """What names the person and is not theirs, as an enterprise its director, names nobody any more."""
        owned = {PERSON, "invoice", *(child.entity for child in ENTITIES[PERSON].children)}
        for user in ENTITIES.values():
            if user.code in owned:
                continue
            for name, column in columns_of(user.model).items():
                if is_link(column) and target_of(column) is Person and column.null:
                    for id in _ids(user.model, column == person):
                        user.model.update({column: None, user.model.version: user.model.version + 1}).where(
                            user.model.id == id
                        ).execute()
                        work.note(user, id, "change", {name: (person, None)})

    def _delete_documents(self, ids: Sequence[int]) -> None:
        for some in _parts(ids):
            versions = _ids(DocumentVersion, DocumentVersion.document.in_(some))
            for few in _parts(versions):
                DocumentChunk.delete().where(DocumentChunk.version.in_(few)).execute()
                DocumentVersion.delete().where(DocumentVersion.id.in_(few)).execute()
            Attachment.delete().where(Attachment.document.in_(some)).execute()
            Letter.update(document=None).where(Letter.document.in_(some)).execute()

    def _blank_trail(self, person: int, plan: Erasable) -> None:
        lasting = frozenset(ENTITIES[PERSON].lasting)
        _blank_changes(PERSON, [person], lambda name: name not in lasting)
        for code, ids in (*plan.gone.items(), ("document", plan.documents)):
            _blank_changes(code, ids, lambda name: True)
        for code, ids in plan.blanked.items():
            _blank_changes(code, ids, _personal(ENTITIES[code]).__contains__)


def _personal(entity: Entity) -> frozenset[str]:
    """What is blanked in what stays: what the entity names, and the company's own fields of words."""
    own = (field.name for field in own_fields(entity.model) if isinstance(field, TextField | CharField))
    return frozenset((*entity.personal, *own))


def _ids(model: Any, condition: Any) -> list[int]:
    return [id for (id,) in tuples(model.select(model.id).where(condition).order_by(model.id))]


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(ids), TOGETHER):
        yield ids[start : start + TOGETHER]


def _delete(entity: Entity, ids: Sequence[int]) -> None:
    for some in _parts(ids):
        entity.model.delete().where(entity.model.id.in_(some)).execute()


def _blank_changes(code: str, ids: Sequence[int], goes: Any) -> None:
    for some in _parts(ids):
        query = Change.select(Change.id, Change.fields).where(
            Change.entity == code, Change.record_id.in_(some)
        )
        for change_id, stored in tuples(query):
            fields = json.loads(stored)
            left = {name: ERASED if goes(name) else pair for name, pair in fields.items()}
            if left != fields:
                Change.update(fields=json.dumps(left)).where(Change.id == change_id).execute()


def _operations_of(code: str, ids: Sequence[int]) -> list[int]:
    query = Change.select(fn.DISTINCT(Change.operation)).where(
        Change.entity == code, Change.record_id.in_(list(ids))
    )
    return [id for (id,) in tuples(query)]


def _forget_visits(code: str, ids: Sequence[int]) -> None:
    for some in _parts(ids):
        Visit.delete().where(Visit.entity == code, Visit.record_id.in_(some)).execute()


def _forget_proposals(code: str, ids: Sequence[int]) -> None:
    """What people proposed to change in these records, and what the trail says of it."""
    for some in _parts(ids):
        proposals = _ids(Correction, (Correction.entity == code) & Correction.record_id.in_(some))
        _blank_changes("correction", proposals, lambda name: True)
        _delete(ENTITIES["correction"], proposals)
