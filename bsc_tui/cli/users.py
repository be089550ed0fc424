"""Accounts: adding, listing, closing, their passwords and rights. Who may is the gate's business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import print_aligned, print_columns, print_json, say
from bsc_tui.cli.passwords import asked_password
from bsc_tui.cli.words import Group, json_option, option, password_option
from bsc_tui.errors import Missing
from bsc_tui.i18n import N_, _

if TYPE_CHECKING:
    from bsc_tui.records.records import Records

PRESETS = ("clerk", "responsible", "viewer", "administrator")


@click.group(cls=Group, help=N_("Accounts of the staff: adding them, passwords, rights."))
def user() -> None:
    """See `help` above: click shows that one, translated."""


def _granting(command: Any) -> Any:
    """The options that say which rights an account gets."""
    for names, settings in (
        (
            ("--line", "lines"),
            {"metavar": "CODE", "help": N_("A service line it may change besides; * for all.")},
        ),
        (("--right", "rights"), {"metavar": "SECTION", "help": N_("A section it may change besides.")}),
    ):
        command = option(*names, multiple=True, **settings)(command)
    return command


@user.command(help=N_("Add an account."))
@click.argument("name")
@option(
    "--full-name", default="", metavar="NAME", help=N_("First and last name, as the audit trail shows them.")
)
@option(
    "--preset", type=click.Choice(PRESETS), default="viewer", show_default=True, help=N_("What it may do.")
)
@_granting
@password_option
@click.pass_obj
def add(
    installation: Installation,
    *,
    name: str,
    full_name: str,
    preset: str,
    lines: tuple[str, ...],
    rights: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """A new account, in the company's language."""
    records = installation.records()
    from bsc_tui.operations import accounts, companies  # late: needs Peewee
    from bsc_tui.records import access

    access.demand(records.actor, "administration")
    granted = _known(records, rights, lines)
    password = asked_password(password_stdin)
    with records.operation("account"):
        accounts.add_account(
            records,
            name.strip().lower(),
            full_name,
            preset,
            password,
            rights=granted,
            language=companies.company_of(records.database).language,
        )
    say(_("%(name)s can sign in now.") % {"name": name})


@user.command(name="list", help=N_("List the accounts."))
@json_option
@click.pass_obj
def list_users(installation: Installation, as_json: bool) -> None:
    """All accounts, closed ones too."""
    records = installation.records()
    from bsc_tui.db.models import Account  # late: needs Peewee

    found = [
        _facts(account)
        for account in Account.select().where(Account.trashed_at.is_null()).order_by(Account.name)
    ]
    if as_json:
        print_json(found)
        return
    presets = _labels(records, "preset")
    print_columns(
        (_("Name"), _("Full name"), _("Preset"), _("Language"), _("May sign in")),
        [
            (
                one["name"],
                one["full_name"],
                presets[one["preset"]],
                one["language"],
                _("yes") if one["active"] else _("no"),
            )
            for one in found
        ],
    )


@user.command(help=N_("Show an account and what it may do."))
@click.argument("name")
@json_option
@click.pass_obj
def show(installation: Installation, name: str, as_json: bool) -> None:
    """One account with its rights."""
    records = installation.records()
    account = _account(name)
    from bsc_tui.operations import accounts  # late: needs Peewee

    facts = {**_facts(account), "rights": sorted(accounts.rights_of(account.id))}
    if as_json:
        print_json(facts)
        return
    print_aligned(
        [
            (_("Name"), facts["name"]),
            (_("Full name"), facts["full_name"]),
            (_("Preset"), _labels(records, "preset")[facts["preset"]]),
            (_("Language"), facts["language"]),
            (_("May sign in"), _("yes") if facts["active"] else _("no")),
        ]
    )
    _say_rights(facts["rights"])


@user.command(help=N_("Let nobody sign in with an account any more."))
@click.argument("name")
@click.pass_obj
def disable(installation: Installation, name: str) -> None:
    """Close it; nothing of it is lost."""
    records = installation.records()
    from bsc_tui.operations import accounts  # late: needs Peewee

    accounts.close_account(records, _account(name).id)
    say(_("%(name)s can't sign in any more.") % {"name": name})


@user.command(help=N_("Let an account sign in again."))
@click.argument("name")
@click.pass_obj
def enable(installation: Installation, name: str) -> None:
    """Open it again, with the rights it had."""
    records = installation.records()
    with records.operation("account"):
        records.save("account", {"active": True}, id=_account(name).id)
    say(_("%(name)s can sign in again.") % {"name": name})


@user.command(help=N_("Give an account a new password."))
@click.argument("name")
@password_option
@click.pass_obj
def password(installation: Installation, name: str, password_stdin: bool) -> None:
    """The old one is not asked: this needs the right to administer."""
    records = installation.records()
    from bsc_tui.operations import accounts  # late: needs Peewee
    from bsc_tui.records import access

    account = _account(name)
    access.demand(records.actor, "administration")
    accounts.set_password(records, account.id, asked_password(password_stdin))
    say(_("%(name)s has a new password.") % {"name": name})


@user.command(help=N_("Show an account's rights; with options, give it exactly these."))
@click.argument("name")
@option("--preset", type=click.Choice(PRESETS), help=N_("What it may do; the one it has unless set."))
@_granting
@json_option
@click.pass_obj
def rights(
    installation: Installation,
    *,
    name: str,
    preset: str | None,
    lines: tuple[str, ...],
    rights: tuple[str, ...],
    as_json: bool,
) -> None:
    """The rights of the preset and those named, and no others."""
    records = installation.records()
    account = _account(name)
    from bsc_tui.operations import accounts  # late: needs Peewee
    from bsc_tui.records import access

    if preset or lines or rights:
        granted = _known(records, rights, lines)
        preset = preset or account.preset
        with records.operation("account"):
            accounts.set_rights(records, account.id, access.PRESETS[preset] | granted)
            records.save("account", {"preset": preset}, id=account.id)
    held = sorted(accounts.rights_of(account.id))
    if as_json:
        print_json({"name": account.name, "preset": preset or account.preset, "rights": held})
    else:
        _say_rights(held)


def _account(name: str) -> Any:
    """The account of this name. Raises Missing."""
    from bsc_tui.db.models import Account  # late: needs Peewee

    found = Account.get_or_none(Account.name == name.strip().lower(), Account.trashed_at.is_null())
    if found is None:
        raise Missing(_("There is no account “%(name)s”.") % {"name": name[:60]})
    return found


def _known(records: Records, rights: tuple[str, ...], lines: tuple[str, ...]) -> set[str]:
    """The codes of rights; sections and lines that aren't there are wrong usage, told with those that are."""
    from bsc_tui.records.rules.accounts import known_rights  # late: needs Peewee

    known = known_rights()
    codes = {code.upper(): code for code in known if code.startswith("line:")}
    granted = set()
    for section in rights:
        if section not in known or section.startswith("line:"):
            names = ", ".join(sorted(code for code in known if not code.startswith("line:")))
            raise click.UsageError(
                _("There is no section “%(text)s”; there are: %(names)s.")
                % {"text": section[:30], "names": names}
            )
        granted.add(section)
    for line in lines:
        code = codes.get(f"LINE:{line.upper()}")
        if code is None:
            names = ", ".join(sorted(code.removeprefix("line:") for code in codes.values()))
            raise click.UsageError(
                _("There is no service line “%(text)s”; there are: %(names)s.")
                % {"text": line[:30], "names": names}
            )
        granted.add(code)
    return granted


def _facts(account: Any) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "full_name": account.full_name,
        "preset": account.preset,
        "language": account.language,
        "active": account.active,
    }


def _labels(records: Records, field: str) -> dict[str, str]:
    """The codes of a choice of accounts with their labels."""
    from bsc_tui.db.models import Account  # late: needs Peewee
    from bsc_tui.entities.kinds import Choice, kind_of

    kind = kind_of(getattr(Account, field))
    assert isinstance(kind, Choice)
    return kind.options


def _say_rights(codes: list[str]) -> None:
    from bsc_tui.records.access import EVERY_LINE, SECTIONS  # late: needs Peewee

    told = {**{code: _(label) for code, label in SECTIONS.items()}, EVERY_LINE: _("all service lines")}
    if not codes:
        say(_("It may look at everything and change nothing."))
        return
    say(_("It may change:"))
    for code in codes:
        say(f"  {code}  {told.get(code, '')}".rstrip())
