"""The fields that may stand in a letter template: how they are written, what they mean, an example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.exports.letter_fields import fields_for
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.rows_place import RowsPlace

PATH = (NP_("tab", "Admin"), N_("Letter templates"))
FIELDS = Command(
    "templates.fields",
    ("f5",),
    N_("Fields of letters"),
    NP_("bar", "Fields"),
    "fields",
    N_("The names to write into a template, what they mean, an example of each."),
    bar=25,
    letter="i",
)
ABOUT_WHAT = {
    "registration": N_("participants"),
    "engagement": N_("seminars and projects"),
    "invoice": N_("invoices"),
    "person": N_("people"),
    "enterprise": N_("enterprises"),
}


class LetterFields(RowsPlace):
    """The fields that may stand in a template, by what the letter is about."""

    def __init__(self, subject: str = "registration") -> None:
        super().__init__()
        self._subject = subject

    def crumbs(self) -> tuple[str, ...]:
        """Admin, templates, fields."""
        return (*(told(part) for part in PATH), _("Fields of letters"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Write a field into the .docx as {{ person.name }}. A paragraph that shall stand only where "
            "there is something goes between {%p if registration.due_date %} and {%p endif %}; a row of a "
            "table for each participant between {%tr for one in participants %} and {%tr endfor %}."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Which letters, then the fields."""
        yield FrameLine(self._subjects_line, id="fact-0")
        yield from super().compose_body()

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("name", _("To write"), 33),
            Heading("label", _("What it is"), 24, flexible=True),
            Heading("example", _("Example"), 17, flexible=True),
        )

    def begin(self) -> None:
        """A list that has no height yet would scroll its first title away."""
        self.call_after_refresh(self.reload)

    def _subjects_line(self, width: int) -> list[Span]:
        spans: list[Span] = [(" " + _("About:") + "  ", "dim")]
        for subject, title in ABOUT_WHAT.items():
            spans += [(_(title), "title" if subject == self._subject else "dim"), ("  ", "")]
        return spans

    def reload(self) -> None:
        """Those of the letters about the subject."""
        rows = []
        for number, one in enumerate(fields_for(self._subject)):
            label = told(one.label)
            if one.heading:
                text = f"{one.name}  {label}" if "{" in one.name else label
                rows.append(ListRow(number, (text,), ("title",), wide=True, still=True))
            else:
                cells = (f"{{{{ {one.name} }}}}", label, one.example)
                rows.append(ListRow(number, cells, ("key", "", "dim")))
        self.rows.show(rows)
        self.query_one("#fact-0", FrameLine).renew()

    def bar(self) -> list[tuple[str, str]]:
        """The arrows are the keys to print."""
        keys = super().bar()
        return [*keys[:2], (f"{key_name('left')}/{key_name('right')}", pgettext("bar", "Letters")), *keys[2:]]

    def on_key(self, event: Key) -> None:
        """Left and Right: letters about something else."""
        if event.key in ("left", "right"):
            event.stop()
            subjects = list(ABOUT_WHAT)
            step = 1 if event.key == "right" else -1
            self._subject = subjects[(subjects.index(self._subject) + step) % len(subjects)]
            self.reload()
            self.rows.action_first()
        else:
            super().on_key(event)
