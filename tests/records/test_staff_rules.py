"""Staff: leaving has a reason, and whoever would be in two places at once is told of, on both engines."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from bsc_tui.db.models import ReferenceList, Term
from bsc_tui.errors import Invalid, Refused
from bsc_tui.operations import staff_calendar
from bsc_tui.records.records import Records


def term(list_code: str, code: str) -> int:
    found = Term.select().join(ReferenceList).where(ReferenceList.code == list_code, Term.code == code).get()
    return int(found.id)


@pytest.fixture
def gor(admin: Records) -> int:
    """A teacher."""
    return admin.save("staff", {"last_name": "Melkonyan", "first_name": "Gor", "kind": "teacher"}).id


def test_who_leaves_leaves_for_a_reason_and_works_here_no_longer(admin: Records, gor: int) -> None:
    with pytest.raises(Invalid) as caught:
        admin.save("staff", {"dismissed": "2026-10-31"}, id=gor)
    assert caught.value.problems[0].field == "dismissal_reason"
    reason = term("dismissal_reason", "own_wish")
    admin.save("staff", {"dismissed": "2026-10-31", "dismissal_reason": reason}, id=gor)
    assert admin.get("staff", gor).values["active"] is False
    with pytest.raises(Invalid, match="before the beginning"):
        admin.save("staff", {"hired": "2027"}, id=gor)


def test_who_leaves_later_still_works_here(admin: Records, gor: int) -> None:
    values = {"dismissed": "2027-01-31", "dismissal_reason": term("dismissal_reason", "retirement")}
    admin.save("staff", values, id=gor)
    assert admin.get("staff", gor).values["active"] is True


def test_papers_are_masked_without_the_right(
    admin: Records, gor: int, as_user: Callable[..., Records]
) -> None:
    admin.save("staff", {"passport_number": "AN0123456", "account": "1570012345678901"}, id=gor)
    clerk = as_user("lusine", "clerk")
    assert clerk.get("staff", gor).values["passport_number"] == "AN*****56"
    with pytest.raises(Refused):
        clerk.save("staff", {"phone": "091 1"}, id=gor)


def test_a_topic_is_taught_once(admin: Records, gor: int) -> None:
    topic = term("seminar_topic", "labour_code")
    admin.save("subject", {"member": gor, "topic": topic})
    with pytest.raises(Invalid, match="among those already"):
        admin.save("subject", {"member": gor, "topic": topic})


def test_a_teacher_who_is_elsewhere_is_told_of(
    admin: Records, gor: int, make_seminar: Callable[..., int]
) -> None:
    first = make_seminar(title="Labour code", starts="2026-12-07", ends="2026-12-09")
    second = make_seminar(title="Budgeting", starts="2026-12-09")
    assert admin.save("engagement_staff", {"engagement": first, "member": gor}).warnings == []
    warnings = admin.save("engagement_staff", {"engagement": second, "member": gor}).warnings
    assert warnings == ["Saved; note that Melkonyan Gor has “Labour code” on 09.12.2026 too."]


def test_hours_that_do_not_meet_are_no_double_booking(
    admin: Records, gor: int, make_seminar: Callable[..., int]
) -> None:
    seminars = [make_seminar(title=title, starts="2026-12-07") for title in ("Labour code", "Budgeting")]
    for seminar in seminars:
        admin.save("engagement_staff", {"engagement": seminar, "member": gor})
    day = datetime.date(2026, 12, 7)

    def session(seminar: int, begins: str, finishes: str) -> list[str]:
        values = {"engagement": seminar, "day": day, "begins": begins, "finishes": finishes}
        return admin.save("meeting", values).warnings

    session(seminars[0], "10:00", "13:00")
    assert session(seminars[1], "13:00", "16:00") == []
    assert "Labour code" in session(seminars[1], "12:30", "12:45")[0]


def test_the_calendar_shows_who_works_when_and_twice(
    admin: Records, gor: int, make_seminar: Callable[..., int]
) -> None:
    for title, starts in (("Labour code", "2026-12-07"), ("Budgeting", "2026-12-09")):
        seminar = make_seminar(title=title, starts=starts, ends="2026-12-09")
        admin.save(
            "engagement_staff",
            {"engagement": seminar, "member": gor, "role": term("staff_role", "teacher")},
        )
    postponed = make_seminar(
        title="IFRS",
        starts="2026-12-20",
        status=term("project_status", "postponed"),
        status_reason="Too few",
    )
    admin.save("engagement_staff", {"engagement": postponed, "member": gor})

    (sheet,) = staff_calendar.month(admin, datetime.date(2026, 12, 15))

    marks = {day: sheet.mark(datetime.date(2026, 12, day)) for day in range(1, 32)}
    assert {day: mark for day, mark in marks.items() if mark} == {7: "#", 8: "#", 9: "!"}
    assert [one.title for one in sheet.appointments][-2:] == ["Labour code", "Budgeting"]
    assert sheet.appointments[0].role == "Teacher"
    assert staff_calendar.month(admin, datetime.date(2027, 1, 1))[0].appointments == []
