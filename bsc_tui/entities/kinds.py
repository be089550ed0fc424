"""Kinds of fields: how a value is read, cleaned, checked and shown; found from the field's own class.

What a kind looks like as a widget or a spreadsheet cell is said upstairs, in small registries keyed by kind.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from peewee import AutoField, Field, IntegerField

from bsc_tui.db import fields as f
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import Translator, Unreadable, _, pgettext

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


class PartialDate(Kind):
    """A date known as far as it is known."""

    cell = Cell.PARTIAL_DATE

    def parse(self, text: str, reading: Reading) -> str:
        return reading.translator.parse_partial(text, reading.today) if text.strip() else ""

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.partial(value) if value else ""

    def check(self, value: Any) -> str:
        if not value:
            return ""
        try:
            if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII):
                raise ValueError(value)
            datetime.date.fromisoformat(value + "2000-01-01"[len(value) :])
        except ValueError:
            return _("“%(text)s” is no date.") % {"text": value}
        if not "1900" <= value[:4] <= "2100":
            return _("The year %(year)s is outside 1900 to 2100.") % {"year": value[:4]}
        return ""


class Day(Kind):
    """A whole date."""

    cell = Cell.DAY
    empty = None

    def clean(self, value: Any) -> datetime.date | None:
        if not value:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))

    def parse(self, text: str, reading: Reading) -> datetime.date | None:
        return reading.translator.parse_day(text, reading.today) if text.strip() else None

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.date(value) if value else ""

    def check(self, value: Any) -> str:
        if value and not 1900 <= value.year <= 2100:
            return _("The year %(year)s is outside 1900 to 2100.") % {"year": value.year}
        return ""

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def from_json(self, value: Any) -> Any:
        return datetime.date.fromisoformat(value) if value else None


class Moment(Kind):
    """A moment, kept in UTC."""

    cell = Cell.MOMENT
    empty = None

    def clean(self, value: Any) -> datetime.datetime | None:
        if not value:
            return None
        moment = (
            value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(str(value))
        )
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment

    def parse(self, text: str, reading: Reading) -> datetime.datetime | None:
        day = reading.translator.parse_day(text, reading.today) if text.strip() else None
        return datetime.datetime.combine(day, datetime.time()) if day else None

    def format(self, value: Any, reading: Reading) -> str:
        return reading.translator.date(value.date()) if value else ""

    def to_json(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def from_json(self, value: Any) -> Any:
        return datetime.datetime.fromisoformat(value) if value else None


class Clock(Kind):
    """A time of day."""

    def parse(self, text: str, reading: Reading) -> str:
        text = text.strip()
        if not text:
            return ""
        match = re.fullmatch(r"(\d{1,2})[:.h]?(\d{2})?", text, re.ASCII)
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise Unreadable(_("“%(text)s” is no time of day; write 9:30 or 930.") % {"text": text[:20]})
        return f"{int(match[1]):02}:{int(match[2] or 0):02}"


class Money(Kind):
    """An amount in the record's currency, kept in minor units."""

    cell = Cell.AMOUNT
    right = True
    empty = None
    MOST: ClassVar[int] = 10**13

    def clean(self, value: Any) -> int | None:
        return None if value is None or value == "" else whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        if not text.strip():
            return None
        return reading.translator.parse_amount(text, reading.currency, allow_negative=True)

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else reading.translator.amount(value, reading.currency, symbol=False)

    def check(self, value: Any) -> str:
        if value is not None and abs(value) > self.MOST:
            return _("The amount is too large.")
        return ""


class Rate(Kind):
    """A percentage, kept in basis points."""

    cell = Cell.RATE
    right = True
    empty = None

    def clean(self, value: Any) -> int | None:
        return None if value is None or value == "" else whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        return reading.translator.parse_rate(text) if text.strip() else None

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else reading.translator.rate(value)

    def check(self, value: Any) -> str:
        if value is not None and not 0 <= value <= 10_000:
            return _("A percentage lies between 0 and 100.")
        return ""


class Count(Kind):
    """A whole number within the field's bounds."""

    cell = Cell.NUMBER
    right = True
    empty = None

    def clean(self, value: Any) -> int | None:
        if value is None or value == "":
            return None if self.field.null else 0
        return whole_number(value)

    def parse(self, text: str, reading: Reading) -> int | None:
        return reading.translator.parse_number(text) if text.strip() else self.clean(None)

    def format(self, value: Any, reading: Reading) -> str:
        return "" if value is None else str(value)

    def check(self, value: Any) -> str:
        least, most = getattr(self.field, "least", 0), getattr(self.field, "most", 10**9)
        if value is not None and not least <= value <= most:
            return _("A number from %(least)s to %(most)s is needed here.") % {"least": least, "most": most}
        return ""


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


KINDS: dict[type[Field], type[Kind]] = {
    f.PersonNameField: PersonName,
    f.EmailField: Email,
    f.PhoneField: Phone,
    f.WebField: Web,
    f.CodeField: Code,
    f.SensitiveField: Sensitive,
    f.PasswordHashField: Secret,
    f.NotesField: Notes,
    f.JSONTextField: Secret,
    f.WordsField: Kind,
    f.PartialDateField: PartialDate,
    f.DayField: Day,
    f.MomentField: Moment,
    f.ClockField: Clock,
    f.MoneyField: Money,
    f.RateField: Rate,
    f.CountField: Count,
    f.FlagField: Flag,
    f.ChoiceField: Choice,
    f.TermField: TermReference,
    f.RecordField: Reference,
    AutoField: Count,
    IntegerField: Count,
}


def kind_of(field: Field) -> Kind:
    """The kind of a field, by the nearest class that has one. KeyError: nobody described the class."""
    for ancestor in type(field).__mro__:
        if ancestor in KINDS:
            return KINDS[ancestor](field)
    raise KeyError(f"no kind for {type(field).__name__}")


def told(label: Any) -> str:
    """A marked label in the language in force; pairs carry a context."""
    return pgettext(*label) if isinstance(label, tuple) else _(label)
