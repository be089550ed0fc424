"""All tables, by area."""

from bsc_tui.db.models.accounts import Account, AccountKey, Draft, OpenSession, Right, Setting, Visit
from bsc_tui.db.models.attendance import Certificate, Presence, Reissue
from bsc_tui.db.models.audit import Change, Operation
from bsc_tui.db.models.base import Base, Record, dicts, index_of_trash, proxy, tuples
from bsc_tui.db.models.contacts import Employment, Enterprise, Interest, PartnerRole, Person, Relationship
from bsc_tui.db.models.corrections import Correction
from bsc_tui.db.models.correspondence import Action, Letter
from bsc_tui.db.models.custom import CustomField
from bsc_tui.db.models.documents import Attachment, Document, DocumentChunk, DocumentVersion, Folder
from bsc_tui.db.models.evaluations import Answer, EvaluationSheet
from bsc_tui.db.models.letters import LetterTemplate, LetterTemplateVersion
from bsc_tui.db.models.lists import ReferenceList, Term
from bsc_tui.db.models.payments import Invoice, InvoiceLine, Payment, Share
from bsc_tui.db.models.questionnaires import Question, Questionnaire, QuestionOption
from bsc_tui.db.models.registrations import Booking, Registration
from bsc_tui.db.models.reports import Export, ExportChunk, SavedReport
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
    Invoice,
    InvoiceLine,
    Share,
    Payment,
    Folder,
    Document,
    Attachment,
    DocumentVersion,
    DocumentChunk,
    Presence,
    Certificate,
    Reissue,
    EvaluationSheet,
    Answer,
    LetterTemplate,
    LetterTemplateVersion,
    Right,
    AccountKey,
    OpenSession,
    Draft,
    Visit,
    Setting,
    SavedReport,
    Export,
    ExportChunk,
    Operation,
    Change,
    Correction,
    CustomField,
    Letter,
    Action,
)
"""In an order in which they can be created: what is referred to comes first."""

index_of_trash(
    *(Enterprise, Person, Employment, Relationship, Interest),
    *(Engagement, EngagementStaff, Meeting, Party, Booking, Registration, Payment),
    *(Folder, Document, Attachment),
)

__all__ = [
    "TABLES",
    "Account",
    "AccountKey",
    "Action",
    "Answer",
    "Attachment",
    "Base",
    "Booking",
    "Certificate",
    "Change",
    "Correction",
    "CustomField",
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
    "Export",
    "ExportChunk",
    "Folder",
    "Interest",
    "Invoice",
    "InvoiceLine",
    "Letter",
    "LetterTemplate",
    "LetterTemplateVersion",
    "LineKind",
    "Meeting",
    "OpenSession",
    "Operation",
    "PartnerRole",
    "Party",
    "Payment",
    "Person",
    "Presence",
    "Question",
    "QuestionOption",
    "Questionnaire",
    "Record",
    "ReferenceList",
    "Registration",
    "Reissue",
    "Relationship",
    "Right",
    "SavedReport",
    "ServiceLine",
    "Setting",
    "Share",
    "StaffMember",
    "Subject",
    "Term",
    "Visit",
    "dicts",
    "proxy",
    "tuples",
]
