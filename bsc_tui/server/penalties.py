"""Who has to wait: wrong sign-ins are counted by address, and by address and name. Knows nothing of SSH.

A name alone is never held back, else anybody could keep somebody out of the office. Nor is an address behind
which people are at work, or one that the settings trust: there only the name waits.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bsc_tui.errors import Unusable
from bsc_tui.i18n import _

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

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        trusted: str = "",
        is_at_work: Callable[[str], bool] = lambda _source: False,
    ) -> None:
        """`trusted`: networks, separated by blanks; `is_at_work`: whether somebody from there is inside."""
        self._clock = clock
        self._trusted = networks(trusted)
        self._is_at_work = is_at_work
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
        source = source_of(address)
        left = self._left(source, FREE_BY_ADDRESS, LONGEST_PAUSE)
        return 0.0 if left and (self.trusts(address) or self._is_at_work(source)) else left

    def trusts(self, address: str) -> bool:
        """Whether the settings name it."""
        try:
            parsed = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in self._trusted)

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


def networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks that a setting names. Raises Unusable."""
    try:
        return [ipaddress.ip_network(word, strict=False) for word in text.replace(",", " ").split()]
    except ValueError as error:
        raise Unusable(_("The setting “trusted” names no network."), str(error)) from None


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
