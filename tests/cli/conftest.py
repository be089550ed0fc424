"""A shell for tests: runs commands in this process against the test's own database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner
from peewee import Database

from bsc_tui import i18n
from bsc_tui.cli.program import program
from bsc_tui.db.models import proxy


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; nothing may stand on standard error."""
        assert (self.status, self.err) == (0, "")
        return json.loads(self.out)


Shell = Callable[..., Ended]


def run(*words: str, given: str | bytes | None = None) -> Ended:
    """Run one command line in this process."""
    result = CliRunner().invoke(program, list(words), input=given, prog_name="bsc-tui", terminal_width=100)
    i18n.activate(i18n.Translator("en"))
    return Ended(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(autouse=True)
def _english_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def shell(url: str, database: Database) -> Shell:
    """Runs commands with the test's database; its tables are bound again afterwards."""

    def run_here(*words: str, given: str | bytes | None = None, user: str = "") -> Ended:
        try:
            return run("--database", url, *(("--as", user) if user else ()), *words, given=given)
        finally:
            proxy.initialize(database)

    return run_here
