"""All tables, by area."""

from bsc_tui.db.models.accounts import Account, AccountKey, Draft, OpenSession, Right, Setting, Visit
from bsc_tui.db.models.audit import Change, Operation
from bsc_tui.db.models.base import Base, Record, dicts, proxy, tuples
from bsc_tui.db.models.contacts import Employment, Enterprise, Interest, PartnerRole, Person, Relationship
from bsc_tui.db.models.documents import Attachment, Document, DocumentChunk, DocumentVersion, Folder
from bsc_tui.db.models.evaluations import Answer, EvaluationSheet
from bsc_tui.db.models.lists import ReferenceList, Term
from bsc_tui.db.models.questionnaires import Question, Questionnaire, QuestionOption
from bsc_tui.db.models.registrations import Booking, Payment, Registration
from bsc_tui.db.models.services import Engagement, EngagementStaff, LineKind, Meeting, Party, ServiceLine
from bsc_tui.db.models.staff import DevelopmentProject, StaffMember, Subject

TABLES: tuple[type[Base], ...] = (
    ReferenceList,
    Term,
    Enterprise,
    Person,
    Employment,
    PartnerRole,
    Relationship,
    Interest,
    Account,
    StaffMember,
    Subject,
    DevelopmentProject,
    ServiceLine,
    LineKind,
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
    Folder,
    Document,
    Attachment,
    DocumentVersion,
    DocumentChunk,
    EvaluationSheet,
    Answer,
    Right,
    AccountKey,
    OpenSession,
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
    "AccountKey",
    "Answer",
    "Attachment",
    "Base",
    "Booking",
    "Change",
    "DevelopmentProject",
    "Document",
    "DocumentChunk",
    "DocumentVersion",
    "Draft",
    "Employment",
    "Engagement",
    "EngagementStaff",
    "Enterprise",
    "EvaluationSheet",
    "Folder",
    "Interest",
    "LineKind",
    "Meeting",
    "OpenSession",
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
    "Subject",
    "Term",
    "Visit",
    "dicts",
    "proxy",
    "tuples",
]
