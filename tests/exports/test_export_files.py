"""Files appear whole or not at all, and never in place of something else."""

from __future__ import annotations

import errno
import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bsc_tui.errors import Conflict, Unusable
from bsc_tui.exports.files import new_file, safe_file_name


def write(path: Path, content: bytes = b"new", *, overwrite: bool = False) -> None:
    with new_file(path, overwrite=overwrite) as file:
        file.write(content)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    write(tmp_path / "list.csv")

    assert (tmp_path / "list.csv").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600
    assert names_in(tmp_path) == ["list.csv"]


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"old")

    with pytest.raises(Conflict) as refusal:
        write(tmp_path / "list.csv")

    assert (tmp_path / "list.csv").read_bytes() == b"old"
    assert refusal.value.remedy
    assert str(tmp_path) not in str(refusal.value)


def test_an_existing_file_is_replaced_when_asked(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"old")

    write(tmp_path / "list.csv", overwrite=True)

    assert (tmp_path / "list.csv").read_bytes() == b"new"
    assert names_in(tmp_path) == ["list.csv"]


def test_a_file_that_comes_to_be_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(Conflict), new_file(tmp_path / "list.csv"):
        (tmp_path / "list.csv").write_bytes(b"theirs")

    assert (tmp_path / "list.csv").read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("goal", ["secret", "nothing"])
def test_a_link_is_never_followed(tmp_path: Path, goal: str, overwrite: bool) -> None:
    (tmp_path / "secret").write_bytes(b"old")
    (tmp_path / "list.csv").symlink_to(tmp_path / goal)

    with pytest.raises(Conflict):
        write(tmp_path / "list.csv", overwrite=overwrite)

    assert (tmp_path / "secret").read_bytes() == b"old"
    assert names_in(tmp_path) == ["list.csv", "secret"]


def test_a_link_put_there_meanwhile_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"old")

    with new_file(tmp_path / "list.csv", overwrite=True) as file:
        file.write(b"new")
        (tmp_path / "list.csv").symlink_to(tmp_path / "secret")

    assert (tmp_path / "secret").read_bytes() == b"old"
    assert not (tmp_path / "list.csv").is_symlink()


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_never_replaced(tmp_path: Path, overwrite: bool) -> None:
    (tmp_path / "list.csv").mkdir()

    with pytest.raises(Conflict):
        write(tmp_path / "list.csv", overwrite=overwrite)


@pytest.mark.parametrize("parent", ["missing", "file"])
def test_a_place_that_is_no_folder_is_told(tmp_path: Path, parent: str) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Unusable, match=r"folder of “list\.csv” does not exist"):
        write(tmp_path / parent / "list.csv")


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("bsc_tui.exports.files.tempfile.mkstemp", refuse)

    with pytest.raises(Unusable, match="can't be written to"):
        write(tmp_path / "list.csv")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="too long"):
        write(tmp_path / ("x" * 300))


@pytest.fixture
def files_of_4_kb_at_most() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("files_of_4_kb_at_most")
def test_a_full_disk_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no room left"):
        write(tmp_path / "list.csv", bytes(100_000))

    assert names_in(tmp_path) == []


@pytest.mark.usefixtures("files_of_4_kb_at_most")
def test_a_full_disk_leaves_the_file_that_was_to_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"old")

    with pytest.raises(Unusable):
        write(tmp_path / "list.csv", bytes(100_000), overwrite=True)

    assert (tmp_path / "list.csv").read_bytes() == b"old"
    assert names_in(tmp_path) == ["list.csv"]


def test_whatever_goes_wrong_in_between_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with new_file(tmp_path / "list.csv") as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()

    assert names_in(tmp_path) == []


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_disk_without_hard_links_serves_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("bsc_tui.exports.files.os.link", refuse)

    write(tmp_path / "list.csv")
    with pytest.raises(Conflict), new_file(tmp_path / "other.csv"):
        (tmp_path / "other.csv").write_bytes(b"theirs")

    assert (tmp_path / "list.csv").read_bytes() == b"new"
    assert (tmp_path / "other.csv").read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["list.csv", "other.csv"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Services 2026", "Services 2026.xlsx"),
        ("Հաշվետվություն, Services", "Հաշվետվություն, Services.xlsx"),
        ("../../etc/passwd", "etc passwd.xlsx"),
        ("..\\x", "x.xlsx"),
        ("a/b: c?", "a b c.xlsx"),
        ("-rf", "rf.xlsx"),
        (".ssh", "ssh.xlsx"),
        ("CON", "_CON.xlsx"),
        ("com1.old", "_com1.old.xlsx"),
        ("two\nlines\x1b[31m\x00", "two lines[31m.xlsx"),
        ("\u202eexe.txt\udcff", "exe.txt.xlsx"),
        ("e\u0301te\u0301", "été.xlsx"),
        ("  ", "export.xlsx"),
        ("", "export.xlsx"),
    ],
)
def test_a_title_becomes_a_harmless_file_name(title: str, name: str) -> None:
    assert safe_file_name(title, "xlsx") == safe_file_name(title, ".xlsx") == name


def test_a_long_title_is_cut_between_letters() -> None:
    name = safe_file_name("Ա" * 500, "csv")

    assert len(name.encode()) <= 200
    assert name == "Ա" * 98 + ".csv"
