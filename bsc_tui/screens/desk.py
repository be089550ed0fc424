"""The desk of one session: who works, what they prefer, and the two threads in which the work is done.

The interface runs in one thread and never waits for the database: what asks the gate goes through `run`, one
thing after the other; searches go through `run_search`, so that a long save does not hold up typing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, replace
from typing import Any, ParamSpec, TypeVar

from bsc_tui.values import dataclass

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Preferences:
    """What a person has chosen for themselves."""

    language: str = "en"
    theme: str = "bsc-dark"
    keys: dict[str, str] = field(default_factory=dict)
    """Command id -> keys, as `commands.Keymap`."""


class Desk:
    """One session's actor, preferences and threads.

    `thread_begins` runs first in each thread (open its database connection). `keep` stores changed
    preferences; it is run in the gate's thread.
    """

    def __init__(
        self,
        actor: Any,
        name: str,
        preferences: Preferences | None = None,
        *,
        thread_begins: Callable[[], None] | None = None,
        keep: Callable[[Preferences], None] | None = None,
    ) -> None:
        self.actor = actor
        self.name = name
        self.preferences = preferences or Preferences()
        self._keep = keep
        begin = thread_begins or (lambda: None)
        self._gate = ThreadPoolExecutor(1, thread_name_prefix="gate", initializer=begin)
        self._search = ThreadPoolExecutor(1, thread_name_prefix="search", initializer=begin)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's answer, worked out in the gate's thread; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._gate, lambda: function(*args, **kwargs))

    async def run_search(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, in the thread of searches. The asker drops stale answers."""
        return await asyncio.get_running_loop().run_in_executor(
            self._search, lambda: function(*args, **kwargs)
        )

    async def prefer(self, **changes: Any) -> None:
        """Change preferences (`language=`, `theme=`, `keys=`) and keep them."""
        self.preferences = replace(self.preferences, **changes)
        if self._keep is not None:
            await self.run(self._keep, self.preferences)

    def close(self) -> None:
        """No more work is taken; what runs may finish, what waits is dropped."""
        self._gate.shutdown(wait=False, cancel_futures=True)
        self._search.shutdown(wait=False, cancel_futures=True)
