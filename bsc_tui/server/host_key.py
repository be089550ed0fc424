"""The key by which people know their own server: made once, readable by its owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import asyncssh

from bsc_tui.errors import Unusable
from bsc_tui.i18n import _


def host_key(file: Path) -> asyncssh.SSHKey:
    """The key in the file, made if there is none. Raises Unusable, also when others can read it."""
    try:
        if not file.exists():
            _make(file)
        return _read(file)
    except OSError as error:
        raise Unusable(
            _("The host key can't be used."),
            _("%(file)s: %(reason)s.") % {"file": file, "reason": error.strerror or error},
        ) from None


def _make(file: Path) -> None:
    """Whole or not at all: two servers that begin at once use the same one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as written:
            written.write(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)


def _read(file: Path) -> asyncssh.SSHKey:
    with file.open("rb") as opened:
        kept = os.fstat(opened.fileno())
        if stat.S_IMODE(kept.st_mode) & 0o077 or kept.st_uid not in (os.getuid(), 0):
            raise Unusable(
                _("The host key can't be used."),
                _("Others can read %(file)s.") % {"file": file},
                _("If nobody has: chmod 600. Otherwise delete it; a new one is made."),
            )
        try:
            return asyncssh.import_private_key(opened.read())
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            raise Unusable(
                _("The host key can't be used."), _("%(file)s holds no private key.") % {"file": file}
            ) from None
