"""Kinds of words: notes, names, addresses, telephones, and what is hidden from some."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from bsc_tui.entities.kinds.base import Kind, Reading, visible
from bsc_tui.i18n import _


class Notes(Kind):
    """Several lines of text."""

    MOST: ClassVar[int] = 20_000

    @property
    def most(self) -> int:
        return self.MOST

    def clean(self, value: Any) -> str:
        return visible(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


class PersonName(Kind):
    """A part of a person's name."""


class Email(Kind):
    """An e-mail address, its form checked; nobody is asked on the network."""

    folds = False

    def check(self, value: Any) -> str:
        if problem := super().check(value):
            return problem
        if not value:
            return ""
        from email_validator import EmailNotValidError, validate_email  # late: 50 ms, only when one is typed

        _name, at, domain = value.partition("@")
        if not at:
            return _("“%(text)s” has no @.") % {"text": value}
        if "." not in domain.strip("."):
            return _("“%(domain)s” has no ending such as .am.") % {"domain": domain}
        try:
            validate_email(value, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            return _("“%(text)s” is not an e-mail address.") % {"text": value}
        return ""


class Phone(Kind):
    """A telephone number: shown internationally where it is understood, kept as typed where not."""

    folds = False

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text or not any(character.isdigit() for character in text):
            return text
        import phonenumbers  # late: 20-40 ms, only when a number is typed

        raw = text.replace("00", "+", 1) if text.startswith("00") else text
        digits = re.sub(r"\D", "", raw)
        attempts = [(raw, "AM")]
        if digits.startswith("8") and len(digits) == 11:
            attempts.append((raw, "RU"))
        for number, region in attempts:
            try:
                read = phonenumbers.parse(number[:40], region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(read):
                shown = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
                return str(shown).replace("-", " ")
        return text

    def check(self, value: Any) -> str:
        if problem := super().check(value):
            return problem
        if value and len(re.sub(r"\D", "", value)) < 5:
            return _("“%(text)s” is too short for a telephone number.") % {"text": value}
        return ""


class Web(Kind):
    """The address of a web site, without the scheme when it is https."""

    folds = False

    def clean(self, value: Any) -> str:
        return re.sub("^https?://", "", str(super().clean(value) or "")).rstrip("/")

    def check(self, value: Any) -> str:
        if problem := super().check(value):
            return problem
        if value and (" " in value or "." not in value):
            return _("“%(text)s” is not the address of a web site.") % {"text": value}
        return ""


class Code(Kind):
    """A stable word for machines."""

    folds = False


class Sensitive(Kind):
    """A number shown masked without the right to sensitive data."""

    def clean(self, value: Any) -> Any:
        # A mask that comes back untouched must stay recognisable as one.
        return value if isinstance(value, Masked) else super().clean(value)


class Masked(str):
    """A sensitive value as shown to those who may not see it."""

    __slots__ = ()

    @classmethod
    def of(cls, value: str | None) -> Masked:
        """`AN0123456` as `AN*****56`; short values as stars only."""
        value = value or ""
        if len(value) < 6:
            return cls("*" * len(value))
        return cls(value[:2] + "*" * (len(value) - 4) + value[-2:])


class Secret(Kind):
    """Never shown."""

    def format(self, value: Any, reading: Reading) -> str:
        return ""
