"""A seminar and the other engagements from their beginning to their end."""

from __future__ import annotations

import datetime
from typing import Any

from databases import gate
from desk import at_desk, operations, term
from peewee import Database

from bsc_tui.db.models import Engagement, EngagementStaff, Meeting, Operation, Party
from bsc_tui.operations.registrations import register
from bsc_tui.screens.engagement_form import EngagementForm
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.seminar import SeminarWorkspace

pytest_plugins = ("desk",)


def engagement(title: str) -> Any:
    """The engagement with this title."""
    return Engagement.get(Engagement.title == title)


async def test_a_new_one_from_an_earlier_one_takes_its_facts_but_not_its_dates(company: Database) -> None:
    async with at_desk(company, tab="services") as desk:
        await desk.press("enter", "down", "enter")
        desk.sees("Effective marketing")
        await desk.press("down", "f5")
        assert isinstance(desk.place, SeminarWorkspace)
        assert (desk.value("title"), desk.value("price"), desk.value("minimum")) == (
            "Effective marketing",
            "60 000",
            "5",
        )
        assert (desk.value("starts"), desk.value("responsible")) == ("", "Avanesyan Lusine")
        await desk.fill(title="Marketing again", starts="01.02.2027")
        await desk.press("f2")
        desk.says("Saved")
        kept = engagement("Marketing again")
        assert (kept.starts, kept.maximum, kept.responsible.last_name) == ("2027-02-01", 50, "Avanesyan")
        assert kept.status_id == term("project_status", "preparation")


async def test_facts_change_with_f2_and_the_money_follows_the_price(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        assert desk.row("Price").endswith("60 000 + 20 %")
        await desk.press("f3")
        await desk.fill(price="80 000")
        await desk.press("tab")
        desk.sees("80 000 + 20 %", "96 000 AMD")
        await desk.fill(location="Room 2")
        await desk.press("f2")
        desk.says("Saved")
        kept = engagement("Labour code")
        assert (kept.price, kept.location) == (80_000, "Room 2")
        assert desk.field == "location"
        desk.sees("144 000 AMD")  # what was agreed with the registered stays agreed


async def test_lowering_the_maximum_warns_and_removes_nobody(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f3")
        await desk.fill(maximum="1", minimum="1")
        await desk.press("f2")
        desk.says("Saved; 2 seats are taken already, nobody was removed.")
        desk.sees("2 of 1")
        assert engagement("Labour code").maximum == 1


async def test_confirming_below_the_minimum_asks_why(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Effective marketing")
        await desk.press("f3")
        await desk.fill(confirmed_on="22.11.2026")
        before = operations()
        await desk.press("f2")
        desk.sees("Below the minimum. 0 of at least 5 are registered.")
        await desk.press("escape")
        assert operations() == before
        assert desk.value("confirmed_on") == "22.11.2026"
        await desk.press("f2")
        await desk.type("the sponsor pays")
        await desk.press("enter")
        desk.says("Saved")
        assert engagement("Effective marketing").confirmed_on.isoformat() == "2026-11-22"
        assert Operation.select().order_by(Operation.id.desc()).get().reason == "the sponsor pays"


async def test_the_next_one_after_a_found_one_belongs_to_the_same(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Entry to a market")
        assert isinstance(desk.place, EngagementForm)
        line = desk.place.crumbs()[1]
        await desk.press("f6")
        desk.sees(f"Services › {line} › Consultations › new")
        assert desk.value("title") == ""
        await desk.fill(title="Entry to another")
        await desk.press("f2")
        desk.says("Saved")
        assert engagement("Entry to another").kind == "consultation"
        assert engagement("Entry to another").line == engagement("Entry to a market").line
    seminar = engagement("Budgeting").id
    meeting = (
        gate(company, "lusine").save("meeting", {"engagement": seminar, "day": datetime.date(2026, 12, 7)}).id
    )
    async with at_desk(company) as desk:
        await desk.opens_record("meeting", meeting)
        await desk.press("f6")
        assert desk.value("engagement") == "Budgeting"
        await desk.fill(day="08.12.2026")
        await desk.press("f2")
        desk.says("Saved")
    assert Meeting.select().where(Meeting.engagement == seminar).count() == 2


async def test_sessions_staff_and_parties_are_lines_of_the_seminar(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        await desk.press("f7")
        assert isinstance(desk.place, EngagementForm)
        seminar = engagement("Budgeting").id
        await desk.press("f3")
        await to_group(desk, "meeting")
        await desk.press("f7")
        assert desk.value("engagement") == "Budgeting"
        await desk.fill(day="07.12.2026", begins="10:00", finishes="9:00")
        await desk.press("f2")
        desk.says("The end lies before the beginning.")
        await desk.fill(finishes="17:30")
        await desk.press("f2", "escape")
        desk.sees("07.12.2026", "10:00", "17:30")
        meeting = Meeting.get(Meeting.engagement == seminar)
        assert (str(meeting.begins)[:5], str(meeting.finishes)[:5]) == ("10:00", "17:30")

        await to_group(desk, "engagement_staff")
        await desk.press("f7")
        await desk.chooses("member", "melk")
        await desk.press("f2", "escape")
        desk.sees("Melkonyan Gor")
        assert EngagementStaff.get(EngagementStaff.engagement == seminar).member.last_name == "Melkonyan"

        await to_group(desk, "party")
        await desk.press("f7")
        await desk.chooses("enterprise", "ucom")
        await desk.press("s")  # the role: sponsor
        await desk.fill(amount="100 000")
        await desk.press("f2", "escape")
        party = Party.get(Party.engagement == seminar)
        assert (party.enterprise.name, party.role, party.amount) == ("Ucom", "sponsor", 100_000)
        await desk.press("f3") if not desk.place.related.has_keys else None
        await desk.press("ctrl+d")
        desk.sees("Delete")
        await desk.press("y")
        assert Party.get(Party.engagement == seminar).trashed_at is not None
        desk.sees_not("100 000")


async def to_group(desk: Any, entity: str) -> None:
    """Go to a group of lines."""
    if not desk.place.related.has_keys:
        await desk.press("f3")
    for _group in range(10):
        group = desk.place.related.group
        if group.child is not None and group.child.entity == entity:
            return
        await desk.press("right")
    raise AssertionError(f"no lines of {entity}:\n{desk.screen}")


async def test_closed_seminar_consultation_project_and_evaluation(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Personnel")
        assert isinstance(desk.place, SeminarWorkspace)
        await desk.type("vard")
        await desk.press("enter")
        assert desk.value("workplace") == "Sourcio"
        await desk.press("f2")
        desk.says("Vardanyan Tigran is registered.")
        await desk.press("escape")

        await desk.goes_to("services")
        for down, kind, title in ((0, 0, "Advice"), (1, 1, "Regional"), (2, 0, "Village"), (3, 0, "Survey")):
            await desk.press("home", *["down"] * down, "right", "home", *["down"] * kind, "f7")
            assert type(desk.place) is EngagementForm, desk.screen
            assert "maximum" not in desk.sheet.values
            await desk.fill(title=title, starts="2026", price="1 200 000")
            await desk.press("f2")
            desk.says("Saved")
            kept = engagement(title)
            assert (kept.starts, kept.price, kept.vat_rate) == ("2026", 1_200_000, 2000)
            await desk.press("escape", "left")
        assert [engagement(title).kind for title in ("Advice", "Regional", "Village", "Survey")] == [
            "consultation",
            "regional_project",
            "project",
            "evaluation",
        ]


async def test_who_does_not_fit_the_line_does_not_begin_a_new_one_there(company: Database) -> None:
    async with at_desk(company, "ara", tab="services") as desk:
        desk.sees("BDS")
        assert "New" not in desk.key_bar
        await desk.press("f7")
        desk.says("It needs the right to the service line BDS.")
        await desk.press(*["down"] * 4)
        assert "F7 New" in desk.key_bar


async def test_a_seminar_of_many_pages_shows_who_takes_a_seat_last(company: Database) -> None:
    admin = gate(company, "admin")
    seminar = engagement("Budgeting").id
    people = admin.save_many("person", [{"last_name": f"Many{number:02}"} for number in range(40)])
    for person in people:
        register(admin, seminar, {}, person_id=person)
    async with at_desk(company) as desk:
        await desk.opens_engagement("Budgeting")
        desk.sees("Participants 40", "Many00")
        desk.sees_not("Many39")
        await desk.press("down", "end")
        desk.sees("Many39")
        await desk.press("f6")
        desk.sees_not("Seats and money")
        desk.sees("Many39", "Many25")
        await desk.press("f6")
        desk.sees("Seats and money")


async def test_the_key_bar_says_what_f4_does_in_a_fact_and_among_the_participants(company: Database) -> None:
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        assert "F4 Register" in desk.lines[-1]
        await desk.goes_to_field("responsible")
        assert "F4 List" in desk.lines[-1]
        await desk.press("f4")
        assert isinstance(desk.app.screen, PickList)
