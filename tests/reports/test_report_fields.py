"""Criteria as fields of the wizard and back; every report's facts are whole."""

from __future__ import annotations

from typing import Any

import pytest

from bsc_tui.db.models import ReferenceList, ServiceLine, Term
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import Translator, activate
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS, Stopped, maker_of
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.fields import asks_of, criteria_of, filled_by, is_there, known

WITH_COLUMNS = [code for code, report in REPORTS.items() if report.columns]
"""Those whose answer has the same columns in all its tables."""


def terms(list_code: str, count: int) -> tuple[int, ...]:
    found = Term.select().join(ReferenceList).where(ReferenceList.code == list_code).order_by(Term.id)
    return tuple(int(term.id) for term in found.limit(count))


def some_criteria(records: Records) -> dict[str, Criteria]:
    """Criteria of each report in which every field has a value."""
    people = tuple(records.save("person", {"last_name": name}).id for name in ("Hakobyan", "Abgaryan"))
    member = records.save("staff", {"last_name": "Melkonyan"}).id
    firm = records.save("enterprise", {"name": "Ucom"}).id
    shared: dict[str, Any] = {
        "period": "year",
        "from_": "2006-01-01",
        "to": "2006-12-31",
        "lines": ("BDS", "HR"),
        "kinds": ("open_seminar",),
        "statuses": terms("project_status", 2),
    }
    values = {"line": ServiceLine.get().id, "kind": "open_seminar", "title": "Budgeting"}
    when = {name: shared[name] for name in ("period", "from_", "to", "lines")}
    return {
        "evaluations": Criteria(
            **when,
            engagement=records.save("engagement", values).id,
            topics=terms("seminar_topic", 2),
            teacher=member,
            by="year",
        ),
        "services": Criteria(
            **shared,
            types=(*terms("seminar_topic", 2), *terms("consultation", 1)),
            responsible=member,
            region=terms("region", 1)[0],
        ),
        "individual": Criteria(
            **shared,
            people=people,
            members=(member,),
            roles=("participant", "teacher"),
            current=True,
            paid="unpaid",
        ),
        "enterprise": Criteria(**shared, enterprise=firm, roles=("sponsor",), current=True),
    }


@pytest.mark.parametrize("code", REPORTS)
def test_what_is_kept_fills_the_fields_and_the_fields_mean_it_again(admin: Records, code: str) -> None:
    offered, wanted = REPORTS[code], some_criteria(admin)[code]

    facts = known(admin, offered, wanted)
    values, labels = filled_by(offered, wanted, facts)

    assert criteria_of(offered, facts, values) == wanted
    shown = {ask.code for step in offered.steps for ask in asks_of(step.criteria, facts, values)}
    assert set(values) <= shown
    assert all(label and label != "?" for label in labels.values())
    one_more = {
        "services": "types:seminar_topic:3",
        "individual": "people:3",
        "enterprise": "statuses:3",
        "evaluations": "topics:3",
    }
    assert one_more[code] in shown


@pytest.mark.parametrize("code", REPORTS)
def test_nothing_filled_in_limits_nothing(admin: Records, code: str) -> None:
    offered = REPORTS[code]
    facts = known(admin, offered, Criteria())
    values, _labels = filled_by(offered, Criteria(), facts)

    assert criteria_of(offered, facts, values) == Criteria()
    assert is_there(offered, Criteria()) is (code in ("services", "evaluations"))
    none = {name: False if value is True else value for name, value in values.items()}
    assert criteria_of(offered, facts, none).lines == ("-",)


@pytest.mark.parametrize("code", WITH_COLUMNS)
def test_the_facts_of_a_report_are_whole(admin: Records, code: str) -> None:
    offered, wanted = REPORTS[code], some_criteria(admin)[code]
    names = {criterion.code for criterion in offered.criteria}
    options = [criterion.option for criterion in offered.criteria]

    assert names <= set(Criteria.__dataclass_fields__)
    assert len(options) == len(set(options)) == len(names)
    for language in ("fr", "hy", "en"):
        activate(Translator(language))
        columns = maker_of(code).run(admin, wanted).tables[0].columns
        assert [column.code for column in columns] == [fact.code for fact in offered.columns]
        assert [column.heading for column in columns] == [told(fact.heading) for fact in offered.columns]


@pytest.mark.parametrize("code", WITH_COLUMNS)
def test_whoever_wants_no_more_stops_the_report(admin: Records, code: str) -> None:
    person = admin.save("person", {"last_name": "Hakobyan"}).id
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    line = admin.page("service_line", ["code"], where={"code": "HR"}).lines[0].id
    seminar = admin.save(
        "engagement", {"line": line, "kind": "open_seminar", "title": "T", "starts": "2026", "client": firm}
    ).id
    admin.save("registration", {"engagement": seminar, "person": person, "workplace": firm})

    def no_more(_done: int, _whole: int, _doing: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        maker_of(code).run(admin, Criteria(people=(person,), enterprise=firm), no_more)
    assert maker_of(code).count(admin, Criteria(people=(person,), enterprise=firm)) == 1
