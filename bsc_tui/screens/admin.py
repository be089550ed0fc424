"""The Admin tab: what can be administered. Each tool is a place of its own, opened from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import N_, _, pgettext
from bsc_tui.records.access import SECTIONS, Actor, why
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.rows_place import RowsPlace
from bsc_tui.screens.tools import ADMIN, ADMINISTRATION
from bsc_tui.values import dataclass


def _reference_lists() -> Place:
    from bsc_tui.screens.reference_lists import ReferenceLists  # late: each tool is opened from here only

    return ReferenceLists()


def _letter_templates() -> Place:
    from bsc_tui.screens.letter_templates import LetterTemplates  # late: opened from here only

    return LetterTemplates()


def _accounts() -> Place:
    from bsc_tui.screens.entity_list import EntityList  # late: as above

    return EntityList("account", (ADMIN, N_("Accounts and rights")), sisters=())


def _questionnaires() -> Place:
    from bsc_tui.screens.entity_list import EntityList  # late: as above

    return EntityList("questionnaire", (ADMIN,), sisters=())


def _company() -> Place:
    from bsc_tui.screens.company_settings import CompanySettings  # late: as above

    return CompanySettings()


def _service_lines() -> Place:
    from bsc_tui.screens.entity_list import EntityList  # late: as above

    return EntityList("service_line", (ADMIN, N_("Service lines")), sisters=())


def _kinds() -> Place:
    from bsc_tui.screens.offered_kinds import OfferedKinds  # late: as above

    return OfferedKinds()


def _trail() -> Place:
    from bsc_tui.screens.audit_browser import AuditBrowser  # late: as above

    return AuditBrowser()


def _trash() -> Place:
    from bsc_tui.screens.trash import TrashList  # late: as above

    return TrashList()


def _retention() -> Place:
    from bsc_tui.screens.retention import RetentionList  # late: as above

    return RetentionList()


def _own_fields() -> Place:
    from bsc_tui.screens.entity_list import EntityList  # late: as above

    return EntityList("custom_field", (ADMIN,), sisters=())


def _proposals() -> Place:
    from bsc_tui.screens.proposals import Proposals  # late: as above

    return Proposals("open")


def _open_sessions() -> Place:
    from bsc_tui.screens.open_sessions import OpenSessions  # late: as above

    return OpenSessions()


@dataclass(frozen=True)
class Tool:
    """One thing that can be administered: its names, the right it needs ('' = each record's), its place."""

    code: str
    title: Any
    about: Any
    right: str
    place: Callable[[], Place]
    closed: bool = False
    """Whether it takes the right even to look."""

    def may_be_seen(self, actor: Actor) -> bool:
        """Whether the actor may look at it."""
        return not self.closed or actor.has(self.right)


TOOLS = (
    Tool(
        "lists",
        N_("Reference lists"),
        N_("what fields with a list offer, and the order"),
        "lists",
        _reference_lists,
    ),
    Tool(
        "accounts",
        N_("Accounts and rights"),
        N_("who may sign in and what they may edit"),
        ADMINISTRATION,
        _accounts,
    ),
    Tool(
        "questionnaires",
        N_("Questionnaires"),
        N_("what is asked before and after a seminar"),
        ADMINISTRATION,
        _questionnaires,
    ),
    Tool(
        "templates",
        N_("Letter templates"),
        N_("invitation, certificate…, and their fields"),
        ADMINISTRATION,
        _letter_templates,
    ),
    Tool(
        "company",
        N_("Company settings"),
        N_("name, language, currency, VAT, seats"),
        ADMINISTRATION,
        _company,
    ),
    Tool(
        "service_lines",
        N_("Service lines"),
        N_("their names and order, offered or not"),
        ADMINISTRATION,
        _service_lines,
    ),
    Tool(
        "kinds",
        N_("Kinds offered"),
        N_("which kinds of engagement each line offers"),
        ADMINISTRATION,
        _kinds,
    ),
    Tool(
        "sessions",
        N_("Open sessions"),
        N_("who works on the server; ending a session"),
        ADMINISTRATION,
        _open_sessions,
    ),
    Tool(
        "own_fields",
        N_("Our own fields"),
        N_("fields added to people, enterprises…"),
        ADMINISTRATION,
        _own_fields,
    ),
    Tool(
        "proposals",
        N_("Proposals for change"),
        N_("what people found wrong, what became of it"),
        ADMINISTRATION,
        _proposals,
    ),
    Tool(
        "trail",
        N_("Audit trail"),
        N_("who did what and when; taking it back"),
        ADMINISTRATION,
        _trail,
        closed=True,
    ),
    Tool(
        "retention",
        N_("Not seen for years"),
        N_("people to be erased; all that is kept on one"),
        ADMINISTRATION,
        _retention,
        closed=True,
    ),
    Tool("trash", N_("Trash"), N_("what was deleted; bringing it back"), "", _trash),
)


class Admin(RowsPlace):
    """The list of tools. Everybody may look; what may be changed says the column at the right."""

    ENTER = "admin.open"
    RENEWED = False
    OFFERS: ClassVar[tuple[Command, ...]] = (Command("admin.open", ("f2",), N_("Open"), "", "open_tool"),)

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (pgettext(*ADMIN),)

    def explanation(self) -> str:
        """For F1."""
        return _("What the office sets once for everybody. Enter opens what is under the hand.")

    def compose_body(self) -> Iterable[Widget]:
        """The tools."""
        headings = (
            Heading("title", "", 22),
            Heading("about", "", 42, flexible=True),
            Heading("may", "", 7),
        )
        yield RowList(headings, header=False, id="rows")

    def reload(self) -> None:
        """The tools there are."""
        actor = self.office.records.actor
        self.rows.show(
            ListRow(
                tool.code,
                (_(tool.title), _(tool.about), _may(tool, actor)),
                ("", "dim", "dim"),
            )
            for tool in TOOLS
        )

    def bar(self) -> list[tuple[str, str]]:
        """Digits are the keys to print at the end."""
        return [*super().bar(), ("1-9", pgettext("bar", "Tab"))]

    @on(RowList.Highlighted)
    def tool_highlighted(self, event: RowList.Highlighted) -> None:
        """Say which right changing it would need."""
        tool = next(one for one in TOOLS if one.code == event.row.id)
        if not _may(tool, self.office.records.actor):
            self.hush()
        elif tool.closed:
            self.say(why(tool.right), "plain")
        else:
            right = _(SECTIONS[tool.right])
            self.say(_("You may look; changing needs the right “%(right)s”.") % {"right": right}, "plain")

    def action_open_tool(self) -> None:
        """Enter."""
        if self.under_hand is not None:
            open_tool(self, str(self.under_hand))


def open_tool(place: Place, code: str) -> None:
    """Open a tool on top of the place that asks, or say why it stays closed."""
    tool = next(one for one in TOOLS if one.code == code)
    if tool.may_be_seen(office_of(place).actor):
        place.open(tool.place())
    else:
        place.say(why(tool.right), "warn")


def _may(tool: Tool, actor: Actor) -> str:
    if not tool.right or actor.has(tool.right):
        return ""
    return _("look") if tool.may_be_seen(actor) else "–"
