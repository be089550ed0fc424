"""Patterns of numbers, as `F-{year}/{number:3}`: what may stand in braces, and what is wrong with one."""

from __future__ import annotations

import re

from bsc_tui.i18n import _

BLANK = re.compile(r"\{(year|number)(?::(\d))?\}")
"""The year, or the number with as many digits at the least."""


def wrong_pattern(pattern: str) -> str:
    """What is wrong with a pattern, as a sentence; '' for a sound one."""
    left = BLANK.sub("", pattern)
    names = [name for name, _width in BLANK.findall(pattern)]
    if "{" in left or "}" in left or names.count("number") != 1:
        return _("The pattern needs {number} once, {year} as you like: F-{year}/{number:3}.")
    return ""
