"""Kinds that are chosen rather than typed: codes, yes or no, links, terms of a list."""

from __future__ import annotations

from typing import Any

from bsc_tui.entities.kinds.base import Kind, Reading, told, whole_number
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import Unreadable, _


class Choice(Kind):
    """One of a few fixed codes."""

    @property
    def options(self) -> dict[str, str]:
        """The codes with their labels in the language in force."""
        return {code: told(label) for code, label in self.field.choices or ()}

    def parse(self, text: str, reading: Reading) -> str | None:
        wanted = text.strip().lower()
        if not wanted:
            return None if self.field.null else ""
        options = self.options
        for code, label in options.items():
            if wanted in (code.lower(), label.lower()):
                return code
        found = [code for code, label in options.items() if label.lower().startswith(wanted)]
        if len(found) == 1:
            return found[0]
        raise Unreadable(
            _("“%(text)s” is none of: %(options)s.")
            % {"text": text.strip()[:30], "options": ", ".join(options.values())}
        )

    def format(self, value: Any, reading: Reading) -> str:
        return self.options.get(value, value or "")

    def check(self, value: Any) -> str:
        if value and value not in self.options:
            return _("“%(text)s” is none of: %(options)s.") % {
                "text": str(value)[:30],
                "options": ", ".join(self.options.values()),
            }
        return super().check(value)


class Flag(Kind):
    """Yes or no."""

    cell = Cell.FLAG
    empty = False

    def clean(self, value: Any) -> bool:
        return bool(value)

    def parse(self, text: str, reading: Reading) -> bool:
        wanted = text.strip().lower()
        if wanted in ("", "0", "-", "n", "no", _("no").lower(), _("no").lower()[:1]):
            return False
        if wanted in ("1", "x", "+", "y", "yes", _("yes").lower(), _("yes").lower()[:1]):
            return True
        raise Unreadable(_("Write yes or no here."))

    def format(self, value: Any, reading: Reading) -> str:
        return _("yes") if value else _("no")

    def is_empty(self, value: Any) -> bool:
        return not value


class Reference(Kind):
    """A link to another record; its label comes from the gate, its choice from a picker."""

    empty = None

    @property
    def model(self) -> Any:
        """The table that is linked to."""
        return getattr(self.field, "rel_model")  # noqa: B009 - the stubs know no link's target

    def clean(self, value: Any) -> int | None:
        return None if value in (None, "") else whole_number(value)

    def check(self, value: Any) -> str:
        if value is not None and not 0 < value < 2**31:
            return _("There is no such record.")
        return ""

    def parse(self, text: str, reading: Reading) -> int | None:
        text = text.strip()
        if not text:
            return None
        if text.isascii() and text.isdigit():
            return int(text)
        raise Unreadable(_("“%(text)s” must be chosen from its list.") % {"text": text[:30]})


class TermReference(Reference):
    """A term of a reference list."""

    @property
    def terms(self) -> str:
        """The code of the list."""
        return str(getattr(self.field, "terms"))  # noqa: B009 - only TermField has it
