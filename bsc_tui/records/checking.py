"""What is looked at before a record is written: values by their kinds, two people's changes, rules.

Reads only. Who may do it is asked by the gate; writing is the gate's too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bsc_tui.db.models import Record, Term
from bsc_tui.db.rows import present, quoted
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, Masked, Reference, Sensitive
from bsc_tui.errors import FieldProblem, Invalid
from bsc_tui.i18n import _
from bsc_tui.records.access import Actor
from bsc_tui.records.fields import required_of
from bsc_tui.records.reading import columns_of, fields_of
from bsc_tui.records.rules import (
    accounts,
    attendance,
    contacts,
    corrections,
    correspondence,
    custom,
    documents,
    evaluations,
    letters,
    lists,
    payments,
    registrations,
    services,
    staff,
)
from bsc_tui.records.rules.proposal import Proposal
from bsc_tui.values import dataclass

AREAS = (
    contacts,
    lists,
    services,
    registrations,
    payments,
    attendance,
    documents,
    evaluations,
    letters,
    staff,
    accounts,
    corrections,
    custom,
    correspondence,
)
RULES = {code: rules for area in AREAS for code, rules in area.RULES.items()}
TRASH_RULES = accounts.TRASH_RULES | payments.TRASH_RULES | evaluations.TRASH_RULES
DOES_NOT_FIT = (TypeError, ValueError, OverflowError)
"""What a kind raises for a value that it can't make its own."""


@dataclass(frozen=True)
class Cleaned:
    """Values as they would be kept, and what is wrong with them one by one."""

    values: dict[str, Any]
    problems: list[FieldProblem]


def cleaned(entity: Entity, values: Mapping[str, Any]) -> Cleaned:
    """The values cleaned and checked one by one. KeyError for an unknown field: a programming error."""
    known = fields_of(entity)
    found: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for name, value in values.items():
        kind = known[name].kind
        try:
            found[name], sentence = one_cleaned(kind, value)
        except DOES_NOT_FIT:
            problems.append(FieldProblem(name, does_not_fit(value)))
            continue
        if sentence:
            problems.append(FieldProblem(name, sentence))
        elif (
            isinstance(kind, Reference) and found[name] is not None and not is_there(kind.model, found[name])
        ):
            problems.append(FieldProblem(name, is_gone()))
    return Cleaned(found, problems)


def one_cleaned(kind: Kind, value: Any) -> tuple[Any, str]:
    """A value as it would be kept, and what is wrong with it. Raises DOES_NOT_FIT for what it can't be."""
    clean = kind.clean(value)
    return clean, kind.check(clean)


def does_not_fit(value: Any) -> str:
    """The sentence for a value of another kind."""
    return _("“%(text)s” does not fit here.") % {"text": str(value)[:30]}


def is_gone() -> str:
    """The sentence for a link to what is not there any more."""
    return _("What was chosen here is gone; choose again.")


def is_there(model: type[Record], id: int) -> bool:
    """Whether a record can be pointed to; a term stays as it is until the transaction ends."""
    return id in those_there(model, (id,))


def those_there(model: type[Record], ids: Iterable[int]) -> set[int]:
    """Those of the ids whose records can be pointed to; terms stay as they are until the transaction ends."""
    database = model._meta.database
    sql = f"SELECT id FROM {quoted(model._meta.table_name)} WHERE trashed_at IS NULL AND id IN ({{ids}})"
    if model is Term and database.for_update:
        # A merge takes a term away under the hands of those who choose it: one of them waits.
        sql += " FOR SHARE"
    return {id for (id,) in present(database, sql, ids)}


def masks_removed(
    entity: Entity, values: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Without the sensitive values that come back as the mask they were shown as."""
    known = fields_of(entity)
    old = before or {}

    def untouched(name: str, value: Any) -> bool:
        if not isinstance(known[name].kind, Sensitive):
            return False
        return isinstance(value, Masked) or bool(old.get(name) and value == Masked.of(old[name]))

    return {name: value for name, value in values.items() if not untouched(name, value)}


@dataclass(frozen=True)
class Merged:
    """Two people's changes of a record: what to save; `{field: (opened, theirs, mine)}` where both did."""

    values: dict[str, Any]
    clashes: dict[str, tuple[Any, Any, Any]]


def merged(mine: Mapping[str, Any], theirs: Mapping[str, Any], opened: Mapping[str, Any]) -> Merged:
    """What to save over a newer version. `theirs` is as the person may see it, like `opened`."""
    values: dict[str, Any] = {}
    clashes: dict[str, tuple[Any, Any, Any]] = {}
    for name, value in mine.items():
        if name in opened and value == opened[name]:
            continue
        if value == theirs[name] or (name in opened and theirs[name] == opened[name]):
            values[name] = value
        else:
            clashes[name] = (opened.get(name), theirs[name], value)
    return Merged(values, clashes)


def complete(proposal: Proposal) -> None:
    """Complain about required fields that nobody filled."""
    named = {problem.field for problem in proposal.problems}
    for one in required_of(proposal.entity):
        if one.kind.is_empty(proposal.after.get(one.name)) and one.name not in named:
            proposal.problem(one.name, _("This field must be filled in."))


def check(proposal: Proposal, may: Callable[[Mapping[str, Any]], None]) -> None:
    """Required fields, the right to the new state, rules across fields. Raises what makes it unfit.

    `may`: raises Refused where the actor may not write a record with these values.
    """
    complete(proposal)
    if not proposal.problems:
        may(proposal.after)
        for rule in RULES.get(proposal.entity.code, ()):
            rule(proposal)
    if proposal.problems:
        raise Invalid(proposal.problems)


def check_trashing(entity: Entity, id: int, actor: Actor) -> None:
    """Raise Conflict where a rule keeps a record out of the trash."""
    for rule in TRASH_RULES.get(entity.code, ()):
        rule(id, actor)


def changed_fields(entity: Entity, proposal: Proposal) -> tuple[str, ...]:
    """The fields that get another value; of a new record: those that are filled."""
    before, after = proposal.before, proposal.after
    if before is not None:
        return tuple(name for name in fields_of(entity) if before.get(name) != after.get(name))
    start = blank(entity)
    return tuple(
        name
        for name in fields_of(entity)
        if name != "sort_key" and (after.get(name) != start[name] or after.get(name))
    )


def blank(entity: Entity) -> dict[str, Any]:
    """The values of a record in which nobody filled anything."""
    return {
        name: column.default() if callable(column.default) else column.default
        for name, column in columns_of(entity.model).items()
    }
