"""The desk of somebody who signed in: a gate for each of its two threads, and what this session remembers.

A gate is used by one thread only: `records` by the gate's thread, `finder` by the thread of searches.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from textual.widget import Widget

from bsc_tui.config import Config
from bsc_tui.errors import Unavailable
from bsc_tui.screens.desk import Desk, Preferences
from bsc_tui.screens.themes import DARK
from bsc_tui.values import dataclass

if TYPE_CHECKING:
    from bsc_tui.records.access import Actor
    from bsc_tui.records.records import Clock, Records

# The gate is imported when somebody comes to their desk: the first screen stands before that.

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Remembered:
    """The last record of an entity saved in this session, for F5: raw values and labels of links."""

    values: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class Office(Desk):
    """A desk with the gate on it."""

    def __init__(
        self,
        database: Any,
        actor: Actor,
        config: Config,
        preferences: Preferences | None = None,
        *,
        clock: Clock | None = None,
        keep: Callable[[Preferences], None] | None = None,
    ) -> None:
        from bsc_tui.records.records import Records

        super().__init__(
            actor,
            actor.label,
            preferences,
            thread_begins=lambda: database.connect(reuse_if_open=True) and None,
            keep=keep,
        )
        self.database = database
        self.config = config
        self.records = Records(database, actor, clock)
        self.finder = Records(database, actor, clock)
        self.clock = self.records.clock
        self.last_saved: dict[str, Remembered] = {}

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As a desk does; after a lost connection the next try begins with a new one."""
        try:
            return await super().run(partial(self.records.plainly, function), *args, **kwargs)
        except Unavailable:
            await super().run(self._mend, self.records)
            raise

    async def run_search(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, in the thread of searches; after a lost connection it tries anew: nothing is written."""
        plainly = partial(self.finder.plainly, function)
        try:
            return await super().run_search(plainly, *args, **kwargs)
        except Unavailable:
            await super().run_search(self._mend, self.finder)
            return await super().run_search(plainly, *args, **kwargs)

    @staticmethod
    def _mend(records: Records) -> None:
        with contextlib.suppress(Unavailable):  # said already; the next try says it again
            records.reconnect()


def office_of(widget: Widget) -> Office:
    """The office in which a place or part stands."""
    return cast(Office, cast(Any, widget.app).desk)


def outside(database: Any, language: str = "en", theme: str = DARK) -> Desk:
    """The desk at which nobody has signed in yet."""
    return Desk(
        None,
        "",
        Preferences(language, theme or DARK),
        thread_begins=lambda: None if database is None else database.connect(reuse_if_open=True) and None,
    )


def make_office(database: Any, actor: Actor, config: Config, clock: Clock | None = None) -> Office:
    """The office of somebody who has signed in, with what they chose before. Raises Unavailable."""
    preferences = _preferences(database, actor)
    office: list[Office] = []

    def keep(chosen: Preferences) -> None:
        from bsc_tui.operations import accounts

        accounts.set_preferences(office[0].records, **as_stored(chosen))

    office.append(Office(database, actor, config, preferences, clock=clock, keep=keep))
    return office[0]


def _preferences(database: Any, actor: Actor) -> Preferences:
    if actor.account_id is None:
        return Preferences(actor.language)
    from bsc_tui.operations import accounts
    from bsc_tui.records.records import Records

    try:
        chosen = accounts.preferences_of(actor.account_id)
    except Unavailable:
        Records(database, actor).reconnect()
        chosen = accounts.preferences_of(actor.account_id)
    return Preferences(chosen.language, chosen.theme or DARK, chosen.keys)


def as_stored(preferences: Preferences) -> dict[str, str]:
    """Preferences as the account holds them."""
    import json  # late: only when something was chosen

    return {
        "language": preferences.language,
        "theme": preferences.theme,
        "keys": json.dumps(preferences.keys, ensure_ascii=False),
    }
