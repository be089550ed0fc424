"""Who has to wait: wrong sign-ins are counted by address, and by address and name. Knows nothing of SSH.

A name alone is never held back, else anybody could keep somebody out of the office.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

LONGEST_PAUSE = 600.0
"""Seconds that an address waits at most."""
MEMORY = 600.0
"""Seconds without a wrong try after which all is forgotten."""
FREE_BY_ADDRESS = 10
"""Wrong tries of an address that cost nothing: an office may stand behind one."""
FREE_BY_NAME = 3
LONGEST_NAME_PAUSE = 60.0
MOST = 10_000
"""Addresses and names that are remembered at most; the oldest are forgotten."""


@dataclass
class _Count:
    failures: int
    last: float


class Penalties:
    """Pauses after wrong sign-ins; they double, and hold on the clock that nobody can set."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[Hashable, _Count] = {}

    def failed(self, address: str, name: str) -> None:
        """Somebody there could not sign in."""
        for key in (source_of(address), (source_of(address), name[:60])):
            former = self._of(key)
            self._counts.pop(key, None)
            self._counts[key] = _Count((former.failures if former else 0) + 1, self._clock())
        while len(self._counts) > MOST:
            del self._counts[next(iter(self._counts))]

    def succeeded(self, address: str, name: str) -> None:
        """The name signed in from there: its own tries are forgotten, the address's others are not."""
        own = self._counts.pop((source_of(address), name[:60]), None)
        whole = self._of(source_of(address))
        if own and whole:
            whole.failures = max(whole.failures - own.failures, 0)

    def wait_for_address(self, address: str) -> float:
        """Seconds for which nothing from this address is heard."""
        return self._left(source_of(address), FREE_BY_ADDRESS, LONGEST_PAUSE)

    def wait_for_name(self, address: str, name: str) -> float:
        """Seconds before the next try of this name from there is looked at."""
        return self._left((source_of(address), name[:60]), FREE_BY_NAME, LONGEST_NAME_PAUSE)

    def _left(self, key: Hashable, free: int, longest: float) -> float:
        count = self._of(key)
        if count is None or count.failures < free:
            return 0.0
        pause = min(2.0 ** min(count.failures - free, 20), longest)
        return max(count.last + pause - self._clock(), 0.0)

    def _of(self, key: Hashable) -> _Count | None:
        count = self._counts.get(key)
        if count is not None and self._clock() - count.last > MEMORY:
            del self._counts[key]
            return None
        return count


def source_of(address: str) -> str:
    """What counts as one address: of IPv6 the network that one household gets."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
