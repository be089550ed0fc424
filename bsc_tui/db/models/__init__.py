"""All tables, by area."""

from bsc_tui.db.models.accounts import Account, Draft, Right, Setting, Visit
from bsc_tui.db.models.audit import Change, Operation
from bsc_tui.db.models.base import Base, Record, dicts, proxy, tuples
from bsc_tui.db.models.contacts import Employment, Enterprise, Interest, PartnerRole, Person, Relationship
from bsc_tui.db.models.evaluations import Answer, EvaluationSheet
from bsc_tui.db.models.lists import ReferenceList, Term
from bsc_tui.db.models.questionnaires import Question, Questionnaire, QuestionOption
from bsc_tui.db.models.registrations import Booking, Payment, Registration
from bsc_tui.db.models.services import Engagement, EngagementStaff, LineKind, Meeting, Party, ServiceLine
from bsc_tui.db.models.staff import StaffMember

TABLES: tuple[type[Base], ...] = (
    ReferenceList,
    Term,
    Enterprise,
    Person,
    Employment,
    PartnerRole,
    Relationship,
    Interest,
    StaffMember,
    ServiceLine,
    LineKind,
    Account,
    Questionnaire,
    Question,
    QuestionOption,
    Engagement,
    Party,
    EngagementStaff,
    Meeting,
    Booking,
    Registration,
    Payment,
    EvaluationSheet,
    Answer,
    Right,
    Draft,
    Visit,
    Setting,
    Operation,
    Change,
)
"""In an order in which they can be created: what is referred to comes first."""

__all__ = [
    "TABLES",
    "Account",
    "Answer",
    "Base",
    "Booking",
    "Change",
    "Draft",
    "Employment",
    "Engagement",
    "EngagementStaff",
    "Enterprise",
    "EvaluationSheet",
    "Interest",
    "LineKind",
    "Meeting",
    "Operation",
    "PartnerRole",
    "Party",
    "Payment",
    "Person",
    "Question",
    "QuestionOption",
    "Questionnaire",
    "Record",
    "ReferenceList",
    "Registration",
    "Relationship",
    "Right",
    "ServiceLine",
    "Setting",
    "StaffMember",
    "Term",
    "Visit",
    "dicts",
    "proxy",
    "tuples",
]
