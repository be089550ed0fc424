"""What all tables share: the database they are bound to, and the columns of every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import SQL, DatabaseProxy, IntegerField, Model

from bsc_tui.db.fields import MomentField

proxy = DatabaseProxy()


class Base(Model):
    """A table of the program; `bsc_tui.db.database.open_database` binds it."""

    if TYPE_CHECKING:  # Peewee makes these: the key, and `<link>_id` beside each link
        id: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = proxy
        legacy_table_names = False


class Record(Base):
    """A row that people know as a record: versioned, audited, kept in the trash when deleted."""

    version = IntegerField(default=1)
    trashed_at = MomentField(null=True)


def index_for_order(model: type[Record], field: str, *, name: str) -> None:
    """An index by which long lists are read in the order of a field; the id ends it, without the trash."""
    column: Any = model._meta.fields[field]
    model.add_index(model.index(column, model.id, name=name, where=SQL("trashed_at IS NULL")))


def index_of_trash(*models: type[Record]) -> None:
    """An index of what lies in the trash, the latest last: of tables so long that nobody reads them whole."""
    for model in models:
        name = f"{model._meta.table_name}_trash"
        where = SQL("trashed_at IS NOT NULL")
        model.add_index(model.index(model.trashed_at, model.id, name=name, where=where))


def dicts(query: Any) -> list[dict[str, Any]]:
    """The rows of a query as dicts by field name, links as ids."""
    return list(query.dicts())


def tuples(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as tuples."""
    return list(query.tuples())
