"""Browsing the audit trail: which operations there were, what each did, and in which words it is told.

The trail itself, a record's own history and taking something back are `records.audit`'s. Only who administers
reads everybody's operations; the history of one record is open to all who see the record.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.database import told as database_told
from bsc_tui.db.models import Account, Change, Operation, tuples
from bsc_tui.db.rows import present
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import N_, _, active, ngettext
from bsc_tui.records import access, audit, undoing
from bsc_tui.records.keeping_reports import SAVED_REPORT
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import Line
from bsc_tui.records.stretches import PLACE, Stretches

RIGHT = "administration"
MOST_TOLD = 99
"""So many changes of an operation are counted in the list; an import may have millions."""

KINDS = {
    **{kind: audit.VERBS[kind] for kind in ("create", "change", "trash", "restore")},
    "repoint": N_("moved to another"),
    "rights": N_("rights"),
    "kinds": N_("kinds offered"),
    "settings": N_("settings"),
    "password": N_("password set"),
    "own": N_("own settings"),
    "erase": N_("erased"),
}
"""What happened to a record within an operation."""


@dataclass(frozen=True)
class Trail:
    """Operations, the latest first: of everybody or one account, of any verb, of one record, up to a day."""

    account: int | None = None
    verb: str = ""
    record: tuple[str, int] | None = None
    newest: int | None = None
    """The id of the operation it begins with; see `newest_of_day`."""
    query: str = ""


@dataclass(frozen=True)
class Did:
    """One operation, told whole."""

    id: int
    at: datetime.datetime
    who: str
    origin: str
    verb: str
    reason: str
    is_undone: bool
    undoes: int | None
    why_not_undone: str
    """Why it can't be taken back at all; '' where it may be tried."""


@dataclass(frozen=True)
class ChangesOf:
    """The changes of one operation."""

    operation: int
    query: str = ""


class Operations(Stretches[Trail]):
    """The operations of a trail."""

    def places(self, wanted: Trail, place: int | None, limit: int, *, backwards: bool = False) -> list[int]:
        """By falling id."""
        query = Operation.select(Operation.id).where(*_conditions(wanted))
        if place is not None:
            query = query.where(Operation.id > place if backwards else Operation.id < place)
        query = query.order_by(Operation.id.asc() if backwards else Operation.id.desc()).limit(limit)
        return [id for (id,) in tuples(query)]

    def place_of(self, wanted: Trail, id: int) -> int | None:
        """Operations stay."""
        query = Operation.select(Operation.id).where(Operation.id == id, *_conditions(wanted))
        return next((found for (found,) in tuples(query)), None)

    def lines(self, records: Looking, wanted: Trail, places: Sequence[int]) -> list[Line]:
        """When, who, what was done to what, why."""
        access.demand(records.actor, RIGHT)
        found = {one.id: one for one in Operation.select().where(Operation.id.in_(list(places)))}
        firsts = _first_changes(places)
        titles = titles_in_sight(records, [(code, id) for code, id, _count in firsts.values()])
        undone = _undone(places)
        lines = []
        for id in places:
            one = found[id]
            first = firsts.get(id)
            what = _subject(titles, *first) if first else ""
            state = _("undone") if id in undone else ""
            texts = {
                "at": active().moment(one.at),
                "who": str(one.actor),
                "verb": _(audit.VERBS.get(str(one.verb), str(one.verb))),
                "what": what,
                "reason": str(one.reason),
                "state": state,
            }
            lines.append(Line(id, texts, {PLACE: id, "verb": str(one.verb)}))
        return lines


class Changes(Stretches[ChangesOf]):
    """The changes of one operation, in their order."""

    def places(
        self, wanted: ChangesOf, place: int | None, limit: int, *, backwards: bool = False
    ) -> list[int]:
        """By rising id."""
        query = Change.select(Change.id).where(Change.operation == wanted.operation)
        if place is not None:
            query = query.where(Change.id < place if backwards else Change.id > place)
        query = query.order_by(Change.id.desc() if backwards else Change.id.asc()).limit(limit)
        return [id for (id,) in tuples(query)]

    def place_of(self, wanted: ChangesOf, id: int) -> int | None:
        """Changes stay."""
        return id

    def lines(self, records: Looking, wanted: ChangesOf, places: Sequence[int]) -> list[Line]:
        """What happened to which record."""
        access.demand(records.actor, RIGHT)
        changes = {one.id: one for one in Change.select().where(Change.id.in_(list(places)))}
        titles = titles_in_sight(records, [(str(one.entity), int(one.record_id)) for one in changes.values()])
        lines = []
        for id in places:
            one = changes[id]
            key = (str(one.entity), int(one.record_id))
            texts = {
                "did": _(KINDS.get(str(one.kind), str(one.kind))),
                "entity": _word_for(key[0]),
                "title": titles.get(key, ""),
            }
            lines.append(Line(id, texts, {PLACE: id, "entity": key[0], "record": key[1]}))
        return lines


operations = Operations()
changes = Changes()


def _conditions(wanted: Trail) -> list[Any]:
    found: list[Any] = [Operation.id > 0]
    if wanted.account is not None:
        found.append(Operation.account == wanted.account)
    if wanted.verb:
        found.append(Operation.verb == wanted.verb)
    if wanted.newest is not None:
        found.append(Operation.id <= wanted.newest)
    if wanted.record is not None:
        entity, id = wanted.record
        found.append(
            Operation.id.in_(
                Change.select(Change.operation).where(Change.entity == entity, Change.record_id == id)
            )
        )
    return found


def _first_changes(ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """The first record of each operation, and how many changes it has as far as they are counted."""
    sql = (
        "SELECT id, (SELECT MIN(id) FROM change WHERE operation_id = operation.id), (SELECT COUNT(*) FROM"
        f" (SELECT 1 FROM change WHERE operation_id = operation.id LIMIT {MOST_TOLD + 1}) AS counted)"
        " FROM operation WHERE id IN ({ids})"
    )
    database = Operation._meta.database
    found = {id: (change, count) for id, change, count in present(database, sql, ids) if change is not None}
    rows = {
        one.id: (str(one.entity), int(one.record_id))
        for one in Change.select(Change.id, Change.entity, Change.record_id).where(
            Change.id.in_([change for change, _count in found.values()])
        )
    }
    return {id: (*rows[change], count) for id, (change, count) in found.items()}


def _word_for(code: str) -> str:
    """What a record is; settings and kept reports are no entities."""
    if code in ENTITIES:
        return told(ENTITIES[code].name)
    return _("kept report") if code == SAVED_REPORT else _("Company settings")


def _subject(titles: Mapping[tuple[str, int], str], code: str, id: int, count: int) -> str:
    name = _word_for(code)
    title = " ".join(part for part in (name, titles.get((code, id), "")) if part)
    if count < 2:
        return title
    if count > MOST_TOLD:
        return _("%(title)s and many more") % {"title": title}
    more = ngettext("%(title)s and %(count)s more", "%(title)s and %(count)s more", count - 1)
    return more % {"title": title, "count": count - 1}


def titles_in_sight(records: Looking, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What records of any entity are called; what the actor may not see has no name here."""
    wanted: dict[str, set[int]] = {}
    for code, id in pairs:
        if code in ENTITIES:
            wanted.setdefault(code, set()).add(id)
    found: dict[tuple[str, int], str] = {}
    for code, ids in wanted.items():
        entity = ENTITIES[code]
        reader = records.reader
        if entity.sealed:
            rows = reader.rows(entity.model, ids)
            shown = {id for id, row in rows.items() if access.sees(records.actor, entity, row)}
        else:
            shown = ids
        found |= {(code, id): title for id, title in reader.titles(entity.model, shown).items()}
    return found


def _undone(ids: Sequence[int]) -> set[int]:
    return {id for (id,) in tuples(Operation.select(Operation.undoes).where(Operation.undoes.in_(list(ids))))}


def newest_of_day(day: datetime.date, zone: str) -> int:
    """The id of the last operation of a day or before it; 0 where there is none."""
    from zoneinfo import ZoneInfo  # late: only when a day is asked for

    midnight = datetime.datetime.combine(day + datetime.timedelta(1), datetime.time(), ZoneInfo(zone))
    moment = midnight.astimezone(datetime.UTC).replace(tzinfo=None)
    with database_told():
        query = (
            Operation.select(Operation.id)
            .where(Operation.at < moment)
            .order_by(Operation.at.desc(), Operation.id.desc())
            .limit(1)
        )
        return next((id for (id,) in tuples(query)), 0)


def accounts() -> list[tuple[int, str]]:
    """Everybody who has or had an account, by name."""
    with database_told():
        query = Account.select(Account.id, Account.full_name, Account.name).order_by(Account.name)
        return [(id, full_name or name) for id, full_name, name in tuples(query)]


def operation_of(records: Looking, id: int) -> Did:
    """One operation. Raises Missing for an unknown one, Refused without the right."""
    access.demand(records.actor, RIGHT)
    with database_told():
        one = Operation.get_or_none(Operation.id == id)
        if one is None:
            raise Missing(_("There is no such operation."))
        is_undone = bool(_undone([id]))
        return Did(
            id,
            one.at,
            str(one.actor),
            str(one.origin),
            _(audit.VERBS.get(str(one.verb), str(one.verb))),
            str(one.reason),
            is_undone,
            one.undoes_id,
            _("It was taken back before.") if is_undone else undoing.why_never(id),
        )


@dataclass(frozen=True)
class Pair:
    """A field before and after."""

    label: str
    before: str
    after: str


def pairs_of(records: Looking, change_id: int) -> list[Pair]:
    """What a change did, field by field, sensitive values masked for those who may not see them."""
    access.demand(records.actor, RIGHT)
    with database_told():
        change = Change.get_or_none(Change.id == change_id)
        if change is None:
            return []
        entity = ENTITIES.get(str(change.entity))
        if entity is None or change.kind in audit.SET_ANEW:
            return _plain_pairs(change)
        row = records.whole.row(entity.model, int(change.record_id))
        if row is not None and not access.sees(records.actor, entity, row):
            return [Pair(_("confidential"), "", "")]
        currency = records.whole.currency(entity, row) if row is not None else "AMD"
        fields = audit.fields_told(records, entity, str(change.fields))
        return [Pair(*one) for one in audit.pairs_told(records, entity, fields, currency=currency)]


def _plain_pairs(change: Change) -> list[Pair]:
    """Rows that are no records: settings, rights, kinds offered."""
    import json  # late: seldom needed

    from bsc_tui.operations.companies import SETTING_LABELS  # late: as above

    own = {"language": N_("Language"), "theme": N_("Colours"), "keys": N_("Keys")}
    labels = {**SETTING_LABELS, **own, **{kind: KINDS[kind] for kind in ("rights", "kinds")}}
    found = json.loads(str(change.fields))
    return [
        Pair(_(labels.get(name, name)), _plainly(name, before), _plainly(name, after))
        for name, (before, after) in found.items()
    ]


def _plainly(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(told(access.SECTIONS[one]) if one in access.SECTIONS else str(one) for one in value)
    from bsc_tui.operations.companies import setting_told  # late: as above

    return "" if value is None else setting_told(name, value)
