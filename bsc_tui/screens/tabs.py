"""The nine tabs, and what a tab without a place shows. Which place a tab begins with is the registry's.

Each tab keeps its own stack of places: a seminar left open in Services is still open when one comes back.
Textual's modes do that; with our few, painted widgets a switch costs less than its goal (benchmarks/tabs.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual.widget import Widget

from bsc_tui.i18n import NP_, _, pgettext
from bsc_tui.screens.base import Place
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.values import dataclass

Places = Mapping[str, Callable[[], Place]]
"""Tab code -> the place it begins with, made anew at the first visit."""


@dataclass(frozen=True)
class Tab:
    """One tab: `title` is a pgettext pair, short enough for all nine in 79 cells."""

    code: str
    title: tuple[str, str]

    @property
    def name(self) -> str:
        """The title in the active language."""
        return pgettext(*self.title)


TABS = (
    Tab("home", NP_("tab", "Home")),
    Tab("contacts", NP_("tab", "Contacts")),
    Tab("documents", NP_("tab", "Documents")),
    Tab("services", NP_("tab", "Services")),
    Tab("staff", NP_("tab", "Staff")),
    Tab("marketing", NP_("tab", "Marketing")),
    Tab("support", NP_("tab", "Support")),
    Tab("reports", NP_("tab", "Reports")),
    Tab("admin", NP_("tab", "Admin")),
)


class Unfurnished(Place):
    """A tab without a place: it says so."""

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self.tab = tab

    def crumbs(self) -> tuple[str, ...]:
        """The tab."""
        return (self.tab.name,)

    def compose_body(self) -> Iterable[Widget]:
        """One line."""
        yield FrameLine(self._sentence, id="unfurnished")

    def _sentence(self, width: int) -> list[Span]:
        return [(" " + _("%(tab)s is not part of this version yet.") % {"tab": self.tab.name}, "dim")]


def place_of(tab: Tab, places: Places) -> Place:
    """The place this tab begins with."""
    make = places.get(tab.code)
    return make() if make else Unfurnished(tab)
