"""The Admin tab: its tools, the settings of the company, kinds offered by each line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from databases import gate
from rooms import SIZE, program, sees, types, until
from terminal_driver import line_on, words_on

from bsc_tui.db.models import Operation
from bsc_tui.errors import Invalid, Missing, Refused
from bsc_tui.operations import companies, lists, seminars
from bsc_tui.operations.companies import Company
from bsc_tui.records.records import Records
from bsc_tui.screens.admin import TOOLS, Admin
from bsc_tui.screens.company_settings import CompanySettings
from bsc_tui.screens.offered_kinds import OfferedKinds

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def opens_tool(pilot: Any, code: str) -> None:
    """Lay the hand on a tool and press Enter."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Admin), "the tools")
    pilot.app.screen.rows.go_to(code)
    await pilot.press("enter")


@only_sqlite
async def test_each_tool_opens_and_comes_back(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("9")
        await sees(pilot, "Kinds offered")
        for tool in TOOLS:
            await opens_tool(pilot, tool.code)
            await until(pilot, lambda: not isinstance(app.screen, Admin), tool.code)
            await pilot.press("escape")


async def test_a_setting_is_saved_and_its_change_is_in_the_trail(admin: Records) -> None:
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        app.screen.open(CompanySettings())  # type: ignore[attr-defined]
        await sees(pilot, "VAT")
        await pilot.press("down", "down", "down", "down", "ctrl+u")
        await types(pilot, "18")
        await pilot.press("f2")
        await sees(pilot, "Saved 14:05.")
        await pilot.press("down", "down", "ctrl+u")
        await types(pilot, "3")
        await pilot.press("f2")
        await sees(pilot, "The maximum lies between the minimum and 10 000.")
    company = companies.company_of(admin.database)
    assert (company.vat_rate, company.maximum) == (1800, 50)
    assert Operation.get(Operation.verb == "settings").reason == "VAT %: 20 % › 18 %"


@only_sqlite
async def test_who_may_not_administer_looks_at_the_settings_and_is_told_why(
    as_user: Callable[..., Records],
) -> None:
    viewer = as_user("viewer", "viewer")
    app = program(viewer)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        await pilot.press("9")
        assert "look" in await sees(pilot, "Company settings")
        await opens_tool(pilot, "company")
        await sees(pilot, "VAT")
        assert "Read only. Ask: admin." in line_on(app, 23)
        assert "F2 Save" not in line_on(app, 24)
        await types(pilot, "xyz")
        await pilot.press("f2")
        await sees(pilot, "It needs the right “Administration”.")
        await pilot.press("escape")
        await opens_tool(pilot, "kinds")
        await until(pilot, lambda: isinstance(app.screen, OfferedKinds), "kinds")
        await sees(pilot, "BDS")
        await pilot.press("space")
        await sees(pilot, "It needs the right “Administration”.")
    with pytest.raises(Refused):
        companies.change_settings(viewer, Company("Mine"))
    with pytest.raises(Refused):
        lists.set_line_kinds(viewer, seminars.service_lines(viewer)[0].id, ["project"])


async def test_a_kind_is_offered_or_not_at_once(admin: Records) -> None:
    line = seminars.service_lines(admin)[0]
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Waiting for me")
        app.screen.open(OfferedKinds())  # type: ignore[attr-defined]
        await sees(pilot, line.code)
        for _step in range(6):
            await pilot.press("right")
        await pilot.press("space")
        offered = "evaluation" not in line.kinds
        await sees(pilot, "now offers" if offered else "does not offer any more")
        assert line.code in words_on(app)
    kinds = seminars.service_lines(admin)[0].kinds
    assert ("evaluation" in kinds) is offered


def test_a_line_offers_at_least_one_known_kind(admin: Records) -> None:
    line = seminars.service_lines(admin)[0]
    for wrong in ([], ["circus"]):
        with pytest.raises(Invalid):
            lists.set_line_kinds(admin, line.id, wrong)
    with pytest.raises(Missing):
        lists.set_line_kinds(admin, 9999, ["project"])
    assert seminars.service_lines(gate(admin.database, "admin"))[0].kinds == line.kinds


@pytest.mark.parametrize(
    "wrong",
    [
        {"logo": "x" * 61},
        {"invoice_pattern": "F-YYYY"},
        {"retention_years": 0},
        {"name": "  "},
        {"language": "xx"},
        {"currency": "BTC"},
        {"vat_rate": 10_001},
        {"minimum": 60},
    ],
)
@only_sqlite
def test_settings_nobody_can_work_with_are_refused(admin: Records, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        companies.change_settings(admin, Company(**{"name": "BSC", **wrong}))  # type: ignore[arg-type]
    assert companies.change_settings(admin, companies.company_of(admin.database)) == []
