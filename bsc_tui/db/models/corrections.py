"""Proposals for change: what somebody found wrong in a record or on a screen, and what became of it."""

from __future__ import annotations

from bsc_tui.db.fields import (
    ChoiceField,
    CodeField,
    CountField,
    FlagField,
    JSONTextField,
    MomentField,
    NotesField,
    RecordField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Record
from bsc_tui.i18n import N_, NP_

CORRECTION_STATES = (
    ("proposed", NP_("proposal", "proposed")),
    ("accepted", NP_("proposal", "accepted")),
    ("done", NP_("proposal", "done")),
    ("declined", NP_("proposal", "declined")),
)


class Correction(Record):
    """One proposal. Where it is about a field of a record, `change` holds both values as the trail would."""

    place = TitleField(max_length=200, verbose_name=N_("Where"))
    entity = CodeField(max_length=30)
    record_id = CountField(null=True, most=2**31 - 1)
    field = CodeField(max_length=60)
    former = NotesField(verbose_name=N_("As it was"))
    wanted = NotesField(verbose_name=N_("As it should be"))
    change = JSONTextField(default="")
    remark = NotesField(verbose_name=N_("Why"))
    state = ChoiceField(choices=CORRECTION_STATES, default="proposed", verbose_name=N_("State"))
    answer = WordsField(max_length=300, verbose_name=N_("Answer"))
    decider = CodeField(max_length=40, verbose_name=N_("Who decides"))
    proposed_by = RecordField(Account, verbose_name=N_("Proposed by"))
    proposed_at = MomentField(verbose_name=N_("Proposed"))
    decided_by = RecordField(Account, null=True, index=False, verbose_name=N_("Decided by"))
    decided_at = MomentField(null=True, verbose_name=N_("Decided"))
    sealed = FlagField()

    class Meta:
        indexes = ((("state", "decider"), False),)
