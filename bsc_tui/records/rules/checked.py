"""The mark that somebody has checked a record: it falls as soon as anything else of the record changes."""

from __future__ import annotations

from bsc_tui.records.reading import fields_of
from bsc_tui.records.rules.proposal import Proposal

MARK = ("checked_by", "checked_on")


def the_mark_falls_with_a_change(proposal: Proposal) -> None:
    """What is new was checked by nobody; by whom and on which day go together."""
    is_whole = all(proposal.after.get(name) for name in MARK)
    if proposal.before is None or not is_whole or proposal.changed(*_others(proposal)):
        for name in MARK:
            proposal.derive(name, None)


def _others(proposal: Proposal) -> list[str]:
    return [name for name in fields_of(proposal.entity) if name not in MARK]
