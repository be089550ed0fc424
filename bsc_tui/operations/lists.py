"""Keeping the reference lists: adding a term from a form, order, retiring, merging two terms into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import fn

from bsc_tui.db.models import ReferenceList, Term, dicts, tuples
from bsc_tui.db.models.services import KINDS
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing
from bsc_tui.i18n import _, active
from bsc_tui.records import access
from bsc_tui.records.reading import columns_of, is_link, label_of, target_of
from bsc_tui.records.records import Records


@dataclass(frozen=True)
class ListView:
    """A reference list with the number of its terms."""

    id: int
    code: str
    label: str
    terms: int


def reference_lists(records: Records) -> list[ListView]:
    """All lists in the office's order."""
    counted = Term.select(Term.list, fn.COUNT(Term.id)).where(Term.trashed_at.is_null()).group_by(Term.list)
    counts: dict[int, int] = dict(tuples(counted))
    return [
        ListView(row["id"], row["code"], label_of(row), counts.get(row["id"], 0))
        for row in dicts(ReferenceList.select().order_by(ReferenceList.place, ReferenceList.id))
    ]


def use_counts(list_id: int) -> dict[int, int]:
    """How many records use each term of a list; the trash does not count."""
    ids = [id for (id,) in tuples(Term.select(Term.id).where(Term.list == list_id))]
    counts = dict.fromkeys(ids, 0)
    for entity in ENTITIES.values():
        for column in columns_of(entity.model).values():
            if is_link(column) and target_of(column) is Term and entity.model is not Term:
                rows = (
                    entity.model.select(column, fn.COUNT(column))
                    .where(column.in_(ids), entity.model.trashed_at.is_null())
                    .group_by(column)
                )
                for id, count in tuples(rows):
                    counts[id] += count
    return counts


def add_term(records: Records, list_code: str, label: str, parent: int | None = None) -> int:
    """Add a missing term in the language in force; needs the right to lists or to adding terms. Its id."""
    listed = ReferenceList.get_or_none(ReferenceList.code == list_code)
    if listed is None:
        raise Missing(_("There is no such list."))
    if list_code == "project_status":
        raise Invalid(
            [
                FieldProblem(
                    "meaning", _("A status needs one of the five meanings: add it under Admin, Lists.")
                )
            ]
        )
    with records.operation("create"):
        last = (
            Term.select(fn.MAX(Term.place))
            .where(Term.list == listed.id, Term.parent.is_null(parent is None))
            .scalar()
        )
        values = {
            "list": listed.id,
            "parent": parent,
            f"label_{active().language}": label,
            "place": (last or 0) + 10,
        }
        if records.actor.has("lists"):
            return records.save("term", values).id
        access.demand(records.actor, "terms")
        with records.acting_with("lists"):
            return records.save("term", values).id


def reorder(records: Records, term_id: int, step: int) -> None:
    """Move a term up (-1) or down (+1) among those beside it."""
    with records.operation("reorder"):
        records.hold("term", term_id)
        term = Term.get_by_id(term_id)
        beside = list(
            Term.select()
            .where(
                Term.list == term.list_id,
                Term.parent.is_null() if term.parent_id is None else Term.parent == term.parent_id,
                Term.trashed_at.is_null(),
            )
            .order_by(Term.place, Term.id)
        )
        index = [one.id for one in beside].index(term_id)
        if not 0 <= index + step < len(beside):
            return
        beside[index], beside[index + step] = beside[index + step], beside[index]
        for place, one in enumerate(beside, 1):
            if one.place != place * 10:
                records.save("term", {"place": place * 10}, id=one.id)


def merge_terms(records: Records, gone_id: int, kept_id: int) -> int:
    """Move every use of one term to another of its list and put the first into the trash; how many moved.

    One operation, which can be undone. Raises Conflict for terms of different lists, Missing for one that is
    gone.
    """
    with records.operation("merge"):
        records.hold("term", gone_id, kept_id)
        gone, kept = Term.get_by_id(gone_id), Term.get_by_id(kept_id)
        if gone_id == kept_id:
            raise Conflict(_("This is the same term."))
        if gone.list_id != kept.list_id:
            raise Conflict(_("The terms are in different lists."))
        above = kept.parent_id
        while above:
            if above == gone_id:
                raise Conflict(_("One term is part of the other."), _("Merge it the other way round."))
            above = Term.get_by_id(above).parent_id
        moved = records.repoint("term", gone_id, kept_id)
        records.trash("term", gone_id)
        return moved


def set_line_kinds(records: Records, line_id: int, kinds: Iterable[str]) -> None:
    """Let a service line offer exactly these kinds of engagement, in the office's order of kinds.

    Engagements of other kinds that are there stay. Raises Refused without the right to administer, Missing
    for no such line, Invalid for an unknown kind or none at all.
    """
    wanted = set(kinds)
    before = records.words("kinds", line_id)
    known = [code for code, _label in KINDS]
    new = [kind for kind in known if kind in wanted and kind not in before]
    unknown = sorted(wanted - set(known))
    kept = [kind for kind in before if kind in wanted]
    records.set_words("kinds", line_id, [*kept, *new, *unknown])
