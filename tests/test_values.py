"""Dataclasses that are finished late behave as those of the standard library."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, asdict, field, replace
from threading import Barrier

import pytest

from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Seat:
    number: int
    guests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Booked(Seat):
    by: str = "Anna"


@dataclass
class Tally:
    count: int = 0
    kind: str = ""
    self_made: bool = False


def test_a_class_made_from_an_unfinished_one_knows_its_fields() -> None:
    assert Booked(1, by="Nare") == Booked(1, [], "Nare")
    assert repr(Booked(1)) == "Booked(number=1, guests=[], by='Anna')"
    assert asdict(Booked(2)) == {"number": 2, "guests": [], "by": "Anna"}
    assert replace(Booked(2), number=3) == Booked(3)
    assert Seat(1).guests is not Seat(1).guests


def test_frozen_values_stay_as_they_are_and_others_change() -> None:
    tally = Tally()
    tally.count = 2
    assert tally == Tally(2) == Tally(count=2, kind="")
    with pytest.raises(FrozenInstanceError):
        Seat(1).number = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        Seat()  # type: ignore[call-arg]


def test_two_threads_make_the_first_value_at_once() -> None:
    for _round in range(50):

        @dataclass(frozen=True)
        class Fresh:
            number: int

        start = Barrier(4)

        def made(number: int, start: Barrier = start, kind: type[Fresh] = Fresh) -> Fresh:
            start.wait()
            return kind(number)

        with ThreadPoolExecutor(4) as pool:
            assert [one.number for one in pool.map(made, range(4))] == [0, 1, 2, 3]
