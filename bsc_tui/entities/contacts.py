"""People, enterprises and what ties them together."""

from __future__ import annotations

from bsc_tui.db.models import Employment, Enterprise, Interest, PartnerRole, Person, Relationship
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

PERSON = Entity(
    code="person",
    model=Person,
    name=N_("person"),
    plural=N_("People"),
    area="contacts",
    guard="contacts",
    title=("last_name", "first_name"),
    required=("last_name",),
    columns=(
        Column("last_name", 17),
        Column("first_name", 12),
        Column("employer", 18, flexible=True),
        Column("position", 15, priority=3),
        Column("mobile", 17, priority=2),
        Column("phone", 17, priority=4),
        Column("email", 24, priority=5),
        Column("birth_date", 10, priority=6),
        Column("city", 14, priority=7),
    ),
    sections=(
        Section(
            N_("Person"),
            (
                "last_name",
                "first_name",
                "patronymic",
                "sex",
                "birth_date",
                "passport_number",
                "passport_issued_by",
                "passport_issued_on",
                "social_card",
            ),
        ),
        Section(
            N_("Reach"),
            (
                "phone",
                "mobile",
                "other_phone",
                "email",
                "other_email",
                "address",
                "postcode",
                "city",
                "region",
                "country",
            ),
        ),
        Section(N_("Work"), ("employer", "position", "domain"), column=1),
        Section(N_("How they came"), ("source", "stage", "external_id"), column=1),
        Section(N_("Bank"), ("bank", "bank_branch", "account"), column=1),
        Section(N_("Letters"), ("language", "letters", "emails", "calls"), column=1),
        Section(N_("Notes"), ("notes",), column=1),
    ),
    search=Search(
        names=("last_name", "first_name", "patronymic"),
        companies=("employer.name", "employer.short_name"),
        phones=("phone", "mobile", "other_phone"),
        emails=("email", "other_email"),
        numbers=("passport_number", "social_card", "external_id"),
    ),
    sort=("last_name", "first_name", "patronymic"),
    sortable=("last_name", "birth_date", "email"),
    hidden=("sort_key", "erased_on"),
    lasting=("sex", "region", "country", "domain", "source", "stage", "position", "erased_on"),
    children=(
        Child("registration", "person", N_("Seminars")),
        Child("employment", "person", N_("Employment"), owned=True),
        Child("relationship", "person", N_("Relationships"), owned=True),
        Child("relationship", "other_person", N_("Relationships"), owned=True),
        Child("interest", "person", N_("Interests"), owned=True),
        Child("attachment", "person", N_("Documents"), owned=True),
        Child("letter", "person", N_("Correspondence"), owned=True),
        Child("action", "person", N_("Actions"), owned=True),
    ),
)

ENTERPRISE = Entity(
    code="enterprise",
    model=Enterprise,
    name=N_("enterprise"),
    plural=N_("Enterprises"),
    area="contacts",
    guard="contacts",
    title=("name",),
    required=("name",),
    columns=(
        Column("name", 26, flexible=True),
        Column("legal_status", 10, priority=3),
        Column("industry", 15, priority=2),
        Column("city", 12, priority=4),
        Column("phone", 17),
        Column("email", 24, priority=5),
        Column("responsible", 20, priority=6),
    ),
    sections=(
        Section(
            N_("Enterprise"),
            ("name", "short_name", "other_name", "legal_status", "tax_number", "external_id"),
        ),
        Section(
            N_("Reach"),
            ("phone", "fax", "email", "website", "address", "postcode", "city", "region", "country"),
        ),
        Section(N_("People"), ("director", "responsible"), column=1),
        Section(N_("Activity"), ("industry", "domain", "source"), column=1),
        Section(N_("Bank"), ("bank", "account"), column=1),
        Section(N_("Notes"), ("notes",), column=1),
    ),
    search=Search(
        names=("name", "short_name", "other_name"),
        companies=("responsible.last_name", "director.last_name"),
        phones=("phone", "fax"),
        emails=("email",),
        numbers=("tax_number", "account", "external_id"),
    ),
    sort=("name",),
    sortable=("name",),
    hidden=("sort_key",),
    children=(
        Child("employment", "enterprise", N_("People"), owned=True),
        Child("engagement", "client", N_("As client")),
        Child("engagement", "sponsor", N_("As sponsor")),
        Child("party", "enterprise", N_("Part in")),
        Child("registration", "workplace", N_("Participants")),
        Child("partner", "enterprise", N_("Partner roles"), owned=True),
        Child("relationship", "enterprise", N_("Relationships"), owned=True),
        Child("attachment", "enterprise", N_("Documents"), owned=True),
        Child("letter", "enterprise", N_("Correspondence"), owned=True),
        Child("action", "enterprise", N_("Actions"), owned=True),
    ),
)

EMPLOYMENT = Entity(
    code="employment",
    model=Employment,
    name=N_("employment"),
    plural=N_("Employments"),
    area="contacts",
    guard="contacts",
    title=("person", "enterprise"),
    columns=(
        Column("person", 22, flexible=True),
        Column("enterprise", 22, flexible=True),
        Column("position", 16),
        Column("since", 10),
        Column("until", 10, priority=2),
        Column("phone", 17, priority=3),
        Column("email", 22, priority=4),
    ),
    sections=(
        Section(
            N_("Employment"),
            ("person", "enterprise", "position", "since", "until", "phone", "email", "contact"),
        ),
    ),
    order=("-since", "-id"),
)

PARTNER = Entity(
    code="partner",
    model=PartnerRole,
    name=N_("partner"),
    plural=N_("Partners"),
    area="contacts",
    guard="contacts",
    title=("enterprise",),
    columns=(
        Column("enterprise", 28, flexible=True),
        Column("kind", 20),
        Column("since", 10),
        Column("until", 10, priority=2),
        Column("enterprise.phone", 16, priority=3),
        Column("enterprise.email", 24, priority=4),
    ),
    sections=(Section(N_("Partner"), ("enterprise", "kind", "since", "until", "notes")),),
    search=Search(names=("enterprise.name", "enterprise.short_name"), phones=("enterprise.phone",)),
    order=("-since", "-id"),
    sortable=("since",),
)

RELATIONSHIP = Entity(
    code="relationship",
    model=Relationship,
    name=N_("relationship"),
    plural=N_("Relationships"),
    area="contacts",
    guard="contacts",
    title=("person", "kind"),
    columns=(
        Column("person", 22, flexible=True),
        Column("kind", 20),
        Column("other_person", 22, flexible=True),
        Column("enterprise", 22, priority=2, flexible=True),
    ),
    sections=(Section(N_("Relationship"), ("person", "kind", "other_person", "enterprise", "notes")),),
    order=("id",),
)

INTEREST = Entity(
    code="interest",
    model=Interest,
    name=N_("interest"),
    plural=N_("Interests"),
    area="contacts",
    guard="contacts",
    title=("topic",),
    columns=(Column("person", 24, flexible=True), Column("topic", 40, flexible=True)),
    sections=(Section(N_("Interest"), ("person", "topic")),),
    order=("id",),
)

ENTITIES = (PERSON, ENTERPRISE, EMPLOYMENT, PARTNER, RELATIONSHIP, INTEREST)
