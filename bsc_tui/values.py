"""Dataclasses that are finished when the first one is made.

The standard decorator writes and compiles half a dozen methods for each class, and at a start there are many
classes of which no value is made. What is imported then takes `dataclass` from here. It means the same, but
`fields()` and `replace()` work from the first instance on; for `slots=True` take the standard one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **options: Any) -> type | Callable[[type], type]:
        """As the standard one, which is applied when the class is first called."""
        if cls is None:
            return lambda one: _finished_later(one, options)
        return _finished_later(cls, options)


__all__ = ["dataclass"]

_FINISH = "__finish_dataclass__"
_FINISHING = RLock()


def _plainly(kind: type, /, *_values: Any, **_named: Any) -> Any:
    return object.__new__(kind)


def _finished_later(cls: type, options: dict[str, Any]) -> type:
    """The class with a `__new__` that sees to the methods, and goes."""

    def finish() -> None:
        for base in reversed(cls.__mro__[1:]):
            if (earlier := base.__dict__.get(_FINISH)) is not None:
                earlier()  # a base's fields must be known before those of what is made from it
        delattr(cls, _FINISH)
        dataclasses.dataclass(**options)(cls)
        # Not deleted: Python would go on refusing arguments.
        cls.__new__ = _plainly  # type: ignore[method-assign]

    def first(kind: type, /, *_values: Any, **_named: Any) -> Any:
        with _FINISHING:  # two threads may make their first one at once
            if _FINISH in cls.__dict__:
                finish()
        return object.__new__(kind)

    setattr(cls, _FINISH, finish)
    cls.__new__ = first  # type: ignore[method-assign]
    return cls
