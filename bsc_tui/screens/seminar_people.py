"""The participants in a seminar's workspace: a part is held, the others come as the hand nears them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from textual import on

from bsc_tui.entities.kinds import Choice, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import _, active, ngettext, pgettext
from bsc_tui.operations import attachments, evaluations, seminars
from bsc_tui.operations.participants import Participant, participants
from bsc_tui.records.own_listed import own_columns
from bsc_tui.records.reading import fields_of
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.screens.engagement_form import EngagementForm
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.parted import Parted
from bsc_tui.screens.parts.related import PAYMENT_TONES
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.seminar_panel import booking_rows

STATUS_TONES = {
    "waiting": "key",
    "interested": "dim",
    "cancelled": "dim",
    "transferred": "dim",
    "absent": "trouble",
}


class SeminarPeople(EngagementForm):
    """A seminar with its participants."""

    def __init__(self, record_id: int | None, *, preset: dict[str, Any] | None = None) -> None:
        super().__init__(record_id, preset=preset)
        self.overview: seminars.Overview | None = None
        self._documents = 0
        self._sheets = (0, 0)
        self._begun = 0
        self._goal: Hashable = None
        self.rows = RowList(id="rows")
        """The participants."""
        self._people: Parted[Participant] = Parted(self.rows, self._run, self._row, foot=self._bookings)

    async def _run(self, read: Callable[[], Any]) -> Any:
        return await self.office.run(read)

    async def load_participants(self, stay: Hashable = None) -> None:
        """Read and show seats, money and the participants near the hand, or near `stay`."""
        office, id = self.office, self.record_id
        assert id is not None
        self._begun += 1
        number = self._begun
        # Coming back to the workspace reads too; it must not take the hand away from where it shall go.
        wanted = self._goal = stay if stay is not None else self._goal
        near = [*([wanted] if isinstance(wanted, int) else []), *self._people.candidates]

        def read() -> Any:
            source = participants(office.records, id)
            return (
                seminars.overview(office.records, id),
                attachments.how_many(office.records, "engagement", id),
                evaluations.sheets_returned(office.records, id),
                source,
                self._people.read(source, near),
            )

        overview, documents, sheets, source, part = await office.run(read)
        if self.has_been_left or (number != self._begun and stay is None):
            return
        if number == self._begun:
            self._goal = None
        self.overview, self._documents, self._sheets = overview, documents, sheets
        self._name_columns()
        self.rows.set_empty(_("Nobody is registered yet. Type a name above."))
        self._people.show(source, part, wanted, stays=True)
        for line in self.query(FrameLine):
            line.renew()
        self.refresh_keys()

    @on(RowList.MoreWanted, "#rows")
    def more_people_wanted(self, event: RowList.MoreWanted) -> None:
        """The hand nears an end of those held."""
        event.stop()
        self.work(partial(self._people.extend, backwards=event.backwards), group="people")

    @on(RowList.EndWanted, "#rows")
    def end_of_people_wanted(self, event: RowList.EndWanted) -> None:
        """Home or End beyond those held."""
        event.stop()
        self.work(partial(self._people.go_to_end, last=event.last), group="people")

    # -- what is shown ---------------------------------------------------------------------
    def _row(self, one: Participant) -> ListRow:
        overview = self.overview
        status_kind = fields_of(ENTITIES["registration"])["status"].kind
        assert isinstance(status_kind, Choice) and overview is not None
        status = status_kind.options[one.status]
        if one.status == "waiting":
            status = f"{status} {one.queue or ''}".rstrip()
        gone = one.status in ("cancelled", "transferred")
        payment = pgettext(*PAYMENT_STATES[one.payment]) if one.seated else status
        tone = PAYMENT_TONES.get(one.payment, "") if one.seated else STATUS_TONES.get(one.status, "")
        quiet = "dim" if gone else ""
        return ListRow(
            one.id,
            (
                str(one.number) if one.seated else "",
                one.name,
                one.position,
                one.phone,
                one.email,
                active().amount(one.total, overview.currency, symbol=False) if not gone else "",
                payment,
                status if one.seated and one.status != "registered" else "",
                *one.own,
            ),
            ("dim", quiet, quiet or "dim", quiet, quiet, quiet, tone, "dim", *(quiet for _text in one.own)),
        )

    def _bookings(self) -> list[ListRow]:
        return booking_rows(self.overview.bookings) if self.overview else []

    def _name_columns(self) -> None:
        self.rows.set_headings(
            (
                Heading("number", "#", 3, right=True),
                Heading("name", _("Name"), 18, flexible=True),
                Heading("position", _("Position"), 11, flexible=True, priority=1),
                Heading("phone", _("Telephone"), 17),
                Heading("email", _("E-mail"), 22, priority=3),
                Heading("total", _("To pay"), 8, right=True),
                Heading("payment", _("Paid"), 11),
                Heading("status", _("Status"), 14, priority=2),
                *(
                    Heading(
                        own.field.name,
                        told(own.field.label),
                        own.width,
                        right=own.field.kind.right,
                        priority=2,
                    )
                    for own in own_columns("registration")
                ),
            )
        )

    def participants_title(self, width: int) -> list[Span]:
        overview = self.overview
        if overview is None:
            return []
        title = _("Participants") + f" {overview.taken}"
        aside = ""
        if overview.seats_waited_for:
            count = overview.seats_waited_for
            aside = "  " + ngettext("%(count)s waits", "%(count)s wait", count) % {"count": count}
        spans = [(f" {title}", "title"), (aside, "warn")]
        if self._documents:
            words = ngettext("%(count)s document", "%(count)s documents", self._documents)
            spans.append(("  " + words % {"count": self._documents}, "dim"))
        returned, expected = self._sheets
        if returned:
            words = _("sheets %(count)s/%(most)s") % {"count": returned, "most": expected}
            spans.append(("  " + words, "dim"))
        return [*spans, (" " + "─" * width, "line")]

    def seats_aside(self) -> str:
        """`12 of 50 seats`, for the right of the message line."""
        overview = self.overview
        if overview is None or overview.maximum is None:
            return ""
        return _("%(taken)s of %(most)s seats") % {"taken": overview.taken, "most": overview.maximum}

    # -- the participant under the hand ----------------------------------------------------
    @property
    def participant(self) -> Participant | None:
        """The participant under the hand."""
        row = self.rows.row if self.is_mounted else None
        return self._people.line(row.id) if row is not None else None

    @on(RowList.Highlighted, "#rows")
    def row_highlighted(self) -> None:
        """Which commands work depends on the participant."""
        self.refresh_keys()

    def following(self) -> Hashable:
        """The row behind the one under the hand."""
        ids = [row.id for row in self.rows.rows]
        at = ids.index(self.rows.row.id) if self.rows.row is not None else 0
        return ids[min(at + 1, len(ids) - 1)]
