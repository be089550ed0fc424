"""What follows from a save in other records, within the same operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bsc_tui.db.custom import add_column
from bsc_tui.db.models import (
    Action,
    Attachment,
    Correction,
    Document,
    Employment,
    Folder,
    Letter,
    dicts,
    tuples,
)

if TYPE_CHECKING:
    from bsc_tui.records.records import Records

Consequence = Callable[["Records", int, Mapping[str, Any] | None, Mapping[str, Any]], None]


def employment_follows_the_card(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """A person's new employer or position ends the employment that was open there and begins another one."""
    old = before or {}
    if (old.get("employer"), old.get("position")) == (after.get("employer"), after.get("position")):
        return
    today = records.clock.today().isoformat()
    running = (
        Employment.select()
        .where(
            Employment.person == id,
            Employment.enterprise == old.get("employer"),
            Employment.until == "",
            Employment.trashed_at.is_null(),
        )
        .order_by(Employment.id.desc())
        .first()
        if old.get("employer")
        else None
    )
    if running is not None and old.get("employer") == after.get("employer") and running.position_id is None:
        records.save("employment", {"position": after.get("position")}, id=running.id)
        return
    if running is not None:
        records.save("employment", {"until": max(today, str(running.since))}, id=running.id)
    if after.get("employer"):
        since = today if before is not None else ""
        records.save(
            "employment",
            {
                "person": id,
                "enterprise": after["employer"],
                "position": after.get("position"),
                "since": since,
            },
        )


def rights_follow_the_line(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """A service line with another code stays with those who have the right to it."""
    if before is not None and before["code"] != after["code"]:
        former, now = f"line:{before['code']}", f"line:{after['code']}"
        records.rename_word("rights", former, now)
        Correction.update(decider=now).where(Correction.decider == former).execute()


def what_is_inside_follows_the_folder(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """Who keeps a folder, and whether it is confidential, holds for all that is in it, however deep."""
    if before is None or all(before[name] == after[name] for name in ("keeper", "sealed")):
        return
    for child, line, confidential in tuples(
        Folder.select(Folder.id, Folder.line, Folder.confidential).where(Folder.parent == id)
    ):
        inside = dicts(Folder.select().where(Folder.id == child))[0]
        held = {"keeper": after["keeper"] or line, "sealed": after["sealed"] or confidential}
        Folder.update(**held).where(Folder.id == child).execute()
        what_is_inside_follows_the_folder(records, child, inside, {**inside, **held})
    Document.update(sealed=after["sealed"]).where(Document.folder == id).execute()
    documents = Document.select(Document.id).where(Document.folder == id)
    for model in (Attachment, Letter):
        model.update(sealed=after["sealed"]).where(model.document.in_(documents)).execute()


def attachments_follow_the_document(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """A document that moves into a confidential folder is not told of where it is attached either."""
    if before is not None and before["sealed"] != after["sealed"]:
        for model in (Attachment, Letter):
            model.update(sealed=after["sealed"]).where(model.document == id).execute()


def own_field_gets_its_column(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """A new field has a column from the first moment; a choice without a list gets one of its own."""
    if before is not None:
        return
    if after["kind"] == "choice" and after["terms"] is None:
        labels = {name: after[name] for name in ("label_en", "label_fr", "label_hy")}
        labels["label_en"] = labels["label_en"] or labels["label_fr"] or labels["label_hy"]
        with records.acting_with("lists"):
            values = {"code": f"{after['entity'][:8]}_{after['code']}"[:40], "place": 900, **labels}
            made = records.save("reference_list", values).id
        records.save("custom_field", {"terms": made}, id=id)
    add_column(records.database, after["entity"], after["code"], after["kind"])


def follow_up_becomes_an_action(
    records: Records, id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> None:
    """The day on which it goes on is when the next action is due; another day moves that while it waits."""
    if not after["follow_up"] or (before is not None and before["follow_up"] == after["follow_up"]):
        return
    next_one = (
        Action.select()
        .where(Action.follows == id, Action.done_on.is_null(), Action.trashed_at.is_null())
        .order_by(Action.id)
        .first()
    )
    if next_one is not None:
        records.save("action", {"due": after["follow_up"]}, id=next_one.id)
        return
    same = ("nature", "subject", "person", "enterprise", "engagement", "owner")
    values = {name: after[name] for name in same}
    records.save("action", {**values, "due": after["follow_up"], "follows": id})


CONSEQUENCES: dict[str, tuple[Consequence, ...]] = {
    "person": (employment_follows_the_card,),
    "service_line": (rights_follow_the_line,),
    "folder": (what_is_inside_follows_the_folder,),
    "custom_field": (own_field_gets_its_column,),
    "document": (attachments_follow_the_document,),
    "action": (follow_up_becomes_an_action,),
}
