"""The program as people's own clients see it: OpenSSH's ssh, sftp and scp, PuTTY's plink and psftp."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from databases import PASSWORD
from served import Served
from terminal_driver import OnTerminal

from bsc_tui.operations import documents, ssh_keys

needs_openssh = pytest.mark.skipif(
    not all(map(shutil.which, ("ssh", "sftp", "scp", "ssh-keygen"))), reason="OpenSSH's clients are not here"
)
needs_putty = pytest.mark.skipif(
    not all(map(shutil.which, ("plink", "psftp"))), reason="PuTTY's clients are not here"
)
PATIENCE = 30
WRONG_TERMINAL = 1


class Desk:
    """Somebody's own computer: a home with a key that the server knows."""

    def __init__(self, server: Served, home: Path, name: str) -> None:
        self.server, self.home, self.name = server, home, name
        self.key = home / "id"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.key)], check=True)
        self.account = server.account_id(name)
        records = server.records()
        ssh_keys.add_key(records, self.account, self.key.with_suffix(".pub").read_text())
        records.database.close()

    def openssh(self, program: str, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """One of OpenSSH's programs, with this desk's key."""
        port = "-p" if program == "ssh" else "-P"
        options = [f"UserKnownHostsFile={self.home / 'known'}", "StrictHostKeyChecking=accept-new"]
        options += ["IdentitiesOnly=yes", "BatchMode=yes", "LogLevel=ERROR"]
        command = [program, "-F", "none", port, str(self.server.port), "-i", str(self.key)]
        command += [word for option in options for word in ("-o", option)]
        return self._run([*command, *words], given)

    def sftp(self, *lines: str) -> subprocess.CompletedProcess[str]:
        """OpenSSH's sftp, these commands."""
        return self.openssh("sftp", "-b", "-", self.at, given="\n".join(lines) + "\n")

    def putty(self, program: str, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """One of PuTTY's programs, with the password."""
        host_key = self.server.logged(r'host_key="?(SHA256:[^"\s]+)')
        command = [program, "-P", str(self.server.port), "-pw", PASSWORD, "-batch", "-hostkey", host_key]
        return self._run([*command, *words], given)

    @property
    def at(self) -> str:
        """Whom to ask for."""
        return f"{self.name}@127.0.0.1"

    def _run(self, command: list[str], given: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command,
            input=given,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=self.home,
            check=False,
        )


@pytest.fixture(scope="module")
def desk(server: Served, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The clerk's, in a company with a folder of contracts and one that only another line keeps."""
    records = server.records()
    documents.make_folder(records, None, "Contracts 2026")
    documents.make_folder(records, None, "Line A", line=server.line_id(records))
    records.database.close()
    return Desk(server, tmp_path_factory.mktemp("desk"), "lusine")


def digest(file: Path) -> str:
    """What is in it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@needs_openssh
def test_sftp_puts_resumes_fetches_renames_and_removes(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "Պայմանագիր 7.docx"
    file.write_bytes(os.urandom(700_000))
    done = desk.sftp(
        "ls -la",
        f'put "{file}" /inbox/',
        f'put -p "{file}" "/documents/Contracts 2026/"',
        f'get "/documents/Contracts 2026/{file.name}" "{tmp_path}/back"',
        f'rename "/documents/Contracts 2026/{file.name}" "/documents/Contracts 2026/seven.docx"',
        'mkdir "/documents/Contracts 2026/Old"',
        'rename "/documents/Contracts 2026/seven.docx" "/documents/Contracts 2026/Old/seven.docx"',
        'ls "/documents/Contracts 2026/Old"',
        f'rm "/inbox/{file.name}"',
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "seven.docx" in done.stdout
    assert "/documents" not in done.stderr
    assert digest(tmp_path / "back") == digest(file)
    place = "/documents/Contracts 2026/Old"
    assert desk.sftp(f'rmdir "{place}"').returncode == 1  # it is not empty
    assert desk.sftp(f'rm "{place}/seven.docx"', f'rmdir "{place}"').returncode == 0


@needs_openssh
def test_scp_says_that_it_worked_and_its_old_way_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(os.urandom(100_000))
    sent = desk.openssh("scp", "-q", str(file), f"{desk.at}:/inbox/")
    assert (sent.returncode, sent.stderr) == (0, "")
    fetched = desk.openssh("scp", "-q", f"{desk.at}:/inbox/list.csv", str(tmp_path / "back"))
    assert (fetched.returncode, fetched.stderr) == (0, "")
    assert digest(tmp_path / "back") == digest(file)
    assert desk.openssh("scp", "-q", str(file), f"{desk.at}:/exports/").returncode != 0
    old = desk.openssh("scp", "-O", "-q", str(file), f"{desk.at}:/inbox/old.csv")
    assert old.returncode != 0
    assert desk.sftp("rm /inbox/list.csv", "ls /inbox").stdout.count(".csv") == 1  # the command itself


@needs_openssh
def test_an_interrupted_document_is_not_there_until_it_is_completed(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(os.urandom(400_000))
    half = tmp_path / "half"
    half.write_bytes(file.read_bytes()[:150_000])
    place = "/documents/Contracts 2026/scan.pdf"
    parts = desk.server.folder / "data" / "files" / str(desk.account) / "parts"
    assert desk.sftp(f'put "{half}" "{place}"', f'rm "{place}"').returncode == 0
    name = hashlib.sha256(b"contracts 2026/scan.pdf").hexdigest()[:40]
    (parts / f".{name}.part").write_bytes(half.read_bytes())  # as a lost line leaves it
    assert "scan.pdf" not in desk.sftp('ls "/documents/Contracts 2026"').stdout
    assert desk.sftp(f'reput "{file}" "{place}"').returncode == 0
    assert desk.sftp(f'get "{place}" "{tmp_path}/back"').returncode == 0
    assert digest(tmp_path / "back") == digest(file)
    assert not list(parts.iterdir())


@needs_openssh
def test_rights_are_those_of_the_program(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("x")
    desk.server.add("guest", "viewer")
    guest = Desk(desk.server, tmp_path, "guest")
    records = desk.server.records()
    hidden = documents.make_folder(records, None, "Salaries")
    records.save("folder", {"confidential": True}, id=hidden)
    records.database.close()
    assert "Salaries" not in guest.sftp("ls /documents").stdout
    assert desk.sftp(f'put "{file}" "/documents/Contracts 2026/x.txt"').returncode == 0
    assert guest.sftp(f'get "/documents/Contracts 2026/x.txt" "{tmp_path}/y"').returncode == 0
    for line in (
        f'put "{file}" "/documents/Contracts 2026/mine.txt"',
        f'put "{file}" "/documents/contracts 2026/X.TXT"',
        'rm "/documents/Contracts 2026/x.txt"',
        'rename "/documents/Contracts 2026/x.txt" "/documents/Contracts 2026/y.txt"',
        'mkdir "/documents/Mine"',
        'rmdir "/documents/Contracts 2026"',
        'symlink /etc/passwd "/documents/Contracts 2026/l"',
        f'put "{file}" /documents/',
        f'put "{file}" "/documents/Salaries/x.txt"',
        'get "/documents/Contracts 2026/../../../etc/passwd"',
    ):
        refused = guest.sftp(line)
        assert refused.returncode == 1, line
        assert "Traceback" not in refused.stderr
    assert "x.txt" in desk.sftp('ls "/documents/Contracts 2026"').stdout
    assert desk.sftp('rm "/documents/Contracts 2026/x.txt"').returncode == 0


@needs_openssh
def test_commands_run_and_nothing_else_does(desk: Desk) -> None:
    found = desk.openssh("ssh", desk.at, "list", "account", "--json")
    assert (found.returncode, '"lusine"' in found.stdout) == (0, True)
    refused = desk.openssh("ssh", desk.at, "id")
    assert refused.returncode == 1
    assert "only these commands" in refused.stderr
    no_terminal = desk.openssh("ssh", "-T", desk.at)
    assert (no_terminal.returncode, "needs a terminal" in no_terminal.stderr) == (WRONG_TERMINAL, True)
    for forward in (("-L", "0:127.0.0.1:1"), ("-R", "0:127.0.0.1:1")):
        line = desk.openssh("ssh", "-o", "ExitOnForwardFailure=yes", *forward, desk.at, "list", "account")
        assert "root" not in line.stdout


@needs_openssh
def test_a_key_nobody_knows_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.server.add("anna")
    other = Desk(desk.server, tmp_path, "anna")
    records = desk.server.records()
    for kept in ssh_keys.keys_of(records, other.account):
        ssh_keys.remove_key(records, other.account, kept.id)
    records.database.close()
    refused = other.openssh("ssh", other.at, "list", "account")
    assert refused.returncode == 255
    assert "Permission denied" in refused.stderr


@needs_putty
def test_puttys_clients_sign_in_search_and_copy(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "putty.bin"
    file.write_bytes(os.urandom(300_000))
    script = tmp_path / "batch"
    lines = [f"put {file} /inbox/putty.bin", f"get /inbox/putty.bin {tmp_path}/back", "ls /inbox"]
    script.write_text("\n".join([*lines, "del /inbox/putty.bin", "quit", ""]))
    copied = desk.putty("psftp", "-b", str(script), desk.at)
    assert copied.returncode == 0, copied.stderr + copied.stdout
    assert digest(tmp_path / "back") == digest(file)
    found = desk.putty("plink", desk.at, "list", "account", "--json")
    assert (found.returncode, '"lusine"' in found.stdout) == (0, True), found.stderr


@needs_putty
def test_plink_shows_the_program_and_leaves_the_terminal_in_order(desk: Desk) -> None:
    host_key = desk.server.logged(r'host_key="?(SHA256:[^"\s]+)')
    command = ["plink", "-P", str(desk.server.port), "-pw", PASSWORD, "-hostkey", host_key, "-no-antispoof"]
    with OnTerminal([*command, "-t", desk.at], HOME=str(desk.home), TERM="xterm") as terminal:
        terminal.wait_for("Lusine")
        terminal.key("f10", "2")
        terminal.wait_for("People")
        terminal.key("ctrl+q")
        terminal.wait_for("Leave the program?")
        terminal.key("y")
        assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.last
