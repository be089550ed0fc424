"""Lists to choose a field's value from: values of a choice, terms, records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bsc_tui.entities import kinds
from bsc_tui.entities.kinds import Kind, Reference, TermReference
from bsc_tui.entities.registry import BY_MODEL
from bsc_tui.i18n import _
from bsc_tui.records.records import Records
from bsc_tui.screens.office import Office
from bsc_tui.screens.parts.pick_list import PickList
from bsc_tui.screens.parts.row_list import Heading, ListRow


def options_of(kind: Kind) -> list[tuple[Any, str]]:
    """The few values a choice or a flag may have, with their labels."""
    if isinstance(kind, kinds.Flag):
        return [(True, _("yes")), (False, _("no"))]
    assert isinstance(kind, kinds.Choice)
    return list(kind.options.items())


async def value_picker(
    office: Office, kind: Kind, title: str, text: str = "", current: Any = None, *, may_add: bool = True
) -> PickList:
    """The pick list for any kind of field that has one."""
    if isinstance(kind, TermReference):
        return await term_picker(office, kind.terms, title, text, current, may_add=may_add)
    if isinstance(kind, Reference):
        return record_picker(office.finder, BY_MODEL[kind.model].code, title, text, may_add=may_add)
    options = [ListRow(value, (label,)) for value, label in options_of(kind)]
    return PickList(title, lambda typed: _matching(options, typed), text=text, current=current)


def _matching(rows: Sequence[ListRow], typed: str) -> list[ListRow]:
    """Rows whose first cell has every typed word, those that begin so first."""
    words = typed.lower().split()
    found = [row for row in rows if all(word in row.cells[0].lower() for word in words)]
    return sorted(found, key=lambda row: not row.cells[0].lower().startswith(typed.lower()))


async def term_picker(
    office: Office, terms: str, title: str, text: str = "", current: Any = None, *, may_add: bool = True
) -> PickList:
    """The pick list of a reference list, its terms indented below what they are part of."""
    views = await office.run_search(office.finder.reader.terms, terms, offered=True)
    folded = await office.run_search(_folded_labels, [view.label for view in views])
    rows = [ListRow(view.id, (view.label,), indent=2 * view.depth) for view in views]

    def search(typed: str) -> list[ListRow]:
        from bsc_tui.records.folding import strict_words  # late: transliteration comes with it

        words = strict_words(typed)
        if not words:
            return rows
        scored = [
            (not key.startswith(words[0]), index)
            for index, key in enumerate(folded)
            if all(f" {word}" in f" {key}" for word in words)
        ]
        return [ListRow(rows[index].id, rows[index].cells) for _rank, index in sorted(scored)]

    may_add = may_add and (office.actor.has("lists") or office.actor.has("terms"))
    return PickList(
        title,
        search,
        text=text,
        current=current,
        new_label=_("Add “%(text)s” to the list") if may_add else "",
    )


def _folded_labels(labels: list[str]) -> list[str]:
    from bsc_tui.records.folding import strict_words  # late: transliteration comes with it

    return [" ".join(strict_words(label)) for label in labels]


PICKED_COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("birth_date", "employer", "phone"),
    "enterprise": ("legal_status", "city", "phone"),
    "staff": ("kind", "phone"),
    "engagement": ("starts", "line"),
    "questionnaire": ("occasion", "edition"),
}
"""What tells two records of the same name apart, in pick lists."""
OFFERED = {"questionnaire": {"active": True}}
"""Which records of an entity are offered; those that chose another keep it."""


def record_picker(
    finder: Records, code: str, title: str, text: str = "", *, may_add: bool = True
) -> PickList:
    """The pick list of an entity's records, found by anything they are searched by."""
    from bsc_tui.entities.registry import ENTITIES
    from bsc_tui.records.access import may

    entity = ENTITIES[code]
    paths = PICKED_COLUMNS.get(code, ())
    headings = [
        Heading("title", "", 24, flexible=True),
        *(
            Heading(path, "", {"birth_date": 12, "starts": 12, "legal_status": 12, "kind": 18}.get(path, 17))
            for path in paths
        ),
    ]

    def search(typed: str) -> list[ListRow]:
        page = finder.page(code, [*entity.title, *paths], query=typed, where=OFFERED.get(code), limit=20)
        return [
            ListRow(
                line.id,
                (
                    " ".join(line.texts[name] for name in entity.title if line.texts[name]),
                    *(line.texts[path] for path in paths),
                ),
                ("", *("dim" for _path in paths)),
            )
            for line in page.lines
        ]

    creatable = may_add and entity.guard != "line" and may(finder.actor, entity)
    new_label = _("New: “%(text)s”") if creatable else ""
    return PickList(title, search, headings, text=text, new_label=new_label)
