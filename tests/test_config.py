"""Settings of an installation: the file, the environment over it, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsc_tui.config import Config, load
from bsc_tui.errors import Unusable


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bsc.toml"
    file.write_text('data = "/srv/bsc"\nidle_lock_minutes = 5\n', encoding="utf-8")
    config = load(str(file), {"BSC_IDLE_LOCK_MINUTES": "0"})
    assert (config.data, config.idle_lock_minutes) == ("/srv/bsc", 0)
    assert load(None, {"BSC_CONFIG": str(file)}).idle_lock_minutes == 5
    assert load(None, {}) == Config()


def test_without_a_database_it_is_a_file_in_the_data_folder() -> None:
    assert Config(data="/srv/bsc").database_url == "sqlite:////srv/bsc/company.db"
    assert Config(database="postgresql://h/n", data="/srv/bsc").database_url == "postgresql://h/n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour = 'red'", "The settings name something unknown."),
        ("data = ", "The settings can't be read."),
        ("idle_lock_minutes = 'soon'", "A setting is not what it should be. idle_lock_minutes = 'soon'"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "bsc.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        load(str(file), {})
    assert str(caught.value).startswith(told)
    with pytest.raises(Unusable):
        load(str(tmp_path / "none.toml"), {})


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("Yes", True), ("true", True), ("0", False), ("no", False), ("", False)]
)
def test_yes_and_no_may_be_said_in_several_ways(said: str, meant: bool) -> None:
    assert load(None, {"BSC_PLAIN_OUTPUT": said}).plain_output is meant


def test_what_is_neither_yes_nor_no_is_told() -> None:
    with pytest.raises(Unusable, match="plain_output = 'perhaps'"):
        load(None, {"BSC_PLAIN_OUTPUT": "perhaps"})
