"""Letters as they would be made: to whom, by which template, with which values.

A draft says everything beforehand: who gets which template, what is missing, who had better get none. Filling
in and keeping are `letter_making`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bsc_tui.db.database import told
from bsc_tui.db.models import Engagement, Invoice, InvoiceLine, Person, Registration, tuples
from bsc_tui.db.models.registrations import GONE
from bsc_tui.db.rows import whole
from bsc_tui.entities.kinds import Choice, Sensitive
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict
from bsc_tui.exports.cells import writable
from bsc_tui.exports.letter_fields import GROUPS, fields_for
from bsc_tui.exports.letter_values import Letters
from bsc_tui.i18n import LANGUAGES, Translator, _
from bsc_tui.operations import letter_templates
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.letter_templates import Template
from bsc_tui.records import windows
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing

MOST = 500
"""Letters that are made at once."""
WRITTEN_OF = {
    "person": ("person",),
    "enterprise": ("enterprise",),
    "registration": ("registration", "invoice"),
    "engagement": ("registration", "invoice", "engagement"),
    "invoice": ("invoice", "registration"),
}
"""What letters can be about that are written from a record: of a seminar its people, invoices and itself."""


@dataclass(frozen=True)
class Recipient:
    """One letter that is to be made."""

    id: int
    """Of the record it is about."""
    title: str
    template: Template
    missing: tuple[Any, ...]
    """The fields without a value, as they are called; marked."""
    remark: str = ""
    wanted: bool = True
    """Whether it is made unless somebody says otherwise."""


@dataclass
class Draft:
    """Letters as they would be made."""

    template: Template
    recipients: list[Recipient]
    values: dict[int, dict[str, Any]] = field(repr=False)
    is_confidential: bool = False
    """Whether numbers stand in them that not everybody may see."""
    is_masked: bool = False
    """Whether such numbers are masked in them, the actor having no right to see them."""
    replaced: int = 0
    """Characters that no file can hold."""


_LOST = "\ufffd"
_NONE_FOR = {
    "certificate": ("interested", "waiting", "absent"),
    "reminder": ("interested", "waiting"),
}
"""Who had better get no letter of a kind: the statuses of registrations."""


# -- which letters there are -----------------------------------------------------------------------


def choices(source: str, language: str, kinds: Iterable[str] | None = None) -> list[Template]:
    """The templates to choose from for a record or a selection, by kind.

    Those in the reader's language stand for the others: who is written to gets theirs in their own. One in
    another language is offered besides where it has no namesake and is not the first of its kind.
    """
    every = [
        one
        for one in letter_templates.templates(offered=True)
        if one.subject in WRITTEN_OF.get(source, ()) and (kinds is None or one.kind in kinds)
    ]
    found = []
    for kind in dict.fromkeys(one.kind for one in every):
        of_kind = [one for one in every if one.kind == kind]
        own = [one for one in of_kind if one.language == language]
        main = own or [one for one in of_kind if one.language == of_kind[0].language]
        found += main
        names = {one.name for one in main}
        seen: set[str] = set()
        for one in of_kind:
            if one.language != main[0].language and one.name not in names and one.language in seen:
                found.append(one)
            seen.add(one.language)
    return found


def in_language(chosen: Template, language: str) -> Template:
    """The same letter in another language: its namesake; of the first of a kind the first one there.

    Itself where there is none: nobody gets a letter that nobody chose.
    """
    of_kind = [one for one in letter_templates.templates(offered=True) if one.kind == chosen.kind]
    there = [one for one in of_kind if one.language == language]
    if chosen.language == language or not there:
        return chosen
    firsts = [one for one in of_kind if one.language == chosen.language][:1]
    otherwise = there[0] if chosen in firsts else chosen
    return next((one for one in there if one.name == chosen.name), otherwise)


def ids_for(source: str, ids: Sequence[int], subject: str) -> list[int]:
    """The records that letters are about, of those they are written from."""
    if source == subject:
        return list(ids)
    if subject == "invoice":
        return _invoices_over(source, ids)
    if source == "invoice":
        return _registrations_on(ids)
    with told():
        query = (
            Registration.select(Registration.id)
            .join(Person, on=(Registration.person == Person.id))
            .where(
                Registration.engagement.in_(list(ids)),
                Registration.status.not_in(GONE),
                Registration.trashed_at.is_null(),
            )
            .order_by(Person.sort_key, Registration.id)
        )
        return [int(id) for (id,) in tuples(query)]


def _invoices_over(source: str, ids: Sequence[int]) -> list[int]:
    """The invoices in force over registrations, or over those of seminars."""
    whose = InvoiceLine.registration if source == "registration" else Registration.engagement
    with told():
        query = (
            Invoice.select(Invoice.id)
            .join(InvoiceLine, on=(InvoiceLine.invoice == Invoice.id))
            .join(Registration, on=(InvoiceLine.registration == Registration.id))
            .where(
                whose.in_(list(ids)),
                InvoiceLine.trashed_at.is_null(),
                Invoice.trashed_at.is_null(),
                Invoice.cancelled_on.is_null(),
            )
            .distinct()
            .order_by(Invoice.id)
        )
        return [int(id) for (id,) in tuples(query)]


def _registrations_on(ids: Sequence[int]) -> list[int]:
    """The registrations that invoices are over."""
    query = InvoiceLine.select(InvoiceLine.registration).where(
        InvoiceLine.invoice.in_(list(ids)), InvoiceLine.trashed_at.is_null()
    )
    with told():
        return list(dict.fromkeys(int(id) for (id,) in tuples(query.order_by(InvoiceLine.id))))


def ids_listed(records: Records, listing: Listing) -> list[int]:
    """The records of a list. Raises Conflict for more than are written to at once."""
    found = windows.end(records, replace(listing, paths=()), MOST + 1)
    ids = [line.id for line in found.lines]
    _demand_few(len(ids), _("more than %(most)s") % {"most": MOST})
    return ids


def _demand_few(count: int, told: str) -> None:
    if count > MOST:
        raise Conflict(
            _("These are too many letters at once."),
            _("There are %(count)s; at most %(most)s are made at once.") % {"count": told, "most": MOST},
            _("Narrow the list first."),
        )


# -- the draft -------------------------------------------------------------------------------------


def draft(records: Records, chosen: Template, ids: Sequence[int], *, own_language: bool = True) -> Draft:
    """Letters about these records; in the language of each recipient, or all by the template chosen.

    Raises Conflict for too many, Missing for a record that is gone.
    """
    _demand_few(len(ids), str(len(ids)))
    subject = chosen.subject
    company = company_of(records.database)
    rows = _rows(subject, ids)
    by_template: dict[Template, list[int]] = {}
    spoken: dict[str, Template] = {}
    for id in ids:
        language = rows[id]["speaks"] or company.language if id in rows else None
        if language is None:
            continue
        if language not in spoken:
            spoken[language] = in_language(chosen, language) if own_language else chosen
        by_template.setdefault(spoken[language], []).append(id)
    about = {"name": company.name, "currency": company.currency, "days": str(company.invoice_days)}
    found = Draft(chosen, [], {})
    reminded: dict[int, str] = {}
    for template, some in by_template.items():
        uses = letter_templates.uses_of(template.content)
        hidden = [name for name in uses.every if name in _sensitive(subject)]
        if hidden and records.actor.has("sensitive"):
            found.is_confidential = True
        elif hidden:
            found.is_masked = True
        language = template.language if template.language in LANGUAGES else company.language
        letters = Letters(records, subject, Translator(language), about, records.actor.label)
        for id, values in letters.values_of(some).items():
            found.values[id], lost = _writable(values)
            found.replaced += lost
            missing = tuple(
                label for name, label in _labels(subject, uses.needed) if _value_at(values, name) == ""
            )
            remark = _remark(template.kind, rows[id], letters.open_of(id))
            if template.kind == "reminder" and not remark:
                remark = _reminded(reminded, letters.invoice_of(id), _title(subject, values))
            found.recipients.append(
                Recipient(
                    id,
                    _title(subject, values),
                    template,
                    missing,
                    remark,
                    wanted=not remark or len(ids) == 1,
                )
            )
    places = {id: place for place, id in enumerate(ids)}
    found.recipients.sort(key=lambda one: places[one.id])
    return found


def _rows(subject: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What decides on a letter: the language spoken, the status, whether letters are welcome."""
    model = ENTITIES[subject].model
    with told():
        rows = {row["id"]: row for row in whole(model, ids) if row["trashed_at"] is None}
        if subject == "registration":
            speaks = {
                name: {
                    row["id"]: row["language"] for row in whole(model, {row[name] for row in rows.values()})
                }
                for name, model in (("person", Person), ("engagement", Engagement))
            }
        if subject == "invoice":
            payers = {row["id"]: row for row in whole(Person, {row["person"] for row in rows.values()})}
    for row in rows.values():
        row["speaks"] = row.get("language", "")
        if subject == "invoice" and row["person"] in payers:
            row["speaks"] = payers[row["person"]]["language"]
        if subject == "registration":
            row["speaks"] = next((tongue for name in speaks if (tongue := speaks[name].get(row[name]))), "")
    return rows


def _remark(kind: str, row: Mapping[str, Any], owed: int) -> str:
    """Why a record had better get no such letter; '' = it gets one."""
    if kind == "person_letter":
        return "" if row["letters"] else _("has not said that letters are welcome")
    if kind == "invoice" and row["cancelled_on"]:
        return _("cancelled")
    status = row.get("status", "")
    if status in GONE or (status in _NONE_FOR.get(kind, ())):
        return _status(status)
    if kind == "reminder" and owed <= 0:
        return _("nothing is owed")
    if kind == "invoice" and not row["total"]:
        return _("nothing is to be paid")
    return ""


def _reminded(reminded: dict[int, str], invoice: int, title: str) -> str:
    """Who is reminded of the same invoice already; '' for nobody, and for no invoice."""
    if not invoice:
        return ""
    if invoice in reminded:
        return _("same invoice as %(name)s") % {"name": reminded[invoice]}
    reminded[invoice] = title
    return ""


def _status(status: str) -> str:
    kind = fields_of(ENTITIES["registration"])["status"].kind
    assert isinstance(kind, Choice)
    return kind.options[status]


def _title(subject: str, values: Mapping[str, Any]) -> str:
    if subject == "enterprise":
        return str(values["enterprise"]["name"])
    if subject == "engagement":
        return " ".join(filter(None, (values["service"]["title"], values["service"]["dates"])))
    if subject == "invoice":
        return f"{values['invoice']['number']} {values['payer']['name']}".strip()
    person = values["person"]
    return f"{person['last_name']} {person['first_name']}".strip()


def _sensitive(subject: str) -> set[str]:
    """The fields of a letter that not everybody may see."""
    found = {"payer.account"} if subject in ("registration", "invoice") else set()
    for group, (entity, names) in GROUPS.items():
        known = fields_of(ENTITIES[entity])
        found |= {f"{group}.{name}" for name in names if isinstance(known[name].kind, Sensitive)}
    return found


def _labels(subject: str, names: Sequence[str]) -> list[tuple[str, Any]]:
    known = {one.name: one.label for one in fields_for(subject) if not one.heading}
    return [(name, known.get(name, name)) for name in names]


def _value_at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _writable(values: Any) -> tuple[Any, int]:
    """The values with U+FFFD for what no file can hold, and how many of these there are."""
    if isinstance(values, str):
        clean = writable(values)
        return clean, clean.count(_LOST) - values.count(_LOST)
    if isinstance(values, Mapping):
        pairs = {name: _writable(one) for name, one in values.items()}
        return {name: one for name, (one, _lost) in pairs.items()}, sum(lost for _one, lost in pairs.values())
    if isinstance(values, list):
        done = [_writable(one) for one in values]
        return [one for one, _lost in done], sum(lost for _one, lost in done)
    return values, 0
