"""People, enterprises, and what ties them together."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    ChoiceField,
    DayField,
    EmailField,
    FlagField,
    NotesField,
    PartialDateField,
    PersonNameField,
    PhoneField,
    RecordField,
    SensitiveField,
    TermField,
    TitleField,
    WebField,
    WordsField,
)
from bsc_tui.db.models.base import Record, index_for_order
from bsc_tui.db.models.lists import Term
from bsc_tui.i18n import N_, NP_

SEXES = (("female", NP_("sex", "female")), ("male", NP_("sex", "male")))
CORRESPONDENCE = (("hy", N_("Armenian")), ("en", N_("English")), ("fr", N_("French")), ("ru", N_("Russian")))

INCOMPLETE_PERSON = (
    "trashed_at IS NULL AND erased_on IS NULL AND (first_name = '' OR last_name = '' OR (phone = '' "
    "AND mobile = '' AND other_phone = '' AND email = '' AND other_email = ''))"
)
INCOMPLETE_ENTERPRISE = "trashed_at IS NULL AND (legal_status_id IS NULL OR (phone = '' AND email = ''))"
"""Conditions of records that lack something needed: asked in these very words an index answers them."""


class Enterprise(Record):
    """A company, office or association: client, workplace, sponsor, partner."""

    name = TitleField(verbose_name=N_("Name"))
    short_name = TitleField(max_length=60, verbose_name=N_("Short name"))
    other_name = TitleField(
        verbose_name=N_("Other name"),
        help_text=N_("The name in another script or language, or a former name."),
    )
    legal_status = TermField(Term, "legal_status", null=True, verbose_name=N_("Legal status"))
    tax_number = WordsField(max_length=20, verbose_name=N_("Tax number"))
    external_id = WordsField(
        max_length=40, verbose_name=N_("Old number"), help_text=N_("The number in an earlier system.")
    )
    phone = PhoneField(max_length=40, verbose_name=N_("Telephone"))
    fax = PhoneField(max_length=40, verbose_name=N_("Fax"))
    email = EmailField(max_length=120, verbose_name=N_("E-mail"))
    website = WebField(max_length=120, verbose_name=N_("Web site"))
    address = WordsField(verbose_name=N_("Address"))
    postcode = WordsField(max_length=12, verbose_name=N_("Postcode"))
    city = WordsField(max_length=60, verbose_name=N_("City"))
    region = TermField(Term, "region", null=True, verbose_name=N_("Region"))
    country = TermField(Term, "country", null=True, verbose_name=N_("Country"))
    industry = TermField(Term, "industry", null=True, verbose_name=N_("Industry"))
    domain = TermField(Term, "domain", null=True, verbose_name=N_("Domain"))
    source = TermField(Term, "information_source", null=True, verbose_name=N_("Source"))
    bank = TermField(Term, "bank", null=True, verbose_name=N_("Bank"))
    account = SensitiveField(max_length=34, verbose_name=N_("Bank account"))
    notes = NotesField(verbose_name=N_("Notes"))
    sort_key = WordsField(max_length=120)


class Person(Record):
    """An individual: participant, client, contact of an enterprise."""

    last_name = PersonNameField(max_length=80, verbose_name=N_("Last name"))
    first_name = PersonNameField(max_length=80, verbose_name=N_("First name"))
    patronymic = PersonNameField(max_length=80, verbose_name=N_("Patronymic"))
    sex = ChoiceField(choices=SEXES, verbose_name=N_("Sex"))
    birth_date = PartialDateField(
        verbose_name=N_("Birth date"), help_text=N_("A year or a month is enough: 1984, 03.1984, 12.03.1984.")
    )
    passport_number = SensitiveField(max_length=20, verbose_name=N_("Passport"))
    passport_issued_by = WordsField(max_length=60, verbose_name=N_("Issued by"))
    passport_issued_on = DayField(null=True, verbose_name=N_("Issued on"))
    social_card = SensitiveField(max_length=20, verbose_name=N_("Social card"))
    phone = PhoneField(max_length=40, verbose_name=N_("Telephone"))
    mobile = PhoneField(max_length=40, verbose_name=N_("Mobile"))
    other_phone = PhoneField(max_length=40, verbose_name=N_("Other phone"))
    email = EmailField(max_length=120, verbose_name=N_("E-mail"))
    other_email = EmailField(max_length=120, verbose_name=N_("Other e-mail"))
    address = WordsField(verbose_name=N_("Address"))
    postcode = WordsField(max_length=12, verbose_name=N_("Postcode"))
    city = WordsField(max_length=60, verbose_name=N_("City"))
    region = TermField(Term, "region", null=True, verbose_name=N_("Region"))
    country = TermField(Term, "country", null=True, verbose_name=N_("Country"))
    external_id = WordsField(
        max_length=40, verbose_name=N_("Old number"), help_text=N_("The number in an earlier system.")
    )
    employer = RecordField(Enterprise, null=True, verbose_name=N_("Employer"))
    position = TermField(Term, "position", null=True, verbose_name=N_("Position"))
    domain = TermField(Term, "domain", null=True, verbose_name=N_("Domain"))
    source = TermField(Term, "information_source", null=True, verbose_name=N_("Source"))
    bank = TermField(Term, "bank", null=True, verbose_name=N_("Bank"))
    bank_branch = WordsField(max_length=60, verbose_name=N_("Bank branch"))
    account = SensitiveField(max_length=34, verbose_name=N_("Bank account"))
    stage = TermField(
        Term,
        "stage",
        null=True,
        verbose_name=N_("Stage"),
        help_text=N_("Set by hand; empty: it follows from the history."),
    )
    language = ChoiceField(choices=CORRESPONDENCE, verbose_name=N_("Language"))
    letters = FlagField(verbose_name=N_("Letters welcome"))
    emails = FlagField(verbose_name=N_("E-mails welcome"))
    calls = FlagField(verbose_name=N_("Calls welcome"))
    notes = NotesField(verbose_name=N_("Notes"))
    erased_on = DayField(null=True, verbose_name=N_("Erased on"))
    sort_key = WordsField(max_length=120)


# An enterprise names people and a person names an enterprise: the second half of the circle is closed here.
Enterprise._meta.add_field("director", RecordField(Person, null=True, verbose_name=N_("Director")))
Enterprise._meta.add_field(
    "responsible",
    RecordField(
        Person, null=True, verbose_name=N_("Contact person"), help_text=N_("Who speaks for the enterprise.")
    ),
)

for _table, _condition in ((Person, INCOMPLETE_PERSON), (Enterprise, INCOMPLETE_ENTERPRISE)):
    _table.add_index(
        _table.index(_table.id, name=f"{_table._meta.table_name}_incomplete", where=SQL(_condition))
    )


index_for_order(Person, "sort_key", name="person_order")
index_for_order(Person, "birth_date", name="person_birth_date_order")
index_for_order(Person, "email", name="person_email_order")
index_for_order(Enterprise, "sort_key", name="enterprise_order")


class Employment(Record):
    """Who worked where, as it was; the enterprise's contacts with their own telephone and e-mail there."""

    person = RecordField(Person, verbose_name=N_("Person"))
    enterprise = RecordField(Enterprise, verbose_name=N_("Enterprise"))
    position = TermField(Term, "position", null=True, verbose_name=N_("Position"))
    since = PartialDateField(verbose_name=N_("Since"))
    until = PartialDateField(verbose_name=N_("Until"))
    phone = PhoneField(max_length=40, verbose_name=N_("Telephone there"))
    email = EmailField(max_length=120, verbose_name=N_("E-mail there"))
    contact = FlagField(verbose_name=N_("Is a contact"), help_text=N_("Speaks for the enterprise."))


class PartnerRole(Record):
    """An enterprise in a partner role, for a time."""

    enterprise = RecordField(Enterprise, verbose_name=N_("Enterprise"))
    kind = TermField(Term, "partner_kind", null=True, verbose_name=N_("Kind of partner"))
    since = PartialDateField(verbose_name=N_("Since"))
    until = PartialDateField(verbose_name=N_("Until"))
    notes = NotesField(verbose_name=N_("Notes"))


index_for_order(PartnerRole, "since", name="partner_role_order")


class Relationship(Record):
    """What a person is to another person or to an enterprise; shown from both sides."""

    person = RecordField(Person, verbose_name=N_("Person"))
    kind = TermField(Term, "relationship_type", verbose_name=N_("Is"))
    other_person = RecordField(Person, null=True, verbose_name=N_("Of the person"))
    enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Of the enterprise"))
    notes = NotesField(verbose_name=N_("Notes"))


class Interest(Record):
    """A topic that a person would like to hear about."""

    person = RecordField(Person, verbose_name=N_("Person"))
    topic = TermField(Term, "seminar_topic", verbose_name=N_("Topic"))
