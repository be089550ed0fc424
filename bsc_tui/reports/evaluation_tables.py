"""The results of evaluation sheets as a report: questions compared, distributions, groups, comments."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bsc_tui.db.models import Engagement, StaffMember
from bsc_tui.entities.kinds import told
from bsc_tui.entities.questions import CHOSEN, SCALES
from bsc_tui.entities.table import Cell, Chart, Column, Report, Row, Table
from bsc_tui.i18n import _, active
from bsc_tui.records.records import Records
from bsc_tui.reports import GROUPINGS, evaluations
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.engagements import Progress, nobody
from bsc_tui.reports.evaluation_limits import limits_of
from bsc_tui.reports.evaluations import OCCASIONS, Answers, Results, results

CENT = Decimal("0.01")


SHOWN_FIRST = 6
"""How many questions the wizard shows before the report is made."""


def run(records: Records, criteria: Criteria, progress: Progress = nobody) -> Report:
    """The report. Raises Unavailable."""
    progress(0, 1, "")
    return report_of(records, results(records, limits_of(criteria, records.clock.today())))


def first_rows(records: Records, criteria: Criteria) -> Report:
    """The beginning of the report: the means of the first questions."""
    found = results(records, limits_of(criteria, records.clock.today()))
    whole = _comparison(found, ())
    return Report(_("Evaluations"), (replace(whole, rows=whole.rows[:SHOWN_FIRST]),))


def count(records: Records, criteria: Criteria) -> int:
    """How many seminars the report would rest on. Raises Unavailable."""
    return evaluations.count(limits_of(criteria, records.clock.today()))


def report_of(records: Records, found: Results) -> Report:
    """Results as tables: measured questions, one table a scale, one a question with choices, parts, texts."""
    title = _("Evaluations") + (f": {found.title}" if found.title else "")
    asked = described(records, found)
    scales = [table for kind in SCALES if (table := _scale_table(found, kind, asked)) is not None]
    choices = [
        _choice_table(found, one, asked) for one in found.answers if one.question.kind in (*CHOSEN, "yes_no")
    ]
    parts = [_parts_table(found, asked)] if found.criteria.engagement is None else []
    return Report(
        title, (_comparison(found, asked), *scales, *choices, *parts, _comments_table(found, asked))
    )


def described(records: Records, found: Results) -> tuple[str, ...]:
    """What was asked, how many sheets it rests on, and when."""
    criteria = found.criteria
    lines = []
    if criteria.engagement is not None:
        titles = records.reader.titles(Engagement, [criteria.engagement])
        lines.append(_("Seminar: %(names)s") % {"names": titles.get(criteria.engagement, "?")})
    if criteria.lines:
        lines.append(_("Service lines: %(names)s") % {"names": ", ".join(criteria.lines)})
    if criteria.topics:
        labels = records.reader.term_labels(criteria.topics)
        lines.append(_("Topics: %(names)s") % {"names": ", ".join(labels.values())})
    if criteria.teacher:
        names = records.reader.titles(StaffMember, [criteria.teacher])
        lines.append(_("Teacher: %(names)s") % {"names": names.get(criteria.teacher, "?")})
    if criteria.from_ or criteria.to:
        shown = {
            name: active().partial(day) if day else "…"
            for name, day in (("first", criteria.from_), ("last", criteria.to))
        }
        lines.append(_("From %(first)s to %(last)s") % shown)
    counts = {occasion: found.sheets.get(occasion, 0) for occasion in OCCASIONS}
    lines.append(_("Sheets: %(advance)s in advance, %(final)s final") % counts)
    lines.append(_("Made on %(day)s") % {"day": active().date(records.clock.today())})
    return tuple(lines)


def rounded(value: Decimal | None) -> Decimal | None:
    """To two places."""
    return None if value is None else value.quantize(CENT, ROUND_HALF_UP)


def _points(value: Decimal | None) -> int | None:
    """A part of one in hundredths of a percent."""
    return None if value is None else int((value * 10_000).to_integral_value(ROUND_HALF_UP))


def _comparison(found: Results, asked: tuple[str, ...]) -> Table:
    rows = []
    for one in found.answers:
        before, after = (one.tally(occasion) for occasion in OCCASIONS)
        if one.question.is_measured:
            means = [rounded(before.mean), rounded(after.mean), rounded(one.difference)]
        else:
            means = [None, None, None]
        n_before, n_after = (tally.n or None for tally in (before, after))
        rest = (before.not_applicable + after.not_applicable) or None
        label = one.question.label
        rows.append(Row((one.question.section, label, n_before, means[0], n_after, means[1], means[2], rest)))
    return Table(
        _("Questions"),
        (
            Column("section", _("Section"), width=14, priority=5),
            Column("name", _("Question"), width=30, priority=0, flexible=True),
            Column("advance_n", _("Advance: answers"), Cell.NUMBER, width=8, priority=4),
            Column("advance", _("Advance: mean"), Cell.NUMBER, width=8),
            Column("final_n", _("Final: answers"), Cell.NUMBER, width=8, priority=3),
            Column("final", _("Final: mean"), Cell.NUMBER, width=8, priority=0),
            Column("difference", _("Difference"), Cell.NUMBER, width=8, priority=2),
            Column("not_applicable", _("Not applicable"), Cell.NUMBER, width=8, priority=6),
        ),
        tuple(rows),
        subtitle=asked,
        charts=(Chart(_("Means, advance and final"), "name", ("advance", "final")),),
    )


def _scale_table(found: Results, kind: str, asked: tuple[str, ...]) -> Table | None:
    """How often each value of a scale was given: a row a question and occasion."""
    least, most = SCALES[kind]
    values = [str(number) for number in range(least, most + 1)]
    rows = []
    for one in found.answers:
        for occasion in OCCASIONS if one.question.kind == kind else ():
            tally = one.tally(occasion)
            if tally.n:
                counts = (tally.values[value] for value in values)
                label = f"{one.question.label} ({_told(occasion)})"
                rows.append(Row((label, tally.n, rounded(tally.mean), *counts)))
    if not rows:
        return None
    shown = {"least": least, "most": most}
    return Table(
        _("Opposites") if kind == "pair" else _("Scale %(least)s–%(most)s") % shown,
        (
            Column("name", _("Question"), width=30),
            Column("n", _("Answers"), Cell.NUMBER, width=8),
            Column("mean", _("Mean"), Cell.NUMBER, width=8),
            *(Column(f"v{value}", value, Cell.NUMBER, width=5) for value in values),
        ),
        tuple(rows),
        subtitle=asked,
        charts=(Chart(_("Distribution"), "name", tuple(f"v{value}" for value in values), stacked=True),),
    )


def _choice_table(found: Results, one: Answers, asked: tuple[str, ...]) -> Table:
    """How often each answer of a question was chosen."""
    before, after = (one.tally(occasion) for occasion in OCCASIONS)
    rows = tuple(
        Row(
            (
                one.question.told(value),
                before.values[value] if before.n else None,
                _points(before.share(value)) if before.n else None,
                after.values[value] if after.n else None,
                _points(after.share(value)) if after.n else None,
            )
        )
        for value in one.question.values
    )
    series = tuple(code for code, tally in (("advance", before), ("final", after)) if tally.n)
    return Table(
        one.question.label,
        (
            Column("name", _("Answer"), width=30),
            Column("advance", _("Advance"), Cell.NUMBER, width=8),
            Column("advance_share", _("Advance, %"), Cell.RATE, width=8),
            Column("final", _("Final"), Cell.NUMBER, width=8),
            Column("final_share", _("Final, %"), Cell.RATE, width=8),
        ),
        rows,
        subtitle=asked,
        charts=(Chart(one.question.label, "name", series),) if series else (),
    )


def _parts_table(found: Results, asked: tuple[str, ...]) -> Table:
    return Table(
        grouping_told(found.criteria.by),
        (
            Column("name", grouping_told(found.criteria.by), width=30),
            Column("advance_sheets", _("Advance: sheets"), Cell.NUMBER, width=8),
            Column("final_sheets", _("Final: sheets"), Cell.NUMBER, width=8),
            Column("advance", _("Advance: scales, %"), Cell.RATE, width=8),
            Column("final", _("Final: scales, %"), Cell.RATE, width=8),
        ),
        tuple(
            Row(
                (
                    part.title,
                    part.sheets["advance"] or None,
                    part.sheets["final"] or None,
                    _points(part.mark("advance")),
                    _points(part.mark("final")),
                )
            )
            for part in found.parts
        ),
        subtitle=asked,
        charts=(Chart(_("Scales, 0–100 %"), "name", ("advance", "final")),),
    )


def _comments_table(found: Results, asked: tuple[str, ...]) -> Table:
    return Table(
        _("Comments"),
        (
            Column("seminar", _("Seminar"), width=20),
            Column("occasion", _("Asked"), width=8),
            Column("sheet", _("Sheet"), Cell.NUMBER, width=6),
            Column("question", _("Question"), width=20),
            Column("name", _("Comment"), width=40),
        ),
        tuple(
            Row((one.seminar, _told(one.occasion), one.number, one.question.label, one.text))
            for one in found.comments
        ),
        subtitle=asked,
    )


def grouping_told(by: str) -> str:
    """How a grouping is called."""
    return told(dict(GROUPINGS)[by])


def _told(occasion: str) -> str:
    return _("final") if occasion == "final" else _("advance")
