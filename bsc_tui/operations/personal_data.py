"""All that is kept on a person, on one sheet; and erasing it.

Erasing in the database is the gate's (`records.erasing`); here it is prepared, and what the database keeps of
former rows is swept. Backups that were made before keep what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bsc_tui.db.database import ERRORS, EmbeddedDatabase, execute
from bsc_tui.db.database import told as database_told
from bsc_tui.db.models import (
    Change,
    Document,
    Draft,
    Operation,
    Person,
    Registration,
    Visit,
    dicts,
    tuples,
)
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.table import Column, Report, Row, Table
from bsc_tui.errors import Missing
from bsc_tui.i18n import Translator, _, active, ngettext
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.facts import Fact, facts_of
from bsc_tui.records import access, audit
from bsc_tui.records.erasing import Erasable, erasable
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import columns_of, is_link, target_of
from bsc_tui.records.records import Records
from bsc_tui.values import dataclass

MOST_TOLD = 500
"""So many of the operations that touched a person are told."""


# -- the sheet -------------------------------------------------------------------------------------


def sheet_of(records: Looking, person: int) -> list[Fact]:
    """Everything that is kept on a person, group by group; what lies in the trash too.

    Raises Missing where there is no such person.
    """
    with database_told():
        entity = ENTITIES["person"]
        row = records.whole.row(Person, person)
        if row is None:
            raise Missing(_("There is no such record."), f"person {person}")
        facts = [Fact("", _title(entity, person)), *facts_of(records, entity, [row])[person]]
        for user, name in _pointing_at(Person):
            if user.code == "registration":
                facts += _registrations(records, person)
            elif any(child.entity == user.code for child in entity.children):
                facts += _records(records, user, name, person)
            else:
                facts += _mentions(records, user, name, person)
        facts += _drafts_and_visits(person)
        facts += _trail(person)
    return facts


def _title(entity: Entity, id: int, row: Mapping[str, Any] | None = None) -> str:
    title = _("%(kind)s no. %(id)s") % {"kind": told(entity.name).capitalize(), "id": id}
    if row is None or row["trashed_at"] is None:
        return title
    return " · ".join((title, _("in the trash")))


def _pointing_at(model: Any) -> Iterable[tuple[Entity, str]]:
    for user in ENTITIES.values():
        for name, column in columns_of(user.model).items():
            if is_link(column) and target_of(column) is model:
                yield user, name


def _records(records: Looking, user: Entity, name: str, id: int) -> list[Fact]:
    column = columns_of(user.model)[name]
    rows = dicts(user.model.select().where(column == id).order_by(user.model.id))
    rows = [row for row in rows if access.sees(records.actor, user, row)]
    found = facts_of(records, user, rows, without=(name,))
    facts: list[Fact] = []
    for row in rows:
        facts += [Fact("", _title(user, row["id"], row)), *found[row["id"]]]
    return facts


def _registrations(records: Looking, person: int) -> list[Fact]:
    registration = ENTITIES["registration"]
    query = Registration.select(Registration.id).where(Registration.person == person)
    ids = [id for (id,) in tuples(query.order_by(Registration.id))]
    rows = records.whole.rows(Registration, ids)
    found = facts_of(records, registration, [rows[id] for id in ids], without=("person",))
    facts: list[Fact] = []
    for id in ids:
        facts += [Fact("", _title(registration, id, rows[id])), *found[id]]
        for user, name in _pointing_at(Registration):
            facts += _records(records, user, name, id)
    return facts


def _mentions(records: Looking, user: Entity, name: str, person: int) -> list[Fact]:
    """Records that stand for themselves and name the person."""
    column: Any = columns_of(user.model)[name]
    ids = [id for (id,) in tuples(user.model.select(user.model.id).where(column == person))]
    titles = records.reader.titles(user.model, ids)
    label = told(column.verbose_name)
    return [fact for id in ids for fact in (Fact("", _title(user, id)), Fact(label, titles.get(id, "")))]


def _drafts_and_visits(person: int) -> list[Fact]:
    facts = []
    for name, at in tuples(
        Draft.select(Draft.title, Draft.saved_at).where(Draft.place == f"form:person:{person}")
    ):
        facts.append(Fact(active().moment(at), name))
    if facts:
        facts.insert(0, Fact("", _("Not yet saved")))
    visits = Visit.select().where(Visit.entity == "person", Visit.record_id == person)
    opened = [Fact(active().moment(one.at), str(one.account.full_name or one.account.name)) for one in visits]
    return facts + ([Fact("", _("Opened lately by")), *opened] if opened else [])


def _trail(person: int) -> list[Fact]:
    query = (
        Change.select(Operation.at, Operation.actor, Operation.verb, Operation.reason)
        .join(Operation)
        .where(Change.entity == "person", Change.record_id == person)
        .order_by(Change.id.desc())
        .limit(MOST_TOLD)
    )
    facts = [Fact("", _("Who entered and changed it"))]
    for at, actor, verb, reason in tuples(query):
        words = [actor, _(audit.VERBS.get(verb, verb)), reason]
        facts.append(Fact(active().moment(at), " · ".join(word for word in words if word)))
    return facts


def as_report(facts: Sequence[Fact], title: str) -> Report:
    """The sheet as a table for a file: group, field, what is kept."""
    columns = (
        Column("group", _("Group")),
        Column("field", _("Field")),
        Column("text", _("What is kept")),
    )
    rows: list[Row] = []
    group = ""
    for fact in facts:
        group = group if fact.label else fact.text
        if fact.label:
            rows.append(Row((group, fact.label, fact.text)))
    return Report(title, (Table(title, columns, tuple(rows)),))


# -- erasing ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prospect:
    """What an erasure would do, told to who is asked for it."""

    name: str
    typed: str
    """The word that confirms it."""
    goes: list[str]
    stays: list[str]


def prospect(records: Looking, person: int) -> Prospect:
    """What erasing a person would take and leave. Raises Missing, Refused."""
    access.demand(records.actor, "administration")
    with database_told():
        row = records.whole.row(Person, person)
        if row is None:
            raise Missing(_("There is no such record."), f"person {person}")
        plan = erasable(person)
        name = " ".join(part for part in (row["last_name"], row["first_name"]) if part)
        return Prospect(name, row["last_name"] or str(person), _goes(plan), _stays(plan))


def _goes(plan: Erasable) -> list[str]:
    words = [_("name, contacts, numbers, bank, notes")]
    for code, ids in plan.gone.items():
        if code != "attachment":
            words.append(f"{told(ENTITIES[code].plural).lower()}: {len(ids)}")
    return [*words, *_names(plan.documents)]


def _stays(plan: Erasable) -> list[str]:
    words = [
        f"{told(ENTITIES[code].plural).lower()}: {len(ids)}" for code, ids in plan.blanked.items() if ids
    ]
    return [*words, *_names(plan.shared)]


def _names(ids: Sequence[int]) -> list[str]:
    names = [name for (name,) in tuples(Document.select(Document.name).where(Document.id.in_(list(ids))))]
    if len(names) <= 3:
        return [f"“{name}”" for name in names]
    return [ngettext("%(count)s document", "%(count)s documents", len(names)) % {"count": len(names)}]


def erase(records: Records, person: int, reason: str) -> bool:
    """Erase a person for good; whether the file was swept of what was there. Raises as the gate does."""
    words = Translator(company_of(records.database).language)  # one name, whoever erases
    with database_told():
        records.erase_person(person, reason, words.gettext("Erased"))
    return swept(records.database)


def swept(database: Any) -> bool:
    """Clear what a database keeps of former rows: SQLite's log, PostgreSQL's dead rows; whether it was done.

    SQLite overwrites its file as it goes. Where others are at work the rest goes by itself, later.
    """
    try:
        if isinstance(database, EmbeddedDatabase):
            (busy, *_pages) = execute(database, "PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        for table in ("person", "change", "draft", "search_key", "registration", "visit", "operation"):
            execute(database, f"VACUUM {table}")
    except ERRORS:
        return False  # somebody reads or writes: the rows are gone, their traces go later
    return True
