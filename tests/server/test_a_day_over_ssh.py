"""The main job through a real client: register, lose the line, come back, fetch the spreadsheet."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from databases import gate
from desk import make_small_company
from served import Served
from terminal_driver import OnTerminal

from bsc_tui.db.models import Registration
from bsc_tui.operations import ssh_keys
from bsc_tui.records import own_files

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("ssh", "scp", "ssh-keygen"))), reason="OpenSSH's clients are not here"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """With the small company."""
    url = f"sqlite:///{tmp_path / 'company.db'}"
    make_small_company(url)
    served = Served(url, tmp_path)
    yield served
    served.stop()


def test_a_clerk_registers_loses_the_line_comes_back_and_fetches_the_report(
    server: Served, tmp_path: Path
) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "id")], check=True)
    account = server.account_id("lusine")
    records = server.records()
    ssh_keys.add_key(records, account, (tmp_path / "id.pub").read_text())
    before = Registration.select().count()
    records.database.close()
    options = ["-F", "none", "-i", str(tmp_path / "id"), "-o", "IdentitiesOnly=yes", "-q"]
    options += ["-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={tmp_path / 'known'}"]
    command = ["ssh", *options, "-e", "none", "-p", str(server.port), "lusine@127.0.0.1"]

    with OnTerminal(command) as terminal:
        terminal.wait_for("Lusine")
        terminal.key("ctrl+p")
        terminal.wait_for("Find by name")
        terminal.key(*"budgeting")
        terminal.wait_for("1 found")
        terminal.key("enter")
        terminal.wait_for("Nobody is registered yet")
        terminal.key(*"simonyan")
        terminal.wait_for("Simonyan Nare")
        terminal.key("enter")
        terminal.wait_for("Discount %")
        terminal.key(*["tab"] * 4, "1")
        terminal.settle()
        assert re.search(r"Discount % +› +1\b", terminal.text)
        os.kill(terminal._pid, signal.SIGKILL)
        terminal.end()
    server.logged("line lost")

    with OnTerminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for("go on where you were")
        terminal.key("enter")
        terminal.wait_for("Discount %")
        terminal.settle()
        assert re.search(r"Discount % +› +1\b", terminal.text)
        terminal.key("0", "f2")
        terminal.wait_for("Participants 1")
        terminal.key("f10", "8", "enter")
        terminal.wait_for("It would have")
        terminal.key("f2")
        terminal.wait_for("07.12.2026")
        terminal.key("f8")
        terminal.wait_for("Save as")
        terminal.key("enter")
        terminal.wait_for("This command fetches")
        text = terminal.text
        terminal.key("enter", "ctrl+q")
        terminal.wait_for("Leave the program?")
        terminal.key("y")
        assert terminal.end() == 0

    records = server.records()
    assert Registration.select().count() == before + 1
    assert Registration.select().order_by(Registration.id.desc()).first().discount_rate == 1000
    records.database.close()
    records = server.records()
    (name,) = [file.name for file in own_files.all_of(gate(records.database, "lusine"))]
    records.database.close()
    assert not (tmp_path / "data" / "exports").exists()  # it stands in the database
    assert f"/exports/{name[:8]}" in text
    where = f"lusine@127.0.0.1:/exports/{name}"
    subprocess.run(
        ["scp", *options, "-P", str(server.port), where, str(tmp_path / "report.xlsx")], check=True
    )
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert any("Budgeting" in str(cell.value) for row in book.active for cell in row)
