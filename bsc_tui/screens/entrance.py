"""The door: signing in, and setting up the company where there is none. What lies behind it is the app's.

Nothing here tells whether a name is known. After a wrong password the next try is looked at a little later.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import on
from textual.containers import Container
from textual.widget import Widget

from bsc_tui.config import Config
from bsc_tui.errors import Invalid, Problem, Refused, Unavailable
from bsc_tui.i18n import LANGUAGE_NAMES, LANGUAGES, N_, NP_, _, active, pgettext
from bsc_tui.operations import accounts, companies
from bsc_tui.operations.companies import Company
from bsc_tui.records.access import SYSTEM, Actor
from bsc_tui.records.records import Clock, Records
from bsc_tui.screens import commands
from bsc_tui.screens.base import BACK, Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.sheet import Field, Section, Sheet
from bsc_tui.screens.quiet import house_of

PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between a wrong password and the next look at one, by the number of wrong ones so far."""

LONGEST = 1000
"""Characters of a password or a name that are taken."""


def pause_after(failures: int) -> float:
    """Seconds until the next try is looked at."""
    return PAUSES[min(failures, len(PAUSES) - 1)]


@dataclass(frozen=True)
class _Door:
    """What the door needs to know of the database."""

    is_set_up: bool
    company: Company


class Entrance(Place):
    """Sign in, or set the company up. `on_entered` gets who came in; a Problem it raises is told here."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("entrance.menu", ("f10", "ctrl+t"), N_("Menu"), NP_("bar", "Menu"), "door_menu", bar=1),
        Command("entrance.enter", ("f2",), N_("Sign in"), NP_("bar", "Sign in"), "enter", bar=10),
        Command("entrance.list", ("f4",), N_("Bring the list"), NP_("bar", "List"), "list", bar=20),
    )
    digits_switch_tabs = False

    def __init__(
        self,
        database: Any,
        config: Config,
        on_entered: Callable[[Actor], None],
        *,
        origin: str = "terminal",
        clock: Clock | None = None,
    ) -> None:
        super().__init__()
        self._database = database
        self._config = config
        self._on_entered = on_entered
        self._origin = origin
        self._clock = clock
        self._door: _Door | None = None
        self._language = ""
        self._seen: Desk | None = None
        self._failures = 0
        self._not_before = 0.0

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """For F1."""
        return (_("Sign in"),)

    def explanation(self) -> str:
        """For F1."""
        if self._is_new:
            return _(
                "There is no company in this database yet. Name it, choose its language, and give yourself a "
                "name and a password: you are its first administrator."
            )
        return _("Name and password are those that your administrator gave you. F10 changes the language.")

    def compose(self) -> Iterable[Widget]:
        """No tabs yet: the company's name, the sheet, message and keys."""
        yield FrameLine(self._head, id="tab-bar")
        with Container(id="body"), Container(id="door"):
            yield Words(id="door-title")
            yield Sheet(id="door-sheet")
            yield Words(id="door-hint")
        yield FrameLine(self.message_line, id="message-line")
        yield self._key_bar_line()

    def _head(self, width: int) -> list[Span]:
        languages = " · ".join(LANGUAGE_NAMES[code] for code in LANGUAGES)
        return [(" bsc_tui", "title"), (languages.rjust(max(width - 10, 0)), "dim")]

    @property
    def sheet(self) -> Sheet:
        """The fields."""
        return self.query_one("#door-sheet", Sheet)

    @property
    def _is_new(self) -> bool:
        return self._door is not None and not self._door.is_set_up

    def on_mount(self) -> None:
        """See what there is."""
        self.sheet.focus()

    def on_screen_resume(self) -> None:
        """Somebody has signed out, or it is the first time."""
        if self._seen is not self.desk:
            self._seen = self.desk
            # What is typed before the fields are there waits for them.
            self.work(self._begin, group="door", holds=True)

    async def _begin(self) -> None:
        try:
            self._door = await self.desk.run(self._look)
        except Problem as problem:
            self.tell(problem)
            return
        if self._door.is_set_up:
            house_of(self).switch_language(self._door.company.language)
        self._language = active().language
        self._show({"language": LANGUAGE_NAMES[self._language]})

    def _look(self) -> _Door:
        return _Door(companies.is_set_up(self._database), companies.company_of(self._database))

    def _show(self, values: dict[str, str]) -> None:
        fields = self._new_fields() if self._is_new else self._known_fields()
        current = self.sheet.current
        focus = current if current in {one.code for one in fields} else fields[0].code
        self.sheet.load([Section("", fields)], values, focus=focus)
        company = self._door.company if self._door else None
        name = (company.logo or company.name) if company else ""
        title = _("A new company") if self._is_new else name
        hint = (
            _("Enter goes on, F2 sets the company up.")
            if self._is_new
            else _("Enter goes on and signs you in.")
        )
        self.query_one("#door-title", Words).show([(title, "title"), ("", "")])
        self.query_one("#door-hint", Words).show([("", ""), (hint, "dim")])
        self.refresh_keys()

    def _known_fields(self) -> tuple[Field, ...]:
        return (
            Field("name", _("Name"), 30, limit=LONGEST),
            Field("password", _("Password"), 30, secret=True, limit=LONGEST),
        )

    def _new_fields(self) -> tuple[Field, ...]:
        return (
            Field("company", _("Company"), 34, required=True, limit=200),
            Field("language", _("Language"), 12, required=True, choose=True),
            Field("name", _("Sign-in name"), 34, required=True, limit=60, hint=_("Small Latin letters.")),
            Field("full_name", _("Full name"), 34, limit=200),
            Field("password", _("Password"), 34, required=True, secret=True, limit=LONGEST),
            Field("again", _("Once more"), 34, required=True, secret=True, limit=LONGEST),
        )

    def relabel(self) -> None:
        """In the new language, what was typed stays."""
        if self._door is not None:
            self._show(self.sheet.values)

    def program_commands(self) -> list[Command]:
        """Only what somebody may do who has not signed in."""
        return [commands.HELP, commands.REPAINT, commands.LANGUAGE, commands.THEME, commands.QUIT]

    def why_not(self, command_id: str) -> str:
        """There is nothing behind the door, and few lists."""
        if command_id == BACK.id:
            return _("Sign in, or leave the program with Ctrl+Q.")
        if command_id == "entrance.list" and not (self.is_mounted and self.sheet.field.choose):
            return _("This field has no list.")
        return super().why_not(command_id)

    def bar(self) -> list[tuple[str, str]]:
        """F2 makes the company where there is none."""
        keys = super().bar()
        return (
            [(key, pgettext("bar", "Set up") if key == "F2" else word) for key, word in keys]
            if self._is_new
            else keys
        )

    # -- the fields ------------------------------------------------------------------------
    @on(Sheet.PastEnd)
    def past_end(self) -> None:
        """Enter in the last field."""
        self.action_do("entrance.enter")

    @on(Sheet.Entered)
    def came_to_field(self) -> None:
        """Which keys work depends on the field."""
        self.refresh_keys()

    @on(Sheet.ChooseWanted)
    def list_wanted(self, event: Sheet.ChooseWanted) -> None:
        """The company's language: by its first letter, or from the list."""
        event.stop()
        letter = event.text[:1].lower() if event.by_letter else ""
        found = [code for code in LANGUAGES if letter and LANGUAGE_NAMES[code].lower().startswith(letter)]
        if len(found) == 1:
            self._speak(found[0])
        else:
            self.run_worker(self._choose_language(), group="door")

    async def _choose_language(self) -> None:
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: the door opens quicker without

        options = [Option(code, LANGUAGE_NAMES[code], code[0]) for code in LANGUAGES]
        code = await self.answer(Choose(_("Language"), options, current=self._language))
        if code:
            self._speak(code)

    def _speak(self, code: str) -> None:
        """The company's language is this one, and here it is spoken from now on."""
        self._language = code
        self.sheet.set_value("language", LANGUAGE_NAMES[code])
        house_of(self).switch_language(code)

    async def action_list(self) -> None:
        """F4."""
        await self._choose_language()

    async def action_door_menu(self) -> None:
        """F10: what can be done before signing in."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: as above

        offered = (commands.LANGUAGE, commands.THEME, commands.HELP, commands.QUIT)
        options = [Option(one.id, _(one.title), one.letter) for one in offered]
        chosen = await self.answer(Choose(_("Menu"), options))
        if chosen:
            self.action_do(chosen)

    # -- going in --------------------------------------------------------------------------
    async def action_enter(self) -> None:
        """F2, or Enter in the last field."""
        if self._door is None:
            await self._begin()
        elif self._is_new:
            await self._set_up()
        else:
            await self._sign_in()

    async def _sign_in(self) -> None:
        name, password = self.sheet.values["name"], self.sheet.values["password"]
        if not name.strip():
            self.say(_("Type your name first."), "warn")
            self.sheet.focus_field("name")
            return
        self.say(_("One moment…"), "plain")
        await asyncio.sleep(max(self._not_before - time.monotonic(), 0))
        try:
            actor = await self.desk.run(self._checked, name, password)
        except Refused as refused:
            self._failures += 1
            self._not_before = time.monotonic() + pause_after(self._failures)
            self.sheet.set_value("password", "")
            self.sheet.focus_field("password")
            self.say(refused.sentence or refused.title, "trouble")
            return
        self._failures, self._not_before = 0, 0.0
        self._come_in(actor)

    def _checked(self, name: str, password: str) -> Actor:
        """Who it is; after a lost connection it is tried once more. Runs in the desk's thread."""
        records = Records(self._database, SYSTEM, self._clock)
        try:
            return accounts.sign_in(records, name, password, self._origin)
        except Unavailable:
            records.reconnect()
            return accounts.sign_in(records, name, password, self._origin)

    async def _set_up(self) -> None:
        values = self.sheet.values
        for code in values:
            self.sheet.set_problem(code, "")
        if values["password"] != values["again"]:
            self._complain("again", _("The two passwords are not the same."))
            return
        self.say(_("One moment…"), "plain")
        try:
            actor = await self.desk.run(self._made, values)
        except Invalid as invalid:
            for problem in reversed(invalid.problems):
                self._complain(problem.field, problem.sentence)
            return
        self._come_in(replace(actor, origin=self._origin))

    def _made(self, values: dict[str, str]) -> Actor:
        return companies.set_up(
            self._database,
            Company(values["company"].strip(), self._language),
            values["name"].strip().lower(),
            values["password"],
            full_name=values["full_name"].strip(),
            clock=self._clock,
        )

    def _complain(self, code: str, sentence: str) -> None:
        if code in self.sheet.values:
            self.sheet.set_problem(code, sentence)
            self.sheet.focus_field(code)
        self.say(sentence, "trouble")

    def _come_in(self, actor: Actor) -> None:
        """Forget what was typed, and let them in."""
        self.hush()
        self._door = None
        self.sheet.load([Section("", self._known_fields())], {})
        self._on_entered(actor)
