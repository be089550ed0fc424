"""Words, dates, numbers and money in the reader's language.

English is the source and needs no catalogue. What people type is read by `typed`. Folding for search lives in
records; formats of cells in exports.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from bsc_tui import typed
from bsc_tui.typed import CURRENCIES, LARGEST_AMOUNT, Unreadable

__all__ = [
    "CURRENCIES",
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "LARGEST_AMOUNT",
    "LOCALE_FOLDER",
    "NN_",
    "NP_",
    "N_",
    "ZONE",
    "Translator",
    "Unreadable",
    "_",
    "activate",
    "active",
    "ngettext",
    "pgettext",
    "told",
]

LANGUAGES = ("en", "fr", "hy")
LANGUAGE_NAMES = {"en": "English", "fr": "Français", "hy": "Հայերեն"}
LOCALE_FOLDER = Path(__file__).with_name("locale")

ZONE = "Asia/Yerevan"

_DECIMAL_MARKS = {"en": ".", "fr": ",", "hy": ","}
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def N_(message: str) -> str:  # noqa: N802 - the name every translator knows
    """Marks a constant for translation; whoever shows it calls `_()` on it."""
    return message


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Marks a homonym for translation; whoever shows it calls `pgettext(*pair)`."""
    return context, message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Marks a countable for translation; whoever shows it calls `ngettext(*pair, count)`."""
    return singular, plural


WEEKDAYS = (
    NP_("short weekday", "Mon"),
    NP_("short weekday", "Tue"),
    NP_("short weekday", "Wed"),
    NP_("short weekday", "Thu"),
    NP_("short weekday", "Fri"),
    NP_("short weekday", "Sat"),
    NP_("short weekday", "Sun"),
)
MONTHS = (
    NP_("short month", "Jan"),
    NP_("short month", "Feb"),
    NP_("short month", "Mar"),
    NP_("short month", "Apr"),
    NP_("short month", "May"),
    NP_("short month", "Jun"),
    NP_("short month", "Jul"),
    NP_("short month", "Aug"),
    NP_("short month", "Sep"),
    NP_("short month", "Oct"),
    NP_("short month", "Nov"),
    NP_("short month", "Dec"),
)


class OwnWords(str):
    """What the office calls a thing of its own, in each language; shown wherever a marked word is shown."""

    labels: dict[str, str]

    def __new__(cls, labels: dict[str, str]) -> OwnWords:
        """The string itself is the first label there is."""
        made = super().__new__(cls, next((label for label in labels.values() if label), ""))
        made.labels = labels
        return made

    def in_language(self, language: str) -> str:
        """The label in a language; another one's where it has none."""
        return self.labels.get(language) or str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnWords) and self.labels == other.labels

    def __hash__(self) -> int:
        return hash(tuple(self.labels.items()))


class Translator:
    """One language: its words, how it shows dates, numbers and money, and how it says what it can't read."""

    def __init__(self, language: str = "en", folder: Path = LOCALE_FOLDER) -> None:
        """ValueError: the language is none of LANGUAGES. Without a catalogue it speaks English."""
        if language not in LANGUAGES:
            raise ValueError(f"no such language: {language!r}")
        self.language = language
        self._catalogue = _catalogue(language, folder)

    # Words

    def gettext(self, message: str) -> str:
        """The message in this language; nothing stays nothing."""
        if isinstance(message, OwnWords):
            return message.in_language(self.language)
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form that goes with the count."""
        return self._catalogue.ngettext(singular, plural, count)

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is meant in this context."""
        return self._catalogue.pgettext(context, message) if message else ""

    # Dates, day first in all three languages

    def date(self, day: datetime.date) -> str:
        """14.03.2026"""
        return f"{day.day:02}.{day.month:02}.{day.year:04}"

    def short_date(self, day: datetime.date) -> str:
        """14.03.26"""
        return f"{day.day:02}.{day.month:02}.{day.year % 100:02}"

    def long_date(self, day: datetime.date) -> str:
        """Sun 22 Nov 2026"""
        # For translators: the date at the top of the screen, put in your order: Sun 22 Nov 2026
        return self.gettext("%(weekday)s %(day)s %(month)s %(year)s") % {
            "weekday": self.weekday_name(day.weekday()),
            "day": day.day,
            "month": self.month_name(day.month),
            "year": day.year,
        }

    def weekday_name(self, weekday: int) -> str:
        """Short name; Monday is 0, as `date.weekday()` counts."""
        return self.pgettext(*WEEKDAYS[weekday])

    def month_name(self, month: int) -> str:
        """Short name; January is 1."""
        return self.pgettext(*MONTHS[month - 1])

    def partial(self, iso: str) -> str:
        """As far as it is known: 2006, 03.2006 or 14.03.2006 from `2006`, `2006-03` or `2006-03-14`."""
        return ".".join(reversed(iso.split("-")))

    def month(self, iso: str) -> str:
        """03.2006 from `2006-03` or any day of it."""
        return self.partial(iso[:7])

    def moment(self, moment: datetime.datetime, zone: str = ZONE) -> str:
        """14.03.2026 14:05, as the clock stands in the zone; a moment without zone is UTC."""
        there = _in_zone(moment, zone)
        return f"{self.date(there)} {there:%H:%M}"

    def clock(self, moment: datetime.datetime, zone: str = ZONE) -> str:
        """14:05, as the clock stands in the zone; a moment without zone is UTC."""
        return f"{_in_zone(moment, zone):%H:%M}"

    # Numbers, grouped by a plain space: fonts of old terminals have no other

    def number(self, value: int | Decimal, places: int | None = None) -> str:
        """1 234.5 or 1 234,5; rounded half up to the places, or shown with as many as it has."""
        exact = Decimal(value)
        if places is not None:
            exact = exact.quantize(Decimal(1).scaleb(-places), context=_WIDE)
        text = f"{exact if exact else exact.copy_abs():,f}"
        return text.translate({ord(","): " ", ord("."): _DECIMAL_MARKS[self.language]})

    def amount(self, minor: int, currency: str, symbol: bool = True) -> str:
        """Minor units as 60 000 AMD, or 60 000 without symbol. KeyError: none of CURRENCIES."""
        places = CURRENCIES[currency]
        shown = self.number(_WIDE.scaleb(Decimal(minor), -places), places)
        return f"{shown} {currency}" if symbol else shown

    def rate(self, basis_points: int) -> str:
        """12.5 % or 12,5 % from 1250 hundredths of a percent, without idle zeros."""
        percent = self.number(Decimal(basis_points).scaleb(-2), 2)
        return f"{percent.rstrip('0').rstrip(_DECIMAL_MARKS[self.language])} %"

    # Reading; how, the functions of the same names tell

    def parse_day(self, text: str, today: datetime.date) -> datetime.date:
        """A date from what was typed. Raises Unreadable, for nothing at all too."""
        return typed.parse_day(self, text, today)

    def parse_partial(self, text: str, today: datetime.date) -> str:
        """ISO text as far as known, `2006`, `2006-03` or `2006-03-14`. Raises Unreadable."""
        return typed.parse_partial(self, text, today)

    def parse_amount(self, text: str, currency: str, allow_negative: bool = False) -> int:
        """Minor units, never rounded. Raises Unreadable; KeyError: none of CURRENCIES."""
        return typed.parse_amount(self, text, currency, allow_negative)

    def parse_number(self, text: str, least: int | None = None, most: int | None = None) -> int:
        """A whole number within the bounds. Raises Unreadable."""
        return typed.parse_number(self, text, least, most)

    def parse_decimal(self, text: str, places: int) -> int:
        """A number with up to so many decimals, times ten to them. Raises Unreadable."""
        return typed.parse_decimal(self, text, places)

    def parse_rate(self, text: str) -> int:
        """Hundredths of a percent, from 0 to 100 %. Raises Unreadable."""
        return typed.parse_rate(self, text)


def _in_zone(moment: datetime.datetime, zone: str) -> datetime.datetime:
    from zoneinfo import ZoneInfo  # late: most starts show no moment before the first paint

    aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return aware.astimezone(ZoneInfo(zone))


def _catalogue(language: str, folder: Path) -> NullTranslations:
    """The compiled catalogue of a language; English where there is none."""
    try:
        with (folder / language / "LC_MESSAGES" / "bsc_tui.mo").open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()


# The language of the process: the one ambient value, because a user's process is one user's.

_active = Translator()


def activate(translator: Translator) -> None:
    """From now on this process speaks that language, in all its threads."""
    global _active  # noqa: PLW0603 - the one allowed ambient value
    _active = translator


def active() -> Translator:
    """The language this process speaks; English until told otherwise."""
    return _active


def _(message: str) -> str:
    """The message in the active language."""
    return _active.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form that goes with the count, in the active language."""
    return _active.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The message as it is meant in this context, in the active language."""
    return _active.pgettext(context, message)


def told(label: str | tuple[str, str]) -> str:
    """A marked label in the active language; pairs carry a context."""
    return pgettext(*label) if isinstance(label, tuple) else _(label)
