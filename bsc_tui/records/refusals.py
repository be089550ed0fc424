"""What the tables refuse, and why a record can't go: told in the office's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from peewee import IntegrityError

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict
from bsc_tui.i18n import _, ngettext


@contextmanager
def collisions_told() -> Iterator[None]:
    """Turn what a unique index or a foreign key refuses into a Conflict."""
    try:
        yield
    except IntegrityError as error:
        raise _collision(error) from error


def _collision(error: IntegrityError) -> Conflict:
    words = str(error).lower()
    if "registration_once" in words or "registration.engagement_id" in words:
        return Conflict(_("Already in."), _("This person is registered for the seminar."))
    if "foreign key" in words:
        return Conflict(_("It points to something that is gone."), _("Somebody deleted it meanwhile."))
    return Conflict(_("There is one already."), _("Another record has the same code or name."))


def uses_told(users: Mapping[str, int]) -> str:
    """How many records of which entities, `{entity code: count}`, point to one."""
    listed = ", ".join(f"{_(ENTITIES[code].plural)} {count}" for code, count in users.items())
    total = sum(users.values())
    return ngettext(
        "%(count)s record points to it: %(list)s.", "%(count)s records point to it: %(list)s.", total
    ) % {"count": total, "list": listed}
