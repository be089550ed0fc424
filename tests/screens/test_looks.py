"""The same look everywhere: each thing in its row, labels in line, nothing cut, room used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from desk import LARGE, SMALL, at_desk, colleague
from peewee import Database
from rich.cells import cell_len

from bsc_tui import i18n
from bsc_tui.db.models import (
    Account,
    Engagement,
    Enterprise,
    Person,
    Question,
    Questionnaire,
    Registration,
    StaffMember,
)
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import NP_, _, told
from bsc_tui.operations.corrections import About, begin, propose
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.account import MyAccount
from bsc_tui.screens.audit_browser import AuditBrowser
from bsc_tui.screens.base import Dialog, Place
from bsc_tui.screens.company_settings import CompanySettings
from bsc_tui.screens.correspondence import ActionForm, LetterForm
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.evaluation_grid import EvaluationGrid
from bsc_tui.screens.letter_fields import LetterFields
from bsc_tui.screens.letter_templates import LetterTemplates
from bsc_tui.screens.menu import menu_lines
from bsc_tui.screens.offered_kinds import OfferedKinds
from bsc_tui.screens.open_sessions import OpenSessions
from bsc_tui.screens.own_keys import OwnKeys
from bsc_tui.screens.own_work import MyDrafts
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.sheet import Sheet
from bsc_tui.screens.parts.three_values import ThreeValues, ValueClash
from bsc_tui.screens.proposals import Proposals
from bsc_tui.screens.propose import ProposeForm
from bsc_tui.screens.reference_lists import ReferenceLists
from bsc_tui.screens.report_wizard import ReportWizard
from bsc_tui.screens.retention import RetentionList
from bsc_tui.screens.ssh_keys import SshKeys
from bsc_tui.screens.tabs import TABS
from bsc_tui.screens.to_check import ToCheckList
from bsc_tui.screens.trash import TrashList
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)

Way = Callable[[Any], Awaitable[None]]


def tab(code: str, *keys: str) -> Way:
    """Go to a tab, then press keys."""

    async def go(desk: Any) -> None:
        await desk.goes_to(code)
        await desk.press(*keys)

    return go


def record(code: str, find: Callable[[], int], *keys: str) -> Way:
    """Open a record, then press keys."""

    async def go(desk: Any) -> None:
        await desk.goes_to("support")
        await desk.opens_record(code, find())
        await desk.press(*keys)

    return go


def engagement(title: str, *keys: str) -> Way:
    """Open an engagement, then press keys."""

    async def go(desk: Any) -> None:
        await desk.goes_to("support")
        await desk.opens_engagement(title)
        await desk.press(*keys)

    return go


def person() -> int:
    """A person of whom much is known."""
    return int(Person.get(Person.last_name == "Hakobyan", Person.first_name == "Anna").id)


def seminar() -> int:
    """A seminar with participants."""
    return int(Engagement.get(Engagement.title == "Labour code").id)


def opened(make: Callable[[], Place], *keys: str) -> Way:
    """Open a place, then press keys."""

    async def go(desk: Any) -> None:
        await desk.goes_to("support")
        desk.place.open(make())
        await desk.rest()
        await desk.press(*keys)

    return go


async def three_values(desk: Any) -> None:
    """Two people changed a record."""
    await desk.goes_to("support")
    await desk.opens_record("person", person())
    clash = ValueClash("city", _("City"), "Yerevan", "Gyumri", "Vanadzor")
    desk.app.push_screen(ThreeValues("Lusine", [clash]))
    await desk.rest()


async def proposed(desk: Any) -> None:
    """A proposal is in the list, with all that can be said of it."""
    records = colleague(desk.office.database, "vera")
    begun = begin(records, About("person", person(), "city"), "")
    propose(records, begun, "Gyumri", "She moved there in spring, says her card.")
    colleague(desk.office.database).save("person", {"city": "Vanadzor"}, id=person())
    await opened(Proposals)(desk)


async def filtered_by(desk: Any, field: str) -> None:
    """People are filtered by a field that is typed."""
    await desk.goes_to("contacts")
    await desk.press("f9")
    await desk.type(str(told(fields_of(ENTITIES["person"])[field].label)))
    await desk.press("enter")


async def with_own_fields(desk: Any) -> None:
    """A person has a field of each kind that the company added."""
    for kind in ("text", "number", "date", "choice", "flag"):
        values = {"entity": "person", "label_en": f"Own {kind}", "kind": kind, "listed": True}
        colleague(desk.office.database).save("custom_field", values)
    await record("person", person)(desk)


WAYS: dict[str, Way] = {
    **{one.code: tab(one.code) for one in TABS},
    "enterprises": tab("contacts", "f6"),
    "partners": tab("contacts", "f6", "f6"),
    "correspondence": tab("contacts", "f6", "f6", "f6"),
    "actions": tab("contacts", "f6", "f6", "f6", "f6"),
    "new letter": opened(lambda: LetterForm(preset={"person": person()})),
    "new action": opened(lambda: ActionForm(preset={"person": person()})),
    "menu of an action": opened(lambda: ActionForm(preset={"person": person()}), "f10"),
    "menu of a letter": opened(lambda: LetterForm(preset={"person": person()}), "f10"),
    "filter": tab("contacts", "f9"),
    "filter by words": lambda desk: filtered_by(desk, "city"),
    "filter by dates": lambda desk: filtered_by(desk, "birth_date"),
    "new person": tab("contacts", "f7"),
    "engagements": tab("services", "right", "down", "enter"),
    "new seminar": tab("services", "right", "down", "f7"),
    "new consultation": tab("services", "right", "f7"),
    "person": record("person", person),
    "person, lines": record("person", person, "f3", "right", "right"),
    "enterprise": record("enterprise", lambda: int(Enterprise.get(Enterprise.name == "Ucom").id)),
    "staff member": record("staff", lambda: int(StaffMember.get().id)),
    "registration": record("registration", lambda: int(Registration.get().id)),
    "seminar": engagement("Labour code"),
    "seminar, participants": engagement("Labour code", "f6"),
    "seminar as a record": engagement("Labour code", "f7"),
    "closed seminar": engagement("Personnel"),
    "consultation": engagement("Entry to a market"),
    "course of a seminar": engagement("Labour code", "f11"),
    "attendance": engagement("Labour code", "f11", "f5"),
    "sessions to plan": engagement("Labour code", "f11", "f5", "f7", "y"),
    "waiting list": engagement("Labour code", "f11", "f7"),
    "invoices": engagement("Labour code", "f11", "f8"),
    "an invoice to be written": engagement("Labour code", "f11", "f8", "enter"),
    "invoice": engagement("Labour code", "f11", "f8", "enter", "f2", "end", "enter"),
    "money for an invoice": engagement("Labour code", "f11", "f8", "end", "enter", "plus"),
    "certificates": engagement("Labour code", "f11", "f9"),
    "money of a registration": record("registration", lambda: int(Registration.get().id), "f11"),
    "another seminar": record("registration", lambda: int(Registration.get().id), "f10", "v"),
    "criteria": tab("reports", "home", "enter"),
    "criteria, second step": tab("reports", "home", "enter", "f6"),
    "first rows": tab("reports", "home", "enter", "f6", "f6"),
    "criteria of people": tab("reports", "home", "down", "enter"),
    "criteria of people, second step": tab("reports", "home", "down", "enter", "f6"),
    "criteria of an enterprise": tab("reports", "home", "down", "down", "enter"),
    "criteria, keep": tab("reports", "home", "enter", "f7"),
    "my files": tab("reports", "end", "enter"),
    "list, save as": tab("contacts", "f8"),
    "report": tab("reports", "home", "enter", "f2"),
    "report, save as": tab("reports", "home", "enter", "f8"),
    "menu": engagement("Labour code", "f10"),
    "menu of a form": record("person", person, "f10"),
    "help": record("person", person, "f1"),
    "picker": engagement("Labour code", "f4"),
    "terms": record("registration", lambda: int(Registration.get().id), "tab", "f4"),
    "jump": record("person", person, "f9"),
    "leaving": record("person", person, "x", "escape"),
    "quit": tab("home", "ctrl+q"),
    "three values": three_values,
    "many at once": engagement("Labour code", "insert"),
    "many at once, list": engagement("Labour code", "insert", "f4"),
    "a part of the money": engagement("Labour code", "down", "plus"),
    "unpaid": opened(UnpaidList),
    "to check": opened(ToCheckList),
    "palette": tab("home", "ctrl+p"),
    "my account": opened(MyAccount),
    "my drafts": opened(MyDrafts),
    "open sessions": opened(OpenSessions),
    "ssh keys": opened(lambda: SshKeys(1, "My account")),
    "a key to paste": opened(lambda: SshKeys(1, "My account"), "insert"),
    "own keys": opened(OwnKeys),
    "another key": opened(OwnKeys, "enter"),
    "reference lists": opened(ReferenceLists),
    "an element": opened(ReferenceLists, "right", "enter"),
    "accounts": opened(lambda: EntityList("account", ("Admin",), sisters=())),
    "account": record("account", lambda: int(Account.get().id)),
    "company settings": opened(CompanySettings),
    "kinds offered": opened(OfferedKinds),
    "audit trail": opened(AuditBrowser),
    "audit trail, filter": opened(AuditBrowser, "f9"),
    "an operation": opened(AuditBrowser, "enter"),
    "trash": opened(TrashList),
    "not seen for years": opened(RetentionList),
    "personal data": record("person", person, "f10", "e"),
    "erasing": record("person", person, "f10", "e", "ctrl+d"),
    "proposals": opened(Proposals),
    "a proposal": proposed,
    "proposing": opened(lambda: ProposeForm(("person", person(), "city"), ("Contacts",))),
    "own fields": opened(lambda: EntityList("custom_field", (NP_("tab", "Admin"),))),
    "own field": opened(lambda: EntityForm("custom_field")),
    "person with own fields": with_own_fields,
    "evaluation sheets": opened(lambda: EvaluationGrid(seminar(), "final"), "5", "4", "enter"),
    "evaluation results": opened(lambda: EvaluationGrid(seminar(), "final"), "5", "4", "enter", "f8"),
    "evaluation criteria": opened(lambda: ReportWizard("evaluations")),
    "evaluations of all": opened(lambda: ReportWizard("evaluations"), "f2", "f6", "f6"),
    "questionnaires": opened(lambda: EntityList("questionnaire", ("Admin",), sisters=())),
    "questionnaire": record("questionnaire", lambda: int(Questionnaire.get().id), "f3"),
    "question": record("question", lambda: int(Question.get(Question.kind == "scale5").id)),
    "letter templates": opened(LetterTemplates),
    "letter template": opened(LetterTemplates, "down", "enter"),
    "fields of letters": opened(LetterFields),
    "which letter": engagement("Labour code", "f10", "j"),
    "letters": engagement("Labour code", "f10", "j", "1"),
    "a letter": engagement("Labour code", "f10", "j", "1", "f3"),
}
"""How one gets to every place and dialog."""


def looks(desk: Any, size: tuple[int, int]) -> list[str]:
    """What is wrong with the look of what is on the screen."""
    width, height = size
    lines, screen, wrong = desk.lines, desk.place, []
    if len(lines) != height or any(cell_len(line) != width for line in lines):
        wrong.append("a line is wider or narrower than the terminal")
    is_place = isinstance(screen, Place)
    if is_place or (isinstance(screen, Dialog) and screen.whole):
        tabs = " ".join(f"{number}{one.name}" for number, one in enumerate(TABS, 1))
        if not lines[0].startswith(tabs) or cell_len(tabs) > 79:
            wrong.append(f"row 1 is not the tabs: {lines[0]}")
        if not lines[1].strip():
            wrong.append("row 2 has no path")
    if is_place:
        crumb = screen.crumbs()[0]
        if not lines[1].startswith(f" {crumb}"):
            wrong.append(f"row 2 does not begin with {crumb!r}: {lines[1]}")
        before = screen._message
        screen.say("MESSAGE", "plain")
        if "MESSAGE" not in desk.lines[-2]:
            wrong.append("the message is not in the last row but one")
        screen.say(*before)
    wrong += [f"keys: {one}" for one in key_faults(screen, lines[-1])]
    wrong += clashes(screen)
    for sheet in screen.query(Sheet):
        wrong += sheet_faults(sheet, desk.screen)
    for rows in seen_lists(screen):
        if rows._header:
            cut = [head.title for head, room in rows.shown_headings() if cell_len(head.title) > room]
            wrong += [f"heading cut: {title}" for title in cut]
    return wrong


def key_faults(screen: Any, line: str) -> list[str]:
    """Entries of the key bar are whole words, and fit."""
    shown, entries = line.rstrip(), [f"{key} {word}" for key, word in screen.bar()]
    whole = [" ".join([*entries[:count], entries[-1]]) for count in range(1, len(entries))] + entries
    faults = [] if shown in whole else [f"cut or strange: {shown!r}, of {entries}"]
    return faults + [f"no word for {entry}" for entry in entries if not entry.split(" ", 1)[1].strip()]


def clashes(screen: Any) -> list[str]:
    """Letters of the menu that no command gets, and keys that two commands want at the same time."""
    own = screen.commands()
    lines = menu_lines(own, screen.program_commands(), {}, {})
    lost = [
        f"menu: {line.command.id} does not get {line.command.letter}"
        for line in lines
        if line.letter != line.command.letter
    ]
    wanted: dict[str, list[str]] = {}
    for command, _keys in screen.keys_now():
        for key in command.keys if command in own else ():
            wanted.setdefault(key, []).append(command.id)
    return lost + [f"key {key}: {' and '.join(ids)}" for key, ids in wanted.items() if len(ids) > 1]


def sheet_faults(sheet: Sheet, screen: str) -> list[str]:
    """Labels begin in one line and are whole."""
    places = [place for place in sheet._layout.places.values() if place.label]
    faults = [
        f"label cut: {place.label} ({cell_len(place.label)} > {place.label_width})"
        for place in places
        if cell_len(place.label) > place.label_width
    ]
    beside = {one.code for one in sheet.fields if one.beside}
    for column in {place.column for place in places}:
        starts = {one.label_x for one in places if one.column == column and one.code not in beside}
        if len(starts) > 1:
            faults.append(f"labels of column {column} begin at {sorted(starts)}")
    return faults


def seen_lists(screen: Any) -> list[RowList]:
    """The lists that are on the screen."""
    every = screen.query(RowList).results(RowList)
    return [rows for rows in every if all(one.display for one in rows.ancestors_with_self)]


def room(desk: Any) -> list[tuple[int, int]]:
    """Columns and rows of the lists on the screen."""
    return [(len(rows.shown_headings()), rows.page) for rows in seen_lists(desk.place)]


@pytest.mark.timeout(400)  # a long walk; many at once share the machine
@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_every_place_and_dialog_looks_alike_in_both_sizes(small: Database, language: str) -> None:
    wrong: list[str] = []
    first_columns: set[int] = set()
    async with at_desk(small, "admin", language=language) as desk:
        for name, go in WAYS.items():
            await go(desk)
            wrong += [f"{name}, 80x24: {fault}" for fault in looks(desk, SMALL)]
            narrow = room(desk)
            for sheet in desk.place.query("#sheet").results(Sheet):
                first_columns |= {one.label_x for one in sheet._layout.places.values() if one.column == 0}
            await desk.resize(*LARGE)
            wrong += [f"{name}, 120x40: {fault}" for fault in looks(desk, LARGE)]
            wide = room(desk)
            assert len(wide) >= len(narrow), name  # a glance may come beside the lists, none of them goes
            for before, after in zip(narrow, wide, strict=False):
                if after[0] < before[0] or (after[1] < before[1] and isinstance(desk.place, Place)):
                    wrong.append(f"{name}: 120x40 shows less than 80x24: {before} {after}")
            await desk.resize(*SMALL)
            await desk.goes_home()
    assert not wrong, "\n".join(wrong)
    assert len({x for x in first_columns if x < 10}) == 1, first_columns


async def test_a_wider_terminal_shows_more_of_lists_forms_and_seminars(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        columns, rows = room(desk)[0]
        await desk.resize(*LARGE)
        assert room(desk)[0][0] > columns
        assert room(desk)[0][1] > rows
        await desk.opens_record("person", person())
        assert {place.column for place in desk.sheet._layout.places.values()} >= {0, 1, 2} or (
            "▼ more" not in desk.screen
        )


async def test_a_window_too_small_says_so_and_comes_back(small: Database) -> None:
    async with at_desk(small) as desk:
        await desk.opens_record("person", person())
        await desk.resize(30, 8)
        assert "Window too" in desk.screen
        for size in ((1, 1), (200, 60), (61, 17), (80, 24)):
            await desk.resize(*size)
            assert desk.app.is_running
        desk.sees("Last name", "Hakobyan")


async def test_another_language_keeps_what_was_typed_everywhere(small: Database) -> None:
    colleague(small)
    async with at_desk(small) as desk:
        await desk.opens_record("person", person())
        await desk.fill(city="Gyumri")
        for letter in ("f", "h", "e"):
            await desk.press("f10", "l")
            await desk.type(letter)
            assert desk.value("city") == "Gyumri"
            assert desk.field == "city"
        await desk.press("f2")
        desk.says("Saved")
        assert Person.get_by_id(person()).city == "Gyumri"
