"""Which place shows what: tabs, records, new records. Places ask here and never import each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_tui.i18n import NP_
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of
from bsc_tui.screens.tabs import Places

CONTACTS = ("person", "enterprise", "partner", "letter", "action")

NAME_FIELDS = {
    "person": ("last_name", "first_name"),
    "staff": ("last_name", "first_name"),
    "enterprise": ("name",),
    "questionnaire": ("label_en",),
    "engagement": ("title",),
    "account": ("name",),
    "letter": ("subject",),
    "action": ("subject",),
}
"""The fields of a new record that take what was typed to find it; the last one takes the rest."""


def places() -> Places:
    """The place each tab begins with; made at the first visit."""

    def home() -> Place:
        from bsc_tui.screens.home import Home  # late: each tab costs nothing until it is visited

        return Home()

    def contacts() -> Place:
        from bsc_tui.screens.entity_list import EntityList  # late: as above

        return EntityList("person", (NP_("tab", "Contacts"),), sisters=CONTACTS)

    def documents() -> Place:
        from bsc_tui.screens.documents import Documents  # late: as above

        return Documents()

    def services() -> Place:
        from bsc_tui.screens.services import Services  # late: as above

        return Services()

    def staff() -> Place:
        from bsc_tui.screens.staff import StaffList  # late: as above

        return StaffList()

    def reports() -> Place:
        from bsc_tui.screens.reports import Reports  # late: as above

        return Reports()

    def admin() -> Place:
        from bsc_tui.screens.admin import Admin  # late: as above

        return Admin()

    return {
        "home": home,
        "contacts": contacts,
        "documents": documents,
        "services": services,
        "staff": staff,
        "reports": reports,
        "admin": admin,
    }


def words_as_fields(code: str, text: str) -> dict[str, str]:
    """What was typed to find a record, as the first fields of a new one."""
    names = NAME_FIELDS.get(code, ())
    words = text.split()
    if not names or not words:
        return {}
    if len(names) == 1:
        return {names[0]: text}
    first, *rest = [word[:1].upper() + word[1:] for word in words]
    return {names[0]: first, names[1]: " ".join(rest)}


def new_form(code: str, text: str = "", preset: Mapping[str, Any] | None = None) -> Place:
    """The place that makes a new record; `text`: what was typed to find it."""
    from bsc_tui.records.rules.services import SEMINARS  # late: the gate isn't needed for the first screen

    values = {**words_as_fields(code, text), **(preset or {})}
    if code == "account":
        from bsc_tui.screens.accounts import AccountForm  # late: seldom needed

        return AccountForm(None, preset=values)
    if code == "engagement" and values.get("kind") in SEMINARS:
        from bsc_tui.screens.seminar import SeminarWorkspace  # late: the workspace's own parts

        return SeminarWorkspace(None, preset=values)
    if code == "engagement":
        from bsc_tui.screens.engagement_form import EngagementForm  # late: as above

        return EngagementForm(None, preset=values)
    if code == "person":
        from bsc_tui.screens.person_form import PersonForm  # late: as above

        return PersonForm(code, preset=values, closes=preset is None)
    if code in ("letter", "action"):
        from bsc_tui.screens.correspondence import ActionForm, LetterForm  # late: seldom needed

        return (LetterForm if code == "letter" else ActionForm)(None, preset=values)
    if code == "questionnaire":
        from bsc_tui.screens.questionnaire_form import QuestionnaireForm  # late: seldom needed

        return QuestionnaireForm(None, preset=values)
    from bsc_tui.screens.entity_form import EntityForm  # late: as above

    return EntityForm(code, preset=values, closes=preset is None)


async def begin_engagement(place: Place, line_id: int, kind: str, text: str = "") -> None:
    """Open a new engagement of a line and kind, with the company's usual values; `text` as in `new_form`."""
    from bsc_tui.operations import seminars  # late: as above

    preset = await place.ask(seminars.blank, office_of(place).records, line_id, kind)
    if preset is not None:
        place.open(new_form("engagement", text, preset))


async def open_record(place: Place, code: str, record_id: int) -> None:
    """Open a record in its place, on top of the one that asks."""
    made = await place_of_record(place, code, record_id)
    if made is not None:
        place.open(made)


async def place_of_record(place: Place, code: str, record_id: int) -> Place | None:
    """The place that shows a record; None (and the reason said) when it is gone."""
    office = office_of(place)
    kept = await place.ask(office.records.get, code, record_id)
    if kept is None:
        return None
    from bsc_tui.records.rules.services import SEMINARS  # late: as above

    if code == "engagement" and kept.values["kind"] in SEMINARS:
        from bsc_tui.screens.seminar import SeminarWorkspace  # late: the workspace's own parts

        return SeminarWorkspace(record_id)
    if code == "engagement":
        from bsc_tui.screens.engagement_form import EngagementForm  # late: as above

        return EngagementForm(record_id)
    if code in ("document", "attachment"):
        from bsc_tui.screens.document_view import DocumentView  # late: as above

        return DocumentView(record_id if code == "document" else kept.values["document"])
    if code == "letter_template":
        from bsc_tui.screens.letter_template import TemplateView  # late: seldom needed

        return TemplateView(record_id)
    if code == "registration":
        from bsc_tui.screens.registration import RegistrationForm  # late: as above

        return RegistrationForm(kept.values["engagement"], registration_id=record_id)
    if code in ("invoice", "invoice_line"):
        from bsc_tui.screens.invoice import InvoiceView  # late: seldom needed

        return InvoiceView(record_id if code == "invoice" else kept.values["invoice"])
    if code == "correction":
        from bsc_tui.screens.proposals import Proposals  # late: seldom needed

        return Proposals("all", at=record_id)
    if code == "account":
        from bsc_tui.screens.accounts import AccountForm  # late: seldom needed

        return AccountForm(record_id)
    if code == "person":
        from bsc_tui.screens.person_form import PersonForm  # late: as above

        return PersonForm(code, record_id)
    if code in ("letter", "action"):
        from bsc_tui.screens.correspondence import ActionForm, LetterForm  # late: seldom needed

        return (LetterForm if code == "letter" else ActionForm)(record_id)
    if code == "questionnaire":
        from bsc_tui.screens.questionnaire_form import QuestionnaireForm  # late: seldom needed

        return QuestionnaireForm(record_id)
    if code == "staff":
        from bsc_tui.screens.staff_form import StaffForm  # late: as above

        return StaffForm(record_id)
    from bsc_tui.screens.entity_form import EntityForm  # late: as above

    return EntityForm(code, record_id)


def place_of_draft(content: Mapping[str, Any]) -> Place | None:
    """The place that a draft was typed in."""
    from bsc_tui.entities.registry import ENTITIES  # late: as above

    extra = content.get("extra", {})
    code = extra.get("entity")
    if code == "registration":
        from bsc_tui.screens.registration import RegistrationForm  # late: as above

        return RegistrationForm(
            extra["engagement"], registration_id=extra.get("id"), person_id=extra.get("person"), typed=""
        )
    if code == "bulk":
        from bsc_tui.screens.bulk_grid import BulkGrid  # late: as above

        return BulkGrid(extra["engagement"])
    if code == "sheets":
        from bsc_tui.screens.evaluation_grid import EvaluationGrid  # late: as above

        return EvaluationGrid(extra["engagement"], extra["occasion"])
    if code == "questionnaire":
        from bsc_tui.screens.questionnaire_form import QuestionnaireForm  # late: seldom needed

        return QuestionnaireForm(extra.get("id"), preset=extra.get("preset"))
    if code == "staff":
        from bsc_tui.screens.staff_form import StaffForm  # late: seldom needed

        return StaffForm(extra.get("id"), preset=extra.get("preset"))
    if code == "engagement" and extra.get("workspace"):
        from bsc_tui.screens.seminar import SeminarWorkspace  # late: as above

        return SeminarWorkspace(extra.get("id"), preset=extra.get("preset"))
    if code == "account":
        from bsc_tui.screens.accounts import AccountForm  # late: seldom needed

        return AccountForm(extra.get("id"), preset=extra.get("preset"))
    if code == "company":
        from bsc_tui.screens.company_settings import CompanySettings  # late: seldom needed

        return CompanySettings()
    if code == "engagement":
        from bsc_tui.screens.engagement_form import EngagementForm  # late: as above

        return EngagementForm(extra.get("id"), preset=extra.get("preset"))
    if code == "correction":
        from bsc_tui.screens.propose import ProposeForm  # late: seldom needed

        about, path = extra["about"], extra["path"]
        return ProposeForm((about[0], about[1], about[2]), path)
    if code == "lists":
        from bsc_tui.screens.reference_lists import ReferenceLists  # late: as above

        return ReferenceLists(extra)
    if code == "person":
        from bsc_tui.screens.person_form import PersonForm  # late: as above

        return PersonForm(code, extra.get("id"), preset=extra.get("preset"))
    if code in ("letter", "action"):
        from bsc_tui.screens.correspondence import ActionForm, LetterForm  # late: seldom needed

        form = LetterForm if code == "letter" else ActionForm
        return form(extra.get("id"), preset=extra.get("preset"))
    if code in ENTITIES:
        from bsc_tui.screens.entity_form import EntityForm  # late: as above

        return EntityForm(code, extra.get("id"), preset=extra.get("preset"))
    return None
