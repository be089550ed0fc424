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
    """Paints both terminals."""

    terminals: TwoTerminals

    @property
    def is_headless(self) -> bool:
        """Textual paints nothing for a driver without a terminal."""
        return False

    def write(self, data: str) -> None:
        """Both get it, each in its way."""
        width, height = self._get_terminal_size()
        if (self.terminals.plain.columns, self.terminals.plain.lines) != (width, height):
            self.terminals.resize(width, height)
        self.terminals.write(data)


@pytest.fixture(params=[True, False], ids=["erases", "prints blanks"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> TwoTerminals:
    """The terminals of the program."""
    terminals = TwoTerminals(*SMALL, erases=request.param)
    monkeypatch.setattr(Recorded, "terminals", terminals, raising=False)
    monkeypatch.setattr(headless_driver, "HeadlessDriver", Recorded)
    return terminals


async def faults(name: str, desk: Any, both: TwoTerminals) -> list[str]:
    """Cells that differ once the terminal shows the screen: painting follows the program's rest."""
    await desk.until(lambda: words(both.small.display) == words(desk.lines))
    return [f"{name}: {one}" for one in both.differences()[:5]]


def words(lines: list[str]) -> list[str]:
    """The lines without the blanks at their ends."""
    return [line.rstrip() for line in lines]


@pytest.mark.timeout(400)  # a long walk; many at once share the machine
async def test_every_place_and_dialog_is_shown_the_same(small: Database, both: TwoTerminals) -> None:
    wrong: list[str] = []
    async with at_desk(small, "admin") as desk:
        for name, go in WAYS.items():
            await go(desk)
            wrong += await faults(f"{name}, 80x24", desk, both)
            await desk.resize(*LARGE)
            wrong += await faults(f"{name}, 120x40", desk, both)
            await desk.resize(*SMALL)
            await desk.goes_home()
            wrong += await faults(f"back from {name}", desk, both)
    assert not wrong, "\n".join(wrong)
    assert both.sent < both.written / 4


@pytest.mark.parametrize("language", ["hy", "fr"])
async def test_what_is_typed_in_any_script_is_shown_the_same(
    small: Database, both: TwoTerminals, language: str
) -> None:
    words = ("Ավանեսյան", "Éléonore", "日本 Tokyo", "e\u0301", "👩\u200d👩\u200d👧", "🇦🇲", "❤\ufe0f x")
    async with at_desk(small, "admin", language=language) as desk:
        await desk.goes_to("contacts")
        await desk.press("f7")
        for text in words:
            await desk.type(text)
            assert not both.differences(), text
            await desk.press("tab")
            assert not both.differences(), text
        await desk.press("shift+tab", "home", "right", "delete", "left", "backspace")
        assert not both.differences()
