"""A day with the staff: a new colleague, a teacher's month, somebody leaves."""

from __future__ import annotations

import pytest
from desk import at_desk, colleague
from peewee import Database

from bsc_tui.db.models import DevelopmentProject, Engagement, StaffMember

pytest_plugins = ("desk",)


async def test_a_new_colleague_with_a_project(company: Database) -> None:
    async with at_desk(company, "admin", tab="staff") as desk:
        desk.sees_not("Staff › Staff")
        await desk.press("f7")
        await desk.fill(
            last_name="Danielyan", first_name="Anna", hired="2026-11", passport_number="AN0123456"
        )
        await desk.press("f2")
        desk.says("Saved")
        await desk.press("escape", "f6", "f6", "f7")
        await desk.chooses("member", "danielyan")
        await desk.fill(title="English, level B2", starts="2026-12")
        await desk.press("f2")
        desk.says("Saved")
    project = DevelopmentProject.get()
    assert (project.title, project.member.last_name, project.status) == (
        "English, level B2",
        "Danielyan",
        "planned",
    )
    assert StaffMember.get(StaffMember.last_name == "Danielyan").hired == "2026-11"


async def test_a_double_booking_stands_in_the_calendar(company: Database) -> None:
    admin = colleague(company)
    gor = StaffMember.get(StaffMember.last_name == "Melkonyan").id
    titles = ("Labour code", "Effective marketing")
    for seminar in Engagement.select().where(Engagement.title.in_(titles)):
        admin.save("engagement", {"ends": "2026-11-25"}, id=seminar.id)
        admin.save("engagement_staff", {"engagement": seminar.id, "member": gor})
    async with at_desk(company, "admin", tab="staff") as desk:
        await desk.press("f5")
        desk.sees("Nov 2026", "1 double booking", "Melkonyan Gor", "█ ! !")
        await desk.press("f9", "enter")
        desk.sees("Labour code", "Effective marketing", "double")
        await desk.press("enter")
        desk.sees("Effective marketing", "Seats and money")
        await desk.press("escape", "right")
        desk.sees("Dec 2026")
        desk.sees_not("double")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_who_leaves_says_why(company: Database) -> None:
    gor = StaffMember.get(StaffMember.last_name == "Melkonyan").id
    async with at_desk(company, "admin") as desk:
        await desk.opens_record("staff", gor)
        await desk.fill(dismissed="31.10.2026")
        await desk.press("f2")
        desk.says("Say why")
        await desk.chooses("dismissal_reason", "own wish")
        await desk.press("f2")
        desk.says("Saved")
        assert desk.value("active") == ""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_clerk_looks_at_staff_and_their_papers_are_masked(company: Database) -> None:
    admin = colleague(company)
    gor = StaffMember.get(StaffMember.last_name == "Melkonyan").id
    admin.save("staff", {"passport_number": "AN0123456"}, id=gor)
    async with at_desk(company, "lusine") as desk:
        await desk.opens_record("staff", gor)
        desk.sees("AN*****56")
        desk.sees_not("AN0123456")
