"""Words, dates, numbers and money in the reader's language, and back again from what people type.

English is the source and needs no catalogue. What is typed reads the same in all three languages; only what
is shown and said differs. Folding for search lives in records; formats of cells in exports.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LANGUAGES = ("en", "fr", "hy")
LANGUAGE_NAMES = {"en": "English", "fr": "Français", "hy": "Հայերեն"}
LOCALE_FOLDER = Path(__file__).with_name("locale")

CURRENCIES = {"AMD": 0, "EUR": 2, "USD": 2, "RUB": 2}
"""The currencies of the office and how many decimals each has; amounts are whole numbers of the last one."""

LARGEST_AMOUNT = 10**13 - 1
"""In minor units, either sign."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
ZONE = "Asia/Yerevan"
LONGEST_TEXT = 60
"""Characters of a typed date or number; anything longer is refused unread."""

_DECIMAL_MARKS = {"en": ".", "fr": ",", "hy": ","}
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def N_(message: str) -> str:  # noqa: N802 - the name every translator knows
    """Marks a constant for translation; whoever shows it calls `_()` on it."""
    return message


def NP_(context: str, message: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Marks a homonym for translation; whoever shows it calls `pgettext(*pair)`."""
    return context, message


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


class Unreadable(ValueError):
    """What was typed can't be read; `sentence` says to the person what is wrong and what is accepted."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


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

    # Reading

    def parse_day(self, text: str, today: datetime.date) -> datetime.date:
        """A date from 31.12.2024, 31/12/24, 31-12, 31, 311224, 31122024, 2024-12-31, +3, -2, t or a dot.

        Day and month without year are this year's, a day alone is this month's. A year of two digits lies
        between 89 years ago and 10 years ahead. Raises Unreadable, for nothing at all too.
        """
        plain = _plain(self, text)
        today_letter = self.pgettext("the letter that stands for today in a date field", "t")
        if plain.lower() in ("t", ".", today_letter.lower()):
            return today
        if re.fullmatch(_SHIFT, plain):
            return _shifted(self, today, int(plain))
        if _month_parts(plain):
            raise Unreadable(
                self.gettext("The whole date is needed here: day, month and year, as in 31.12.2024.")
            )
        parts = _day_parts(plain, today)
        if parts is None:
            raise Unreadable(
                self.gettext(
                    "This is not a date. Write 31.12.2024, 31.12 (this year), 31 (this month), "
                    "t (today) or +3 (in three days)."
                )
            )
        return _checked_day(self, *parts)

    def parse_partial(self, text: str, today: datetime.date) -> str:
        """ISO text as far as known, `2006`, `2006-03` or `2006-03-14`.

        Reads what parse_day reads, and 2006, 03.2006, 3/2006, 2006-03. Raises Unreadable.
        """
        parts = _month_parts(_plain(self, text))
        if parts is None:
            return self.parse_day(text, today).isoformat()
        year, month = parts
        _check_month(self, year, 1 if month is None else month)
        return f"{year:04}" if month is None else f"{year:04}-{month:02}"

    def parse_amount(self, text: str, currency: str, allow_negative: bool = False) -> int:
        """Minor units, never rounded; the currency's own code may stand behind. One reading in all languages:

        Spaces and apostrophes group. Where both dot and comma stand, the last is the decimal mark. A single
        one before exactly three digits groups if the currency has no decimals and is refused as unclear if it
        has; else it is the decimal mark. Several of one kind group. Groups are of three, by one mark. More
        decimals than the currency has are refused unless they are zeros. Digits are 0 to 9. Raises
        Unreadable; KeyError: none of CURRENCIES.
        """
        places = CURRENCIES[currency]
        plain = _without_code(self, _plain(self, text), currency)
        minor = _scaled(
            self,
            plain,
            places,
            wrong=self.gettext("This is not an amount. Write it in digits, as in %(example)s.")
            % {"example": self.amount(6_000_000, currency, symbol=False)},
            too_fine=_too_fine(self, currency),
        )
        if minor < 0 and not allow_negative:
            raise Unreadable(
                self.gettext("The amount can't be negative here. Write it without the minus sign.")
            )
        if abs(minor) > LARGEST_AMOUNT:
            raise Unreadable(
                self.gettext("The amount is too large. At most %(most)s can be kept.")
                % {"most": self.amount(LARGEST_AMOUNT, currency)}
            )
        return minor

    def parse_number(self, text: str, least: int | None = None, most: int | None = None) -> int:
        """A whole number, grouped or not, read as amounts without decimals are. Raises Unreadable."""
        wrong = self.gettext("This is not a whole number. Write it in digits, as in 25.")
        number = _scaled(self, _plain(self, text), 0, wrong=wrong, too_fine=wrong)
        too_small, too_large = least is not None and number < least, most is not None and number > most
        bounds = {"least": self.number(least or 0), "most": self.number(most or 0)}
        if (too_small or too_large) and least is not None and most is not None:
            raise Unreadable(self.gettext("Write a whole number from %(least)s to %(most)s.") % bounds)
        if too_small:
            raise Unreadable(self.gettext("Write a whole number of at least %(least)s.") % bounds)
        if too_large:
            raise Unreadable(self.gettext("Write a whole number of at most %(most)s.") % bounds)
        return number

    def parse_rate(self, text: str) -> int:
        """Hundredths of a percent from 20, 20 %, 12,5 or 12.5; from 0 to 100 %. Raises Unreadable."""
        match = re.fullmatch(_RATE, _plain(self, text))
        basis_points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else -1
        if not 0 <= basis_points <= 10_000:
            raise Unreadable(
                self.gettext(
                    "This is not a rate. Write a percentage from 0 to 100 with at most two decimals, "
                    "as in %(example)s."
                )
                % {"example": self.rate(1250)}
            )
        return basis_points


# Reading, step by step. The patterns are compiled at first use, not at the start, and meet short text only.

_BLANKS = "[ \u00a0\u2007\u2009\u202f]+"
_SHIFT = r"[+-][0-9]{1,5}"
_DAY_FIRST = r"([0-9]{1,2})(?:([./-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?)?\.?"
_YEAR_FIRST = r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})"
_RUN_TOGETHER = r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})"
_YEAR = r"[0-9]{4}"
_MONTH_FIRST = r"([0-9]{1,2})[./-]([0-9]{4})"
_MONTH_LAST = r"([0-9]{4})[./-]([0-9]{1,2})"
_RATE = r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?"
_SIGNED = r"(-?) ?([0-9][0-9 '.,]*)"
_CODE = r"(.*[0-9]) ?([A-Za-z]{3})"
_LEADING_GROUP = r"[1-9][0-9]{0,2}"
_GROUP = r"[0-9]{3}"
_GROUPED = r"[0-9]+|[1-9][0-9]{0,2}([ '.,])[0-9]{3}(?:\1[0-9]{3})*"
_FRACTION = r"[0-9]+"


def _plain(words: Translator, text: str) -> str:
    """The text with one kind of space, apostrophe and minus; length first: a pasted novel costs nothing."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            words.gettext("This is too long to be read here. At most %(most)s characters are accepted.")
            % {"most": LONGEST_TEXT}
        )
    if any(letter.isnumeric() and not letter.isascii() for letter in text):
        raise Unreadable(words.gettext("Only the digits 0 to 9 can be read here."))
    return re.sub(_BLANKS, " ", text).strip().replace("’", "'").replace("−", "-")


def _full_year(digits: str, today: datetime.date) -> int:
    """The year meant by two digits or four."""
    if len(digits) == 4:
        return int(digits)
    latest = today.year + 10
    return latest - (latest - int(digits)) % 100


def _day_parts(plain: str, today: datetime.date) -> tuple[int, int, int] | None:
    """Year, month and day as written, unchecked; nothing where no way of writing a date fits."""
    if match := re.fullmatch(_YEAR_FIRST, plain):
        return int(match[1]), int(match[3]), int(match[4])
    if match := re.fullmatch(_RUN_TOGETHER, plain):
        return _full_year(match[3], today), int(match[2]), int(match[1])
    if match := re.fullmatch(_DAY_FIRST, plain):
        year = _full_year(match[4], today) if match[4] else today.year
        return year, int(match[3] or today.month), int(match[1])
    return None


def _month_parts(plain: str) -> tuple[int, int | None] | None:
    """Year and month as written, or the year alone; nothing where the text says more or less."""
    if re.fullmatch(_YEAR, plain):
        return int(plain), None
    if match := re.fullmatch(_MONTH_FIRST, plain):
        return int(match[2]), int(match[1])
    if match := re.fullmatch(_MONTH_LAST, plain):
        return int(match[1]), int(match[2])
    return None


def _check_month(words: Translator, year: int, month: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            words.gettext("The year %(year)s can't be right. Years from %(first)s to %(last)s are accepted.")
            % {"year": f"{year:04}", "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    if not 1 <= month <= 12:
        raise Unreadable(
            words.gettext(
                "There is no month %(month)s. Day comes first, then the month from 1 to 12, then the year."
            )
            % {"month": month}
        )


def _checked_day(words: Translator, year: int, month: int, day: int) -> datetime.date:
    """The date, if the calendar has it."""
    _check_month(words, year, month)
    days = _days_in(year, month)
    if not 1 <= day <= days:
        raise Unreadable(
            words.gettext("There is no day %(day)s in %(month)s. That month has the days 1 to %(days)s.")
            % {"day": day, "month": words.month(f"{year:04}-{month:02}"), "days": days}
        )
    return datetime.date(year, month, day)


def _days_in(year: int, month: int) -> int:
    """How many days the month has; the module calendar would cost the start its import of locale."""
    in_next_month = datetime.date(year, month, 28) + datetime.timedelta(days=4)
    return (in_next_month - datetime.timedelta(days=in_next_month.day)).day


def _shifted(words: Translator, today: datetime.date, days: int) -> datetime.date:
    """So many days from today."""
    ordinal = today.toordinal() + days
    first, last = datetime.date(FIRST_YEAR, 1, 1).toordinal(), datetime.date(LAST_YEAR, 12, 31).toordinal()
    if not first <= ordinal <= last:
        raise Unreadable(
            words.gettext("That is too far from today. Years from %(first)s to %(last)s are accepted.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return datetime.date.fromordinal(ordinal)


def _too_fine(words: Translator, currency: str) -> str:
    """What is said of more decimals than the currency has."""
    places = CURRENCIES[currency]
    if places == 0:
        return words.gettext("Amounts in %(currency)s have no decimals. Write whole units.") % {
            "currency": currency
        }
    return words.ngettext(
        "Amounts in %(currency)s have at most %(places)s decimal.",
        "Amounts in %(currency)s have at most %(places)s decimals.",
        places,
    ) % {"currency": currency, "places": places}


def _without_code(words: Translator, plain: str, currency: str) -> str:
    """The amount without its currency code; the code of another currency is refused."""
    match = re.fullmatch(_CODE, plain)
    code = match[2].upper() if match else currency
    if code != currency and code in CURRENCIES:
        raise Unreadable(
            words.gettext("This amount is kept in %(currency)s, not in %(other)s.")
            % {"currency": currency, "other": code}
        )
    return match[1] if match and code == currency else plain


def _scaled(words: Translator, plain: str, places: int, *, wrong: str, too_fine: str) -> int:
    """The number typed, times ten to the places; the two sentences say what is wrong with it."""
    match = re.fullmatch(_SIGNED, plain)
    if match is None:
        raise Unreadable(wrong)
    whole, fraction = _parted(words, match[2], places)
    if not re.fullmatch(_GROUPED, whole):
        raise Unreadable(
            words.gettext(
                "The digits can't be grouped like that. Groups are of three digits, as in 1 234 567."
            )
        )
    if not re.fullmatch(_FRACTION, fraction):
        raise Unreadable(wrong)
    if fraction[places:].strip("0"):
        raise Unreadable(too_fine)
    digits = "".join(re.findall("[0-9]", whole)) + fraction[:places].ljust(places, "0")
    return -int(digits) if match[1] else int(digits)


def _parted(words: Translator, body: str, places: int) -> tuple[str, str]:
    """What stands before and behind the decimal mark; which mark that is, parse_amount tells."""
    marks = re.findall("[.,]", body)
    several_of_one_kind = len(marks) > 1 and len(set(marks)) == 1
    if not marks or several_of_one_kind:
        return body, "0"
    whole, mark, fraction = body.rpartition(marks[-1])
    if len(marks) == 1 and re.fullmatch(_GROUP, fraction):
        if places == 0:
            return body, "0"
        if re.fullmatch(_LEADING_GROUP, whole):
            raise Unreadable(
                words.gettext('"%(typed)s" can be read in two ways. Write %(thousands)s or %(decimals)s.')
                % {
                    "typed": body,
                    "thousands": body.replace(mark, " "),
                    "decimals": words.number(Decimal(f"{whole}.{fraction[:places]}"), places),
                }
            )
    return whole, fraction


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
