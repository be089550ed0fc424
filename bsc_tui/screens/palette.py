"""The palette: anything by its name, in the language in force or English; and new records.

It shows what the registry, the lists of the office and the commands of the place say, and knows none itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES, word_for
from bsc_tui.entities.services import KIND_BEGINNINGS, KIND_PLURALS
from bsc_tui.i18n import N_, _, pgettext
from bsc_tui.operations import seminars
from bsc_tui.records import drafts
from bsc_tui.records.access import may
from bsc_tui.records.folding import sound, strict_words
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS
from bsc_tui.screens.base import BACK, Place
from bsc_tui.screens.commands import HELP, MENU, PALETTE, key_name, menu_way
from bsc_tui.screens.home import found_rows
from bsc_tui.screens.office import office_of
from bsc_tui.screens.office_lists import TITLES, open_list
from bsc_tui.screens.parts.pick_list import Picked, PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.quiet import house_of
from bsc_tui.screens.tabs import TABS
from bsc_tui.screens.tools import ADMIN

NOT_BY_NAME = frozenset({MENU.id, HELP.id, PALETTE.id, BACK.id})
"""Keys of the hand, of no use in a list of names."""

FIRST = 6
"""So many of the program's own things stand before the records found, the others after them."""

NEAR = 3
"""The rank up to which a name is found by its letters."""

SAYS_SOMETHING = 3
"""Letters that are looked for within words too."""

NEW = {
    "person": N_("New person"),
    "enterprise": N_("New enterprise"),
    "partner": N_("New partner"),
    "letter": N_("New letter"),
    "action": N_("New action"),
}
"""The records that begin by themselves, of nothing else."""

HEADINGS = (
    Heading("title", "", 26, flexible=True),
    Heading("aside", "", 18),
    Heading("what", "", 12),
)


@dataclass(frozen=True)
class Entry:
    """A thing of the program that has a name: `words` are the folded ones it is found by."""

    id: Hashable
    title: str
    aside: str
    what: str
    words: tuple[str, ...]

    @property
    def row(self) -> ListRow:
        """As it is shown."""
        return ListRow(self.id, (self.title, self.aside, self.what), ("", "key", "dim"))


def entry(id: Hashable, names: Sequence[str], aside: str, what: str) -> Entry:
    """An entry that is shown by the first of its names and found by all of them."""
    return Entry(id, names[0], aside, what, tuple(word for name in names for word in strict_words(name)))


def names_of(marked: Any) -> tuple[str, str]:
    """A marked text in the language in force, and in English."""
    return told(marked), marked[1] if isinstance(marked, tuple) else marked


def own_entries(place: Place) -> list[Entry]:
    """What can be done here, then everywhere; lists, reports, tabs, tools, new records. Asks no database."""
    from bsc_tui.screens.admin import TOOLS  # late: most never administer

    actor = office_of(place).actor
    own = {command.id for command in place.commands()}
    here, everywhere = _("here"), _("everywhere")
    found = [
        entry(
            ("command", command.id),
            names_of(command.title),
            ", ".join(key_name(key) for key in keys) or menu_way(command),
            here if command.id in own else everywhere,
        )
        for command, keys in place.keys_now()
        if command.id not in NOT_BY_NAME
    ]
    found += [entry(("list", code), names_of(title), "", _("list")) for code, title in TITLES.items()]
    found += [
        entry(
            ("report", code),
            (f"{told(report.title)}", *names_of(N_("Report")), report.title),
            str(number),
            _("report"),
        )
        for number, (code, report) in enumerate(REPORTS.items(), 1)
    ]
    found += [
        entry(("tab", number), (tab.name, tab.title[1]), f"F10 {number}", _("tab"))
        for number, tab in enumerate(TABS, 1)
    ]
    found += [
        entry(("new", code), names_of(title), "", _("new"))
        for code, title in NEW.items()
        if may(actor, ENTITIES[code])
    ]
    found += [
        entry(("tool", tool.code), names_of(tool.title), "", pgettext(*ADMIN))
        for tool in TOOLS
        if tool.may_be_seen(actor)
    ]
    return found


def line_entries(records: Records) -> list[Entry]:
    """What each service line has, kind by kind, and what may be begun in it."""
    found = []
    for line in seminars.service_lines(records):
        begun = may(records.actor, ENTITIES["engagement"], line.code)
        for kind in line.kinds:
            found.append(_of_line("line", line, kind, KIND_PLURALS[kind], _("list")))
            if begun:
                found.append(_of_line("engage", line, kind, KIND_BEGINNINGS[kind], _("new")))
    return found


def _of_line(does: str, line: seminars.Line, kind: str, marked: Any, what: str) -> Entry:
    title, english = names_of(marked)
    return entry((does, line, kind), (f"{line.code}: {title}", line.label, english), "", what)


def kept_entries(records: Records) -> list[Entry]:
    """The reports that are kept: choosing one runs it."""
    return [
        entry(
            ("kept", one),
            (one.name, told(REPORTS[one.report].title)),
            "" if one.mine else one.owner,
            _("report"),
        )
        for one in records.kept_reports()
        if one.report in REPORTS
    ]


def matching(entries: Sequence[Entry], text: str) -> tuple[list[Entry], list[Entry]]:
    """Those that the typed words find, in any order and any script: by their letters, and by ear."""
    typed = strict_words(text)
    ranked = [(rank, at) for at, one in enumerate(entries) if typed and (rank := _rank(one, typed))]
    near = [entries[at] for rank, at in sorted(ranked) if rank <= NEAR]
    return near, [entries[at] for rank, at in sorted(ranked) if rank > NEAR]


def _rank(one: Entry, typed: Sequence[str]) -> int:
    """1: the name begins so; 2: its words do; 3: it is within them; 4: they sound so; 0: not found by it."""
    if _all_in(typed, one.words, str.startswith):
        return 1 if one.words[0].startswith(typed[0]) else 2
    if min(map(len, typed)) >= SAYS_SOMETHING and _all_in(typed, one.words, str.__contains__):
        return NEAR
    heard = [sound(word) for word in one.words]
    return NEAR + 1 if _all_in([sound(word) for word in typed], heard, str.startswith) else 0


def _all_in(typed: Sequence[str], words: Sequence[str], has: Callable[[str, str], bool]) -> bool:
    return all(any(has(word, part) for word in words) for part in typed)


def searcher(finder: Records, own: Sequence[Entry]) -> Callable[[str], list[ListRow]]:
    """The search of a palette, for the thread of searches: the service lines are read once."""
    lines: list[Entry] = []

    def search(text: str) -> list[ListRow]:
        if not lines:
            lines.extend([*kept_entries(finder), *line_entries(finder)])
        every = [*own, *lines]
        if not text:
            return [*recent_rows(finder), *(one.row for one in every)]
        near, others = matching(every, text)
        own_rows = [one.row for one in [*near, *others]]
        before = min(len(near), FIRST)
        return [*own_rows[:before], *record_rows(finder, text), *own_rows[before:]]

    return search


def recent_rows(finder: Records) -> Iterator[ListRow]:
    """What was opened last."""
    for code, id, title, kind in drafts.visits(finder, 8):
        if code in ENTITIES:
            yield ListRow(("record", code, id), (title, "", word_for(code, kind)), ("", "dim", "dim"))


def record_rows(finder: Records, text: str) -> Iterator[ListRow]:
    """People, enterprises and engagements that the text finds."""
    for row in found_rows(finder, text):
        assert isinstance(row.id, tuple)
        yield ListRow(("record", *row.id), row.cells, row.tones)


async def open_palette(place: Place) -> None:
    """Ask for a name over the place, then open it or do it there."""
    search = searcher(office_of(place).finder, own_entries(place))
    prompt = _("a name, a command, a list or a report")
    answer = await place.answer(PickList(_("Find by name"), search, HEADINGS, prompt=prompt))
    if isinstance(answer, Picked) and isinstance(answer.row.id, tuple):
        await take(place, *answer.row.id)


async def take(place: Place, what: str, *which: Any) -> None:
    """Open or do what was chosen."""
    if what == "record":
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        await open_record(place, *which)
    elif what == "command":
        place.action_do(which[0])
    elif what == "list":
        await open_list(place, which[0])
    elif what == "line":
        from bsc_tui.screens.engagement_list import EngagementList  # late: only when it is gone to

        line, kind = which
        place.open(EngagementList(line, kind, told(KIND_PLURALS[kind])))
    elif what == "engage":
        from bsc_tui.screens.registry import begin_engagement  # late: as above

        line, kind = which
        await begin_engagement(place, line.id, kind)
    elif what == "new":
        from bsc_tui.screens.registry import new_form  # late: as above

        place.open(new_form(which[0]))
    elif what == "tool":
        from bsc_tui.screens.admin import open_tool  # late: as above

        open_tool(place, which[0])
    elif what == "report":
        from bsc_tui.screens.reports import place_of_report  # late: as above

        place.open(place_of_report(which[0]))
    elif what == "kept":
        from bsc_tui.screens.reports import view_of  # late: as above

        place.open(view_of(which[0]))
    else:
        house_of(place).go_to_tab(which[0])
