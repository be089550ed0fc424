"""Words that mean harm: markup, links, control characters, in every field and on every screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from desk import LARGE, at_desk, colleague, term
from peewee import Database
from terminal_driver import OnTerminal

from bsc_tui.db import fields as f
from bsc_tui.db.models import Account, Engagement, Enterprise, Person, Record, Term
from bsc_tui.operations.registrations import register
from bsc_tui.screens.parts.dialogs import Choose
from bsc_tui.screens.tabs import TABS

pytest_plugins = ("desk",)

MARKUP = ("[/]", "[bold", "[/[/[/", "[@click=app.quit]x[/]", "[link=http://x]y[/link]", "%(text)s %s {0}")
CONTROL = "A\x1b]0;PWNED\x07\x1b]52;c;QQ==\x07\x1b[2J\x9b31m\x00\u202eB\u200b\ufeff\r\nC"
TEXTS = (f.WordsField, f.TitleField, f.PersonNameField, f.NotesField)


def text_fields(model: type[Record]) -> list[str]:
    """The fields of a table in which anything may be typed."""
    return [
        name
        for name, field in model._meta.fields.items()
        if isinstance(field, TEXTS) and name not in ("sort_key", "code")
    ]


def fill_all(record: Any, text: str) -> None:
    """The text in every text field of a row, past the gate: as an older program may have left it."""
    values = {}
    for name in text_fields(type(record)):
        most = getattr(type(record)._meta.fields[name], "max_length", None) or 500
        values[name] = text[:most]
    type(record).update(values).where(type(record).id == record.id).execute()


def poison(database: Database, text: str) -> dict[str, int]:
    """The text in every field of a person, an enterprise, an engagement, a term and an account."""
    admin = colleague(database)
    person = Person.get(Person.last_name == "Simonyan")
    firm = Enterprise.get(Enterprise.name == "Ucom")
    seminar = Engagement.get(Engagement.title == "Budgeting")
    position = Term.get_by_id(term("position", "lawyer"))
    admin.save("person", {"employer": firm.id, "position": position.id, "city": "x"}, id=person.id)
    registered = register(admin, seminar.id, {"workplace": firm.id}, person_id=person.id)
    for record in (person, firm, seminar, position):
        fill_all(record, text)
    Account.update(full_name=text[:80]).where(Account.name == "lusine").execute()
    return {
        "person": person.id,
        "enterprise": firm.id,
        "engagement": seminar.id,
        "registration": registered.id,
    }


@pytest.mark.parametrize("text", [" ".join(MARKUP), CONTROL, "Ж\u0301" * 250])
async def test_every_screen_shows_it_as_text_and_the_program_lives(small: Database, text: str) -> None:
    ids = poison(small, text)
    async with at_desk(small, size=LARGE) as desk:
        screens = []
        for tab in TABS:
            await desk.goes_to(tab.code)
            screens.append(desk.screen)
        await desk.goes_to("contacts")
        await desk.press("f6")
        screens.append(desk.screen)
        await desk.goes_to("home")
        for code, record_id in ids.items():
            await desk.opens_record(code, record_id)
            screens.append(desk.screen)
            await desk.press("f1")
            screens.append(desk.screen)
            await desk.press("escape", "f10")
            screens.append(desk.screen)
            await desk.press("escape")
            if code != "registration":
                await desk.press("f3")
                for _group in range(6):
                    await desk.press("right")
                    screens.append(desk.screen)
            await desk.press("escape")
            if isinstance(desk.place, Choose):  # older text was cleaned where the hand was: that is a change
                await desk.press("t")
        await desk.opens_engagement("Labour code")
        await desk.type("ucom") if "[" not in text else await desk.type("y")
        screens.append(desk.screen)
        await desk.press("escape", "escape")
        await desk.goes_to("reports")
        await desk.press("enter", "f2")
        screens.append(desk.screen)
        for screen in screens:
            for line in screen.split("\n"):
                assert line.isprintable(), repr(line)
        everything = "\n".join(screens)
        if text.startswith("[/]"):
            for one in MARKUP[:2]:
                assert one in everything
        assert desk.app.is_running


async def test_what_is_typed_is_cleaned_and_stays_literal(small: Database) -> None:
    async with at_desk(small, tab="contacts") as desk:
        await desk.press("f7")
        for code in ("last_name", "first_name", "address", "city"):
            await desk.goes_to_field(code)
            await desk.paste("[@click=app.quit]x[/] \x1b[2J\u202e=1+1")
        await desk.press("f2")
        desk.says("Saved")
        kept = Person.select().order_by(Person.id.desc()).get()
        assert kept.address.startswith("[@click=app.quit]x[/]")
        assert "\x1b" not in kept.address + kept.last_name
        assert "\u202e" not in kept.address
        desk.sees("[@click=app.quit]x[/]")
        assert desk.app.is_running
        await desk.goes_to_field("notes")
        await desk.paste("line\n" * 10_000)
        await desk.press("f2")
        assert len(Person.get_by_id(kept.id).notes) <= 20_000


@pytest.mark.pty
def test_no_control_character_of_a_record_reaches_the_terminal(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = poison(small, CONTROL)
    assert ids
    sent = bytearray()
    read = OnTerminal._read

    def listening(terminal: OnTerminal, patience: float) -> int:
        feed = terminal._stream.feed
        monkeypatch.setattr(terminal._stream, "feed", lambda data: (sent.extend(data), feed(data)))
        try:
            return read(terminal, patience)
        finally:
            monkeypatch.setattr(terminal._stream, "feed", feed)

    monkeypatch.setattr(OnTerminal, "_read", listening)
    command = [
        sys.executable,
        str(Path(__file__).parent.parent / "desk.py"),
        f"sqlite:///{tmp_path / 'small.db'}",
    ]
    with OnTerminal([*command, "lusine"]) as terminal:
        terminal.wait_for("F10 Menu")
        terminal.key("f10", "2")
        terminal.wait_for("Last name")
        terminal.key("a")
        terminal.wait_for("found")
        terminal.settle()
        terminal.key("f10", "4")
        terminal.wait_for("Service line")
        terminal.settle()
        assert "PWNED" in terminal.text or b"PWNED" in sent
    for harm in (b"\x1b]0;", b"\x1b]52;", b"\x9b3", "\u202e".encode(), "\u200b".encode(), b"\x00"):
        assert harm not in sent, harm
