"""The languages: words, dates, numbers and money as they are shown, and as they are read when typed."""

from __future__ import annotations

import datetime
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

from bsc_tui import i18n
from bsc_tui import typed as reading
from bsc_tui.i18n import CURRENCIES, LANGUAGE_NAMES, LANGUAGES, N_, NP_, Translator, Unreadable

TODAY = datetime.date(2026, 11, 22)
NOWHERE = Path("/nonexistent")
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "NP_": ((1, "c"), 2)}

every_language = pytest.mark.parametrize("language", LANGUAGES)


def plain(language: str = "en") -> Translator:
    """A translator without catalogue: formats of the language, English words."""
    return Translator(language, folder=NOWHERE)


def refusal(read: object, *arguments: object, **named: object) -> str:
    """The sentence with which reading is refused."""
    assert callable(read)
    with pytest.raises(Unreadable) as refused:
        read(*arguments, **named)
    assert str(refused.value) == refused.value.sentence
    return refused.value.sentence


def write_catalogue(folder: Path, language: str, catalogue: Catalog) -> None:
    target = folder / language / "LC_MESSAGES" / "bsc_tui.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture
def french(tmp_path: Path) -> Translator:
    catalogue = Catalog(locale="fr")
    catalogue.add("Seminar", "Séminaire")
    catalogue.add("Open", "Ouvert", context="state")
    catalogue.add("Open", "Ouvrir", context="command")
    catalogue.add(("%(count)s seat", "%(count)s seats"), ("%(count)s place", "%(count)s places"))
    catalogue.add("Sun", "dim.", context="short weekday")
    catalogue.add("Nov", "nov.", context="short month")
    catalogue.add("t", "a", context="the letter that stands for today in a date field")
    write_catalogue(tmp_path, "fr", catalogue)
    return Translator("fr", folder=tmp_path)


@pytest.fixture
def marked(tmp_path: Path) -> Translator:
    """Speaks every sentence of both modules in guillemets."""
    catalogue = Catalog(locale="hy")
    for module in (i18n, reading):
        source = BytesIO(Path(module.__file__).read_bytes())
        for _, message, _, context in extract("python", source, keywords=KEYWORDS):
            twice = (f"«{message[0]}»", f"«{message[1]}»") if isinstance(message, tuple) else f"«{message}»"
            catalogue.add(message, twice, context=context)
    write_catalogue(tmp_path, "hy", catalogue)
    return Translator("hy", folder=tmp_path)


@pytest.fixture
def process_language() -> Iterator[None]:
    before = i18n.active()
    yield
    i18n.activate(before)


# Words


def test_a_missing_catalogue_means_english() -> None:
    assert plain("fr").gettext("Seminar") == "Seminar"
    assert plain("hy").ngettext("seat", "seats", 2) == "seats"
    assert plain("hy").pgettext("state", "Open") == "Open"


def test_a_catalogue_gives_words_forms_and_homonyms(french: Translator) -> None:
    assert french.gettext("Seminar") == "Séminaire"
    assert french.pgettext(*NP_("state", "Open")) == "Ouvert"
    assert french.pgettext(*NP_("command", "Open")) == "Ouvrir"
    assert [french.ngettext("%(count)s seat", "%(count)s seats", n) % {"count": n} for n in (0, 1, 2)] == [
        "0 place",
        "1 place",
        "2 places",
    ]
    assert french.gettext("Not translated") == "Not translated"


@every_language
def test_nothing_translates_to_nothing(language: str, french: Translator) -> None:
    for translator in (Translator(language), plain(language), french):
        assert translator.gettext("") == ""
        assert translator.pgettext("state", "") == ""


def test_the_process_switches_its_language(french: Translator, process_language: None) -> None:
    assert i18n.active().language == "en"
    seminar = N_("Seminar")
    assert i18n._(seminar) == "Seminar"
    i18n.activate(french)
    assert i18n.active() is french
    assert i18n._(seminar) == "Séminaire"
    assert i18n.pgettext("state", "Open") == "Ouvert"
    assert i18n.ngettext("%(count)s seat", "%(count)s seats", 2) == "%(count)s places"
    i18n.activate(Translator("en"))
    assert i18n._(seminar) == "Seminar"


def test_every_language_has_its_own_name_and_no_other_is_known() -> None:
    assert tuple(LANGUAGE_NAMES) == LANGUAGES
    with pytest.raises(ValueError, match="no such language"):
        Translator("de")


def test_the_module_imports_neither_babel_nor_textual() -> None:
    heavy = "{'babel', 'textual', 'rich', 'peewee', 'locale', 'zoneinfo'}"
    code = f"import sys, bsc_tui.i18n; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Dates


@every_language
def test_dates_are_shown_day_first(language: str) -> None:
    translator = plain(language)
    day = datetime.date(2026, 3, 4)
    assert translator.date(day) == "04.03.2026"
    assert translator.short_date(day) == "04.03.26"
    assert translator.month("2006-03") == "03.2006"
    assert translator.month("2006-03-14") == "03.2006"
    assert [translator.partial(iso) for iso in ("2006", "2006-03", "2006-03-14", "")] == [
        "2006",
        "03.2006",
        "14.03.2006",
        "",
    ]


def test_the_long_date_speaks_the_language(french: Translator) -> None:
    assert plain().long_date(TODAY) == "Sun 22 Nov 2026"
    assert french.long_date(TODAY) == "dim. 22 nov. 2026"
    assert plain().long_date(datetime.date(2026, 5, 4)) == "Mon 4 May 2026"


def test_a_moment_is_shown_as_the_clock_stands_in_yerevan() -> None:
    evening = datetime.datetime(2026, 3, 14, 21, 5, tzinfo=datetime.UTC)
    assert plain().moment(evening) == "15.03.2026 01:05"
    assert plain().moment(evening.replace(tzinfo=None)) == "15.03.2026 01:05"
    assert plain().clock(evening) == "01:05"
    assert plain().moment(evening, "Europe/Paris") == "14.03.2026 22:05"
    assert plain().moment(datetime.datetime(2026, 7, 14, 12, 0), "Europe/Paris") == "14.07.2026 14:00"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31.12.2024", "2024-12-31"),
        ("31/12/2024", "2024-12-31"),
        ("31-12-2024", "2024-12-31"),
        ("31122024", "2024-12-31"),
        ("311224", "2024-12-31"),
        ("31.12.24", "2024-12-31"),
        ("2024-12-31", "2024-12-31"),
        ("2024.12.31", "2024-12-31"),
        (" 1/2/24 ", "2024-02-01"),
        ("31.12", "2026-12-31"),
        ("31.12.", "2026-12-31"),
        ("3", "2026-11-03"),
        ("t", "2026-11-22"),
        ("T", "2026-11-22"),
        (".", "2026-11-22"),
        ("+3", "2026-11-25"),
        ("-2", "2026-11-20"),
        ("−2", "2026-11-20"),
        ("+0", "2026-11-22"),
        ("+40", "2027-01-01"),
        ("29.02.2024", "2024-02-29"),
        ("01.01.00", "2000-01-01"),
        ("01.01.36", "2036-01-01"),
        ("01.01.37", "1937-01-01"),
        ("01.01.99", "1999-01-01"),
        ("01.01.1900", "1900-01-01"),
        ("31.12.2100", "2100-12-31"),
    ],
)
def test_a_day_is_read_from_what_people_type(typed: str, meant: str) -> None:
    for language in LANGUAGES:
        assert plain(language).parse_day(typed, TODAY).isoformat() == meant
        assert plain(language).parse_partial(typed, TODAY) == meant


def test_today_has_a_letter_in_every_language(french: Translator) -> None:
    assert french.parse_day("a", TODAY) == french.parse_day("t", TODAY) == TODAY
    refusal(plain().parse_day, "a", TODAY)


def test_the_century_of_two_digits_moves_with_the_years() -> None:
    for year, typed, meant in (
        (2026, "36", 2036),
        (2026, "37", 1937),
        (2031, "41", 2041),
        (2031, "42", 1942),
    ):
        today = datetime.date(year, 1, 1)
        assert plain().parse_day(f"01.01.{typed}", today).year == meant
        assert plain().parse_day(f"0101{typed}", today).year == meant
    assert "2105" in refusal(plain().parse_day, "01.01.05", datetime.date(2095, 1, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("29.02.2023", "There is no day 29 in 02.2023. That month has the days 1 to 28."),
        ("29.02.2100", "There is no day 29 in 02.2100. That month has the days 1 to 28."),
        ("31.04", "There is no day 31 in 04.2026. That month has the days 1 to 30."),
        ("31.04.", "There is no day 31 in 04.2026. That month has the days 1 to 30."),
        ("310424", "There is no day 31 in 04.2024. That month has the days 1 to 30."),
        ("31", "There is no day 31 in 11.2026. That month has the days 1 to 30."),
        ("0", "There is no day 0 in 11.2026. That month has the days 1 to 30."),
        ("12.31.2024", "There is no month 31. Day comes first, then the month from 1 to 12, then the year."),
        ("20241231", "The year 1231 can't be right. Years from 1900 to 2100 are accepted."),
        ("2024-00-10", "There is no month 0. Day comes first, then the month from 1 to 12, then the year."),
        ("0000-00-00", "The year 0000 can't be right. Years from 1900 to 2100 are accepted."),
        ("9999-12-31", "The year 9999 can't be right. Years from 1900 to 2100 are accepted."),
        ("01.01.1604", "The year 1604 can't be right. Years from 1900 to 2100 are accepted."),
        ("31.12.1899", "The year 1899 can't be right. Years from 1900 to 2100 are accepted."),
        ("01.01.2101", "The year 2101 can't be right. Years from 1900 to 2100 are accepted."),
        ("+99999", "That is too far from today. Years from 1900 to 2100 are accepted."),
        ("-99999", "That is too far from today. Years from 1900 to 2100 are accepted."),
        ("٣١.١٢.٢٠٢٤", "Only the digits 0 to 9 can be read here."),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused_with_the_reason(typed: str, said: str) -> None:
    assert refusal(plain().parse_day, typed, TODAY) == said
    assert refusal(plain().parse_partial, typed, TODAY) == said


@pytest.mark.parametrize(
    "typed",
    ["", " ", "soon", "31.12.202", "31.12/2024", "1.1.1.1", "1234567", "+", "+1.5", "3 1", "31.12.2024\n1"],
)
def test_what_is_no_date_is_refused_with_the_ways_to_write_one(typed: str) -> None:
    assert "31.12.2024" in refusal(plain().parse_day, typed, TODAY)
    assert "31.12.2024" in refusal(plain().parse_partial, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2006", "2006"),
        ("03.2006", "2006-03"),
        ("3/2006", "2006-03"),
        ("3-2006", "2006-03"),
        ("2006-03", "2006-03"),
        ("2006/3", "2006-03"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known_but_a_whole_one_may_be_needed(typed: str, meant: str) -> None:
    assert plain().parse_partial(typed, TODAY) == meant
    assert "whole date is needed" in refusal(plain().parse_day, typed, TODAY)


@pytest.mark.parametrize(
    "typed", ["1604", "0000", "3112", "2006-00", "13.2006", "00/2006", "2006-13", "03.1604"]
)
def test_a_partial_date_outside_the_calendar_is_refused(typed: str) -> None:
    sentence = refusal(plain().parse_partial, typed, TODAY)
    assert "There is no month" in sentence or "Years from 1900 to 2100" in sentence


@every_language
def test_every_shown_date_is_read_back(language: str) -> None:
    translator = plain(language)
    day = datetime.date(1900, 1, 1)
    while day.year <= 2100:
        assert translator.parse_day(translator.date(day), TODAY) == day
        assert translator.parse_day(f"{day:%d%m%Y}", TODAY) == day
        for iso in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
            assert translator.parse_partial(translator.partial(iso), TODAY) == iso
            assert translator.parse_partial(iso, TODAY) == iso
        if 1937 <= day.year <= 2036:
            assert translator.parse_day(translator.short_date(day), TODAY) == day
        day += datetime.timedelta(days=23)


# Numbers and money


@pytest.mark.parametrize(
    ("value", "places", "english", "french"),
    [
        (0, None, "0", "0"),
        (1234567, None, "1 234 567", "1 234 567"),
        (-1234, None, "-1 234", "-1 234"),
        (Decimal("1234.50"), None, "1 234.50", "1 234,50"),
        (Decimal("1E+3"), None, "1 000", "1 000"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-2.5"), 0, "-3", "-3"),
        (Decimal("-0.4"), 0, "0", "0"),
        (Decimal("0.005"), 2, "0.01", "0,01"),
        (7, 2, "7.00", "7,00"),
        (10**40, None, "10" + " 000" * 13, "10" + " 000" * 13),
        (10**40, 1, "10" + " 000" * 13 + ".0", "10" + " 000" * 13 + ",0"),
    ],
)
def test_numbers_are_grouped_by_plain_spaces(
    value: int | Decimal, places: int | None, english: str, french: str
) -> None:
    assert plain("en").number(value, places) == english
    assert plain("fr").number(value, places) == french
    assert plain("hy").number(value, places) == french


def test_money_is_shown_with_the_decimals_of_its_currency() -> None:
    assert plain("en").amount(60_000, "AMD") == "60 000 AMD"
    assert plain("hy").amount(60_000, "AMD", symbol=False) == "60 000"
    assert plain("en").amount(123_456, "EUR") == "1 234.56 EUR"
    assert plain("fr").amount(123_456, "EUR") == "1 234,56 EUR"
    assert plain("hy").amount(-5, "USD") == "-0,05 USD"
    assert plain("en").amount(0, "RUB", symbol=False) == "0.00"
    with pytest.raises(KeyError):
        plain().amount(1, "XXX")


def test_rates_are_shown_without_idle_zeros() -> None:
    assert [plain("en").rate(points) for points in (0, 1, 10, 1250, 2000, 10000)] == [
        "0 %",
        "0.01 %",
        "0.1 %",
        "12.5 %",
        "20 %",
        "100 %",
    ]
    assert plain("fr").rate(1250) == plain("hy").rate(1250) == "12,5 %"


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("60000", "AMD", 60_000),
        ("60 000", "AMD", 60_000),
        ("60\u00a0000", "AMD", 60_000),
        ("60\u202f000", "AMD", 60_000),
        ("60'000", "AMD", 60_000),
        ("60’000", "AMD", 60_000),
        ("60.000", "AMD", 60_000),
        ("60,000", "AMD", 60_000),
        ("60 000.00", "AMD", 60_000),
        ("60.000,0", "AMD", 60_000),
        ("60 000 amd", "AMD", 60_000),
        ("60000AMD", "AMD", 60_000),
        ("1.234.567", "AMD", 1_234_567),
        ("-0", "AMD", 0),
        ("007", "AMD", 7),
        ("9 999 999 999 999", "AMD", 9_999_999_999_999),
        ("1.234,56", "EUR", 123_456),
        ("1,234.56", "EUR", 123_456),
        ("1 234,56", "EUR", 123_456),
        ("1'234.56", "EUR", 123_456),
        ("1234567", "EUR", 123_456_700),
        ("1,234,567", "EUR", 123_456_700),
        ("12.5", "EUR", 1_250),
        ("12,5", "EUR", 1_250),
        ("0,05 EUR", "EUR", 5),
        ("0.500", "EUR", 50),
        ("1 234.500", "EUR", 123_450),
        ("99 999 999 999.99", "EUR", 9_999_999_999_999),
    ],
)
def test_an_amount_has_one_reading_in_every_language(typed: str, currency: str, minor: int) -> None:
    for language in LANGUAGES:
        assert plain(language).parse_amount(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "said"),
    [
        ("", "AMD", "not an amount"),
        ("many", "AMD", "not an amount"),
        ("1e9", "AMD", "not an amount"),
        ("NaN", "AMD", "not an amount"),
        ("inf", "EUR", "not an amount"),
        ("0x1F", "AMD", "not an amount"),
        ("1_000", "AMD", "not an amount"),
        ("=1+1", "AMD", "not an amount"),
        ("12.", "EUR", "not an amount"),
        (".5", "EUR", "not an amount"),
        ("12.5 0", "EUR", "not an amount"),
        ("--5", "AMD", "not an amount"),
        ("12\n345", "AMD", "not an amount"),
        ("12\t345", "AMD", "not an amount"),
        ("٣", "AMD", "digits 0 to 9"),
        ("5½", "EUR", "digits 0 to 9"),
        ("1.234", "EUR", '"1.234" can be read in two ways. Write 1 234 or 1.23.'),
        ("12,500", "USD", '"12,500" can be read in two ways. Write 12 500 or 12.50.'),
        ("1.2345", "EUR", "at most 2 decimals"),
        ("1,234.567", "EUR", "at most 2 decimals"),
        ("0.005", "EUR", "at most 2 decimals"),
        ("60000.50", "AMD", "no decimals"),
        ("1.5", "AMD", "no decimals"),
        ("1.234,56", "AMD", "no decimals"),
        ("60 00", "AMD", "grouped"),
        ("1 2345", "AMD", "grouped"),
        ("0.500", "AMD", "grouped"),
        ("1234.567", "AMD", "grouped"),
        ("60 000.000", "AMD", "grouped"),
        ("1 234'567", "AMD", "grouped"),
        ("1.23,45", "EUR", "grouped"),
        ("1.234,567,89", "EUR", "grouped"),
        ("1,,234", "AMD", "grouped"),
        ("10 000 000 000 000", "AMD", "At most 9 999 999 999 999 AMD"),
        ("123456789012345", "AMD", "too large"),
        ("100000000000", "EUR", "At most 99 999 999 999.99 EUR"),
        ("-5", "AMD", "can't be negative"),
        ("5 EUR", "AMD", "kept in AMD, not in EUR"),
        ("5 XYZ", "AMD", "not an amount"),
    ],
)
def test_an_amount_that_could_be_misread_is_refused(typed: str, currency: str, said: str) -> None:
    assert said in refusal(plain().parse_amount, typed, currency)
    for language in LANGUAGES:
        refusal(plain(language).parse_amount, typed, currency)


def test_a_negative_amount_is_read_where_it_makes_sense() -> None:
    assert plain().parse_amount("-60 000", "AMD", allow_negative=True) == -60_000
    assert plain().parse_amount("−1,50", "EUR", allow_negative=True) == -150
    assert "too large" in refusal(plain().parse_amount, "-" + "9" * 14, "AMD", allow_negative=True)


@every_language
@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_shown_amount_is_read_back(language: str, currency: str) -> None:
    translator = plain(language)
    chance = random.Random(f"{language}{currency}")
    amounts = [0, 1, 9, 10, 99, 100, 999, 1000, 1001, 99_999, 100_000, i18n.LARGEST_AMOUNT]
    amounts += [chance.randrange(10 ** chance.randrange(1, 14)) for _ in range(1000)]
    for minor in amounts:
        for signed in (minor, -minor):
            for symbol in (True, False):
                shown = translator.amount(signed, currency, symbol)
                assert translator.parse_amount(shown, currency, allow_negative=True) == signed


@every_language
def test_every_shown_number_and_rate_is_read_back(language: str) -> None:
    translator = plain(language)
    chance = random.Random(language)
    for number in [0, -1, 999, 1000, -1000, *(chance.randrange(-(10**12), 10**12) for _ in range(1000))]:
        assert translator.parse_number(translator.number(number)) == number
    for basis_points in range(10_001):
        assert translator.parse_rate(translator.rate(basis_points)) == basis_points


@every_language
def test_halves_are_rounded_up_as_decimal_would(language: str) -> None:
    mark = "." if language == "en" else ","
    for thousandths in range(-2000, 2000, 5):
        exact = Decimal(thousandths) / 1000
        expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        shown = plain(language).number(exact, 2)
        assert Decimal(shown.replace(mark, ".").replace(" ", "")) == expected


def test_a_number_keeps_to_its_bounds() -> None:
    assert plain().parse_number("50", least=5, most=50) == 50
    assert plain().parse_number(" 1 500 ") == plain().parse_number("1.500") == 1500
    assert plain().parse_number("-3") == -3
    assert refusal(plain().parse_number, "51", 5, 50) == "Write a whole number from 5 to 50."
    assert refusal(plain().parse_number, "-1", least=0) == "Write a whole number of at least 0."
    assert refusal(plain().parse_number, "1001", most=1000) == "Write a whole number of at most 1 000."
    for typed in ("", "x", "1.5", "1e3", "²", "1 23"):
        refusal(plain().parse_number, typed)


def test_a_rate_is_read_with_either_mark_and_with_or_without_the_sign() -> None:
    for typed, basis_points in {
        "20": 2000,
        "20 %": 2000,
        "20%": 2000,
        "12,5": 1250,
        "12.5\u00a0%": 1250,
        "0": 0,
        "0,01": 1,
        "100": 10_000,
        "100.00 %": 10_000,
    }.items():
        assert plain().parse_rate(typed) == basis_points
    for typed in ("", "-1", "100.01", "101", "12.345", "12.", "%", "5 % %", "NaN", "1e1", "٢"):
        refusal(plain().parse_rate, typed)
    assert "12,5 %" in refusal(plain("fr").parse_rate, "x")


# What every reading promises


def test_a_pasted_novel_is_refused_before_it_is_read() -> None:
    translator = plain()
    for novel in (
        "1" * 100_000,
        " " * 100_000,
        "1 " * 50_000,
        "(a+)+$" * 20_000,
        "1.1" * 40_000,
        "٣" * 100_000,
    ):
        sentences = {
            refusal(translator.parse_day, novel, TODAY),
            refusal(translator.parse_partial, novel, TODAY),
            refusal(translator.parse_amount, novel, "AMD"),
            refusal(translator.parse_number, novel),
            refusal(translator.parse_rate, novel),
        }
        assert sentences == {"This is too long to be read here. At most 60 characters are accepted."}


def test_no_text_at_all_breaks_a_reading() -> None:
    chance = random.Random(27)
    letters = "0123456789" * 3 + ".,-/+ 'tEURAMD%e\u00a0\u202f٣½\x00\x1b\u202e\ud800Ա"
    for _ in range(5000):
        typed = "".join(chance.choice(letters) for _ in range(chance.randrange(14)))
        for read in (
            lambda text: plain().parse_day(text, TODAY).isoformat(),
            lambda text: plain().parse_partial(text, TODAY),
            lambda text: plain().parse_amount(text, "EUR"),
            lambda text: plain().parse_number(text),
            lambda text: plain().parse_rate(text),
        ):
            try:
                answer = read(typed)
            except Unreadable:
                continue
            assert isinstance(answer, int) or re.fullmatch(r"(19|20|21)\d\d(-\d\d(-\d\d)?)?", answer)


def test_every_refusal_is_said_in_the_language_of_the_reader(marked: Translator) -> None:
    sentences = [
        *(
            refusal(marked.parse_day, typed, TODAY)
            for typed in ("soon", "31.04", "13.13", "2006", "0000-00-00", "+99999", "٣", "1" * 61)
        ),
        *(
            refusal(marked.parse_amount, typed, "EUR")
            for typed in ("x", "1.234", "1.2345", "1 2", "-1", "9" * 14, "5 AMD")
        ),
        refusal(marked.parse_amount, "1.5", "AMD"),
        *(refusal(marked.parse_number, typed, 1, 5) for typed in ("x", "6")),
        refusal(marked.parse_number, "0", least=1),
        refusal(marked.parse_number, "9", most=5),
        refusal(marked.parse_rate, "x"),
    ]
    assert [sentence for sentence in sentences if not re.fullmatch("«[^«»]+»", sentence)] == []
    assert len(set(sentences)) == len(sentences)
    assert [word for word in sentences if "%(" in word] == []
    assert marked.long_date(TODAY) == "««Sun» 22 «Nov» 2026»"
