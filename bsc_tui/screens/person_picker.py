"""The participant picker: type letters, choose who it is, or begin a new person with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _, active, ngettext
from bsc_tui.operations import registrations
from bsc_tui.records.records import Records
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow

FOUND = 20


def participant_picker(
    finder: Records, engagement_id: int, text: str, *, may_add: bool, prompt: str = ""
) -> PickList:
    """The picker for a seminar: twenty best, each with what tells people apart, and whether they are in."""
    headings = [
        Heading("name", "", 19, flexible=True),
        Heading("born", "", 4),
        Heading("employer", "", 15, priority=1),
        Heading("phone", "", 17, priority=1),
        Heading("last", "", 7),
    ]
    return PickList(
        _("Who?"),
        lambda typed: people_found(finder, engagement_id, typed),
        headings,
        text=text,
        prompt=prompt or _("name, enterprise, telephone, e-mail, any script"),
        new_label=_("New person “%(text)s”") if may_add else "",
        details=details_of(finder, engagement_id),
        detail_lines=4,
    )


def people_found(
    finder: Records, engagement_id: int, typed: str, only: Sequence[int] | None = None
) -> list[ListRow]:
    """The rows for what is typed, or of `only` these people in their order, the likeliest first.

    Who is in already says so in the last column.
    """
    columns = ["last_name", "first_name", "birth_date", "employer", "phone", "mobile"]
    if only is None:
        lines = list(finder.page("person", columns, query=typed, limit=FOUND).lines)
    else:
        lines = list(finder.page("person", columns, where={"id": tuple(only)}, limit=FOUND).lines)
        lines.sort(key=lambda line: only.index(line.id))
    ids = [line.id for line in lines]
    inside = registrations.statuses_in(engagement_id, ids)
    last = registrations.last_seen(ids)
    rows = []
    for line in lines:
        texts = line.texts
        status = inside.get(line.id)
        seen = last.get(line.id, "")
        rows.append(
            ListRow(
                line.id,
                (
                    f"{texts['last_name']} {texts['first_name']}".strip(),
                    str(line.values["birth_date"])[:4],
                    texts["employer"],
                    texts["phone"] or texts["mobile"],
                    _("is in") if status else (active().partial(seen[:7]) if seen else ""),
                ),
                ("", "dim", "dim", "", "key" if status else "dim"),
            )
        )
    return rows


def details_of(finder: Records, engagement_id: int) -> Callable[[ListRow], Sequence[Span]]:
    """What the pane below the rows tells of the person under the hand."""

    def details(row: ListRow) -> list[Span]:
        person_id = int(str(row.id))
        reader = finder.reader
        texts = reader.texts(
            ENTITIES["person"],
            list(reader.rows(ENTITIES["person"].model, [person_id]).values()),
            ["position", "employer", "email", "address", "city", "passport_number", "birth_date"],
        )
        if person_id not in texts:
            return []
        text = texts[person_id]
        work = ", ".join(part for part in (text["position"], text["employer"]) if part)
        passport = text["passport_number"]
        where = ", ".join(part for part in (text["address"], text["city"]) if part)
        reach = "   ".join(
            part
            for part in (text["email"], where, passport and _("passport %(no)s") % {"no": passport})
            if part
        )
        past = registrations.past_of(finder, person_id)
        lines: list[Span] = [(f"{row.cells[0]}   {work}".rstrip(), "accent"), (reach, "dim")]
        if past.seminars:
            lines.append(
                (
                    ngettext(
                        "%(count)s seminar, last: %(title)s",
                        "%(count)s seminars, last: %(title)s",
                        past.seminars,
                    )
                    % {"count": past.seminars, "title": past.last},
                    "dim",
                )
            )
        if past.unpaid:
            lines.append((_("Unpaid: %(list)s") % {"list": "; ".join(past.unpaid)}, "trouble"))
        return lines

    return details
