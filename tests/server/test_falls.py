"""A server that is killed while people save through it: what their screens called saved is there, and whole.

`BSC_TEST_FALLS` in the environment asks for more than the few falls of every day.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import new_postgresql
from desk import make_small_company
from served import Person, Served

from bsc_tui.db.copying import nothing_told
from bsc_tui.db.models import Draft, Engagement, OpenSession, Payment, Registration, tuples
from bsc_tui.db.models import Person as Someone
from bsc_tui.operations.checks import checked

FALLS = int(os.environ.get("BSC_TEST_FALLS", "2"))
CLERKS = 5
MOST_SAVES = 12
FALL_SECONDS = 60
"""At the most, for starting a server, signing in and saving."""
F2, F7, F8 = "\x1bOQ", "\x1b[18~", "\x1b[19~"


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The small company, with a clerk for each of the five."""
    if engine == "sqlite":
        urls = iter([f"sqlite:///{tmp_path / 'company.db'}"])
    else:
        urls = iter(new_postgresql(request.getfixturevalue("postgresql_server"), None))
    made = next(urls)
    make_small_company(made)
    yield made
    list(urls)


def name_of(number: int) -> str:
    """A family name like no other: nobody is asked whether it is a namesake."""
    chance = random.Random(number)
    return "Q" + "".join(chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") for _ in range(5))


async def clerk(server: Served, name: str, numbers: Iterator[int], saved: list[int]) -> None:
    """Register one new person after the other, paid, until the server is gone."""
    with contextlib.suppress(Exception):
        person = await Person(await server.connect(name)).open()
        await person.reads("F10 Menu", "Waiting for me")
        person.types("\x10")
        await person.reads("Find by name")
        person.types("budgeting")
        await person.reads("1 found")
        person.types("\r")
        await person.reads("Participants")
        for number in numbers:
            person.types(name_of(number))
            await person.reads(f"+ New person “{name_of(number)}”")
            person.types(F7)
            await person.reads("new, not yet saved", "Discount %")
            person.types(F8, F2)
            await person.reads(f"{name_of(number)} is registered")
            saved.append(number)


def pids_of(server: Served) -> list[int]:
    """Listener, prepared process and sessions."""
    zygote = server.logged(r"prepared pid=(\d+)")
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
        return [server.process.pid, int(zygote), *map(int, children)]
    return [server.process.pid]


async def fall(url: str, folder: Path, number: int) -> list[int]:
    """Five clerks work; somewhere in between everything is killed at once. Whom the screens called saved."""
    server = Served(url, folder)
    chance = random.Random(number)
    saved: list[int] = []
    clerks = [
        asyncio.ensure_future(
            clerk(server, f"clerk{at}", iter(range(number * 1000 + at * 100, (number + 1) * 1000)), saved)
        )
        for at in range(CLERKS)
    ]
    wanted = chance.randrange(1, MOST_SAVES)
    try:
        async with asyncio.timeout(40):
            while len(saved) < wanted:
                await asyncio.sleep(0.005)
        await asyncio.sleep(chance.random() * 0.2)
    finally:
        for pid in pids_of(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()
        await asyncio.gather(*clerks)
    return saved


@pytest.mark.timeout(60 + FALLS * FALL_SECONDS)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_what_a_screen_called_saved_outlives_every_fall_of_the_server(url: str, tmp_path: Path) -> None:
    setting_up = Served(url, tmp_path / "set-up")
    for at in range(CLERKS):
        setting_up.add(f"clerk{at}")
    records = setting_up.records()
    Engagement.update(maximum=5000).where(Engagement.title == "Budgeting").execute()
    setting_up.stop()
    saved: list[int] = []
    for number in range(1, FALLS + 1):
        saved += await fall(url, tmp_path / "server", number)
        Draft.delete().execute()  # the next day nobody goes on with them

    names = {name for (name,) in tuples(Someone.select(Someone.last_name))}
    assert len(saved) >= FALLS
    assert {name_of(number) for number in saved} <= names
    seats = {
        person: seat
        for seat, person in tuples(
            Registration.select(Registration.id, Registration.person)
            .join(Someone)
            .where(Someone.last_name.startswith("Q"))
        )
    }
    new = {id for (id,) in tuples(Someone.select(Someone.id).where(Someone.last_name.startswith("Q")))}
    assert set(seats) == new
    paid = [seat for (seat,) in tuples(Payment.select(Payment.registration))]
    assert sorted(paid) == sorted(seats.values())  # each once
    assert [one for one in checked(records.database, nothing_told) if one.problems] == []
    OpenSession.delete().execute()
    records.database.close()
