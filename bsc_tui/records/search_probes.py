"""What of the search keys a query may mean: ranges of their index, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bsc_tui.records.folding import MOST_WORDS, sound
from bsc_tui.records.search_keys import Kind, email_parts, joined, national_number
from bsc_tui.records.vocabulary import Vocabulary
from bsc_tui.values import dataclass

MOST_CANDIDATES = 24
MOST_SUSPECTS = 4
LEAST_HEARD = 3
"""An ear keeps a letter in so many at least of anything that is a word: of `zzzzzz` it would keep one."""


@dataclass(frozen=True)
class Probe:
    """One range of the index: keys that begin with `first` and have words that begin with `others`.

    `follows`: the one other word comes right behind the first, as given name and surname do; a father's name
    stands behind both. `of_two`: those come before the rest.
    """

    kind: Kind
    first: str
    others: tuple[str, ...] = ()
    whole: bool = False
    of_two: bool = False
    follows: bool = False


def probes_of(query: str, words: Sequence[str], leader: Callable[[], int]) -> Iterator[Probe]:
    """Where the query is looked up, the likeliest first; `leader` tells the place of the word that leads."""
    is_written = "@" not in query and not any(map(has_digit, words))
    if is_written and len(words) > 1:
        yield Probe(Kind.NAME, " ".join(words))  # typed as the key stands: nothing need be gone through
    place = leader()
    by_name, by_company = _led(Kind.NAME, words, place), _led(Kind.COMPANY, words, place)
    by_sound = [_led(Kind.SOUND, [sound(word) for word in words], place)] if _can_be_heard(words) else []
    by_email = _email_probe(query, words)
    by_number = Probe(Kind.NUMBER, joined(query), whole=True)
    if is_written:
        of_two = len(words) == 2
        yield from (replace(probe, of_two=of_two) for probe in (by_name, *by_sound))
        yield from (by_company, by_email, by_number)
    elif "@" in query:
        yield from (by_email, by_name, *by_sound, by_company)
    else:
        yield from (by_number, by_name, *_phone_probes(query, words), by_email, by_company, *by_sound)


def _probe(kind: Kind, words: Sequence[str]) -> Probe:
    return _led(kind, words, likely_rarest(words)[0])


def _led(kind: Kind, words: Sequence[str], place: int) -> Probe:
    """Look under the word in this place."""
    return Probe(kind, words[place], (*words[:place], *words[place + 1 :]))


def likely_rarest(words: Sequence[str]) -> list[int]:
    """Places of the words, the likely rarest first: one with a digit, then the longest."""
    return sorted(range(len(words)), key=lambda place: (not has_digit(words[place]), -len(words[place])))


def _can_be_heard(words: Iterable[str]) -> bool:
    return all(LEAST_HEARD * len(sound(word)) >= len(word) for word in words)


def is_speech(words: Sequence[str]) -> bool:
    return _can_be_heard(words) and not any(map(has_digit, words))


def has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _email_probe(query: str, words: Sequence[str]) -> Probe:
    """Chunks without their dots; the one with an @ leads, else the longest."""
    chunks = sorted(query.split(), key=lambda chunk: ("@" in chunk, len(chunk)), reverse=True)
    parts = [part for chunk in chunks for part in email_parts(chunk)] or words
    return Probe(Kind.EMAIL, parts[0], tuple(parts[1:MOST_WORDS]))


def _phone_probes(query: str, words: Sequence[str]) -> Iterator[Probe]:
    """All digits of the query as one number, as stored or with a trunk or country code before it."""
    number = "".join(word for word in words if word.isdigit())
    others = tuple(word for word in words if not word.isdigit())
    forms = [number, number.lstrip("0"), national_number(number if others else query)]
    if len(number) == 11 and number.startswith("8"):
        forms.append(number[1:])
    for form in dict.fromkeys(filter(None, forms)):
        yield Probe(Kind.PHONE, form, others)


def misspelt_probes(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[list[Probe]]:
    """What may have been meant, one step further from what was typed each time."""
    # A key of a title that is longer than keys has only some of its words: another may have both.
    yield [Probe(Kind.NAME, word, (*words[:place], *words[place + 1 :])) for place, word in enumerate(words)]
    yield list(_other_blanks(words, vocabulary))
    heard = [sound(word) for word in words]
    suspects = sorted(range(len(heard)), key=lambda place: -len(heard[place]))[:MOST_SUSPECTS]
    alone = len(heard) == 1  # without a right word beside it, a short one may mean anything
    steps: tuple[tuple[int, bool, Callable[[str], list[str]]], ...] = (
        (3 if alone else 2, True, lambda word: vocabulary.near(word, 1)),
        (4, False, vocabulary.beginnings_near),
        (6 if alone else 4, True, lambda word: vocabulary.near(word, 2)),
    )
    for shortest, whole, near in steps:
        yield [
            Probe(Kind.SOUND, meant, (*heard[:place], *heard[place + 1 :]), whole)
            for place in suspects
            if len(heard[place]) >= shortest
            for meant in near(heard[place])[:MOST_CANDIDATES]
        ]


def _other_blanks(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Probe]:
    """Two words that may be one, and one that may be two: Ter-Petrosyan, Terpetrosyan."""
    for place, (word, following) in enumerate(pairwise(words)):
        yield _probe(Kind.SOUND, list(map(sound, (*words[:place], word + following, *words[place + 2 :]))))
    for place, word in enumerate(words):
        for cut in range(2, len(word) - 1):
            halves = sound(word[:cut]), sound(word[cut:])
            if vocabulary.words.issuperset(halves) and _can_be_heard((word[:cut], word[cut:])):
                rest = map(sound, (*words[:place], *words[place + 1 :]))
                yield _probe(Kind.SOUND, [*halves, *rest])
