"""Reference lists: fill once, then choose."""

from __future__ import annotations

from bsc_tui.db.fields import ChoiceField, CodeField, CountField, FlagField, RecordField, TitleField
from bsc_tui.db.models.base import Record
from bsc_tui.i18n import N_

MEANINGS = (
    ("preparation", N_("in preparation")),
    ("current", N_("current")),
    ("finished", N_("finished")),
    ("postponed", N_("postponed")),
    ("discontinued", N_("discontinued")),
)


class ReferenceList(Record):
    """A list that choice fields draw on."""

    code = CodeField(unique=True, max_length=40, verbose_name=N_("Code"))
    label_en = TitleField(verbose_name=N_("English"))
    label_fr = TitleField(verbose_name=N_("French"))
    label_hy = TitleField(verbose_name=N_("Armenian"))
    place = CountField(default=0, verbose_name=N_("Order"))


class Term(Record):
    """An element of a reference list, perhaps below another one."""

    list = RecordField(ReferenceList, verbose_name=N_("List"))
    parent = RecordField("self", null=True, verbose_name=N_("Part of"))
    code = CodeField(max_length=60, verbose_name=N_("Code"))
    label_en = TitleField(verbose_name=N_("English"))
    label_fr = TitleField(verbose_name=N_("French"))
    label_hy = TitleField(verbose_name=N_("Armenian"))
    reverse_en = TitleField(verbose_name=N_("Seen from the other side, English"))
    reverse_fr = TitleField(verbose_name=N_("Seen from the other side, French"))
    reverse_hy = TitleField(verbose_name=N_("Seen from the other side, Armenian"))
    meaning = ChoiceField(choices=MEANINGS, null=True, verbose_name=N_("Meaning"))
    place = CountField(default=0, verbose_name=N_("Order"))
    active = FlagField(default=True, verbose_name=N_("Offered"))

    class Meta:
        indexes = ((("list", "place"), False),)
