"""The log of letters: those that were made by a template enter it by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bsc_tui.db.models import Engagement, Invoice, InvoiceLine, Letter, Registration, dicts, tuples
from bsc_tui.operations.letters import Draft
from bsc_tui.records.records import Records

NO_LETTERS = ("sign_in_sheet", "badges")
"""Kinds of papers that nobody is sent."""


def log_letters(records: Records, draft: Draft, documents: Mapping[int, int]) -> None:
    """Enter letters that were made and kept: `documents` by the record each is about.

    Who may make the letter may have it entered. One that is made again on the same day is entered once.
    """
    if draft.template.kind in NO_LETTERS:
        return
    whose = _whose(draft.template.subject, list(documents))
    entered = _entered(documents.values())
    with records.acting_with("contacts"):
        for one in draft.recipients:
            links = whose.get(one.id)
            if one.id not in documents or links is None:
                continue
            document = documents[one.id]
            if (document, links.get("person"), links.get("enterprise")) in entered:
                continue
            values = {"direction": "out", "day": records.clock.today(), "subject": one.template.name}
            records.save("letter", {**values, **links, "document": document, "template": one.template.id})


def _entered(documents: Iterable[int]) -> set[tuple[int, int | None, int | None]]:
    query = Letter.select(Letter.document, Letter.person, Letter.enterprise)
    return set(tuples(query.where(Letter.document.in_(sorted(set(documents))), Letter.trashed_at.is_null())))


def _whose(subject: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    """To whom letters about these records go, and about which engagement; a paper may go to nobody."""
    if subject in ("person", "enterprise"):
        return {id: {subject: id} for id in ids}
    if subject == "registration":
        rows = dicts(Registration.select().where(Registration.id.in_(ids)))
        return {row["id"]: {"person": row["person"], "engagement": row["engagement"]} for row in rows}
    if subject == "invoice":
        engagements = dict(
            tuples(
                InvoiceLine.select(InvoiceLine.invoice, Registration.engagement)
                .join(Registration, on=(InvoiceLine.registration == Registration.id))
                .where(InvoiceLine.invoice.in_(ids), InvoiceLine.trashed_at.is_null())
            )
        )
        rows = dicts(Invoice.select().where(Invoice.id.in_(ids)))
        return {
            row["id"]: {
                "person": row["person"],
                "enterprise": row["enterprise"],
                "engagement": engagements.get(row["id"]),
            }
            for row in rows
        }
    rows = dicts(Engagement.select().where(Engagement.id.in_(ids)))
    return {
        row["id"]: {"enterprise": row["client"], "engagement": row["id"]} for row in rows if row["client"]
    }
