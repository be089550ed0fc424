"""Staff, what they teach, their personal development projects."""

from __future__ import annotations

from bsc_tui.db.models import DevelopmentProject, StaffMember, Subject
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

STAFF = Entity(
    code="staff",
    model=StaffMember,
    name=N_("staff member"),
    plural=N_("Staff"),
    area="staff",
    guard="staff",
    title=("last_name", "first_name"),
    required=("last_name",),
    columns=(
        Column("last_name", 16, flexible=True),
        Column("first_name", 12),
        Column("kind", 18),
        Column("position", 18, flexible=True, priority=3),
        Column("phone", 17),
        Column("email", 24, priority=4),
        Column("active", 12, priority=2),
    ),
    sections=(
        Section(
            N_("Staff member"),
            (
                "last_name",
                "first_name",
                "patronymic",
                "kind",
                "position",
                "enterprise",
                "phone",
                "email",
                "address",
                "status_description",
            ),
        ),
        Section(
            N_("Papers"),
            (
                "passport_number",
                ("passport_issued_by", "passport_issued_on"),
                "social_card",
                "bank",
                "account",
            ),
            column=1,
        ),
        Section(
            N_("Coming and leaving"),
            (("hired", "dismissed"), "dismissal_reason", "active", "user", "notes"),
            column=1,
        ),
    ),
    search=Search(
        names=("last_name", "first_name"),
        companies=("enterprise.name",),
        phones=("phone",),
        emails=("email",),
        numbers=("passport_number", "social_card"),
    ),
    sort=("last_name", "first_name"),
    sortable=("last_name",),
    hidden=("sort_key",),
    children=(
        Child("engagement_staff", "member", N_("Works on")),
        Child("engagement", "responsible", N_("Responsible for")),
        Child("subject", "member", N_("Teaches"), owned=True),
        Child("development_project", "member", N_("Development projects"), owned=True),
        Child("attachment", "staff", N_("Documents"), owned=True),
    ),
)

SUBJECT = Entity(
    code="subject",
    model=Subject,
    name=N_("subject taught"),
    plural=N_("Subjects taught"),
    area="staff",
    guard="staff",
    title=("topic", "member"),
    columns=(
        Column("topic", 30, flexible=True),
        Column("member", 22, flexible=True),
        Column("remark", 20, priority=2),
    ),
    sections=(Section(N_("Subject taught"), ("member", "topic", "remark")),),
    search=Search(
        names=("topic.label_en", "topic.label_fr", "topic.label_hy"),
        companies=("member.last_name", "member.first_name"),
    ),
    order=("id",),
)

DEVELOPMENT_PROJECT = Entity(
    code="development_project",
    model=DevelopmentProject,
    name=N_("personal development project"),
    plural=N_("Personal development projects"),
    area="staff",
    guard="staff",
    title=("title",),
    required=("title",),
    columns=(
        Column("title", 24, flexible=True),
        Column("member", 20, flexible=True),
        Column("starts", 10),
        Column("ends", 10, priority=2),
        Column("status", 10),
    ),
    sections=(
        Section(N_("Personal development project"), ("member", "title", ("starts", "ends"), "status")),
        Section(N_("Why, and what came of it"), ("aim", "outcome"), column=1),
    ),
    search=Search(names=("title",), companies=("member.last_name", "member.first_name")),
    sort=("title",),
    hidden=("sort_key",),
)

ENTITIES = (STAFF, SUBJECT, DEVELOPMENT_PROJECT)
