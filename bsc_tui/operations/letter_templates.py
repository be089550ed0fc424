"""The templates of letters: taken from a .docx, looked over first, kept with all their versions.

What may stand in one is `exports.letter_rules`'; making letters of them is `letters`'.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from peewee import fn

from bsc_tui.db.database import told
from bsc_tui.db.models import LetterTemplate, LetterTemplateVersion, dicts
from bsc_tui.db.models.letters import LETTER_KINDS
from bsc_tui.entities.letters import SUBJECTS
from bsc_tui.errors import Missing
from bsc_tui.exports.letter_fields import example_of, schema_of
from bsc_tui.exports.letters import Press
from bsc_tui.i18n import _
from bsc_tui.records import access
from bsc_tui.records.records import Records

RIGHT = "administration"


@dataclass(frozen=True)
class Template:
    """A template as it is in force."""

    id: int
    name: str
    kind: str
    language: str
    active: bool
    edition: int
    size: int
    content: int
    """The version in force."""

    @property
    def subject(self) -> str:
        """The entity whose records its letters are about."""
        return SUBJECTS[self.kind]


@dataclass(frozen=True)
class Uses:
    """The fields of a record that a template uses; without the `needed` ones something is missing in it."""

    every: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """One version of a template."""

    number: int
    size: int
    at: datetime.datetime
    author: str
    in_force: bool


# -- looking ---------------------------------------------------------------------------------------


def templates(*, offered: bool = False) -> list[Template]:
    """All templates (those offered only), by kind, then as they were made."""
    query = LetterTemplate.select().where(LetterTemplate.trashed_at.is_null())
    if offered:
        query = query.where(LetterTemplate.active)
    with told():
        rows = dicts(query.order_by(LetterTemplate.id))
    order = [kind for kind, _label in LETTER_KINDS]
    return sorted(map(_template, rows), key=lambda one: (order.index(one.kind), one.id))


def template_of(records: Records, id: int) -> Template:
    """One template. Raises Missing."""
    return _template({"id": id, **records.get("letter_template", id).values})


def _template(row: dict[str, object]) -> Template:
    return Template(**{name: row[name] for name in Template.__dataclass_fields__})  # type: ignore[arg-type]


def content_of(version: int) -> bytes:
    """The file of a version. Raises Missing."""
    with told():
        rows = dicts(
            LetterTemplateVersion.select(LetterTemplateVersion.bytes).where(
                LetterTemplateVersion.id == version
            )
        )
    if not rows:
        raise Missing(_("The file of the template is not there."))
    return bytes(rows[0]["bytes"])


def uses_of(version: int) -> Uses:
    """What the file of a version uses of a record."""
    with told():
        rows = dicts(
            LetterTemplateVersion.select(LetterTemplateVersion.fields).where(
                LetterTemplateVersion.id == version
            )
        )
    names = rows[0]["fields"].split() if rows else []
    return Uses(
        tuple(name.rstrip("?") for name in names), tuple(name for name in names if not name.endswith("?"))
    )


def editions_of(records: Records, template: int) -> list[Edition]:
    """All versions, newest first."""
    kept = records.get("letter_template", template)
    with told():
        rows = dicts(
            LetterTemplateVersion.select()
            .where(LetterTemplateVersion.template == template)
            .order_by(LetterTemplateVersion.number.desc())
        )
    return [
        Edition(row["number"], row["size"], row["at"], row["author"], row["id"] == kept.values["content"])
        for row in rows
    ]


def edition_id(template: int, number: int) -> int:
    """The version with this number. Raises Missing."""
    found = LetterTemplateVersion.get_or_none(
        LetterTemplateVersion.template == template, LetterTemplateVersion.number == number
    )
    if found is None:
        raise Missing(_("There is no such version."))
    return int(found.id)


def read(version: int, kind: str, *, filled: bool) -> list[str]:
    """What can be read in a template, its fields as they stand there, or filled in with an example."""
    with Press(content_of(version)) as press:
        return press.read(example_of(SUBJECTS[kind])) if filled else press.show()


# -- keeping ---------------------------------------------------------------------------------------


def store(
    records: Records, content: bytes, *, name: str, kind: str, language: str, template: int | None = None
) -> int:
    """Keep a file as a template, or as the next version of one; its id.

    It is looked over and tried first: raises Unsound with all that is wrong in it; Refused without the right
    to administer, Invalid for a name that is taken.
    """
    access.demand(records.actor, RIGHT)
    fields = looked_over(content, kind)
    with records.operation("store"):
        if template is not None:
            records.hold("letter_template", template)
        version = keep_version(records, content, fields, template)
        if template is not None:
            records.save("letter_template", {"content": version}, id=template)
            return template
        values = {"name": name, "kind": kind, "language": language, "content": version}
        made = records.save("letter_template", values).id
        LetterTemplateVersion.update(template=made).where(LetterTemplateVersion.id == version).execute()
    return made


def looked_over(content: bytes, kind: str) -> list[str]:
    """The fields that a sound file uses, for a letter of a kind. Raises Unsound."""
    subject = SUBJECTS[kind]
    with Press(content) as press:
        return press.check(schema_of(subject), example_of(subject))


def keep_version(records: Records, content: bytes, fields: list[str], template: int | None) -> int:
    """The row of a version, within an operation of the caller's; its id."""
    last = 0
    if template is not None:
        mine = LetterTemplateVersion.template == template
        last = int(
            LetterTemplateVersion.select(fn.MAX(LetterTemplateVersion.number)).where(mine).scalar() or 0
        )
    made = LetterTemplateVersion.create(
        template=template,
        number=last + 1,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        at=records.clock.now(),
        account=records.actor.account_id,
        author=records.actor.label,
        fields="\n".join(fields),
        bytes=content,
    )
    return int(made.id)


def take_edition_back(records: Records, template: int, number: int) -> None:
    """Put an earlier version in force again; the later ones stay. Raises Unsound if it is none any more."""
    kept = template_of(records, template)
    version = edition_id(template, number)
    looked_over(content_of(version), kept.kind)
    records.save("letter_template", {"content": version}, id=template)


def add_starters(records: Records) -> int:
    """Add the templates a company begins with, those of a name, kind and language that is there left out.

    How many were added. Raises Refused without the right to administer.
    """
    from bsc_tui.exports.letter_rules import checked  # late: a library for Word files, seldom needed
    from bsc_tui.operations.letter_starters import starters  # late: as above

    access.demand(records.actor, RIGHT)
    added = 0
    with records.operation("create"):
        known = {(one.kind, one.language, one.name) for one in templates()}
        for one in starters():
            if (one.kind, one.language, one.name) in known:
                continue
            fields = checked(one.content, schema_of(SUBJECTS[one.kind])).fields()
            version = keep_version(records, one.content, fields, None)
            values = {"name": one.name, "kind": one.kind, "language": one.language, "content": version}
            made = records.save("letter_template", values).id
            LetterTemplateVersion.update(template=made).where(LetterTemplateVersion.id == version).execute()
            added += 1
    return added
