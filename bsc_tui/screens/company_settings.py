"""The settings of the company: what its papers say, what new seminars begin with, how much room there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _, pgettext
from bsc_tui.operations import companies
from bsc_tui.operations.companies import SETTING_LABELS, Company
from bsc_tui.records.access import why
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.screens.form import Form
from bsc_tui.screens.parts.record_sheet import Shown
from bsc_tui.screens.tools import ADMIN, ADMINISTRATION

LIKE: dict[str, tuple[str, str]] = {
    "name": ("enterprise", "name"),
    "language": ("account", "language"),
    "currency": ("engagement", "currency"),
    "vat_rate": ("engagement", "vat_rate"),
    "minimum": ("engagement", "minimum"),
    "maximum": ("engagement", "maximum"),
    "invoice_days": ("engagement", "days"),
    "largest_document": ("engagement", "hours"),
    "all_documents": ("engagement", "hours"),
    "logo": ("enterprise", "short_name"),
    "answer_days": ("engagement", "days"),
    "certificate_share": ("engagement", "vat_rate"),
    "certificate_pattern": ("certificate", "serial"),
    "invoice_pattern": ("invoice", "serial"),
    "invoice_rounding": ("invoice", "rounding"),
    "retention_years": ("engagement", "days"),
}
"""Each setting is typed and shown as the field of a record that is of its kind."""

SECTIONS_SHOWN: list[tuple[Any, list[str | tuple[str, ...]], int]] = [
    (N_("Company"), ["name", "language", "logo"], 0),
    (N_("What new seminars begin with"), ["currency", "vat_rate", "minimum", "maximum", "answer_days"], 0),
    (N_("How much room documents have"), ["largest_document", "all_documents"], 0),
    (N_("Invoices"), ["invoice_pattern", "invoice_days", "invoice_rounding"], 1),
    (N_("Certificates"), ["certificate_pattern", "certificate_share"], 1),
    (N_("Personal data"), ["retention_years"], 1),
]


class CompanySettings(Form):
    """The settings of the company, which live in its database."""

    def __init__(self) -> None:
        super().__init__()
        self._company = Company("")

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (pgettext(*ADMIN), _("Company settings"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "New seminars begin with these values; those that are there keep theirs. The logo text stands at "
            "the door and heads saved reports. In numbers YYYY is the year and NNNN what is counted."
        )

    async def prepare(self) -> None:
        """Read the settings and show them."""
        office = self.office
        self._company = await office.run(companies.company_of, office.database)
        locked = not self._may_write
        self.sheet.show_record(
            SECTIONS_SHOWN,
            [Shown(code, _field(code), locked=locked, label=label) for code, label in SETTING_LABELS.items()],
            vars(self._company),
            {},
            focus=None if locked else self.sheet.current or "name",
        )
        if locked:
            await self.tell_read_only(ADMINISTRATION)

    @property
    def _may_write(self) -> bool:
        return self.office.records.actor.has(ADMINISTRATION)

    def draft_place(self) -> str:
        """One draft."""
        return "form:company"

    def draft_extra(self) -> dict[str, Any]:
        """What opens it again."""
        return {"entity": "company"}

    def payload(self) -> Company:
        """All settings."""
        return Company(**{code: self.sheet.raw[code] for code in SETTING_LABELS})

    def write(self, payload: Company, reason: str, token: str) -> list[str]:
        """Through the gate."""
        return companies.change_settings(self.office.records, payload)

    def warnings_of(self, result: Any) -> list[str]:
        """None."""
        return []

    async def after_save(self, result: Any) -> None:
        """Show what is kept."""
        where = self.sheet.current
        await self.prepare()
        self.sheet.focus_field(where)

    def why_not(self, command_id: str) -> str:
        """Changing needs the right."""
        if command_id == "form.save" and not self._may_write:
            return why(ADMINISTRATION)
        if command_id in ("form.same", "form.same_all"):
            return _("There is only one company.")
        return super().why_not(command_id)


def _field(code: str) -> EntityField:
    entity, name = LIKE[code]
    return replace(fields_of(ENTITIES[entity])[name], required=code != "logo", help="")
