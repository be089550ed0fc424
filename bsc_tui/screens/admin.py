"""The Admin tab: what can be administered, the settings of the company, and which kinds each line offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import on
from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import companies, lists, seminars
from bsc_tui.operations.companies import SETTING_LABELS, Company
from bsc_tui.records.access import SECTIONS, why
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.form import Form
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.record_sheet import Shown
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

ADMIN = NP_("tab", "Admin")
ADMINISTRATION = "administration"


def _reference_lists() -> Place:
    from bsc_tui.screens.reference_lists import ReferenceLists  # late: opened from here only

    return ReferenceLists()


def _open_sessions() -> Place:
    from bsc_tui.screens.open_sessions import OpenSessions  # late: as above

    return OpenSessions()


@dataclass(frozen=True)
class Tool:
    """One thing that can be administered: its names, the right it needs, its place."""

    code: str
    title: Any
    about: Any
    right: str
    place: Callable[[], Place]


TOOLS = (
    Tool(
        "lists",
        N_("Reference lists"),
        N_("what fields with a list offer, in which order"),
        "lists",
        _reference_lists,
    ),
    Tool(
        "accounts",
        N_("Accounts and rights"),
        N_("who may sign in and what they may edit"),
        ADMINISTRATION,
        lambda: EntityList("account", (ADMIN, N_("Accounts and rights")), sisters=()),
    ),
    Tool(
        "questionnaires",
        N_("Questionnaires"),
        N_("what is asked before and after a seminar"),
        ADMINISTRATION,
        lambda: EntityList("questionnaire", (ADMIN,), sisters=()),
    ),
    Tool(
        "company",
        N_("Company settings"),
        N_("name, language, currency, VAT, seats"),
        ADMINISTRATION,
        lambda: CompanySettings(),  # noqa: PLW0108 - the class stands below
    ),
    Tool(
        "service_lines",
        N_("Service lines"),
        N_("their names and order, offered or not"),
        ADMINISTRATION,
        lambda: EntityList("service_line", (ADMIN, N_("Service lines")), sisters=()),
    ),
    Tool(
        "kinds",
        N_("Kinds offered"),
        N_("which kinds of engagement each line offers"),
        ADMINISTRATION,
        lambda: OfferedKinds(),  # noqa: PLW0108 - as above
    ),
    Tool(
        "sessions",
        N_("Open sessions"),
        N_("who works on the server now; ending a session"),
        ADMINISTRATION,
        _open_sessions,
    ),
)


class Admin(Place):
    """The list of tools. Everybody may look; what may be changed says the column at the right."""

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
        yield RowList(headings, header=False, id="tools")

    @property
    def rows(self) -> RowList:
        """The tools."""
        return self.query_one("#tools", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self._show()

    def relabel(self) -> None:
        """In the new language."""
        self._show()

    def _show(self) -> None:
        actor = office_of(self).records.actor
        self.rows.show(
            ListRow(
                tool.code,
                (_(tool.title), _(tool.about), "" if actor.has(tool.right) else _("look")),
                ("", "dim", "dim"),
            )
            for tool in TOOLS
        )

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [*super().bar(), (key_name("enter"), pgettext("bar", "Open")), ("1-9", pgettext("bar", "Tab"))]

    @on(RowList.Highlighted)
    def tool_highlighted(self, event: RowList.Highlighted) -> None:
        """Say which right changing it would need."""
        tool = next(one for one in TOOLS if one.code == event.row.id)
        if office_of(self).records.actor.has(tool.right):
            self.hush()
        else:
            right = _(SECTIONS[tool.right])
            self.say(_("You may look; changing needs the right “%(right)s”.") % {"right": right}, "plain")

    @on(RowList.Chosen)
    def action_open_tool(self) -> None:
        """Enter."""
        row = self.rows.row
        for tool in TOOLS:
            if row is not None and tool.code == row.id:
                self.open(tool.place())


LIKE: dict[str, tuple[str, str]] = {
    "name": ("enterprise", "name"),
    "language": ("account", "language"),
    "currency": ("engagement", "currency"),
    "vat_rate": ("engagement", "vat_rate"),
    "minimum": ("engagement", "minimum"),
    "maximum": ("engagement", "maximum"),
    "invoice_days": ("engagement", "days"),
    "largest_document": ("engagement", "hours"),
    "all_documents": ("engagement", "hours"),
}
"""Each setting is typed and shown as the field of a record that is of its kind."""

SECTIONS_SHOWN: list[tuple[Any, list[str | tuple[str, ...]], int]] = [
    (N_("Company"), ["name", "language"], 0),
    (N_("What new seminars begin with"), ["currency", "vat_rate", "minimum", "maximum", "invoice_days"], 0),
    (N_("How much room documents have"), ["largest_document", "all_documents"], 0),
]


class CompanySettings(Form):
    """The settings of the company, which live in its database."""

    def __init__(self) -> None:
        super().__init__()
        self._company = Company("")

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Company settings"))

    def explanation(self) -> str:
        """For F1."""
        return _("New seminars begin with these values; those that are there keep theirs.")

    async def prepare(self) -> None:
        """Read the settings and show them."""
        office = self.office
        self._company = await office.run(companies.company_of, office.database)
        locked = not self._may_write
        self.sheet.show_record(
            SECTIONS_SHOWN,
            [Shown(code, _field(code), locked=locked, label=label) for code, label in SETTING_LABELS.items()],
            vars(self._company),
            {},
            focus=None if locked else self.sheet.current or "name",
        )
        if locked:
            self.say(why(ADMINISTRATION), "warn")

    @property
    def _may_write(self) -> bool:
        return self.office.records.actor.has(ADMINISTRATION)

    def draft_place(self) -> str:
        """One draft."""
        return "form:company"

    def draft_extra(self) -> dict[str, Any]:
        """What opens it again."""
        return {"entity": "company"}

    def payload(self) -> Company:
        """All settings."""
        return Company(**{code: self.sheet.raw[code] for code in SETTING_LABELS})

    def write(self, payload: Company, reason: str, token: str) -> list[str]:
        """Through the gate."""
        return companies.change_settings(self.office.records, payload)

    def warnings_of(self, result: Any) -> list[str]:
        """None."""
        return []

    async def after_save(self, result: Any) -> None:
        """Show what is kept."""
        where = self.sheet.current
        await self.prepare()
        self.sheet.focus_field(where)

    def why_not(self, command_id: str) -> str:
        """Changing needs the right."""
        if command_id == "form.save" and not self._may_write:
            return why(ADMINISTRATION)
        if command_id in ("form.same", "form.same_all"):
            return _("There is only one company.")
        return super().why_not(command_id)


def _field(code: str) -> EntityField:
    entity, name = LIKE[code]
    return replace(fields_of(ENTITIES[entity])[name], required=True, help="")


SHORT_KINDS: dict[str, tuple[str, str]] = {
    "open_seminar": NP_("kind", "open"),
    "closed_seminar": NP_("kind", "closed"),
    "consultation": NP_("kind", "consult."),
    "project": NP_("kind", "project"),
    "sector_project": NP_("kind", "sector"),
    "regional_project": NP_("kind", "region"),
    "evaluation": NP_("kind", "evaluat."),
}
"""The kinds in few letters, for the heads of narrow columns."""


class OfferedKinds(Place):
    """A line a service line, a column a kind; Space offers a kind or takes it away, at once."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "kinds.toggle",
            ("space", "enter"),
            N_("Offer or not"),
            NP_("bar", "Yes/no"),
            "offer",
            bar=10,
            letter="y",
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[seminars.Line] = []
        self._at = 0

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Kinds offered"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "The arrows go to a line and a kind, Space changes it at once. What was made of a kind stays "
            "when the kind is not offered any more."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The grid."""
        yield RowList(id="kinds")

    @property
    def rows(self) -> RowList:
        """The grid."""
        return self.query_one("#kinds", RowList)

    def on_mount(self) -> None:
        """The hand is in the grid."""
        self.rows.focus()
        self._head()
        self.run_worker(self._load(), group="load")

    def relabel(self) -> None:
        """In the new language."""
        self._head()
        self.run_worker(self._load(), group="load")

    def _head(self) -> None:
        kinds = [
            Heading(kind, pgettext(*title), max(len(pgettext(*title)), 5))
            for kind, title in SHORT_KINDS.items()
        ]
        self.rows.set_headings((Heading("line", _("Service line"), 8, flexible=True), *kinds))

    async def _load(self) -> None:
        office = self.office
        found = await self.ask(seminars.service_lines, office.records)
        if found is not None:
            self._lines = found
            self._show()

    def _show(self) -> None:
        here = self.rows.row.id if self.rows.row is not None else (self._lines[0].id if self._lines else None)
        self.rows.show(self._row(line, line.id == here) for line in self._lines)

    def _row(self, line: seminars.Line, in_hand: bool) -> ListRow:
        cells = [f"{line.code}  {line.label}"]
        tones = [""]
        for place, kind in enumerate(SHORT_KINDS):
            offered = kind in line.kinds
            word = _("yes") if offered else "–"
            cells.append(f"[{word}]" if in_hand and place == self._at else f" {word}")
            tones.append("good" if offered else "dim")
        return ListRow(line.id, tuple(cells), tuple(tones))

    @on(RowList.Highlighted)
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """The brackets go along."""
        for line in self._lines:
            self.rows.change(self._row(line, line.id == event.row.id))

    @property
    def line(self) -> seminars.Line | None:
        """The line under the hand."""
        row = self.rows.row
        return next((line for line in self._lines if row is not None and line.id == row.id), None)

    def on_key(self, event: Key) -> None:
        """Left and Right go from kind to kind."""
        line = self.line
        if event.key in ("left", "right") and line is not None:
            event.stop()
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(SHORT_KINDS)
            self.rows.change(self._row(line, True))
        else:
            super().on_key(event)

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter does what Space does."""
        self.action_do("kinds.toggle")

    def why_not(self, command_id: str) -> str:
        """Changing needs the right."""
        if command_id == "kinds.toggle" and not self.office.records.actor.has(ADMINISTRATION):
            return why(ADMINISTRATION)
        return super().why_not(command_id)

    async def action_offer(self) -> None:
        """Offer the kind, or not any more."""
        line, kind = self.line, list(SHORT_KINDS)[self._at]
        if line is None:
            return
        office = self.office
        wanted = set(line.kinds) ^ {kind}
        await office.run(lists.set_line_kinds, office.records, line.id, wanted)
        await self._load()
        words = {"line": line.code, "kind": told(_kind_name(kind))}
        if kind in wanted:
            self.say(_("%(line)s now offers: %(kind)s.") % words)
        else:
            self.say(_("%(line)s does not offer any more: %(kind)s.") % words)


def _kind_name(kind: str) -> Any:
    options = fields_of(ENTITIES["engagement"])["kind"].kind
    return getattr(options, "options")[kind]  # noqa: B009 - a Choice has them


__all__ = ["Admin", "CompanySettings", "OfferedKinds"]
