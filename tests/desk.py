"""A desk at the office, for tests that read like a day's work: who sits there, what they press and see.

Also the small company they work for: people, enterprises and seminars, made once an engine and then copied.
What the program does is not repeated here; a story asserts words on the screen and rows in the database.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")

import pytest
from databases import COMPANY, PASSWORD, FixedClock, Template, Templates, gate, make_company
from peewee import Database
from textual.events import Key, Paste
from textual.pilot import Pilot

from bsc_tui import config
from bsc_tui.app import BscApp
from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, Operation, ReferenceList, ServiceLine, Term
from bsc_tui.operations.accounts import add_account
from bsc_tui.operations.registrations import register
from bsc_tui.records import access
from bsc_tui.records.records import Records
from bsc_tui.screens import entity_list
from bsc_tui.screens.base import Place
from bsc_tui.screens.bulk_grid import BulkGrid
from bsc_tui.screens.desk import Preferences
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.evaluation_grid import EvaluationGrid
from bsc_tui.screens.form import Form
from bsc_tui.screens.office import Office
from bsc_tui.screens.parts import drop_list, pick_list
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.sheet import Sheet
from bsc_tui.screens.registry import places
from bsc_tui.screens.tabs import TABS
from bsc_tui.screens.themes import Colours

T = TypeVar("T")

SMALL, LARGE = (80, 24), (120, 40)

PASSPORTS = ("AN0123456", "AP7654321")
ACCOUNTS = ("1570012345678901", "2050098765432109")
"""Numbers that nobody without the right may see."""

ENTERPRISES = ("Armenia Wine", "Ucom", "Ameriabank", "Sourcio", "Grand Candy")
PEOPLE = (
    ("Hakobyan", "Anna"),
    ("Hakobyan", "Aram"),
    ("Petrosyan", "Anna"),
    ("Petrosyan", "Ani"),
    ("Petrosyants", "Karine"),
    ("Ավանեսյան", "Արա"),
    ("Grigoryan", "Karen"),
    ("Sargsyan", "Ani"),
    ("Vardanyan", "Tigran"),
    ("Simonyan", "Nare"),
    *((f"Participant{letter}", "Mher") for letter in "ABCDEFGHIJKLMNOPQRST"),
)


# -- the small company ----------------------------------------------------------------------------


def make_small_company(url: str) -> None:
    """The small company in an empty database."""
    make_company(url)
    fill_small_company(url)


def fill_small_company(url: str) -> None:
    """Four accounts, two of the staff, five enterprises, thirty people, four seminars and a consultation."""
    database = open_database(url)
    admin = gate(database, "admin")
    for name, preset, lines in (
        ("lusine", "clerk", ()),
        ("ara", "responsible", ("SM",)),
        ("vera", "viewer", ()),
    ):
        add_account(admin, name, name.title(), preset, PASSWORD, lines=lines, quick_hash=True)
    staff = admin.save_many(
        "staff",
        [
            {"last_name": "Avanesyan", "first_name": "Lusine"},
            {"last_name": "Melkonyan", "first_name": "Gor", "kind": "teacher"},
        ],
    )
    firms = admin.save_many(
        "enterprise",
        [
            {"name": name, "phone": f"010 52 11 0{at}", "account": ACCOUNTS[1]}
            for at, name in enumerate(ENTERPRISES)
        ],
    )
    people = admin.save_many("person", [person_values(at, firms) for at in range(len(PEOPLE))])
    lines = {line.code: line.id for line in ServiceLine.select()}
    common = {"currency": "AMD", "vat_rate": 2000, "responsible": staff[0], "language": "hy"}
    seminar = {**common, "kind": "open_seminar", "price": 60_000, "minimum": 2, "maximum": 50}
    made = [
        {**seminar, "line": lines["SM"], "title": "Labour code", "starts": "2026-11-24", "maximum": 3},
        {**seminar, "line": lines["SM"], "title": "Budgeting", "starts": "2026-12-07"},
        {
            **seminar,
            "line": lines["BDS"],
            "title": "Effective marketing",
            "starts": "2026-11-23",
            "minimum": 5,
        },
        {**seminar, "line": lines["HR"], "title": "Personnel", "kind": "closed_seminar", "client": firms[1]},
        {
            **common,
            "line": lines["BDS"],
            "kind": "consultation",
            "title": "Entry to a market",
            "client": firms[0],
        },
    ]
    labour, *_others = (admin.save("engagement", values).id for values in made)
    for person in people[10:12]:
        register(admin, labour, {"price": 60_000, "vat_rate": 2000}, person_id=person)
    database.close()


def person_values(at: int, firms: Sequence[int]) -> dict[str, Any]:
    """What is known of a person of the small company."""
    last_name, first_name = PEOPLE[at]
    known: dict[str, Any] = {"last_name": last_name, "first_name": first_name, "employer": firms[at % 5]}
    if at == 0:
        known |= {
            "phone": "091 033759",
            "email": "a.hakobyan@wine.am",
            "passport_number": PASSPORTS[0],
            "account": ACCOUNTS[0],
            "position": term("position", "chief_accountant"),
            "birth_date": "1984-03-12",
        }
    if at == 2:
        known |= {"passport_number": PASSPORTS[1], "mobile": "093 118822"}
    return known


def term(list_code: str, code: str) -> int:
    """The id of a term."""
    found = Term.select().join(ReferenceList).where(ReferenceList.code == list_code, Term.code == code).get()
    return int(found.id)


SMALL_COMPANY = Template("small", fill_small_company, COMPANY)


@pytest.fixture
def company_url(engine: str, tmp_path: Path, templates: Templates) -> Iterator[str]:
    """The URL of a database with a small company of its own."""
    yield from templates.copied(engine, SMALL_COMPANY, tmp_path)


@pytest.fixture
def company(company_url: str) -> Iterator[Database]:
    """The small company's database, open."""
    opened = open_database(company_url)
    yield opened
    if not opened.is_closed():
        opened.close()


@pytest.fixture
def small(tmp_path: Path, templates: Templates) -> Iterator[Database]:
    """The small company on SQLite only: for what has nothing to do with the engine."""
    for url in templates.copied("sqlite", SMALL_COMPANY, tmp_path):
        opened = open_database(url)
        yield opened
        if not opened.is_closed():
            opened.close()


def operations() -> int:
    """How many operations the audit trail holds."""
    return int(Operation.select().count())


# -- the desk -------------------------------------------------------------------------------------


class WatchedOffice(Office):
    """An office of which one knows whether it is at work."""

    at_work = 0

    async def run(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """As an office does."""
        self.at_work += 1
        try:
            return await super().run(function, *args, **kwargs)
        finally:
            self.at_work -= 1

    async def run_search(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """As an office does."""
        self.at_work += 1
        try:
            return await super().run_search(function, *args, **kwargs)
        finally:
            self.at_work -= 1


class StoryDesk:
    """Somebody at the terminal: keys go in, and one looks at the screen when the program has come to rest."""

    def __init__(self, app: BscApp, pilot: Pilot[int], office: WatchedOffice) -> None:
        self.app, self.pilot, self.office = app, pilot, office
        self.keys = 0

    # -- what they do ----------------------------------------------------------------------
    async def press(self, *keys: str) -> None:
        """Press keys, looking up after each."""
        for key in keys:
            self._send(key)
            await self.rest()

    async def burst(self, *keys: str) -> None:
        """Press keys without looking up: all of them before the first is answered."""
        for key in keys:
            self._send(key)
        await self.rest()

    async def type(self, text: str) -> None:
        """Type a text; its letters are not counted as keys."""
        before = self.keys
        await self.burst(*(" " if letter == " " else letter for letter in text))
        self.keys = before

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(Paste(text))
        await self.rest()

    def _send(self, key: str) -> None:
        self.keys += 1
        character = key if len(key) == 1 else None
        name = {" ": "space", "!": "exclamation_mark", "?": "question_mark"}.get(key, key)
        self.app.post_message(Key(name, character))

    async def fill(self, **fields: str) -> None:
        """Go to each field, in whichever order, and type over what stands there."""
        for code, text in fields.items():
            await self.goes_to_field(code.replace("__", "."))
            await self.press("ctrl+u") if self.sheet.values[self.sheet.current] else None
            await self.type(text)

    async def chooses(self, field: str, text: str) -> None:
        """Bring a field's list, type and take the first row."""
        await self.goes_to_field(field)
        await self.press("f4")
        await self.type(text)
        await self.press("enter")

    async def goes_to_field(self, code: str) -> None:
        """Lay the hand on a field."""
        self.sheet.focus_field(code)
        await self.rest()
        assert self.sheet.current == code, f"{code} is locked or not there:\n{self.screen}"

    async def goes_to(self, tab: str) -> None:
        """Go to a tab by its code, through the menu."""
        number = next(at for at, one in enumerate(TABS, 1) if one.code == tab)
        before = self.keys
        await self.press("f10", str(number))
        self.keys = before

    async def opens(self, place: Place) -> None:
        """Stand before a place, however one got there."""
        self.app.push_screen(place)
        await self.rest()

    async def opens_engagement(self, title: str) -> None:
        """Open an engagement by its title."""
        from bsc_tui.screens.registry import open_record

        await self._opens(open_record, "engagement", self.finds("engagement", title=title))

    async def opens_record(self, code: str, record_id: int) -> None:
        """Open a record in its place."""
        from bsc_tui.screens.registry import open_record

        await self._opens(open_record, code, record_id)

    async def _opens(self, open_record: Any, code: str, record_id: int) -> None:
        place = self.app.screen
        assert isinstance(place, Place)
        place.run_worker(open_record(place, code, record_id))
        await self.rest()

    async def resize(self, width: int, height: int) -> None:
        """Draw the window larger or smaller."""
        await self.pilot.resize_terminal(width, height)
        await self.rest()

    async def goes_home(self) -> None:
        """Close whatever stands on top of the tab's own place; what was typed is thrown away."""
        for _step in range(12):
            if len(self.app.screen_stack) == 1:
                return
            self.place.sheet.mark_clean() if isinstance(self.place, Form) else None
            await self.press("escape")
        raise AssertionError(f"it can't be left:\n{self.screen}")

    # -- the program at rest ---------------------------------------------------------------
    async def rest(self) -> None:
        """Until everything asked for is answered and painted; the pause before a draft is not waited for."""
        quiet = 0
        for _look in range(1500):
            await asyncio.sleep(0)
            if self.app._exception is not None:
                raise self.app._exception
            if self._is_busy():
                quiet = 0
                await asyncio.sleep(0.002)
                continue
            await self._drained()
            quiet = 0 if self._is_busy() else quiet + 1
            if quiet >= 2:
                return
        raise AssertionError(f"never at rest:\n{self.screen}")

    def _is_busy(self) -> bool:
        keys, screen = self.app.type_ahead, self.app.screen
        return bool(
            self.office.at_work
            or keys._kept
            or keys._sent
            or keys._under_way
            or not getattr(screen, "is_ready", True)
            or (isinstance(screen, PickList) and (screen._pause or screen._answered != screen._asked))
            or (isinstance(screen, EntityList) and screen._pause)
            or (isinstance(screen, BulkGrid) and (screen.grid.drop.is_looking or screen.is_saving))
            or (isinstance(screen, EvaluationGrid) and screen.is_saving)
            or (isinstance(screen, Form) and not screen.is_loaded and screen in keys._holders)
        )

    async def _drained(self) -> None:
        """Every message queue of the app was emptied once more, and what is to be painted is."""
        await self.pilot._wait_for_screen()
        self.app.screen._on_timer_update()

    async def until(self, holds: Callable[[], Any], patience: float = 15.0) -> None:
        """Until something is so: for what comes by itself after a while, such as a draft."""
        end = asyncio.get_running_loop().time() + patience
        while not holds():
            assert asyncio.get_running_loop().time() < end, f"it never came:\n{self.screen}"
            await self.pilot.pause(0.02)

    # -- what they see ---------------------------------------------------------------------
    @property
    def lines(self) -> list[str]:
        """The screen, line by line, each as wide as the terminal."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """The screen."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def path(self) -> str:
        """Row 2."""
        return self.lines[1].strip()

    @property
    def message(self) -> str:
        """The last row but one."""
        return self.lines[-2].strip()

    @property
    def key_bar(self) -> str:
        """The last row."""
        return self.lines[-1].strip()

    def row(self, words: str) -> str:
        """The line of the screen with these words."""
        for line in self.lines:
            if words in line:
                return line.strip()
        raise AssertionError(f"{words!r} is not on the screen:\n{self.screen}")

    def sees(self, *words: str) -> None:
        """All these words are on the screen."""
        for one in words:
            assert one in self.screen, f"{one!r} is not on the screen:\n{self.screen}"

    def sees_not(self, *words: str) -> None:
        """None of these words is on the screen."""
        for one in words:
            assert one not in self.screen, f"{one!r} is on the screen:\n{self.screen}"

    def says(self, words: str) -> None:
        """The message line has these words."""
        assert words in self.message, f"{words!r} is not said:\n{self.screen}"

    # -- where they are --------------------------------------------------------------------
    @property
    def place(self) -> Any:
        """The place or dialog on top."""
        return self.app.screen

    @property
    def sheet(self) -> Sheet:
        """The sheet of fields on the screen."""
        return self.app.screen.query_one("#sheet", Sheet)

    @property
    def field(self) -> str:
        """The code of the field under the hand."""
        return self.sheet.current

    def value(self, code: str) -> str:
        """What stands in a field."""
        return self.sheet.values[code]

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows of the list on the screen."""
        return self.row_list.rows

    @property
    def row_list(self) -> RowList:
        """The list on the screen."""
        return self.app.screen.query("#rows").first(RowList)

    # -- the database behind it ------------------------------------------------------------
    @staticmethod
    def finds(code: str, **values: Any) -> int:
        """The id of the record with these values."""
        from bsc_tui.entities.registry import ENTITIES

        model = ENTITIES[code].model
        return int(model.get(*(getattr(model, name) == value for name, value in values.items())).id)


@asynccontextmanager
async def at_desk(
    database: Database,
    account: str = "lusine",
    size: tuple[int, int] = SMALL,
    language: str = "en",
    tab: str = "",
) -> AsyncIterator[StoryDesk]:
    """Somebody has signed in and sits before the first tab, or the one named."""
    actor = access.actor_of(Account.get(Account.name == account), "test")
    office = WatchedOffice(database, actor, config.load(), Preferences(language), clock=FixedClock())
    app = BscApp(office, places(), colours=Colours.MANY)
    pauses = {module: module.PAUSE for module in (drop_list, entity_list, pick_list)}
    for module in pauses:
        module.PAUSE = 0.02
    try:
        async with app.run_test(size=size) as pilot:
            desk = StoryDesk(app, pilot, office)
            await desk.rest()
            if tab:
                await desk.goes_to(tab)
            yield desk
    finally:
        for module, pause in pauses.items():
            module.PAUSE = pause
        office.close()
        for executor in (office._gate, office._search):
            executor.shutdown(wait=True)


def colleague(database: Database, name: str = "admin") -> Records:
    """The gate of somebody else, who saves meanwhile."""
    return gate(database, name)


def on_this_terminal(url: str, account: str) -> int:
    """The program on this terminal, somebody signed in: for tests that need a process and a real terminal."""
    from bsc_tui.screens.office import make_office

    settings = config.load()
    database = open_database(url)
    actor = access.actor_of(Account.get(Account.name == account), "test")
    app = BscApp(make_office(database, actor, settings), places(), state_folder=settings.state_folder)
    app.run(mouse=False)
    app.desk.close()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(on_this_terminal(*sys.argv[1:]))
