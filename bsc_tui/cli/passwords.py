"""Where a command gets a password from: standard input, to the letter, or somebody at the terminal."""

from __future__ import annotations

import sys

import click

from bsc_tui.errors import Unusable
from bsc_tui.i18n import _

LONGEST = 8192
"""Bytes that are read at most; no password is nearly as long."""


def asked_password(from_stdin: bool) -> str:
    """The new password. Blanks count, one line end after it does not. Raises Unusable for what is no text."""
    if from_stdin:
        return _read()
    if not sys.stdin.isatty():
        raise click.UsageError(_("Nobody can be asked here; give the password with --password-stdin."))
    return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=_("Once more"), err=True))


def _read() -> str:
    given = sys.stdin.buffer.read(LONGEST)
    try:
        text = given.decode()
    except UnicodeDecodeError:
        raise Unusable(_("The password can't be read."), _("It is not text in UTF-8.")) from None
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\r\n") else text.removesuffix("\n")
