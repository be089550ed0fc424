"""Rows of the grid are saved one by one while typing goes on, and kept as a draft till then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bsc_tui.errors import Invalid, Problem, Stale
from bsc_tui.i18n import _, ngettext
from bsc_tui.operations import bulk
from bsc_tui.records.drafts import DraftView
from bsc_tui.screens.bulk_columns import PERSON, USUAL, widths
from bsc_tui.screens.bulk_entries import Entry, opened_values
from bsc_tui.screens.bulk_rows import BulkRows

TOLD_AT = {
    "payer_enterprise": "payer",
    "discount": "discount_rate",
    "last_name": PERSON,
    "first_name": PERSON,
    "amount": "paid",
}
"""Fields without a column of their own, and the column at which what is wrong with them is told."""


class BulkSaving(BulkRows):
    """Rows go to the gate, and those that don't yet to the drafts."""

    # -- saving ----------------------------------------------------------------------------
    def saved_all(self, total: int) -> None:
        """Places in the queue have moved."""
        if total > 1:
            words = ngettext("%(count)s row is saved.", "%(count)s rows are saved.", total)
            self.say(words % {"count": total}, "good", self._seats_aside())
        if self.current is not None and (self.current.problems or self.current.doubt is not None):
            self.tell_of_row()
        wrong = sum(1 for one in self.entries if one.problems)
        self.set_state("" if wrong else _("saved"), "good")
        for entry in self.entries:
            if entry.kept is not None and entry.kept.values["status"] == "waiting":
                self.put(entry)

    async def save_one(self, entry: Entry) -> None:
        """What is wrong is told at the column it belongs to."""
        office, before = self.office, dict(entry.values)
        try:
            written = await office.run(bulk.write, office.records, entry.to_write(self.engagement_id))
        except Stale as stale:
            entry.stale = stale
        except Invalid as invalid:
            for problem in invalid.problems:
                code = TOLD_AT.get(problem.field, problem.field)
                entry.problems[code if code in widths() else PERSON] = problem.sentence
        except Problem as problem:
            entry.problems[PERSON] = f"{entry.name}: {problem}"
        else:
            later = {name: value for name, value in entry.values.items() if before.get(name) != value}
            labels = {name: entry.labels.get(name, "") for name in later}
            entry.saved(written.row)
            entry.values |= later
            entry.labels |= labels
            self.seats = written.seats
            if self.renew_bookings():
                self.show_rows()
            self._say_saved(entry, written)
            return
        self.put(entry)
        if not self.has_been_left:
            sentence = next(iter(entry.problems.values()), "") or str(entry.stale)
            self.say(sentence, "trouble", self._aside(entry))

    def _say_saved(self, entry: Entry, written: bulk.Written) -> None:
        if self.has_been_left:
            return
        aside = self._seats_aside()
        if written.place:
            words = _("No seat is free: %(name)s waits, place %(place)s.")
            self.say(words % {"name": entry.name, "place": written.place}, "warn", aside)
        elif written.warnings:
            self.say(written.warnings[0], "warn", aside)
        else:
            self.say(_("%(name)s is saved.") % {"name": entry.name}, "good", aside)

    def _seats_aside(self) -> str:
        seats = self.seats
        if seats is None or seats.maximum is None:
            return ""
        return _("%(taken)s of %(most)s seats") % {"taken": seats.taken, "most": seats.maximum}

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft a seminar."""
        return f"bulk:{self.engagement_id}"

    def draft_content(self) -> dict[str, Any] | None:
        """Open rows, what is usual, and what is half typed under the hand."""
        row, rows = self.grid.row, []
        for entry in self.entries:
            typed = (
                self.grid.text
                if row is not None and row.id == entry.key and self.grid.code != PERSON
                else None
            )
            content = entry.to_draft()
            if typed is not None and typed != row.cells.get(self.grid.code, ""):  # type: ignore[union-attr]
                content["texts"] = {**content["texts"], self.grid.code: typed}
            if entry.is_open or content["texts"]:
                rows.append(content)
        if not rows:
            return None
        return {
            "extra": {"entity": "bulk", "engagement": self.engagement_id},
            "rows": rows,
            "usual": {**self.usual.to_draft(), "values": _usual_values(self.usual)},
            "focus": [row.id if row else None, self.grid.code],
        }

    async def take_draft(self, draft: DraftView) -> bool:
        """What is saved meanwhile comes back as what it is."""
        office = self.office
        tokens = [row["token"] for row in draft.content["rows"]]
        done = await office.run(bulk.done_before, office.records, tokens)
        for content in draft.content["rows"]:
            if content["token"] not in done:
                self._take_back(content)
        self._take_usual_back(draft.content["usual"])
        self.show_rows()
        return True

    def _take_back(self, content: Mapping[str, Any]) -> None:
        entry = Entry.from_draft(content)
        typed = dict(entry.texts)
        if content["registration"] is not None:
            inside = next(
                (one for one in self.entries if one.kept and one.kept.id == content["registration"]), None
            )
            if inside is None or inside.kept is None:
                return  # it was deleted meanwhile
            opened = opened_values(content)
            inside.kept = replace(
                inside.kept, version=content["version"], values={**inside.kept.values, **opened}
            )
            inside.values |= entry.values
            inside.labels |= entry.labels
            inside.received, inside.token = entry.received, entry.token
            entry = inside
        elif entry.person_id is not None and any(
            one.person_id == entry.person_id for one in self.entries if one.kept
        ):
            return  # they are in by now
        else:
            at = len(self.entries) - 1 if self.entries and self.entries[-1].is_blank else len(self.entries)
            self.entries.insert(at, entry)
        for code, text in typed.items():
            entry.read(code, text, self.reading)

    def _take_usual_back(self, content: Mapping[str, Any]) -> None:
        kept = Entry.from_draft({**self.usual.to_draft(), **content})
        self.usual.values |= kept.values
        self.usual.labels |= kept.labels


def _usual_values(usual: Entry) -> dict[str, Any]:
    content: dict[str, Any] = usual.to_draft()["values"]
    return {name: content[name] for name in (*USUAL, "payer_enterprise") if name in content}
