"""How fast files go: as they can while nobody has a screen open, else so that typing does not wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

BYTES_A_SECOND = 16 << 20
"""Of all files together, while somebody is at work."""
SHORTEST = 0.01
"""Seconds; less is not waited for."""


class Pace:
    """Shared by all who send and fetch."""

    def __init__(self, is_needed: Callable[[], bool], bytes_a_second: float = BYTES_A_SECOND) -> None:
        self._is_needed = is_needed
        self._speed = bytes_a_second
        self._free_at = 0.0

    async def keep(self, size: int) -> None:
        """Wait until so many bytes may go."""
        if not self._is_needed():
            return
        now = time.monotonic()
        self._free_at = max(self._free_at, now) + size / self._speed
        if (wait := self._free_at - now) > SHORTEST:
            await asyncio.sleep(wait)
