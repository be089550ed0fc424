"""What every kind of field can do, and the plain line of text all others grow from."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any, ClassVar

from peewee import Field

from bsc_tui.entities.table import Cell
from bsc_tui.i18n import Translator, _
from bsc_tui.values import dataclass

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e"
    "\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control, bidirectional and zero-width characters, line ends excepted."""


@dataclass(frozen=True)
class Reading:
    """What reading and showing a value depends on."""

    translator: Translator
    today: datetime.date
    currency: str = "AMD"


def visible(text: str) -> str:
    """The text composed (NFC), without what nobody sees: control and half characters, outer blanks."""
    whole = text.replace("\t", " ").encode("utf-8", "replace").decode()
    # Composed last: what stood between a letter and its accent is gone by then.
    return unicodedata.normalize("NFC", INVISIBLE.sub("", whole)).strip()


def whole_number(value: Any) -> int:
    """The value as a whole number. Raises ValueError for a fraction: nothing is cut off unseen."""
    number = int(value)
    if isinstance(value, float) and number != value:
        raise ValueError(value)
    return number


class Kind:
    """One line of text, and the base of all other kinds."""

    cell: ClassVar[Cell] = Cell.TEXT
    right: ClassVar[bool] = False
    """Whether it stands at the right of its column."""
    anew: ClassVar[bool] = False
    """Whether it is written anew rather than mended: what is typed on coming there replaces it."""
    folds: ClassVar[bool] = True
    """Whether it is ordered as names are, by the letters of all scripts alike; else as it is kept."""
    empty: ClassVar[Any] = ""
    """The value of a field that nobody filled."""

    def __init__(self, field: Field) -> None:
        self.field = field

    @property
    def most(self) -> int:
        """The most characters that fit; 0: any number up to the kind's own bound."""
        return getattr(self.field, "max_length", None) or 0

    def clean(self, value: Any) -> Any:
        """The value as it is kept: composed (NFC), without control characters and surrounding blanks."""
        if value is None:
            return self.empty if not self.field.null else None
        return visible(str(value).replace("\n", " "))

    def parse(self, text: str, reading: Reading) -> Any:
        """The value a person typed. Raises Unreadable with a sentence for them."""
        return self.clean(text)

    def format(self, value: Any, reading: Reading) -> str:
        """The value as shown; `parse` reads it back."""
        return "" if value is None else str(value)

    def check(self, value: Any) -> str:
        """What is wrong with a cleaned value, as a sentence; empty when nothing is."""
        if self.most and isinstance(value, str) and len(value) > self.most:
            return _("At most %(most)s characters fit here; these are %(count)s.") % {
                "most": self.most,
                "count": len(value),
            }
        return ""

    def is_empty(self, value: Any) -> bool:
        """Whether nobody filled it."""
        return value is None or value == ""

    def to_json(self, value: Any) -> Any:
        """The value for the audit trail, a draft or JSON output."""
        return value

    def from_json(self, value: Any) -> Any:
        """The inverse of `to_json`."""
        return value
