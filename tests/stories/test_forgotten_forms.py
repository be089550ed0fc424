"""A long day: what was closed leaves nothing behind. How much memory a day takes: benchmarks/memory.py."""

from __future__ import annotations

import gc
import weakref
from typing import Any

from desk import at_desk
from peewee import Database
from textual._styles_cache import StylesCache

from bsc_tui.screens.entity_form import EntityForm

pytest_plugins = ("desk",)


async def test_a_form_that_was_left_is_forgotten_with_all_it_has_painted(small: Database) -> None:
    left: list[weakref.ref[Any]] = []
    async with at_desk(small, tab="contacts") as desk:
        for _time in range(3):
            await desk.press("enter")
            assert isinstance(desk.place, EntityForm)
            left += [weakref.ref(desk.place), weakref.ref(desk.sheet)]
            left += [weakref.ref(widget._styles_cache) for widget in desk.place.query("*")]
            await desk.press("escape")

        def is_forgotten() -> bool:
            gc.collect()
            return all(one() is None for one in left)

        await desk.until(is_forgotten)  # a task that has just ended holds the last one for a moment
        assert StylesCache.get_inner_outer.cache_info().currsize < 40
