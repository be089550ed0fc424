"""Setting up a company: its settings, its reference lists and service lines, its first administrator."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, replace
from importlib import resources
from typing import Any

from peewee import Database

from bsc_tui.db.database import told
from bsc_tui.db.models import Account, Setting
from bsc_tui.db.models.payments import ROUNDINGS
from bsc_tui.errors import Conflict, FieldProblem, Invalid
from bsc_tui.i18n import CURRENCIES, LANGUAGES, N_, _, active
from bsc_tui.operations.accounts import add_account
from bsc_tui.operations.questionnaires import make_starting_questionnaires
from bsc_tui.records import access
from bsc_tui.records.records import Clock, Records
from bsc_tui.records.rules.numbering import PATTERNS, is_pattern


@dataclass(frozen=True)
class Company:
    """The settings of a company; they live in its database."""

    name: str
    language: str = "en"
    currency: str = "AMD"
    vat_rate: int = 2000
    """In basis points."""
    minimum: int = 5
    maximum: int = 50
    invoice_days: int = 14
    """Days after the invoice until it is due."""
    largest_document: int = 100
    """MB (a million bytes) that one file may have."""
    all_documents: int = 10_000
    """MB that all files may have, all their versions counted."""
    answer_days: int = 3
    """Days within which somebody from the waiting list says whether they come."""
    certificate_share: int = 8000
    """How much of the sessions earns a certificate, in basis points."""
    certificate_pattern: str = PATTERNS["certificate"]
    invoice_pattern: str = PATTERNS["invoice"]
    invoice_rounding: str = "line"
    """A code of ROUNDINGS."""
    logo: str = ""
    """What stands for the company above its door and on its papers; empty: its name at the door only."""
    retention_years: int = 10
    """Years without being seen after which a person is listed to be erased."""


def is_set_up(database: Database) -> bool:
    """Whether somebody can sign in."""
    with told():
        return bool(Account.select().exists())


def company_of(database: Database) -> Company:
    """The settings of the company; standard ones where nothing was set."""
    with told():
        known = {row.name: json.loads(row.value) for row in Setting.select()}
    given = {name: known[name] for name in Company.__dataclass_fields__ if name in known}
    return Company(**{"name": "", **given})


SETTING_LABELS = {
    "name": N_("Company"),
    "language": N_("Language"),
    "currency": N_("Currency"),
    "vat_rate": N_("VAT %"),
    "minimum": N_("Minimum"),
    "maximum": N_("Maximum"),
    "invoice_days": N_("Days until due"),
    "largest_document": N_("Per file, MB"),
    "all_documents": N_("All files, MB"),
    "answer_days": N_("Days to answer"),
    "certificate_share": N_("Certificate from"),
    "certificate_pattern": N_("Certificate no."),
    "invoice_pattern": N_("Invoice no."),
    "invoice_rounding": N_("VAT is rounded"),
    "logo": N_("Logo text"),
    "retention_years": N_("Years unseen"),
}
"""What the settings of a company are called."""
RATES = ("vat_rate", "certificate_share")
"""Those that are percentages, kept in hundredths."""


def setting_told(name: str, value: object) -> str:
    """The value of a setting in words."""
    return active().rate(value) if name in RATES and isinstance(value, int) else str(value)


def change_settings(records: Records, company: Company) -> list[str]:
    """Change the settings of the company; the names of those that changed.

    The entry in the audit trail says what they were. Raises Refused without the right to administer, Invalid
    for settings nobody can work with.
    """
    access.demand(records.actor, "administration")
    company = replace(company, name=company.name.strip(), logo=company.logo.strip())
    problems = _unsound(company)
    if problems:
        raise Invalid(problems)
    before = company_of(records.database)
    changed = [one for one in SETTING_LABELS if getattr(before, one) != getattr(company, one)]
    if changed:
        both = [(one, getattr(before, one), getattr(company, one)) for one in changed]
        words = ", ".join(
            f"{_(SETTING_LABELS[one])}: {setting_told(one, old)} › {setting_told(one, new)}"
            for one, old, new in both
        )
        records.set_settings({one: getattr(company, one) for one in changed}, reason=words[:500])
    return changed


def _unsound(company: Company) -> list[FieldProblem]:
    problems = []
    if not company.name:
        problems.append(FieldProblem("name", _("The company needs a name.")))
    if len(company.name) > 200:
        problems.append(FieldProblem("name", _("The name is too long.")))
    if company.language not in LANGUAGES:
        problems.append(FieldProblem("language", _("This language is not spoken here.")))
    if company.currency not in CURRENCIES:
        problems.append(FieldProblem("currency", _("This currency is not known here.")))
    if not 0 <= company.vat_rate <= 10_000:
        problems.append(FieldProblem("vat_rate", _("A percentage lies between 0 and 100.")))
    if not 0 <= company.minimum <= 10_000:
        problems.append(FieldProblem("minimum", _("A number from 0 to 10 000 is needed here.")))
    if not company.minimum <= company.maximum <= 10_000:
        problems.append(FieldProblem("maximum", _("The maximum lies between the minimum and 10 000.")))
    if not 0 <= company.invoice_days <= 365:
        problems.append(FieldProblem("invoice_days", _("A number from 0 to 365 is needed here.")))
    if not 1 <= company.largest_document <= company.all_documents:
        problems.append(
            FieldProblem("largest_document", _("A document has from 1 MB up to what all together may have."))
        )
    if not 1 <= company.all_documents <= 100_000:
        problems.append(FieldProblem("all_documents", _("A number from 1 to 100 000 is needed here.")))
    if not 0 <= company.answer_days <= 365:
        problems.append(FieldProblem("answer_days", _("A number from 0 to 365 is needed here.")))
    if not 0 < company.certificate_share <= 10_000:
        problems.append(FieldProblem("certificate_share", _("A percentage lies between 0 and 100.")))
    for name in ("certificate_pattern", "invoice_pattern"):
        if not is_pattern(getattr(company, name)):
            problems.append(
                FieldProblem(name, _("Write YYYY or YY for the year, NN or more for the number."))
            )
    if company.invoice_rounding not in dict(ROUNDINGS):
        problems.append(FieldProblem("invoice_rounding", _("Choose one of the list.")))
    if len(company.logo) > 60:
        problems.append(FieldProblem("logo", _("At most 60 letters fit here.")))
    if not 1 <= company.retention_years <= 100:
        problems.append(FieldProblem("retention_years", _("A number from 1 to 100 is needed here.")))
    return problems


def set_up(
    database: Database,
    company: Company,
    administrator: str,
    password: str,
    *,
    full_name: str = "",
    clock: Clock | None = None,
    quick_hash: bool = False,
) -> access.Actor:
    """Make a company in an empty database; its administrator. Raises Conflict when there is one already."""
    if not company.name.strip():
        raise Invalid([FieldProblem("company", _("The company needs a name."))])
    if company.language not in LANGUAGES:
        raise Invalid([FieldProblem("language", _("This language is not spoken here."))])
    from bsc_tui.operations.letter_templates import add_starters  # late: only a new company needs it

    records = Records(database, access.SYSTEM, clock)
    with records.operation("set_up"):
        if Account.select().exists():
            raise Conflict(_("There is a company already."), _("This database belongs to one."))
        records.set_settings(asdict(company))
        lists = starting_lists()
        _make_lists(records, lists["lists"])
        _make_lines(records, lists["service_lines"])
        add_starters(records)
        make_starting_questionnaires(records)
        account_id = add_account(
            records,
            administrator,
            full_name,
            "administrator",
            password,
            language=company.language,
            quick_hash=quick_hash,
        )
    return access.actor_of(Account.get_by_id(account_id), "set-up")


def starting_lists() -> dict[str, Any]:
    """The reference lists and service lines that a new company begins with."""
    text = resources.files("bsc_tui.operations").joinpath("starting_lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _make_lists(records: Records, lists: dict[str, Any]) -> None:
    codes = list(lists)
    ids = records.save_many(
        "reference_list",
        [{"code": code, **_labels(lists[code]), "place": place} for place, code in enumerate(codes, 1)],
    )
    for list_id, code in zip(ids, codes, strict=True):
        _make_terms(records, list_id, lists[code]["terms"], None)


def _make_terms(records: Records, list_id: int, terms: list[dict[str, Any]], parent: int | None) -> None:
    rows = [
        {
            "list": list_id,
            "parent": parent,
            "code": term["code"],
            **_labels(term),
            **{f"reverse_{language}": term.get(f"{language}_reverse", "") for language in LANGUAGES},
            "meaning": term.get("meaning"),
            "place": place * 10,
        }
        for place, term in enumerate(terms, 1)
    ]
    ids = records.save_many("term", rows)
    for id, term in zip(ids, terms, strict=True):
        if term.get("terms"):
            _make_terms(records, list_id, term["terms"], id)


def _make_lines(records: Records, lines: list[dict[str, Any]]) -> None:
    ids = records.save_many(
        "service_line",
        [{"code": line["code"], **_labels(line), "place": n} for n, line in enumerate(lines, 1)],
    )
    for id, line in zip(ids, lines, strict=True):
        records.set_words("kinds", id, line["kinds"])


def _labels(named: dict[str, Any]) -> dict[str, str]:
    return {f"label_{language}": named.get(language, "") for language in LANGUAGES}
