"""The door of the gate for reports that are kept to be run again.

Whoever has an account keeps reports, whatever else they may do: for themselves, or shared with everybody. A
shared one is changed by its owner and by who administers. The trail says what was kept, renamed and removed;
a report is kept anew instead of being taken back. What criteria mean is the reports' own.
"""

from __future__ import annotations

from typing import Any

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, SavedReport, dicts
from bsc_tui.entities.kinds import kind_of
from bsc_tui.errors import Conflict, FieldProblem, Invalid, Missing, Refused
from bsc_tui.i18n import _
from bsc_tui.records.working import Working
from bsc_tui.values import dataclass

SAVED_REPORT = "saved_report"
"""Under this the trail keeps them."""


@dataclass(frozen=True)
class KeptReport:
    """A kept report; `criteria` is the text that the report's own module makes and reads."""

    id: int
    name: str
    report: str
    criteria: str
    shared: bool
    owner: str
    mine: bool


class KeepingReports(Working):
    """Reports with their criteria, under names."""

    def kept_reports(self) -> list[KeptReport]:
        """One's own and those that others share, by name."""
        with told():
            mine = SavedReport.account == self.actor.account_id
            rows = dicts(
                SavedReport.select(SavedReport, Account.full_name, Account.name.alias("owner"))
                .join(Account)
                .where(mine | SavedReport.shared)
            )
        found = [
            KeptReport(
                row["id"],
                row["name"],
                row["report"],
                row["criteria"],
                bool(row["shared"]),
                row["full_name"] or row["owner"],
                row["account"] == self.actor.account_id,
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))

    def keep_report(self, name: str, report: str, criteria: str, *, shared: bool = False) -> int:
        """Keep a report under a name, over an earlier one of one's own with that name; its id.

        Raises Refused without an account, Invalid for a name that can't be.
        """
        name = _sound_name(name)
        account = self.actor.account_id
        if account is None:
            raise Refused(_("Reports are kept for somebody."), _("Sign in first."))
        values: dict[str, Any] = {"report": report, "criteria": criteria, "shared": shared}
        with self.operation("keep_report"):
            former = dicts(
                SavedReport.select().where(SavedReport.account == account, SavedReport.name == name)
            )
            if former:
                id = int(former[0]["id"])
                SavedReport.update(**values).where(SavedReport.id == id).execute()
            else:
                id = int(SavedReport.insert(account=account, name=name, **values).execute())
            self._note_report(id, former[0] if former else {}, {"name": name, **values})
        return id

    def rename_report(self, id: int, name: str) -> None:
        """Another name. Raises Missing, Refused, Invalid, and Conflict where one's own has it."""
        name = _sound_name(name)
        with self.operation("keep_report"):
            row = self._own_report(id)
            taken = SavedReport.select().where(
                SavedReport.account == row["account"], SavedReport.name == name, SavedReport.id != id
            )
            if taken.exists():
                raise Conflict(
                    _("This name is taken."),
                    _("A report “%(name)s” is kept already.") % {"name": name},
                    _("Choose another name."),
                )
            SavedReport.update(name=name).where(SavedReport.id == id).execute()
            self._note_report(id, row, {"name": name})

    def share_report(self, id: int, shared: bool) -> None:
        """For everybody, or for its owner alone. Raises Missing, Refused."""
        with self.operation("keep_report"):
            row = self._own_report(id)
            SavedReport.update(shared=shared).where(SavedReport.id == id).execute()
            self._note_report(id, row, {"shared": shared})

    def remove_report(self, id: int) -> None:
        """Keep it no more. Raises Missing, Refused."""
        with self.operation("keep_report"):
            row = self._own_report(id)
            SavedReport.delete().where(SavedReport.id == id).execute()
            self._note_report(id, row, dict.fromkeys(_NOTED))

    def _own_report(self, id: int) -> dict[str, Any]:
        """The row of one that the actor may change."""
        rows = dicts(SavedReport.select().where(SavedReport.id == id))
        mine = bool(rows) and rows[0]["account"] == self.actor.account_id
        if not rows or not (mine or rows[0]["shared"]):
            raise Missing(_("The report is gone."), _("Somebody removed it meanwhile."))
        if not mine and not self.actor.has("administration"):
            raise Refused(_("You may not change this."), _("Somebody else keeps this report and shares it."))
        return rows[0]

    def _note_report(self, id: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        assert self._work is not None
        changed = {
            name: [before.get(name), value] for name, value in after.items() if before.get(name) != value
        }
        if changed:
            self._work.note_json(SAVED_REPORT, id, "own", changed)


_NOTED = ("name", "report", "criteria", "shared")


def _sound_name(name: str) -> str:
    """A name fit to be kept. Raises Invalid."""
    kind = kind_of(SavedReport._meta.fields["name"])
    cleaned = str(kind.clean(name))
    sentence = kind.check(cleaned) if cleaned else _("It needs a name.")
    if sentence:
        raise Invalid([FieldProblem("name", sentence)])
    return cleaned
