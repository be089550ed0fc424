"""The field classes of the tables: the class of a field says what kind of thing it holds.

How a kind is read, shown and checked stands in `bsc_tui.entities.kinds`, found from these classes.
Facts about one field (`verbose_name`, `help_text`, `null`, bounds) are given where the model declares it.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)


class WordsField(CharField):
    """One line of free text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        if not kwargs.get("null"):
            kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class PersonNameField(WordsField):
    """A part of a person's name, in any script."""


class TitleField(WordsField):
    """The name of an enterprise, a seminar, a term."""


class CodeField(WordsField):
    """A stable word of small letters, digits and underscores, never translated."""


class PhoneField(WordsField):
    """A telephone or fax number as people write it; E.164 with spaces where it could be understood."""


class EmailField(WordsField):
    """An e-mail address."""


class WebField(WordsField):
    """The address of a web site."""


class SensitiveField(WordsField):
    """A number of a passport, card or account: masked without the right to sensitive data."""


class NotesField(TextField):
    """Several lines of free text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class PasswordHashField(WordsField):
    """An Argon2id hash. Never shown, never in the audit trail."""


class JSONTextField(TextField):
    """A JSON document as text, the same on both engines; for the program's own use."""


class PartialDateField(CharField):
    """A date known in part: ISO text `2006`, `2006-03` or `2006-03-14`; empty when not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class DayField(DateField):
    """A whole date."""


class MomentField(DateTimeField):
    """A moment, in UTC without zone."""


class ClockField(CharField):
    """A time of day, `09:30`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 5)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class MoneyField(BigIntegerField):
    """An amount in minor units of the record's currency (1 AMD, 0.01 EUR)."""


class RateField(IntegerField):
    """A percentage in basis points: 2000 is 20 %."""


class CountField(IntegerField):
    """A whole number; `least` and `most` bound it."""

    def __init__(self, *args: Any, least: int = 0, most: int = 1_000_000, **kwargs: Any) -> None:
        self.least = least
        self.most = most
        super().__init__(*args, **kwargs)


class NumberField(BigIntegerField):
    """A number with up to two decimals, kept in hundredths."""


class FlagField(BooleanField):
    """Yes or no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", False)
        super().__init__(*args, **kwargs)


class ChoiceField(CharField):
    """One of a few codes fixed by the program; `choices` are pairs of code and marked label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        if not kwargs.get("null"):
            kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class RecordField(ForeignKeyField):
    """A link to another record, chosen with a picker."""

    def __init__(self, model: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("backref", "+")
        super().__init__(model, *args, **kwargs)


class TermField(RecordField):
    """A term of a reference list; `terms` is the list's code."""

    def __init__(self, model: Any, terms: str, *args: Any, **kwargs: Any) -> None:
        self.terms = terms
        kwargs.setdefault("index", False)
        super().__init__(model, *args, **kwargs)


class FileNameField(WordsField):
    """The name of a file or folder, in any script, harmless on every system."""


class SizeField(BigIntegerField):
    """A number of bytes."""


class BytesField(BlobField):
    """A piece of a file, as it is; for the program's own use."""
