"""Conditions of a list besides “is this value”: it contains words, lies between two values, is empty.

They stand where a value stands in the conditions of a list. No index serves them: a row is read to be judged.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from peewee import CharField, TextField, fn

from bsc_tui.db.database import is_postgresql
from bsc_tui.db.fields import PartialDateField
from bsc_tui.db.models import proxy
from bsc_tui.entities.kinds import Clock, Count, Day, Moment, Money, Number, PartialDate, Rate
from bsc_tui.values import dataclass

RANGED = (PartialDate, Day, Moment, Number, Money, Rate, Count, Clock)
"""The kinds of fields whose values lie between others."""


class Condition:
    """What a field must be."""

    def met_by(self, column: Any) -> Any:
        """The expression that a field fulfils it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Contains(Condition):
    """A text has these signs in it: small or large, with accents or without, in all scripts alike."""

    text: str

    def met_by(self, column: Any) -> Any:
        """Each letter as a class of its forms: what the engines take for the same differs, classes don't."""
        if is_postgresql(proxy.obj):
            return column.regexp("".join(map(_in_regex, self.text)))
        return fn.GLOB("*" + "".join(map(_in_glob, self.text)) + "*", column)


@dataclass(frozen=True)
class Between(Condition):
    """A number or a date from one value to another, both included; None: without limit on that side.

    A date known in part is between days if it may be one of them. Amounts are compared in one `currency`.
    """

    low: Any = None
    high: Any = None
    currency: str = ""

    def met_by(self, column: Any) -> Any:
        """What is not known lies nowhere."""
        low, high = self.low, self.high
        if not isinstance(column, PartialDateField):
            parts = [column != ""] if isinstance(column, _TEXTS) else []
            parts += [column >= low] if low is not None else []
            parts += [column <= high] if high is not None else []
            return _all_of(parts or [column.is_null(False)])
        parts = [column != ""]
        if low:
            parts.append((column >= low) | column.in_([low[:4], low[:7]]))
        if high:
            # The texts of days: no month has more than 31, and none of a year comes after its December.
            parts.append(column <= high + "-12-31"[len(high) - 4 :])
        return _all_of(parts)


@dataclass(frozen=True)
class Empty(Condition):
    """Nobody filled it."""

    def met_by(self, column: Any) -> Any:
        """Texts are empty, all else is unknown."""
        return column.is_null() | (column == "") if isinstance(column, _TEXTS) else column.is_null()


_TEXTS = (CharField, TextField)


def _all_of(parts: list[Any]) -> Any:
    met = parts[0]
    for part in parts[1:]:
        met &= part
    return met


@lru_cache(4096)
def _forms(sign: str) -> str:
    """The signs that count as the same one, itself among them."""
    plain = _plain(sign)
    accented = _accented().get(plain, "")
    return "".join(dict.fromkeys(one for one in (sign, plain, plain.upper(), *accented) if len(one) == 1))


def _plain(sign: str) -> str:
    """The small letter without its accents."""
    return unicodedata.normalize("NFD", sign.lower())[0] if sign.isalpha() else sign


@lru_cache(1)
def _accented() -> dict[str, str]:
    """The letters of Latin and Cyrillic that are another one with an accent, by that one."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x400, 0x460), *range(0x1E00, 0x1F00)):
        sign = chr(code)
        if sign.isalpha() and _plain(sign) != sign.lower():
            found[_plain(sign)] = found.get(_plain(sign), "") + sign
    return found


def _in_regex(sign: str) -> str:
    forms = _forms(sign)
    if len(forms) > 1:
        return f"[{forms}]"
    return sign if sign.isalnum() or not sign.isascii() else f"\\{sign}"


def _in_glob(sign: str) -> str:
    forms = _forms(sign)
    return f"[{forms}]" if len(forms) > 1 or sign in "*?[" else sign
