"""One account and what it may do: its fields at the left, its rights at the right, saved together.

Passwords are asked for in a dialog of their own and are in no draft. What a right means is access's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Stale
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import accounts, seminars
from bsc_tui.records.access import EVERY_LINE, PRESETS, SECTIONS, why
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.records.records import Records, Saved
from bsc_tui.screens.commands import Command
from bsc_tui.screens.form import Form
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown, sections_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.parts.sheet import Sheet

ACCOUNT = ENTITIES["account"]
RIGHT = "administration"


@dataclass(frozen=True)
class AccountView:
    """An account as it is kept (none: a new one), what it may do, and all that could be granted."""

    kept: Kept | None
    rights: frozenset[str]
    lines: tuple[tuple[str, str], ...]
    """The right of each service line, with the line's name."""


def read_account(records: Records, account_id: int | None) -> AccountView:
    """Everything the form needs; runs in the gate's thread. Raises Missing."""
    lines = tuple(
        (f"line:{line.code}", f"{line.code}  {line.label}") for line in seminars.service_lines(records)
    )
    if account_id is None:
        return AccountView(None, frozenset(PRESETS["viewer"]), lines)
    kept = records.get("account", account_id)
    return AccountView(kept, frozenset(accounts.rights_of(account_id)), lines)


class AccountForm(Form):
    """An account with its rights."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "account.rights",
            ("f3",),
            N_("Rights"),
            NP_("bar", "Rights"),
            "rights",
            N_("Between the fields and the rights; Space grants one or takes it away."),
            bar=60,
        ),
        Command(
            "account.new_password",
            ("f7",),
            N_("New password"),
            NP_("bar", "Password"),
            "new_password",
            N_("Sets another password for this account."),
            bar=70,
        ),
        Command("account.ssh_keys", (), N_("SSH keys"), "", "ssh_keys", letter="h"),
    )

    def __init__(self, account_id: int | None, *, preset: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.account_id = account_id
        self.preset = dict(preset or {})
        self._view: AccountView | None = None
        self._rights: set[str] = set()
        self._password = ""

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab, list, account."""
        path = (pgettext("tab", "Admin"), told(ACCOUNT.plural))
        if self._view is None or self._view.kept is None:
            return (*path, _("new"))
        return (*path, self._view.kept.title)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "A preset fills the rights; each can then be granted or taken away with Space. Everybody may "
            "look at everything; sensitive numbers show masked without the right to them."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Fields and rights side by side."""
        with Horizontal(id="account-form"):
            yield self.sheet
            with Vertical(id="account-rights"):
                yield FrameLine(self._grid_title, id="rights-title")
                headings = (Heading("right", "", 20, flexible=True), Heading("may", "", 5))
                yield RowList(headings, header=False, id="rights")

    def _grid_title(self, width: int) -> list[Span]:
        title = _("May edit")
        return [(" ", ""), (title, "title"), (" " + "─" * max(width - len(title) - 3, 0), "line")]

    @property
    def grid(self) -> RowList:
        """The rights."""
        return self.query_one("#rights", RowList)

    async def prepare(self) -> None:
        """Read the account and show it."""
        office = self.office
        self._view = view = await office.run(read_account, office.records, self.account_id)
        self._rights = set(view.rights)
        fields = fields_of(ACCOUNT)
        names = [name for section in ACCOUNT.sections for name in section.names()]
        beginning = {
            "active": True,
            "preset": "viewer",
            "language": office.preferences.language,
            **self.preset,
        }
        values = view.kept.values if view.kept else beginning
        locked = not self._may_write
        self.sheet.show_record(
            sections_of(ACCOUNT.sections),
            [Shown(name, fields[name], locked=locked) for name in names],
            values,
            {},
            focus=None if locked else self.sheet.current or names[0],
        )
        if view.kept is None and values["preset"] in PRESETS:
            self._rights = set(PRESETS[values["preset"]])
            self._view = AccountView(None, frozenset(self._rights), view.lines)
        self._show_rights()
        if locked:
            await self.tell_read_only(RIGHT)

    def _show_rights(self) -> None:
        view = self._view
        if view is None:
            return
        every = EVERY_LINE in self._rights
        rows = [self._row(EVERY_LINE, _("Every service line, new ones too"), every)]
        rows += [
            self._row(code, name, every or code in self._rights, given=every) for code, name in view.lines
        ]
        rows.append(_group(_("Sections")))
        rows += [self._row(code, told(name), code in self._rights) for code, name in SECTIONS.items()]
        self.grid.show(rows)

    def _row(self, code: str, name: str, granted: bool, *, given: bool = False) -> ListRow:
        tone = "dim" if given or not granted else "good"
        return ListRow(code, (name, _("yes") if granted else "–"), ("" if granted else "dim", tone))

    @property
    def _may_write(self) -> bool:
        return self.office.records.actor.has(RIGHT)

    def take_keys(self) -> None:
        """The first field, or the rights of an account that may only be looked at."""
        if self.sheet.current:
            self.sheet.focus()
        else:
            self.grid.focus()

    def relabel(self) -> None:
        """Sheet and rights in the new language."""
        super().relabel()
        self._show_rights()
        self.query_one("#rights-title", FrameLine).renew()

    # -- rights ----------------------------------------------------------------------------
    @property
    def is_changed(self) -> bool:
        """Fields or rights."""
        rights = self._view is not None and self._rights != self._view.rights
        return super().is_changed or rights

    @on(RecordSheet.ValueChanged)
    def preset_chosen(self, event: RecordSheet.ValueChanged) -> None:
        """A preset fills the rights; lines granted one by one stay with a responsible."""
        preset = self.sheet.raw.get("preset")
        if event.code == "preset" and preset in PRESETS:
            lines = {right for right in self._rights if right.startswith("line:") and right != EVERY_LINE}
            self._rights = set(PRESETS[preset]) | (lines if preset == "responsible" else set())
            self._show_rights()

    def on_key(self, event: Key) -> None:
        """Space grants or takes away; Left goes back to the fields."""
        if self.focused is self.grid and event.key in ("space", "enter"):
            event.stop()
            self._toggle()
        elif self.focused is self.grid and event.key == "left":
            event.stop()
            self.take_keys()
        else:
            super().on_key(event)

    @on(RowList.Chosen, "#rights")
    def right_chosen(self) -> None:
        """Enter does what Space does."""
        self._toggle()

    def _toggle(self) -> None:
        row, view = self.grid.row, self._view
        if row is None or view is None:
            return
        if not self._may_write:
            self.say(why(RIGHT), "warn")
            return
        right = str(row.id)
        lines = {code for code, _name in view.lines}
        if right in lines and EVERY_LINE in self._rights:
            # All but this one: from now on they are granted one by one.
            self._rights = (self._rights - {EVERY_LINE}) | lines - {right}
        else:
            self._rights ^= {right}
        if right == EVERY_LINE:
            self._rights -= lines
        self._show_rights()
        self.worth_keeping()

    @on(Sheet.PastEnd)
    def past_end(self) -> None:
        """On from the fields to the rights."""
        self.grid.focus()

    @on(RowList.Passed, "#rights")
    def passed(self) -> None:
        """Up from the rights to the fields."""
        self.take_keys()

    def action_rights(self) -> None:
        """F3."""
        if self.focused is self.grid:
            self.take_keys()
        else:
            self.grid.focus()

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft an account, one for a new one."""
        return f"form:account:{self.account_id or 'new'}"

    def draft_extra(self) -> dict[str, Any]:
        """What opens the form again; passwords are never in it."""
        return {
            "entity": "account",
            "id": self.account_id,
            "preset": self.preset,
            "rights": sorted(self._rights),
        }

    def draft_restored(self, content: Mapping[str, Any]) -> None:
        """The rights as they were left."""
        rights = content.get("extra", {}).get("rights")
        if isinstance(rights, list):
            self._rights = {str(right) for right in rights}
            self._show_rights()

    # -- saving ----------------------------------------------------------------------------
    async def save(self) -> bool:
        """A new account gets its password first."""
        if self.account_id is None and not self.sheet.read_all() and self._may_write:
            from bsc_tui.screens.parts.new_password import NewPassword  # late: seldom needed

            title = _("The password of %(name)s") % {
                "name": self.sheet.raw.get("name") or _("the new account")
            }
            password = await self.answer(NewPassword(title, lambda old, new: accounts.check_password(new)))
            if password is None:
                self.say(_("Not saved: a new account needs a password."), "warn")
                return False
            self._password = password
        try:
            return await super().save()
        finally:
            self._password = ""

    def payload(self) -> tuple[dict[str, Any], frozenset[str]]:
        """The fields that changed (of a new account: all), and the rights."""
        assert self._view is not None
        kept = self._view.kept
        raw = self.sheet.raw
        values = {
            name: value for name, value in raw.items() if kept is None or value != kept.values.get(name)
        }
        return values, frozenset(self._rights)

    def write(self, payload: tuple[dict[str, Any], frozenset[str]], reason: str, token: str) -> Saved:
        """Fields and rights in one operation."""
        assert self._view is not None
        kept = self._view.kept
        values, rights = payload
        return accounts.keep_account(
            self.office.records,
            values,
            rights,
            id=self.account_id,
            version=kept.version if kept else None,
            opened=kept.values if kept else None,
            password=self._password,
            token=token,
        )

    def take_version(self, stale: Stale) -> None:
        """The newer version is the one the form is about."""
        assert self._view is not None and self._view.kept is not None
        kept = self._view.kept
        values = {**kept.values, **{name: stale.theirs[name] for name in stale.clashes}}
        newer = Kept(kept.entity, kept.id, stale.version, values, kept.labels, kept.title)
        self._view = AccountView(newer, self._view.rights, self._view.lines)

    async def after_save(self, result: Saved) -> None:
        """Show it as it is kept now."""
        self.account_id = result.id
        where = self.sheet.current
        in_grid = self.focused is self.grid
        await self.prepare()
        if in_grid:
            self.grid.focus()
        else:
            self.sheet.focus_field(where)
        self.refresh_path()
        self.refresh_keys()

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Writing needs the right, another password an account."""
        if (
            command_id in ("form.save", "account.new_password", "form.same", "form.same_all")
            and not self._may_write
        ):
            return why(RIGHT)
        if command_id == "account.ssh_keys" and (self.account_id is None or not self._may_write):
            return why(RIGHT) if not self._may_write else _("Save the account first.")
        if command_id == "account.new_password" and self.account_id is None:
            return _("The password is asked for when the account is saved.")
        return super().why_not(command_id)

    def action_ssh_keys(self) -> None:
        """The keys with which this account signs in to the server."""
        from bsc_tui.screens.ssh_keys import SshKeys  # late: seldom needed

        if self.account_id is not None and self._view is not None and self._view.kept is not None:
            self.open(SshKeys(self.account_id, self._view.kept.title))

    async def action_new_password(self) -> None:
        """F7."""
        from bsc_tui.screens.parts.new_password import NewPassword  # late: seldom needed

        records, account_id = self.office.records, self.account_id
        assert account_id is not None and self._view is not None and self._view.kept is not None
        title = _("A new password for %(name)s") % {"name": self._view.kept.title}

        def set_it(old: str, new: str) -> None:
            accounts.set_password(records, account_id, new)

        if await self.answer(NewPassword(title, set_it)) is not None:
            self.say(_("The password is changed."))


def _group(title: str) -> ListRow:
    return ListRow(f"group {title}", (title,), ("accent",), wide=True, still=True)
