"""Engagements of every kind, and the lines that belong to one."""

from __future__ import annotations

from bsc_tui.db.models import Engagement, EngagementStaff, Meeting, Party
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

STATE = ("status", "status_reason")
WHEN = ("starts", "ends")
WHO = ("responsible", "responsible_status")
SHEETS = ("advance_questionnaire", "final_questionnaire")

OPEN_SEMINAR = (
    Section(
        N_("Seminar"),
        (
            "topic",
            "title",
            WHEN,
            *WHO,
            *STATE,
            "confirmed_on",
            "decide_by",
            "location",
            "language",
            "sponsor",
            *SHEETS,
        ),
    ),
    Section(
        N_("Seats and price"),
        (
            ("minimum", "maximum"),
            "currency",
            "free",
            "price",
            ("discount_rate", "discount"),
            "vat_rate",
            "region",
            "domain",
            "notes",
        ),
        column=1,
    ),
)
CLOSED_SEMINAR = (
    Section(
        N_("Seminar"),
        (
            "topic",
            "title",
            "client",
            WHEN,
            *WHO,
            *STATE,
            "confirmed_on",
            "decide_by",
            "location",
            "language",
            *SHEETS,
        ),
    ),
    Section(
        N_("Seats and price"),
        (
            ("minimum", "maximum"),
            "currency",
            "free",
            "priced",
            "price",
            ("discount_rate", "discount"),
            "vat_rate",
            "sponsor",
            "region",
            "domain",
            "notes",
        ),
        column=1,
    ),
)
CONSULTATION = (
    Section(
        N_("Consultation"),
        ("consultation_type", "title", "client", *WHEN, *WHO, *STATE, "hours", "days", "location"),
    ),
    Section(
        N_("Money"),
        ("currency", "free", "price", ("discount_rate", "discount"), "vat_rate", "sponsor"),
        column=1,
    ),
    Section(N_("More"), ("region", "domain", "language", "notes"), column=1),
)
PROJECT = (
    Section(N_("Project"), ("title", "client", *WHEN, *WHO, *STATE, "confirmed_on", "location")),
    Section(N_("Money"), ("currency", "free", "budget", "price", "vat_rate", "sponsor"), column=1),
    Section(N_("More"), ("region", "domain", "language", "notes"), column=1),
)
DEVELOPMENT_PROJECT = (
    Section(
        N_("Project"),
        ("title", "development_domain", "client", *WHEN, *WHO, *STATE, "confirmed_on", "location"),
    ),
    *PROJECT[1:],
)
EVALUATION = (
    Section(N_("Evaluation"), ("evaluation_type", "title", "subject", "client", *WHEN, *WHO, *STATE)),
    Section(N_("Money"), ("currency", "free", "budget", "price", "vat_rate", "sponsor"), column=1),
    Section(N_("Findings"), ("region", "domain", "findings", "notes"), column=1),
)

KIND_WORDS = {
    "open_seminar": N_("seminar"),
    "closed_seminar": N_("seminar"),
    "consultation": N_("consultation"),
    "project": N_("project"),
    "sector_project": N_("project"),
    "regional_project": N_("project"),
    "evaluation": N_("evaluation"),
}
"""What people call an engagement of each kind."""

KIND_PLURALS = {
    "open_seminar": N_("Open seminars"),
    "closed_seminar": N_("Closed seminars"),
    "consultation": N_("Consultations"),
    "project": N_("Projects"),
    "sector_project": N_("Sector development projects"),
    "regional_project": N_("Regional development projects"),
    "evaluation": N_("Project evaluations"),
}

KIND_BEGINNINGS = {
    "open_seminar": N_("New open seminar"),
    "closed_seminar": N_("New closed seminar"),
    "consultation": N_("New consultation"),
    "project": N_("New project"),
    "sector_project": N_("New sector development project"),
    "regional_project": N_("New regional development project"),
    "evaluation": N_("New project evaluation"),
}
"""What beginning one is called."""

SEMINAR_COLUMNS = (
    Column("starts", 10),
    Column("ends", 10, priority=3),
    Column("topic", 24, flexible=True),
    Column("title", 12, flexible=True, priority=4),
    Column("client", 20, priority=5),
    Column("responsible", 18, priority=2),
    Column("status", 12),
    Column("location", 16, priority=6),
)
WORK_COLUMNS = (
    Column("starts", 10),
    Column("ends", 10, priority=4),
    Column("title", 26, flexible=True),
    Column("client", 20, priority=2),
    Column("responsible", 18, priority=3),
    Column("status", 12),
)

ENGAGEMENT = Entity(
    code="engagement",
    model=Engagement,
    name=N_("engagement"),
    plural=N_("Engagements"),
    area="services",
    guard="line",
    scope="line",
    title=("topic", "title"),
    columns=(
        Column("starts", 10),
        Column("ends", 10, priority=5),
        Column("topic", 20, flexible=True),
        Column("title", 16, flexible=True),
        Column("client", 20, priority=4),
        Column("responsible", 18, priority=3),
        Column("status", 12, priority=2),
        Column("location", 16, priority=6),
    ),
    sections=PROJECT,
    variant="kind",
    variants={
        "open_seminar": OPEN_SEMINAR,
        "closed_seminar": CLOSED_SEMINAR,
        "consultation": CONSULTATION,
        "project": PROJECT,
        "sector_project": DEVELOPMENT_PROJECT,
        "regional_project": DEVELOPMENT_PROJECT,
        "evaluation": EVALUATION,
    },
    variant_columns={
        "open_seminar": SEMINAR_COLUMNS,
        "closed_seminar": SEMINAR_COLUMNS,
        "consultation": (WORK_COLUMNS[0], Column("consultation_type", 18, priority=5), *WORK_COLUMNS[1:]),
        "project": WORK_COLUMNS,
        "sector_project": WORK_COLUMNS,
        "regional_project": WORK_COLUMNS,
        "evaluation": (WORK_COLUMNS[0], Column("evaluation_type", 18, priority=5), *WORK_COLUMNS[1:]),
    },
    hidden=("line", "kind", "checked_by", "checked_on"),
    currency="currency",
    search=Search(
        names=("topic.label_en", "topic.label_fr", "topic.label_hy", "title"),
        companies=("client.name", "sponsor.name", "responsible.last_name", "location"),
    ),
    order=("-starts", "-id"),
    sortable=("starts",),
    children=(
        Child("registration", "engagement", N_("Participants")),
        Child("booking", "engagement", N_("Bookings")),
        Child("evaluation_sheet", "engagement", N_("Evaluation sheets")),
        Child("party", "engagement", N_("Clients, sponsors, partners"), owned=True),
        Child("engagement_staff", "engagement", N_("Staff"), owned=True),
        Child("meeting", "engagement", N_("Sessions"), owned=True),
        Child("attachment", "engagement", N_("Documents"), owned=True),
        Child("letter", "engagement", N_("Correspondence"), owned=True),
        Child("action", "engagement", N_("Actions"), owned=True),
    ),
)

PARTY = Entity(
    code="party",
    model=Party,
    name=N_("party"),
    plural=N_("Clients, sponsors, partners"),
    area="services",
    guard="line",
    scope="engagement.line",
    currency="engagement.currency",
    title=("enterprise", "role"),
    columns=(
        Column("enterprise", 26, flexible=True),
        Column("role", 10),
        Column("amount", 14),
        Column("engagement", 24, priority=2, flexible=True),
    ),
    sections=(
        Section(N_("Client, sponsor or partner"), ("engagement", "enterprise", "role", "amount", "notes")),
    ),
    order=("id",),
)

ENGAGEMENT_STAFF = Entity(
    code="engagement_staff",
    model=EngagementStaff,
    name=N_("staff of an engagement"),
    plural=N_("Staff of engagements"),
    area="services",
    guard="line",
    scope="engagement.line",
    title=("member", "role"),
    columns=(
        Column("member", 24, flexible=True),
        Column("engagement.starts", 10, priority=3),
        Column("engagement", 24, priority=2, flexible=True),
        Column("role", 16),
    ),
    sections=(Section(N_("Staff of the engagement"), ("engagement", "member", "role")),),
    order=("id",),
)

MEETING = Entity(
    code="meeting",
    model=Meeting,
    name=N_("session"),
    plural=N_("Sessions"),
    area="services",
    guard="line",
    scope="engagement.line",
    title=("day", "begins"),
    columns=(
        Column("day", 10),
        Column("begins", 6),
        Column("finishes", 6),
        Column("location", 24, flexible=True),
        Column("engagement", 24, priority=2, flexible=True),
    ),
    sections=(Section(N_("Session"), ("engagement", "day", ("begins", "finishes"), "location")),),
    order=("day", "begins", "id"),
    children=(Child("presence", "meeting", N_("Attendance"), owned=True),),
)

ENTITIES = (ENGAGEMENT, PARTY, ENGAGEMENT_STAFF, MEETING)
