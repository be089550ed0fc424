"""Presence at sessions, and certificates."""

from __future__ import annotations

from bsc_tui.db.models import Certificate, Presence, Reissue
from bsc_tui.entities.entity import Child, Column, Entity, Section
from bsc_tui.i18n import N_

PRESENCE = Entity(
    code="presence",
    model=Presence,
    name=N_("presence"),
    plural=N_("Attendance"),
    area="services",
    guard="line",
    scope="registration.engagement.line",
    title=("registration", "meeting"),
    columns=(
        Column("meeting.day", 10),
        Column("registration", 30, flexible=True),
        Column("state", 12),
    ),
    sections=(Section(N_("Attendance"), ("state",)),),
    hidden=("registration", "meeting"),
    order=("id",),
)

CERTIFICATE = Entity(
    code="certificate",
    model=Certificate,
    personal=("notes",),
    name=N_("certificate"),
    plural=N_("Certificates"),
    area="services",
    guard="line",
    scope="registration.engagement.line",
    title=("serial", "registration"),
    columns=(
        Column("serial", 14),
        Column("day", 10),
        Column("registration.person", 22, flexible=True),
        Column("registration.engagement", 26, flexible=True),
    ),
    sections=(Section(N_("Certificate"), ("serial", "day", "notes")),),
    hidden=("registration", "year", "number"),
    order=("-id",),
    children=(Child("reissue", "certificate", N_("Issued again"), owned=True),),
)

REISSUE = Entity(
    code="reissue",
    model=Reissue,
    personal=("reason",),
    name=N_("re-issue"),
    plural=N_("Re-issues"),
    area="services",
    guard="line",
    scope="certificate.registration.engagement.line",
    title=("certificate", "day"),
    columns=(
        Column("day", 10),
        Column("certificate", 26, flexible=True),
        Column("reason", 24, flexible=True),
        Column("account", 16),
    ),
    sections=(Section(N_("Issued again"), ("day", "reason")),),
    hidden=("certificate", "account"),
    order=("id",),
)

ENTITIES = (PRESENCE, CERTIFICATE, REISSUE)
