"""Keeping the details of an error nobody foresaw, for who repairs the program."""

from __future__ import annotations

import datetime
import os
import traceback
from pathlib import Path

from textual.worker import WorkerFailed

from bsc_tui.i18n import _


def keep_report(folder: Path, error: BaseException | None) -> Path | None:
    """Add the error to errors.log in the folder, readable by its owner only.

    None when it can't be written: no reason to fail twice.
    """
    if isinstance(error, WorkerFailed):
        error = error.error
    report = folder / "errors.log"
    moment = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(file, "a", encoding="utf-8", errors="backslashreplace") as lines:
            lines.write(f"--- {moment}\n")
            lines.writelines(traceback.format_exception(error) if error else ())
    except OSError:
        return None
    return report


def kept_and_told(folder: Path | None, error: BaseException | None, *, is_afar: bool) -> str:
    """Keep the report; the sentence that says where it is, "" where there is none.

    Who `is_afar` can't look at a file of this computer, and is told no path of it.
    """
    report = keep_report(folder, error) if folder else None
    if report is None:
        return ""
    if is_afar:
        return _("Whoever looks after the server finds the details there.")
    return _("The details are in %(file)s.") % {"file": report}
