"""The catalogues say everything the source says, and the source says it so that it can be found."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import catalogues  # noqa: E402 - after the path was set

MARKS = {"_", "N_", "NP_", "ngettext", "pgettext", "gettext"}


def test_every_word_is_translated_into_every_language() -> None:
    assert catalogues.problems() == []


def test_no_word_hides_inside_an_f_string_where_the_extractor_misses_it() -> None:
    hidden = []
    for file in sorted((ROOT / "bsc_tui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                hidden += [
                    f"{file.name}:{call.lineno}"
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and getattr(call.func, "id", "") in MARKS
                    and any(isinstance(word, ast.Constant) for word in call.args)
                ]
    assert hidden == []
