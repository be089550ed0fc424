"""OpenSSH's own server as it is documented: it lets people in, and the program is all they get."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import PASSWORD, make_company
from terminal_driver import OnTerminal

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
pytestmark = pytest.mark.skipif(
    not Path(SSHD).exists() or not shutil.which("ssh") or os.getuid() != 0,
    reason="sshd is not here, or may not be started",
)
GUIDE = Path(__file__).parents[2] / "docs" / "server.md"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """An sshd with the lines of the guide, for whoever runs the tests."""
    tmp_path.chmod(0o755)
    make_company(f"sqlite:///{tmp_path / 'company.db'}")
    settings = tmp_path / "bsc-tui-desk.toml"
    settings.write_text(
        f'database = "sqlite:///{tmp_path / "company.db"}"\nstate = "{tmp_path}"\nfetch = "get %s"\n'
    )
    for name in ("host", "id"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True
        )
    guide = GUIDE.read_text().partition("Match Group bsc\n")[2].partition("```")[0]
    program = f"{sys.executable} -m bsc_tui"
    lines = guide.replace("/opt/bsc-tui/bin/bsc-tui", program).replace(
        "/etc/bsc-tui-desk.toml", str(settings)
    )
    assert "ForceCommand" in lines
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    user = pwd.getpwuid(os.getuid()).pw_name
    (tmp_path / "sshd_config").write_text(
        f"Port {number}\nListenAddress 127.0.0.1\nHostKey {tmp_path / 'host'}\nPidFile none\nStrictModes no\n"
        f"AuthorizedKeysFile {tmp_path / 'id.pub'}\nPermitRootLogin yes\nUsePAM no\n"
        f"Match User {user}\n{lines}"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(
        [SSHD, "-D", "-f", str(tmp_path / "sshd_config"), "-E", str(tmp_path / "sshd.log")],
        env={"PATH": os.environ["PATH"]},
    )
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", number), 1).close()
            break
        except OSError:
            assert time.monotonic() < end, (tmp_path / "sshd.log").read_text()
            time.sleep(0.05)
    yield number
    server.send_signal(signal.SIGTERM)
    server.wait(10)


def test_sshd_runs_the_program_and_nothing_else(port: int, tmp_path: Path) -> None:
    user = pwd.getpwuid(os.getuid()).pw_name
    ssh = ["ssh", "-F", "none", "-p", str(port), "-i", str(tmp_path / "id"), "-o", "IdentitiesOnly=yes"]
    ssh += ["-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={tmp_path / 'known'}", "-q"]
    ssh += [f"{user}@127.0.0.1"]
    command = subprocess.run([*ssh, "id"], capture_output=True, text=True, timeout=30, check=False)
    assert "uid=" not in command.stdout
    assert command.returncode != 0
    with OnTerminal(["ssh", "-tt", *ssh[1:]]) as terminal:
        terminal.wait_for("Password")
        terminal.key("admin", "tab", PASSWORD, "enter")
        terminal.wait_for("Waiting for me")
        terminal.key("ctrl+q")
        terminal.wait_for("Leave the program?")
        terminal.key("y")
        assert terminal.end() == 0
