"""Service lines, and the engagements that the company takes on in them."""

from __future__ import annotations

from typing import Any

from peewee import SQL, NodeList

from bsc_tui.db.fields import (
    ChoiceField,
    ClockField,
    CodeField,
    CountField,
    DayField,
    FlagField,
    MoneyField,
    NotesField,
    PartialDateField,
    RateField,
    RecordField,
    TermField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Base, Record
from bsc_tui.db.models.contacts import Enterprise
from bsc_tui.db.models.lists import Term
from bsc_tui.db.models.questionnaires import Questionnaire
from bsc_tui.db.models.staff import StaffMember
from bsc_tui.i18n import N_, NP_

KINDS = (
    ("open_seminar", N_("open seminar")),
    ("closed_seminar", N_("closed seminar")),
    ("consultation", N_("consultation")),
    ("project", N_("project")),
    ("sector_project", N_("sector development project")),
    ("regional_project", N_("regional development project")),
    ("evaluation", N_("project evaluation")),
)
CURRENCIES = (("AMD", "AMD"), ("EUR", "EUR"), ("USD", "USD"), ("RUB", "RUB"))
PRICED = (("head", N_("for each participant")), ("whole", N_("for the whole")))
PARTY_ROLES = (
    ("client", NP_("party", "client")),
    ("sponsor", NP_("party", "sponsor")),
    ("partner", NP_("party", "partner")),
)
TONGUES = (("hy", N_("Armenian")), ("en", N_("English")), ("fr", N_("French")), ("ru", N_("Russian")))


class ServiceLine(Record):
    """A line of services with its responsible people."""

    code = CodeField(unique=True, max_length=12, verbose_name=N_("Code"))
    label_en = TitleField(verbose_name=N_("English"))
    label_fr = TitleField(verbose_name=N_("French"))
    label_hy = TitleField(verbose_name=N_("Armenian"))
    place = CountField(default=0, verbose_name=N_("Order"))
    active = FlagField(default=True, verbose_name=N_("Offered"))


class LineKind(Base):
    """That a line offers a kind of engagement."""

    line = RecordField(ServiceLine)
    kind = ChoiceField(choices=KINDS)
    place = CountField(default=0)

    class Meta:
        indexes = ((("line", "kind"), True),)


class Engagement(Record):
    """One thing that the company does for clients."""

    line = RecordField(ServiceLine, verbose_name=N_("Service line"))
    kind = ChoiceField(choices=KINDS, verbose_name=N_("Kind"))
    topic = TermField(Term, "seminar_topic", null=True, verbose_name=N_("Name"))
    title = TitleField(
        verbose_name=N_("Title"), help_text=N_("Own words, after the name from the list or instead of it.")
    )
    consultation_type = TermField(Term, "consultation", null=True, verbose_name=N_("Type"))
    development_domain = TermField(
        Term, "development_domain", null=True, verbose_name=N_("Development domain")
    )
    evaluation_type = TermField(Term, "evaluation", null=True, verbose_name=N_("Type"))
    subject = TitleField(
        verbose_name=N_("Subject"), help_text=N_("What is evaluated: an enterprise, a community, a strategy.")
    )
    status = TermField(Term, "project_status", null=True, verbose_name=N_("Status"))
    status_reason = WordsField(verbose_name=N_("Why"), help_text=N_("Why it was discontinued or postponed."))
    confirmed_on = DayField(null=True, verbose_name=N_("Confirmed on"))
    decide_by = DayField(null=True, verbose_name=N_("Decide by"))
    starts = PartialDateField(verbose_name=N_("Starts"))
    ends = PartialDateField(verbose_name=N_("Ends"))
    location = WordsField(verbose_name=N_("Place"))
    language = ChoiceField(choices=TONGUES, verbose_name=N_("Held in"))
    responsible = RecordField(StaffMember, null=True, verbose_name=N_("Responsible"))
    responsible_status = TermField(Term, "responsible_status", null=True, verbose_name=N_("Acts as"))
    client = RecordField(Enterprise, null=True, verbose_name=N_("Client"))
    sponsor = RecordField(Enterprise, null=True, verbose_name=N_("Sponsor"))
    region = TermField(Term, "region", null=True, verbose_name=N_("Region"))
    domain = TermField(Term, "domain", null=True, verbose_name=N_("Domain"))
    minimum = CountField(null=True, least=0, most=10_000, verbose_name=N_("Minimum"))
    maximum = CountField(
        null=True, least=0, most=10_000, verbose_name=N_("Maximum"), help_text=N_("Empty: no limit of seats.")
    )
    currency = ChoiceField(choices=CURRENCIES, default="AMD", max_length=3, verbose_name=N_("Currency"))
    priced = ChoiceField(choices=PRICED, default="head", verbose_name=N_("Price is"))
    free = FlagField(verbose_name=N_("Free of charge"))
    price = MoneyField(null=True, verbose_name=N_("Price"))
    discount_rate = RateField(null=True, verbose_name=N_("Discount %"))
    discount = MoneyField(null=True, verbose_name=N_("Discount"))
    vat_rate = RateField(null=True, verbose_name=N_("VAT %"))
    budget = MoneyField(null=True, verbose_name=N_("Budget"))
    hours = CountField(null=True, most=100_000, verbose_name=N_("Hours"))
    days = CountField(null=True, most=10_000, verbose_name=N_("Days"))
    findings = NotesField(verbose_name=N_("Findings"))
    notes = NotesField(verbose_name=N_("Notes"))
    checked_by = RecordField(Account, null=True, index=False, verbose_name=N_("Checked by"))
    checked_on = DayField(null=True, verbose_name=N_("Checked on"))
    advance_questionnaire = RecordField(
        Questionnaire, null=True, index=False, verbose_name=N_("Asked in advance")
    )
    final_questionnaire = RecordField(
        Questionnaire, null=True, index=False, verbose_name=N_("Asked at the end")
    )

    class Meta:
        # The id ends the order of a list, so that it has no ties.
        indexes = ((("line", "kind", "starts", "id"), False), (("starts", "id"), False))


def first_day() -> Any:
    """The day on which an engagement begins, as it is known: one date stands for both."""
    return _either(Engagement.starts, Engagement.ends)


def last_day() -> Any:
    """The day on which an engagement ends; as `first_day`. Its index finds what falls into a period."""
    return _either(Engagement.ends, Engagement.starts)


def _either(one: Any, other: Any) -> Any:
    # Words rather than parameters: an index is found only by the very expression it is made of.
    parts = (SQL("CASE WHEN"), one, SQL("<> '' THEN"), one, SQL("ELSE"), other, SQL("END"))
    return NodeList(parts, parens=True)


Engagement.add_index(Engagement.index(last_day(), name="engagement_last_day"))


class Party(Record):
    """A further client, a sponsor or a partner of an engagement, with the amount it carries."""

    engagement = RecordField(Engagement, verbose_name=N_("Engagement"))
    enterprise = RecordField(Enterprise, verbose_name=N_("Enterprise"))
    role = ChoiceField(choices=PARTY_ROLES, default="client", verbose_name=N_("Role"))
    amount = MoneyField(null=True, verbose_name=N_("Amount"))
    notes = NotesField(verbose_name=N_("Notes"))


class EngagementStaff(Record):
    """Who else of the staff works on an engagement."""

    engagement = RecordField(Engagement, verbose_name=N_("Engagement"))
    member = RecordField(StaffMember, verbose_name=N_("Staff member"))
    role = TermField(Term, "staff_role", null=True, verbose_name=N_("Role"))


class Meeting(Record):
    """One session of an engagement."""

    engagement = RecordField(Engagement, verbose_name=N_("Engagement"))
    day = DayField(verbose_name=N_("Day"))
    begins = ClockField(verbose_name=N_("From"))
    finishes = ClockField(verbose_name=N_("To"))
    location = WordsField(verbose_name=N_("Place"))
