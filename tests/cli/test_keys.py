"""`bsc-tui keys`: the key sheet on paper."""

from __future__ import annotations

import pytest
from conftest import run

from bsc_tui.i18n import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_sheet_is_printed_in_each_language(language: str) -> None:
    ended = run("keys", "--language", language)
    assert (ended.status, ended.err) == (0, "")
    words = {"en": "Save", "fr": "Enregistrer", "hy": "Պահել"}
    (line,) = [line for line in ended.out.splitlines() if "`form.save`" in line]
    assert "F2, Ctrl+S" in line
    assert words[language] in line
    assert "`payment.part`" in ended.out
    assert "keys.toml" in ended.out
    assert "¶" not in ended.out


def test_a_language_that_nobody_speaks_is_wrong_usage() -> None:
    assert run("keys", "--language", "ru").status == 2
