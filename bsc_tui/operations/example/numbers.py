"""Numbers of papers and telephones, fictional, each given once: chance must not make twins of strangers.

Telephone numbers are valid for their country. Whom they belong to is left to `names` and `enterprises`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from random import Random

ARMENIAN_OPERATORS = ("91", "93", "94", "95", "96", "98", "99", "77", "55", "43", "41", "44", "33", "49")
_RUSSIAN_OPERATORS = ("903", "905", "906", "909", "910", "915", "916", "917", "925", "926")
_PASSPORT_LETTERS = ("AK", "AM", "AN", "AP", "AR", "AS", "AV")


def scattered(random: Random, size: int) -> Iterator[int]:
    """Every whole number below `size` once, in a scattered order, then the same again."""
    step = max(1, int(size * random.uniform(0.55, 0.65)))
    while gcd(step, size) != 1:
        step += 1
    number = random.randrange(size)
    while True:
        yield number
        number = (number + step) % size


def armenian_mobiles(random: Random) -> Iterator[str]:
    for number in scattered(random, len(ARMENIAN_OPERATORS) * 800_000):
        operator, subscriber = divmod(number, 800_000)
        yield f"+374{ARMENIAN_OPERATORS[operator]}{subscriber + 200_000}"


def armenian_landlines(random: Random, code: str, first_digit: int) -> Iterator[str]:
    """Numbers of one area whose subscriber part begins with `first_digit`: a range for each who draws."""
    free = 10 ** (7 - len(code))
    for number in scattered(random, free):
        yield f"+374{code}{first_digit * free + number}"


def russian_mobiles(random: Random) -> Iterator[str]:
    for number in scattered(random, len(_RUSSIAN_OPERATORS) * 8_000_000):
        operator, subscriber = divmod(number, 8_000_000)
        yield f"+7{_RUSSIAN_OPERATORS[operator]}{subscriber + 2_000_000}"


def french_mobiles(random: Random) -> Iterator[str]:
    for number in scattered(random, 10_000_000):
        yield f"+336{number + 10_000_000}"


def british_mobiles(random: Random) -> Iterator[str]:
    for number in scattered(random, 900_000):
        yield f"+447400{number + 100_000}"


def foreign_landlines(random: Random, country: str) -> Iterator[str]:
    """Numbers of offices in Moscow, Paris or London."""
    beginning = {"ru": "+7495", "fr": "+331", "gb": "+4420"}[country]
    first_digit = {"ru": 7, "fr": 4, "gb": 7}[country]
    digits = {"ru": 7, "fr": 8, "gb": 8}[country]
    for number in scattered(random, 10 ** (digits - 1)):
        yield f"{beginning}{first_digit * 10 ** (digits - 1) + number}"


def passports(random: Random) -> Iterator[str]:
    """Two letters and seven digits."""
    for number in scattered(random, 10_000_000):
        yield f"{_PASSPORT_LETTERS[number % len(_PASSPORT_LETTERS)]}{number:07}"


def social_cards(random: Random) -> Iterator[str]:
    """Ten digits, none beginning with 0 or 9."""
    for number in scattered(random, 8_000_000_000):
        yield str(number + 1_000_000_000)


def tax_numbers(random: Random) -> Iterator[str]:
    """Eight digits, the first one may be 0."""
    for number in scattered(random, 9_900_000):
        yield f"{number + 100_000:08}"


def bank_accounts(random: Random) -> Iterator[str]:
    """Sixteen digits."""
    for number in scattered(random, 900_000_000_000):
        yield f"1{number:012}000"
