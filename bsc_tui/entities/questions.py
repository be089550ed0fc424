"""What may be answered to each kind of question. Which questions there are is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from bsc_tui.i18n import _

SCALES = {
    "scale5": (1, 5),
    "scale10": (1, 10),
    "scale11": (0, 10),
    "even4": (1, 4),
    "even6": (1, 6),
    "pair": (1, 7),
}
"""The least and the most of each scale."""
CHOSEN = ("single", "multiple")
LONGEST_ANSWER = 4_000


@dataclass(frozen=True)
class Asked:
    """A question as it is asked, in one language; `section`: the heading above it, `options` by number."""

    id: int
    code: str
    kind: str
    label: str
    low: str = ""
    high: str = ""
    section: str = ""
    may_not_apply: bool = False
    options: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_measured(self) -> bool:
        """Whether its answers have a mean: scales and numbers, and yes or no as the share of yes."""
        return self.kind in SCALES or self.kind in ("number", "yes_no")

    @property
    def values(self) -> tuple[str, ...]:
        """All answers there can be, as they are kept; none where anything can be written."""
        if self.kind in SCALES:
            least, most = SCALES[self.kind]
            return tuple(str(number) for number in range(least, most + 1))
        if self.kind == "yes_no":
            return ("1", "0")
        return tuple(str(number) for number in self.options) if self.kind in CHOSEN else ()

    def told(self, value: str) -> str:
        """An answer for people: `yes`, the option's words, the digits of a scale."""
        if self.kind == "yes_no":
            return {"1": _("yes"), "0": _("no")}.get(value, value)
        if self.kind in CHOSEN:
            numbers = [int(one) for one in value.split(",") if one.isdigit()]
            return ", ".join(self.options.get(number, str(number)) for number in numbers)
        return value

    def wrong(self, value: str) -> str:
        """Why this can't be the answer; '' when it can."""
        if not value:
            return ""
        if self.kind == "section":
            return _("A heading is not answered.")
        if self.kind == "text":
            return _("The text is too long.") if len(value) > LONGEST_ANSWER else ""
        if self.kind == "number":
            return "" if number_of(value) is not None else _("A number is needed here.")
        if self.kind in SCALES:
            least, most = SCALES[self.kind]
            if value in self.values:
                return ""
            return _("A number from %(least)s to %(most)s is needed here.") % {"least": least, "most": most}
        if self.kind == "yes_no":
            return "" if value in self.values else _("Yes or no is needed here.")
        chosen = value.split(",")
        if any(one not in self.values for one in chosen) or len(set(chosen)) < len(chosen):
            return _("Choose among the numbers %(numbers)s.") % {"numbers": ", ".join(self.values)}
        if self.kind == "single" and len(chosen) > 1:
            return _("Only one can be chosen here.")
        return ""


def number_of(text: str) -> Decimal | None:
    """A number as it is kept; None where the text is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 and len(text) <= 20 else None
