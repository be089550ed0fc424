"""The registry: fields have kinds and places, paths lead somewhere, every entity passes the gate."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from peewee import Field

from bsc_tui import i18n
from bsc_tui.db import fields as f
from bsc_tui.db.models import (
    TABLES,
    DocumentVersion,
    Engagement,
    LetterTemplateVersion,
    LineKind,
    Record,
    ServiceLine,
    Term,
)
from bsc_tui.entities import kinds
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import KINDS, Kind, Masked, Reading, Reference, TermReference, kind_of
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.errors import Invalid
from bsc_tui.records.access import SECTIONS
from bsc_tui.records.reading import INTERNAL, columns_of, fields_of, target_of
from bsc_tui.records.records import Records

every_entity = pytest.mark.parametrize("entity", ENTITIES.values(), ids=ENTITIES)
TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 9)


# -- the registry ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_field_of_every_table_has_a_kind(model: type[Record]) -> None:
    for column in columns_of(model).values():
        assert isinstance(kind_of(column), Kind)


def test_every_record_has_its_entity() -> None:
    assert {model for model in TABLES if issubclass(model, Record)} == set(BY_MODEL)


@every_entity
def test_every_field_is_in_a_form_or_declared_hidden(entity: Entity) -> None:
    fields = set(fields_of(entity))
    assert entity.shown() | set(entity.hidden) == fields
    assert not entity.shown() & set(entity.hidden)


@every_entity
def test_no_form_shows_a_field_twice(entity: Entity) -> None:
    for sections in (entity.sections, *entity.variants.values()):
        names = [name for section in sections for name in section.names()]
        assert len(names) == len(set(names))
        assert {section.column for section in sections} <= {0, 1}


@every_entity
def test_every_shown_field_has_a_label(entity: Entity) -> None:
    columns = columns_of(entity.model)
    for name in entity.shown():
        assert columns[name].verbose_name, name
    assert all(label for section in entity.sections for label in (section.title,))
    assert entity.name
    assert entity.plural


def end_of(model: type[Record], path: str) -> Field:
    """The field at the end of a path. KeyError: it leads nowhere."""
    *links, name = path.split(".")
    for link in links:
        column = columns_of(model)[link]
        assert isinstance(kind_of(column), Reference), path
        model = target_of(column)
    return columns_of(model)[name]


def paths_of(entity: Entity) -> Iterator[str]:
    yield from (column.path for column in entity.columns)
    yield from entity.search.paths()
    yield from (name.lstrip("-") for name in entity.order)
    yield from entity.title
    yield from entity.sort
    yield from entity.required
    yield from entity.hidden
    yield from entity.shown()
    yield from (path for path in (entity.scope, entity.variant, entity.currency) if path)


@every_entity
def test_every_path_leads_to_a_field(entity: Entity) -> None:
    for path in paths_of(entity):
        end_of(entity.model, path)
    assert entity.title
    assert entity.columns
    assert entity.sort or entity.order
    assert bool(entity.sort) == ("sort_key" in columns_of(entity.model))


@every_entity
def test_what_guards_a_record_is_a_right(entity: Entity) -> None:
    if entity.guard == "line":
        assert target_of(end_of(entity.model, entity.scope)) is ServiceLine
    else:
        assert entity.guard in SECTIONS
        assert not entity.scope or target_of(end_of(entity.model, entity.scope)) is ServiceLine


@every_entity
def test_lines_below_a_record_point_to_it(entity: Entity) -> None:
    for child in entity.children:
        assert target_of(columns_of(ENTITIES[child.entity].model)[child.field]) is entity.model
        assert child.title


@every_entity
def test_amounts_have_a_currency(entity: Entity) -> None:
    amounts = [one for one in fields_of(entity).values() if isinstance(one.kind, kinds.Money)]
    assert bool(amounts) <= bool(entity.currency)


@every_entity
def test_every_variant_is_one_of_the_choices(entity: Entity) -> None:
    if entity.variant:
        choices = columns_of(entity.model)[entity.variant].choices
        assert set(entity.variants) == {code for code, _label in choices}


@every_entity
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_list_of_terms_exists(entity: Entity, admin: Records) -> None:
    for one in fields_of(entity).values():
        if isinstance(one.kind, TermReference):
            assert admin.count("reference_list", {"code": one.kind.terms}) == 1, one.name


# -- kinds -----------------------------------------------------------------------------------

SAMPLES: dict[type[f.WordsField] | type[Field], list[Any]] = {
    f.PersonNameField: ["", "Հակոբյան", "O'Neill-de Vries"],
    f.EmailField: ["", "anna@wine.am"],
    f.PhoneField: ["", "+374 91 033759", "ext. 12345"],
    f.WebField: ["", "wine.am/en"],
    f.CodeField: ["", "code_7"],
    f.SensitiveField: ["", "AN0123456"],
    f.NotesField: ["", "two\nlines"],
    f.WordsField: ["", "[/] 100 %"],
    f.FileNameField: ["", "Պայմանագիր № 7.docx"],
    f.PartialDateField: ["", "1994", "2006-03", "2024-02-29"],
    f.DayField: [None, datetime.date(2024, 2, 29)],
    f.MomentField: [None, datetime.datetime(2024, 2, 29)],
    f.ClockField: ["", "09:30", "23:59"],
    f.MoneyField: [None, 0, 5, 1_234_567, -60_000],
    f.RateField: [None, 0, 1250, 2000, 10_000],
    f.CountField: [None, 0, 50, 123_456],
    f.NumberField: [None, 0, 250, -125, 123_400, 9_999_999_999],
    f.FlagField: [True, False],
    f.ChoiceField: ["", "female", "male"],
    f.TermField: [None, 7],
    f.RecordField: [None, 7],
}
NEVER_TYPED = {
    f.PasswordHashField,
    f.JSONTextField,
    f.BytesField,
    f.SizeField,
    *(one for one in KINDS if one.__module__ == "peewee"),
}


def column_of(field_class: type[Field]) -> Field:
    """Some column of the class, as a table would have it."""
    if field_class is f.ChoiceField:
        choices = (("female", i18n.NP_("sex", "female")), ("male", i18n.NP_("sex", "male")))
        return f.ChoiceField(choices=choices)
    if field_class is f.TermField:
        return f.TermField(Term, "bank", null=True)
    if field_class is f.RecordField:
        return f.RecordField(Engagement, null=True)
    nullable = (f.DayField, f.MomentField, f.MoneyField, f.RateField, f.CountField, f.NumberField)
    return field_class(null=True) if field_class in nullable else field_class()


def test_every_kind_that_is_typed_has_samples() -> None:
    assert set(SAMPLES) | NEVER_TYPED == set(KINDS)


@pytest.mark.parametrize("currency", ["AMD", "EUR"])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("field_class", SAMPLES, ids=lambda one: one.__name__)
def test_what_is_shown_is_read_back_and_kept(field_class: type[Field], language: str, currency: str) -> None:
    translator = i18n.Translator(language)
    i18n.activate(translator)
    reading = Reading(translator, TODAY, currency)
    kind = kind_of(column_of(field_class))
    for value in SAMPLES[field_class]:
        shown = "" if isinstance(kind, Reference) and value is None else kind.format(value, reading)
        assert kind.parse(shown, reading) == value
        assert kind.clean(value) == value
        assert kind.from_json(kind.to_json(value)) == value
        if value not in (None, "", "ext. 12345"):
            assert kind.check(value) == ""


@pytest.mark.parametrize("field_class", SAMPLES, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "typed", ["\x1b[2J", "9" * 400, "(a+)+$" * 60, "a@" * 5_000, "\ud800", "٣", "0x7", "-"]
)
def test_whatever_is_typed_is_read_or_told(field_class: type[Field], typed: str) -> None:
    kind = kind_of(column_of(field_class))
    with suppress(i18n.Unreadable):
        value = kind.clean(kind.parse(typed, Reading(i18n.active(), TODAY)))
        assert isinstance(kind.check(value), str)
        assert "\x1b" not in str(value)


def test_a_mask_shows_little_of_a_number() -> None:
    masks = {Masked.of(number) for number in ("AN0123456", "12345", "", None)}
    assert masks == {"AN*****56", "*****", ""}


# -- every entity through the gate -----------------------------------------------------------


class Builder:
    """Makes a record of any entity with as little as it needs."""

    SPECIAL: dict[str, dict[str, Any]] = {
        "account": {"name": "minimal"},
        "service_line": {"code": "MIN"},
        "custom_field": {"entity": "person", "label_en": "Minimal"},
        "correction": {"decider": "administration", "remark": "Minimal"},
        "action": {"due": TODAY},
    }

    def __init__(self, records: Records) -> None:
        self.records = records

    def make(self, code: str, **given: Any) -> int:
        """The id of a new one."""
        return self.records.save(code, {**self.values(code), **given}).id

    def values(self, code: str) -> dict[str, Any]:
        """What a new one needs."""
        entity = ENTITIES[code]
        values = {
            one.name: self.value(one.kind) for one in fields_of(entity).values() if one.required
        } | self.SPECIAL.get(code, {})
        if code == "engagement":
            offered = LineKind.select().where(LineKind.kind == "open_seminar").first()
            values |= {"line": offered.line_id, "kind": "open_seminar", "title": "Minimal"}
        elif code == "relationship":
            values["enterprise"] = self.make("enterprise")
        elif code == "document":
            values["content"] = self.file()
        elif code == "letter_template":
            values["content"] = int(LetterTemplateVersion.create(number=1, at=NOW, bytes=b"").id)
        elif code in {"attachment", "invoice", "letter"}:
            values["person"] = self.make("person")
        elif code == "share":
            self.records.save("registration", {"price": 100}, id=values["registration"])
        elif code == "term":
            values |= {"label_en": "Minimal", "meaning": "finished"}
        elif code in ("questionnaire", "question"):
            values["label_en"] = "Minimal"
        elif code == "question_option":
            values |= {"label_en": "Minimal", "question": self.make("question", kind="multiple")}
        return values

    @staticmethod
    def file() -> int:
        """A stored file that no document has yet."""
        return int(DocumentVersion.create(name="minimal", number=1, at=NOW, author="somebody").id)

    def value(self, kind: Kind) -> Any:
        """Something for a required field."""
        if isinstance(kind, TermReference):
            terms = self.records.reader.terms(kind.terms)
            return terms[0].id
        if isinstance(kind, Reference):
            entity = BY_MODEL[kind.model]
            found = self.records.page(entity.code, [entity.title[0]], limit=1).lines
            return found[0].id if found else self.make(entity.code)
        if isinstance(kind, kinds.Choice):
            return kind.field.default or next(iter(kind.options))
        if isinstance(kind, kinds.Day):
            return TODAY
        if isinstance(kind, kinds.Moment):
            return NOW
        if isinstance(kind, kinds.Money | kinds.Count):
            return 7
        return "Minimal"


@every_entity
def test_every_entity_is_saved_listed_opened_found_changed_and_trashed(
    entity: Entity, admin: Records
) -> None:
    builder = Builder(admin)
    id = builder.make(entity.code)
    paths = [column.path for column in entity.columns]

    assert id in {line.id for line in admin.page(entity.code, paths, limit=1000).lines}
    (line,) = [one for one in admin.page(entity.code, paths, limit=1000).lines if one.id == id]
    assert set(line.texts) == set(paths)
    kept = admin.get(entity.code, id)
    assert kept.title
    assert set(kept.values) == set(fields_of(entity))
    assert not set(kept.values) & set(INTERNAL)
    assert admin.save(entity.code, kept.values, id=id, version=kept.version, opened=kept.values).changed == ()

    own_names = [path for path in entity.search.names if "." not in path and path not in ("name", "code")]
    if own_names:
        admin.save(entity.code, {own_names[0]: "Zanzibar"}, id=id)
        found = admin.page(entity.code, paths, query="zanzib").lines
        assert [one.id for one in found] == [id]

    admin.trash(entity.code, id)
    assert admin.page(entity.code, paths, where={"id": id}).lines == []
    assert id not in {one.id for one in admin.page(entity.code, paths, query="zanzib").lines}
    admin.restore(entity.code, id)
    assert [one.id for one in admin.page(entity.code, paths, where={"id": id}).lines] == [id]


@every_entity
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_many_of_every_entity_are_what_one_is(entity: Entity, admin: Records) -> None:
    builder = Builder(admin)
    values = builder.values(entity.code)
    (id,) = admin.save_many(entity.code, [values])
    many = {
        name: value for name, value in admin.get(entity.code, id).values.items() if value not in (None, "")
    }
    assert {name: many[name] for name in values} == values


@every_entity
def test_what_is_required_is_asked_for(entity: Entity, admin: Records) -> None:
    values = Builder(admin).values(entity.code)
    for one in fields_of(entity).values():
        if one.required:
            with pytest.raises(Invalid) as caught:
                admin.save(entity.code, {**values, one.name: None})
            assert [(problem.field, problem.sentence) for problem in caught.value.problems] == [
                (one.name, "This field must be filled in.")
            ]
