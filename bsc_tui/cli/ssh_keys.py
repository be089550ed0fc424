"""Public keys of accounts, with which they sign in to the server. Who may is the gate's business."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import print_columns, print_json, say
from bsc_tui.cli.words import Group, json_option, option
from bsc_tui.errors import Missing, Unusable
from bsc_tui.i18n import N_, _, active

LARGEST = 20_000
"""Bytes of a key's file that are read."""


@click.group(cls=Group, help=N_("Public keys with which accounts sign in to the server."))
def key() -> None:
    """See `help` above: click shows that one, translated."""


@key.command(help=N_("Let an account sign in with the public key in a file; - reads standard input."))
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@option("--title", default="", metavar="TEXT", help=N_("What lists call it; the key's comment unless set."))
@click.pass_obj
def add(installation: Installation, name: str, file: Path, title: str) -> None:
    """Several accounts may have the same key, but they should not."""
    records = installation.records()
    from bsc_tui.operations import ssh_keys  # late: needs Peewee

    added = ssh_keys.add_key(records, _account(name).id, _text(file), title)
    say(
        _("%(name)s can sign in with the key %(fingerprint)s now.")
        % {"name": name, "fingerprint": added.fingerprint}
    )


@key.command(name="list", help=N_("List the keys of an account."))
@click.argument("name")
@json_option
@click.pass_obj
def list_keys(installation: Installation, name: str, as_json: bool) -> None:
    """With the numbers that `remove` takes."""
    records = installation.records()
    from bsc_tui.operations import ssh_keys  # late: needs Peewee

    found = ssh_keys.keys_of(records, _account(name).id)
    if as_json:
        print_json([_facts(one) for one in found])
        return
    zone = records.clock.zone
    print_columns(
        (_("Number"), _("Title"), _("Kind"), _("Fingerprint"), _("Added"), _("Used")),
        [
            (
                str(one.id),
                one.title,
                one.algorithm,
                one.fingerprint,
                active().moment(one.added_at, zone),
                active().moment(one.used_at, zone) if one.used_at else "",
            )
            for one in found
        ],
        right=[0],
    )


@key.command(help=N_("Let nobody sign in with a key any more; N is its number in the list."))
@click.argument("name")
@click.argument("number", metavar="N", type=int)
@click.pass_obj
def remove(installation: Installation, name: str, number: int) -> None:
    """Sessions that were begun with it go on."""
    records = installation.records()
    from bsc_tui.operations import ssh_keys  # late: needs Peewee

    ssh_keys.remove_key(records, _account(name).id, number)
    say(_("%(name)s can't sign in with this key any more.") % {"name": name})


def _facts(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.algorithm,
        "fingerprint": one.fingerprint,
        "added_at": one.added_at.isoformat(),
        "used_at": one.used_at.isoformat() if one.used_at else None,
    }


def _account(name: str) -> Any:
    """The account of this name. Raises Missing."""
    from bsc_tui.db.models import Account  # late: needs Peewee

    found = Account.get_or_none(Account.name == name.strip().lower(), Account.trashed_at.is_null())
    if found is None:
        raise Missing(_("There is no account “%(name)s”.") % {"name": name[:60]})
    return found


def _text(file: Path) -> str:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(LARGEST).decode("utf-8", "replace")
        with file.open("rb") as opened:
            return opened.read(LARGEST).decode("utf-8", "replace")
    except OSError as error:
        raise Unusable(
            _("The key can't be read."),
            _("%(file)s: %(reason)s.") % {"file": file, "reason": error.strerror or error},
        ) from None
