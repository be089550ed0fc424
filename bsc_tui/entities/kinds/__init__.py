"""Kinds of fields: how a value is read, cleaned, checked and shown; found from the field's own class.

What a kind looks like as a widget or a spreadsheet cell is said upstairs, in small registries keyed by kind.
"""

from __future__ import annotations

from peewee import AutoField, Field, IntegerField

from bsc_tui.db import fields as f
from bsc_tui.entities.kinds.base import INVISIBLE, Kind, Reading, visible, whole_number
from bsc_tui.entities.kinds.choices import Choice, Flag, Reference, TermReference
from bsc_tui.entities.kinds.dates import Clock, Day, Moment, PartialDate
from bsc_tui.entities.kinds.files import FileName, Size
from bsc_tui.entities.kinds.numbers import Count, Money, Number, Rate
from bsc_tui.entities.kinds.texts import Code, Email, Masked, Notes, PersonName, Phone, Secret, Sensitive, Web
from bsc_tui.i18n import told

__all__ = [
    "INVISIBLE",
    "KINDS",
    "Choice",
    "Clock",
    "Code",
    "Count",
    "Day",
    "Email",
    "FileName",
    "Flag",
    "Kind",
    "Masked",
    "Moment",
    "Money",
    "Notes",
    "Number",
    "PartialDate",
    "PersonName",
    "Phone",
    "Rate",
    "Reading",
    "Reference",
    "Secret",
    "Sensitive",
    "Size",
    "TermReference",
    "Web",
    "kind_of",
    "told",
    "visible",
    "whole_number",
]

KINDS: dict[type[Field], type[Kind]] = {
    f.PersonNameField: PersonName,
    f.EmailField: Email,
    f.PhoneField: Phone,
    f.WebField: Web,
    f.CodeField: Code,
    f.SensitiveField: Sensitive,
    f.PasswordHashField: Secret,
    f.NotesField: Notes,
    f.JSONTextField: Secret,
    f.BytesField: Secret,
    f.FileNameField: FileName,
    f.SizeField: Size,
    f.WordsField: Kind,
    f.PartialDateField: PartialDate,
    f.DayField: Day,
    f.MomentField: Moment,
    f.ClockField: Clock,
    f.MoneyField: Money,
    f.RateField: Rate,
    f.NumberField: Number,
    f.CountField: Count,
    f.FlagField: Flag,
    f.ChoiceField: Choice,
    f.TermField: TermReference,
    f.RecordField: Reference,
    AutoField: Count,
    IntegerField: Count,
}


def kind_of(field: Field) -> Kind:
    """The kind of a field, by the nearest class that has one. KeyError: nobody described the class."""
    for ancestor in type(field).__mro__:
        if ancestor in KINDS:
            return KINDS[ancestor](field)
    raise KeyError(f"no kind for {type(field).__name__}")
