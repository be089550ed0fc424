"""Dates, numbers and money as people type them, the same in all languages; refusals in the reader's words.

How they are shown is `i18n`'s, whose Translator reads through these functions.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsc_tui.i18n import Translator

CURRENCIES = {"AMD": 0, "EUR": 2, "USD": 2, "RUB": 2}
"""The currencies of the office and how many decimals each has; amounts are whole numbers of the last one."""

LARGEST_AMOUNT = 10**13 - 1
"""In minor units, either sign."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_TEXT = 60
"""Characters of a typed date or number; anything longer is refused unread."""


class Unreadable(ValueError):
    """What was typed can't be read; `sentence` says to the person what is wrong and what is accepted."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_day(words: Translator, text: str, today: datetime.date) -> datetime.date:
    """A date from 31.12.2024, 31/12/24, 31-12, 31, 311224, 31122024, 2024-12-31, +3, -2, t or a dot.

    Day and month without year are this year's, a day alone is this month's. A year of two digits lies
    between 89 years ago and 10 years ahead. Raises Unreadable, for nothing at all too.
    """
    plain = _plain(words, text)
    today_letter = words.pgettext("the letter that stands for today in a date field", "t")
    if plain.lower() in ("t", ".", today_letter.lower()):
        return today
    if re.fullmatch(_SHIFT, plain):
        return _shifted(words, today, int(plain))
    if _month_parts(plain):
        raise Unreadable(
            words.gettext("The whole date is needed here: day, month and year, as in 31.12.2024.")
        )
    parts = _day_parts(plain, today)
    if parts is None:
        raise Unreadable(
            words.gettext(
                "This is not a date. Write 31.12.2024, 31.12 (this year), 31 (this month), "
                "t (today) or +3 (in three days)."
            )
        )
    return _checked_day(words, *parts)


def parse_partial(words: Translator, text: str, today: datetime.date) -> str:
    """ISO text as far as known, `2006`, `2006-03` or `2006-03-14`.

    Reads what parse_day reads, and 2006, 03.2006, 3/2006, 2006-03. Raises Unreadable.
    """
    parts = _month_parts(_plain(words, text))
    if parts is None:
        return parse_day(words, text, today).isoformat()
    year, month = parts
    _check_month(words, year, 1 if month is None else month)
    return f"{year:04}" if month is None else f"{year:04}-{month:02}"


def parse_amount(words: Translator, text: str, currency: str, allow_negative: bool = False) -> int:
    """Minor units, never rounded; the currency's own code may stand behind. One reading in all languages:

    Spaces and apostrophes group. Where both dot and comma stand, the last is the decimal mark. A single
    one before exactly three digits groups if the currency has no decimals and is refused as unclear if it
    has; else it is the decimal mark. Several of one kind group. Groups are of three, by one mark. More
    decimals than the currency has are refused unless they are zeros. Digits are 0 to 9. Raises
    Unreadable; KeyError: none of CURRENCIES.
    """
    places = CURRENCIES[currency]
    plain = _without_code(words, _plain(words, text), currency)
    minor = _scaled(
        words,
        plain,
        places,
        wrong=words.gettext("This is not an amount. Write it in digits, as in %(example)s.")
        % {"example": words.amount(6_000_000, currency, symbol=False)},
        too_fine=_too_fine(words, currency),
    )
    if minor < 0 and not allow_negative:
        raise Unreadable(words.gettext("The amount can't be negative here. Write it without the minus sign."))
    if abs(minor) > LARGEST_AMOUNT:
        raise Unreadable(
            words.gettext("The amount is too large. At most %(most)s can be kept.")
            % {"most": words.amount(LARGEST_AMOUNT, currency)}
        )
    return minor


def parse_number(words: Translator, text: str, least: int | None = None, most: int | None = None) -> int:
    """A whole number, grouped or not, read as amounts without decimals are. Raises Unreadable."""
    wrong = words.gettext("This is not a whole number. Write it in digits, as in 25.")
    number = _scaled(words, _plain(words, text), 0, wrong=wrong, too_fine=wrong)
    too_small, too_large = least is not None and number < least, most is not None and number > most
    bounds = {"least": words.number(least or 0), "most": words.number(most or 0)}
    if (too_small or too_large) and least is not None and most is not None:
        raise Unreadable(words.gettext("Write a whole number from %(least)s to %(most)s.") % bounds)
    if too_small:
        raise Unreadable(words.gettext("Write a whole number of at least %(least)s.") % bounds)
    if too_large:
        raise Unreadable(words.gettext("Write a whole number of at most %(most)s.") % bounds)
    return number


def parse_decimal(words: Translator, text: str, places: int) -> int:
    """A number with up to so many decimals, grouped or not, times ten to the places. Raises Unreadable."""
    wrong = words.gettext("This is not a number. Write it in digits, as in 2.5.")
    too_fine = words.gettext("At most %(count)s decimals are kept.") % {"count": places}
    return _scaled(words, _plain(words, text), places, wrong=wrong, too_fine=too_fine)


def parse_rate(words: Translator, text: str) -> int:
    """Hundredths of a percent from 20, 20 %, 12,5 or 12.5; from 0 to 100 %. Raises Unreadable."""
    match = re.fullmatch(_RATE, _plain(words, text))
    basis_points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else -1
    if not 0 <= basis_points <= 10_000:
        raise Unreadable(
            words.gettext(
                "This is not a rate. Write a percentage from 0 to 100 with at most two decimals, "
                "as in %(example)s."
            )
            % {"example": words.rate(1250)}
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
