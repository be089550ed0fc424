"""Servers whose clock jumps while people work, and servers that stand in other countries."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from served import Person, Served, at_start

from bsc_tui.db.models import Account, Engagement, Operation, tuples
from bsc_tui.db.models import Person as Someone

F2, F7 = "\x1bOQ", "\x1b[18~"
DAY = 86_400
pytest_plugins = ("desk",)

LEAP_DAYS = (datetime.date(year, 2, 29) for year in range(2028, 2100, 4))
MOVED = '''
"""The clock of every process of the server is as wrong as a file says."""
import datetime, sys, time
if any("bsc_tui" in word for word in sys.orig_argv):
    from zoneinfo import ZoneInfo
    from bsc_tui.records.looking import Clock
    real = time.time
    def moved():
        return real() + float(open({file!r}).read())
    time.time = moved
    def at(zone):
        return datetime.datetime.fromtimestamp(moved(), zone)
    Clock.now = lambda clock: at(datetime.UTC).replace(tzinfo=None)
    Clock.today = lambda clock: at(ZoneInfo(clock.zone)).date()
'''


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_clock_that_jumps_moves_no_seminar_and_ends_no_work(company_url: str, tmp_path: Path) -> None:
    wrong_by = tmp_path / "wrong"

    def the_clock_is_wrong_by(days: int) -> None:
        (tmp_path / "new").write_text(str(days * DAY))
        (tmp_path / "new").replace(wrong_by)

    the_clock_is_wrong_by(0)
    surroundings = at_start(tmp_path / "code", MOVED.format(file=str(wrong_by)))
    server = Served(company_url, tmp_path, {**surroundings, "TZ": "Pacific/Kiritimati"})
    try:
        records = server.records()
        days = list(tuples(Engagement.select(Engagement.id, Engagement.starts).order_by(Engagement.id)))
        async with await server.connect("lusine") as connection:
            person = await Person(connection).open()
            await person.reads("Waiting for me", "F10 Menu")
            person.types("2", F7)
            await person.reads("Last name*")
            today = datetime.datetime.now(datetime.UTC).date()
            to_2038 = (datetime.date(2038, 1, 19) - today).days
            to_a_leap_day = next((day - today).days for day in LEAP_DAYS if day > today)
            typed = "Q"
            for letter, days_on in zip("abcdef", (0, 1, -1, to_2038, to_a_leap_day, 0), strict=True):
                the_clock_is_wrong_by(days_on)
                typed += letter
                person.types(letter if len(typed) > 2 else typed)
                await person.reads(typed)
                person.types(F2)
                await person.reads("saved ", "Saved ")
                assert "Password" not in person.text  # nobody is locked out of the own screen
            the_clock_is_wrong_by(-30)
            async with await server.connect("lusine") as other:
                assert (await other.run("search Qabc")).exit_status == 0
        assert (
            list(tuples(Engagement.select(Engagement.id, Engagement.starts).order_by(Engagement.id))) == days
        )
        told = list(
            tuples(Operation.select(Operation.id, Operation.at).order_by(Operation.id.desc()).limit(6))
        )
        assert sorted(told, key=lambda one: one[1]) != sorted(told)  # their times went back and forth
        assert Someone.select().where(Someone.last_name == "Qabcdef").count() == 1
        records.database.close()
    finally:
        server.stop()


LOCALES = {"sqlite": ("C", "ru_RU.KOI8-R"), "postgresql": ("POSIX", "")}
FIRST = ["Ավանեսյան", "Grigoryan", "Hakobyan", "Hakobyan", "ParticipantA"]
NAME = "Մարդիկ, été.csv"


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locale that knows neither Armenian nor French letters, where it can be made."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        made = ["localedef", "-i", "ru_RU", "-f", "KOI8-R", str(folder / "ru_RU.KOI8-R")]
        subprocess.run(made, check=False, capture_output=True)
    return folder


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_in_every_locale_words_order_and_names_of_files_are_the_same(
    engine: str, company_url: str, tmp_path: Path, locales: Path
) -> None:
    for number, name in enumerate(LOCALES[engine]):
        surroundings = {"LC_ALL": name, "LANG": name, "LOCPATH": str(locales)}
        server = Served(company_url, tmp_path / f"{number}", surroundings)
        try:
            records = server.records()
            Account.update(language="hy").where(Account.name == "lusine").execute()
            account = Account.get(Account.name == "lusine").id
            records.database.close()
            async with await server.connect("lusine") as connection:
                person = await Person(connection).open()
                await person.reads("Սկիզբ", "Ինձ սպասող գործեր")
                person.types("2")
                await person.reads("Կոնտակտներ", "ParticipantA")
                rows = [line[1:].split()[0] for line in person.text.splitlines()[4:9]]
                assert rows == FIRST, name
                listed = await connection.run("list person")
                lines = str(listed.stdout).splitlines()[1:6]
                assert [line.split()[1] for line in lines] == FIRST, name
                person.types("\x1b[21~", "l", "f")
                await person.reads("Début", "Prénom")
                async with connection.start_sftp_client() as sftp:
                    async with sftp.open(f"/inbox/{NAME}", "wb") as file:
                        await file.write(b"x")
                    assert await sftp.listdir("/inbox") == [NAME], name
            there = tmp_path / f"{number}" / "data" / "files" / str(account) / "inbox"
            assert [file.name for file in there.iterdir()] == [NAME]  # in UTF-8 whatever the locale says
        finally:
            server.stop()
