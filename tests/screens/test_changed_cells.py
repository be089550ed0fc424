"""Every place and dialog looks the same whether all is sent or only the cells that have changed."""

from __future__ import annotations

from typing import Any

import pytest
from desk import LARGE, SMALL, at_desk
from peewee import Database
from test_looks import WAYS
from textual.drivers import headless_driver
from textual.drivers.headless_driver import HeadlessDriver
from two_terminals import TwoTerminals

pytest_plugins = ("desk",)


class Recorded(HeadlessDriver):
    """Paints every terminal."""

    terminals: tuple[TwoTerminals, ...]

    @property
    def is_headless(self) -> bool:
        """Textual paints nothing for a driver without a terminal."""
        return False

    def write(self, data: str) -> None:
        """All get it, each in its way."""
        width, height = self._get_terminal_size()
        plain = self.terminals[0].plain
        if (plain.columns, plain.lines) != (width, height):
            for pair in self.terminals:
                pair.resize(width, height)
        for pair in self.terminals:
            pair.write(data)


@pytest.fixture
def terminals(monkeypatch: pytest.MonkeyPatch) -> tuple[TwoTerminals, ...]:
    """The terminals of the program: where changes come with erasing, and where blanks are printed."""
    erases = TwoTerminals(*SMALL)
    prints = TwoTerminals(*SMALL, erases=False, beside=erases)
    monkeypatch.setattr(Recorded, "terminals", (erases, prints), raising=False)
    monkeypatch.setattr(headless_driver, "HeadlessDriver", Recorded)
    return (erases, prints)


async def faults(name: str, desk: Any, terminals: tuple[TwoTerminals, ...]) -> list[str]:
    """Cells that differ once a terminal shows the screen: painting follows the program's rest."""
    await desk.until(lambda: all(words(one.small.display) == words(desk.lines) for one in terminals))
    return [f"{name}, {way}: {one}" for way, one in differences(terminals)]


def differences(terminals: tuple[TwoTerminals, ...]) -> list[tuple[str, str]]:
    """The first ones of each way to send changes."""
    ways = zip(("erases", "prints blanks"), terminals, strict=True)
    return [(way, one) for way, pair in ways for one in pair.differences()[:5]]


def words(lines: list[str]) -> list[str]:
    """The lines without the blanks at their ends."""
    return [line.rstrip() for line in lines]


@pytest.mark.timeout(400)  # a long walk; many at once share the machine
async def test_every_place_and_dialog_is_shown_the_same(
    small: Database, terminals: tuple[TwoTerminals, ...]
) -> None:
    wrong: list[str] = []
    async with at_desk(small, "admin") as desk:
        for name, go in WAYS.items():
            await go(desk)
            wrong += await faults(f"{name}, 80x24", desk, terminals)
            await desk.resize(*LARGE)
            wrong += await faults(f"{name}, 120x40", desk, terminals)
            await desk.resize(*SMALL)
            await desk.goes_home()
            wrong += await faults(f"back from {name}", desk, terminals)
    assert not wrong, "\n".join(wrong)
    assert all(one.sent < one.written / 4 for one in terminals)


@pytest.mark.parametrize("language", ["hy", "fr"])
async def test_what_is_typed_in_any_script_is_shown_the_same(
    small: Database, terminals: tuple[TwoTerminals, ...], language: str
) -> None:
    words = ("Ավանեսյան", "Éléonore", "日本 Tokyo", "e\u0301", "👩\u200d👩\u200d👧", "🇦🇲", "❤\ufe0f x")
    async with at_desk(small, "admin", language=language) as desk:
        await desk.goes_to("contacts")
        await desk.press("f7")
        for text in words:
            await desk.type(text)
            assert not differences(terminals), text
            await desk.press("tab")
            assert not differences(terminals), text
        await desk.press("shift+tab", "home", "right", "delete", "left", "backspace")
        assert not differences(terminals)
