"""Numbers given one after another, without gaps, a year at a time: of invoices and certificates.

A pattern says how a number is written: `YYYY` or `YY` is the year, two `N`s or more the number with leading
zeros; a single `N` is a letter like others.
"""

from __future__ import annotations

import json
import re
from typing import Any

from peewee import fn

from bsc_tui.db.models import Record, Setting
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _
from bsc_tui.records.rules.proposal import Proposal

PATTERNS = {"invoice": "YYYY-NNNN", "certificate": "C-YYYY-NNNN"}
"""How numbers are written unless the company's settings say otherwise."""


def written(pattern: str, year: int, number: int) -> str:
    """`YYYY-NNNN` → 2026-0007."""
    parts = {"YYYY": f"{year:04}", "YY": f"{year % 100:02}"}

    def part(found: re.Match[str]) -> str:
        token = found.group()
        return parts.get(token) or f"{number:0{len(token)}}"

    return re.sub("YYYY|YY|NN+", part, pattern)


def is_pattern(pattern: str) -> bool:
    """Whether it has one year and one number, and is short enough to be kept."""
    tokens = re.findall("YYYY|YY|NN+", pattern)
    return (
        len(pattern) <= 20
        and sum(token[0] == "Y" for token in tokens) == 1
        and sum(token[0] == "N" for token in tokens) == 1
    )


def number_is_given(proposal: Proposal) -> None:
    """The next number of the year of its day; nobody types it, and it stays."""
    code, model = proposal.entity.code, proposal.entity.model
    if proposal.id is not None:
        for name in ("year", "number", "serial"):
            proposal.derive(name, (proposal.before or proposal.after).get(name))
        return
    hold_numbers(code)
    year = proposal.after["day"].year
    number = last_number(model, year) + 1
    proposal.derive("year", year)
    proposal.derive("number", number)
    proposal.derive("serial", written(_pattern(code), year, number))


def hold_numbers(code: str) -> None:
    """Let nobody else give a number until the transaction ends, on both engines."""
    Setting.insert(name=f"numbers_{code}", value="0").on_conflict(
        conflict_target=[Setting.name], update={Setting.value: "0"}
    ).execute()


def last_number(model: type[Record], year: int) -> int:
    """The last number given in a year; 0 = none."""
    of: Any = model
    query = model.select(fn.MAX(of.number)).where(of.year == year, of.trashed_at.is_null())
    return int(query.scalar() or 0)


def only_the_last_goes(model: type[Record], id: int) -> None:
    """Raise Conflict where throwing a record away would leave a gap between the numbers."""
    of: Any = model
    row = of.get_by_id(id)
    hold_numbers(model._meta.table_name)
    if row.number != last_number(model, row.year):
        raise Conflict(
            _("Its number stays."),
            _("Later numbers were given; between them would be a gap."),
            _("Cancel it instead."),
        )


def _pattern(code: str) -> str:
    row = Setting.get_or_none(Setting.name == f"{code}_pattern")
    return json.loads(row.value) if row is not None else PATTERNS[code]
