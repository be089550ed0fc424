"""Home: what needs somebody today, what they opened last, and one line that finds anything.

What is counted is operations' home; what opens a record is the registry's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.widget import Widget

from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, active, pgettext, told
from bsc_tui.screens import commands
from bsc_tui.screens.base import Place, house_of
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.frame import FrameLine, Span, path_spans
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

if TYPE_CHECKING:
    from bsc_tui.operations.home import HomeView
    from bsc_tui.records.reading import Line
    from bsc_tui.records.records import Records

# What needs the gate is imported when it has been opened: the frame stands before that.

BAR = 5
"""Cells of the bar of a seminar's seats."""

REGIONS: dict[str, Any] = {
    "seminars": N_("Today and the next 30 days"),
    "waiting": N_("Waiting for me"),
    "visited": N_("Last opened"),
    "months": N_("Registrations by month"),
}
"""The regions by the id of their list, with their titles."""

HEADINGS: dict[str, tuple[Heading, ...]] = {
    "seminars": (
        Heading("title", "", 18, flexible=True),
        Heading("when", "", 11, right=True),
        Heading("seats", "", 8, right=True),
        Heading("bar", "", BAR, priority=1),
    ),
    "waiting": (Heading("what", "", 20, flexible=True),),
    "visited": (Heading("title", "", 16, flexible=True), Heading("entity", "", 13)),
    "months": (
        Heading("month", "", 4),
        Heading("bar", "", 8, flexible=True),
        Heading("count", "", 5, right=True),
    ),
}

FOUND = ("person", "enterprise", "engagement")
"""What the line at the bottom looks among."""

FOUND_OF_EACH = 20


class Home(Place):
    """The first place of everybody."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "home.find",
            ("f3", "ctrl+f"),
            N_("Find"),
            NP_("bar", "Find"),
            "find",
            N_("To the line below."),
            bar=20,
        ),
        Command("home.open", ("f2",), N_("Open"), "", "open_row", N_("Opens what is under the hand.")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: HomeView | None = None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (pgettext("tab", "Home"),)

    def path_line(self, width: int) -> list[Span]:
        """The day stands at the right."""
        day = active().long_date(self.office.clock.today()) if self._view is not None else ""
        state = self._state if self._state[0] else (day, "dim")
        return path_spans(self.crumbs(), state, self.office.name, width)

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Tab goes from region to region, Enter opens what is under the hand. Letters go to the line at "
            "the bottom: a name, a seminar or the digits of a telephone, then Enter."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Four regions and a line."""
        for pair in (("seminars", "waiting"), ("visited", "months")):
            with Horizontal(classes="home-row"):
                for region in pair:
                    with Vertical(classes=f"home-region -{region}"):
                        yield FrameLine(self._title_source(region), id=f"{region}-title")
                        yield RowList(HEADINGS[region], header=False, id=region)
        with Horizontal(id="find-row"):
            yield FilterLine(_("Find"), id="find-line")
            yield FrameLine(self._find_hint, id="find-hint")

    def _title_source(self, region: str) -> Any:
        def spans(width: int) -> list[Span]:
            title = told(REGIONS[region])
            return [(" ", ""), (title, "title"), (" " + "─" * max(width - len(title) - 3, 0), "line")]

        return spans

    def _find_hint(self, width: int) -> list[Span]:
        return [(" " + _("a name, a seminar or a telephone"), "dim")]

    def rows_of(self, region: str) -> RowList:
        """The list of a region."""
        return self.query_one(f"#{region}", RowList)

    @property
    def find_line(self) -> FilterLine:
        """The line at the bottom."""
        return self.query_one("#find-line", FilterLine)

    def on_mount(self) -> None:
        """The frame first; what it shows comes when it is there."""
        self.rows_of("months").can_focus = False
        self.rows_of("seminars").focus()
        if house_of(self).is_open:
            self.reload()

    def on_screen_resume(self) -> None:
        """What was done in other places shows here."""
        if self._view is not None:
            self.reload()

    def on_resize(self, event: Resize) -> None:
        """Bars are as long as there is room."""
        super().on_resize(event)
        if self._view is not None:
            self.call_after_refresh(self._show, self._view)

    def relabel(self) -> None:
        """In the new language."""
        self.find_line.relabel(_("Find"))
        if house_of(self).is_open:
            self.reload()

    # -- reading ---------------------------------------------------------------------------
    def reload(self) -> None:
        """Ask anew what waits."""
        self.run_worker(self._load(), group="load", exclusive=True)

    async def _load(self) -> None:
        from bsc_tui.operations import home

        office = self.office
        try:
            self._view = await office.run_search(home.home_view, office.finder)
        except Problem as problem:
            self.tell(problem)
            return
        self.refresh_path()
        self._show(self._view)

    def _show(self, view: HomeView) -> None:
        from bsc_tui.entities.registry import ENTITIES, word_for
        from bsc_tui.screens.home_rows import month_rows, seminar_row, waiting_rows

        shown = {
            "seminars": [seminar_row(one) for one in view.seminars],
            "waiting": waiting_rows(view),
            "visited": [
                ListRow((one.entity, one.id), (one.title, word_for(one.entity, one.kind)), ("", "dim"))
                for one in view.visited
                if one.entity in ENTITIES
            ],
            "months": month_rows(view, self.rows_of("months").size.width),
        }
        empty = {
            "seminars": _("No seminar runs or comes."),
            "waiting": _("Nothing waits for you."),
            "visited": _("What you open is listed here."),
            "months": _("Nobody was registered."),
        }
        for region, rows in shown.items():
            self.rows_of(region).set_empty(empty[region])
            self.rows_of(region).show(rows)

    # -- moving ----------------------------------------------------------------------------
    def on_key(self, event: Key) -> None:
        """Letters find; Left and Right go across."""
        beside = {"left": {"waiting": "seminars"}, "right": {"seminars": "waiting", "visited": "waiting"}}
        here = self.focused.id if isinstance(self.focused, RowList) else None
        if here and event.key in beside and (to := beside[event.key].get(here)):
            event.stop()
            self.rows_of(to).focus()
        elif here and event.is_printable and event.character and event.character.isalpha():
            event.stop()
            self.find_line.type(event.character)
        elif event.key == "escape" and self.find_line.has_focus_within:
            event.stop()
            self.find_line.type("")
            self.rows_of("seminars").focus()
        else:
            super().on_key(event)

    @on(RowList.Passed)
    def passed(self, event: RowList.Passed) -> None:
        """Up from the regions below to those above."""
        if event.row_list.id == "visited":
            self.rows_of("seminars").focus()

    @on(RowList.Highlighted, "#seminars")
    def seminar_highlighted(self, event: RowList.Highlighted) -> None:
        """Say it where there are too few."""
        if not event.row_list.has_focus:
            return
        seminars = self._view.seminars if self._view else ()
        found = next((one for one in seminars if one.id == event.row.id), None)
        if found is not None:
            from bsc_tui.screens.home_rows import standing_told

            self.say(*standing_told(found))

    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [
            *super().bar(),
            (key_name("enter"), pgettext("bar", "Open")),
            (key_name("tab"), pgettext("bar", "Next region")),
            ("1-9", pgettext("bar", "Tab")),
        ]

    # -- opening ---------------------------------------------------------------------------
    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter on a row."""
        self.action_do("home.open")

    async def action_open_row(self) -> None:
        """Open what is under the hand."""
        if not isinstance(self.focused, RowList) or self.focused.row is None:
            return
        row_id = self.focused.row.id
        if self.focused.id == "seminars":
            await self._open_record("engagement", int(str(row_id)))
        elif isinstance(row_id, tuple):
            await self._open_record(str(row_id[0]), int(str(row_id[1])))
        elif row_id == "drafts":
            self.action_do(commands.DRAFTS.id)
        else:
            from bsc_tui.screens.office_lists import open_list  # late: seldom gone to

            await open_list(self, str(row_id))

    async def _open_record(self, code: str, record_id: int) -> None:
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        await open_record(self, code, record_id)

    # -- finding ---------------------------------------------------------------------------
    def action_find(self) -> None:
        """F3."""
        self.find_line.take_keys()

    @on(FilterLine.Down)
    def out_of_line(self) -> None:
        """Down from the last line goes round to the first region."""
        self.rows_of("seminars").focus()

    @on(FilterLine.Enter)
    def enter_in_line(self) -> None:
        """Look for what is typed."""
        if self.find_line.text:
            self.run_worker(self._find(self.find_line.text), group="find")

    async def _find(self, text: str) -> None:
        await house_of(self).opened()
        office = self.office

        def search(typed: str) -> list[ListRow]:
            return found_rows(office.finder, typed)

        try:
            rows = await office.run_search(search, text)
        except Problem as problem:
            self.tell(problem)
            return
        row = rows[0] if len(rows) == 1 else None
        if row is None:
            headings = (
                Heading("title", "", 30, flexible=True),
                Heading("what", "", 18),
                Heading("entity", "", 13),
            )
            from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: as above

            answer = await self.answer(PickList(_("Found"), search, headings, text=text))
            row = answer.row if isinstance(answer, Picked) else None
        if row is not None and isinstance(row.id, tuple):
            self.find_line.type("")
            self.rows_of("seminars").focus()
            await self._open_record(str(row.id[0]), int(str(row.id[1])))


ASIDES = {"person": "phone", "enterprise": "phone", "engagement": "starts"}
"""What tells two of the same name apart."""


def found_rows(finder: Records, text: str) -> list[ListRow]:
    """People, enterprises and engagements that the text finds; nothing for no text.

    Those whose name begins so come first: a seminar before people who only sound so.
    """
    from bsc_tui.entities.registry import ENTITIES, word_for
    from bsc_tui.records.folding import strict_words

    def begins(row: ListRow) -> bool:
        words = strict_words(row.cells[0])
        return all(any(word.startswith(part) for word in words) for part in typed)

    typed = strict_words(text)
    rows: list[ListRow] = []
    for code in FOUND if text.strip() else ():
        entity = ENTITIES[code]
        kind = (entity.variant,) if entity.variant else ()
        page = finder.page(code, [*entity.title, ASIDES[code], *kind], query=text, limit=FOUND_OF_EACH)
        named = [
            (" ".join(filter(None, (one.texts[name] for name in entity.title))), one) for one in page.lines
        ]
        for title, line in _latest_first(named) if code == "engagement" else named:
            word = word_for(code, str(line.values[entity.variant]) if entity.variant else "")
            cells = (title, line.texts[ASIDES[code]], word)
            rows.append(ListRow((code, line.id), cells, ("", "dim", "dim")))
    return sorted(rows, key=lambda row: not begins(row))


def _latest_first(named: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """Of those that are called alike the latest stands first: a seminar is held again and again."""
    alike: dict[str, list[tuple[str, Line]]] = {}
    for title, line in named:
        alike.setdefault(title, []).append((title, line))
    return [
        pair
        for group in alike.values()
        for pair in sorted(group, key=lambda one: str(one[1].values["starts"] or ""), reverse=True)
    ]
