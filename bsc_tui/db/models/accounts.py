"""Accounts of the staff who use the program, what they may do, and what is theirs alone."""

from __future__ import annotations

from bsc_tui.db.fields import (
    ChoiceField,
    CodeField,
    CountField,
    FlagField,
    JSONTextField,
    MomentField,
    PasswordHashField,
    RecordField,
    TitleField,
)
from bsc_tui.db.models.base import Base, Record
from bsc_tui.i18n import N_

PRESETS = (
    ("clerk", N_("clerk")),
    ("responsible", N_("responsible of a line")),
    ("viewer", N_("viewer")),
    ("administrator", N_("administrator")),
)
LANGUAGES = (("en", "English"), ("fr", "Français"), ("hy", "Հայերեն"))


class Account(Record):
    """Somebody who may sign in."""

    name = CodeField(unique=True, max_length=60, verbose_name=N_("Sign-in name"))
    full_name = TitleField(verbose_name=N_("Full name"))
    preset = ChoiceField(choices=PRESETS, default="viewer", verbose_name=N_("Preset"))
    language = ChoiceField(choices=LANGUAGES, default="en", verbose_name=N_("Language"))
    active = FlagField(default=True, verbose_name=N_("May sign in"))
    password_hash = PasswordHashField(max_length=200)
    theme = CodeField(max_length=30)
    keys = JSONTextField(default="{}")


class Right(Base):
    """One thing that an account may do: a section's code, or `line:` and a service line's code."""

    account = RecordField(Account)
    code = CodeField(max_length=40)

    class Meta:
        indexes = ((("account", "code"), True),)


class AccountKey(Base):
    """A public key with which an account may sign in to the server."""

    account = RecordField(Account)
    fingerprint = CodeField(max_length=80)
    content = CodeField(max_length=2000)
    title = TitleField()
    added_at = MomentField()
    used_at = MomentField(null=True)

    class Meta:
        indexes = ((("account", "fingerprint"), True),)


class OpenSession(Base):
    """A session that a server has open; the server that made the row takes it away."""

    account = RecordField(Account)
    server = CodeField(max_length=120)
    origin = CodeField(max_length=120)
    began_at = MomentField()
    seen_at = MomentField()
    last_key_at = MomentField()
    line_lost = FlagField(default=False)
    end_asked = FlagField(default=False)

    class Meta:
        indexes = ((("server",), False),)


class Draft(Base):
    """A form that was not saved: what was typed, and where the hand was."""

    account = RecordField(Account)
    place = CodeField(max_length=80)
    title = TitleField()
    content = JSONTextField()
    saved_at = MomentField()

    class Meta:
        indexes = ((("account", "place"), True),)


class Visit(Base):
    """A record that an account opened lately."""

    account = RecordField(Account)
    entity = CodeField(max_length=30)
    record_id = CountField()
    title = TitleField()
    at = MomentField()

    class Meta:
        indexes = ((("account", "at"), False),)


class Setting(Base):
    """A setting of the company."""

    name = CodeField(unique=True, max_length=60)
    value = JSONTextField()
