"""Letters before they are made: to whom, in which language, what is missing; then made and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.i18n import N_, NP_, _, ngettext, pgettext
from bsc_tui.operations import letter_making, letters
from bsc_tui.operations.letter_making import Filled, Filling, Kept
from bsc_tui.operations.letter_templates import Template
from bsc_tui.operations.letters import Draft, Recipient
from bsc_tui.records.access import why
from bsc_tui.screens import files
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.letter_occasion import FOR_EACH, Occasion, ask_letter
from bsc_tui.screens.letter_reading import ReadLetter, choices_told, spoken_in
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

READ = Command(
    "letters.read",
    ("f3",),
    N_("Read the letter"),
    NP_("bar", "Read"),
    "read",
    N_("Shows the letter under the hand as it will be."),
    bar=20,
)


OPEN_MADE = Command(
    "letters.open",
    ("f12",),
    N_("The letter that was made"),
    NP_("bar", "Open"),
    "open_document",
    N_("Opens the document of the letter under the hand."),
    bar=70,
)


class WriteLetters(Place):
    """A line a letter; Space takes one out, F2 makes those that are marked."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "letters.make",
            ("f2",),
            N_("Make the letters"),
            NP_("bar", "Make"),
            "make",
            N_("Makes the marked letters and keeps them among the documents; Esc stops it."),
            bar=10,
            holds=False,
        ),
        READ,
        Command(
            "letters.choose",
            ("f4",),
            N_("Another letter"),
            NP_("bar", "Letter"),
            "choose_letter",
            N_("Chooses another letter for the same people."),
            bar=30,
        ),
        Command(
            "letters.together",
            ("f6",),
            N_("One file, or a file for each"),
            NP_("bar", "One file"),
            "together",
            N_("One file with all letters is printed at once; a file for each is attached to its record."),
            bar=40,
        ),
        Command(
            "letters.language",
            ("f7",),
            N_("Language of each, or one for all"),
            NP_("bar", "Language"),
            "language",
            N_("In the language of each recipient, or all by the template that was chosen."),
            bar=50,
        ),
        Command(
            "letters.all",
            ("f5",),
            N_("Mark all or none"),
            NP_("bar", "All"),
            "mark_all",
            bar=60,
        ),
        files.SAVE_AS,
        OPEN_MADE,
    )

    def __init__(self, occasion: Occasion, chosen: Template) -> None:
        super().__init__()
        self._occasion = occasion
        self._template = chosen
        self._draft: Draft | None = None
        self._together = False
        self._own_language = True
        self._right = ""
        self._kept: Kept | None = None
        self._at_work = False
        self._stop = False

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """The record's path, and this."""
        return (*self._occasion.path, _("Letters"))

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Who gets the letter, in which language, and what is not known for it. Space takes one out or "
            "in, F3 shows one as it will be, F2 makes the marked ones: they are kept among the documents and "
            "attached to their records."
        )

    def compose_body(self) -> Iterable[Widget]:
        """What is made, and for whom."""
        for row in range(2):
            yield FrameLine(partial(self._fact_line, row), id=f"fact-{row}")
        yield RowList(id="rows", markable=True)

    @property
    def rows(self) -> RowList:
        """The letters."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """The hand is in the list."""
        self.rows.focus()
        self.work(self._load, group="load", exclusive=True)

    def relabel(self) -> None:
        """In the new language."""
        self._show()

    async def _load(self) -> None:
        office, template = self.office, self._template
        self.set_state(_("one moment…"), "dim")
        draft = await office.run_search(self._drafted, template, self._own_language)
        if self.has_been_left or template is not self._template:
            return
        self._draft, self._kept = draft, None
        self.rows.marks = {one.id for one in draft.recipients if one.wanted}
        self._show()
        if draft.is_confidential:
            self.say(_("Numbers that not everybody may see stand in it: it is kept as confidential."), "warn")
        elif draft.is_masked:
            self.say(_("Some numbers are masked in it: you have no right to see them."), "warn")
        elif draft.replaced:
            words = ngettext(
                "%(count)s character that no file can hold is replaced by a sign.",
                "%(count)s characters that no file can hold are replaced by a sign.",
                draft.replaced,
            )
            self.say(words % {"count": draft.replaced}, "warn")
        else:
            self.hush()

    def _drafted(self, template: Template, own_language: bool) -> Draft:
        """Runs in the thread of searches."""
        finder = self.office.finder
        ids = letters.ids_for(self._occasion.source, self._occasion.ids, template.subject)
        self._right = letter_making.right_to_keep(template.subject, ids)
        return letters.draft(finder, template, ids, own_language=own_language)

    def _show(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self.rows.set_headings(
            (
                Heading("name", _("Letter to"), 22, flexible=True),
                Heading("language", _("Language"), 9),
                Heading("template", _("By the template"), 18, priority=2),
                Heading("missing", _("Not known"), 20, flexible=True),
                Heading("remark", _("Remark"), 16, priority=1, flexible=True),
            )
        )
        no_invoice = _("No invoice is written yet: F11 in the seminar, then Invoices.")
        nobody = _("There is nobody to write to.")
        self.rows.set_empty(no_invoice if draft.template.subject == "invoice" else nobody)
        self.rows.show(map(self._row, draft.recipients))
        self._count()
        self.refresh_keys()

    def _row(self, one: Recipient) -> ListRow:
        made = self._kept is not None and one.id in self._kept.documents
        remark = _("made") if made else one.remark
        return ListRow(
            one.id,
            (
                one.title,
                spoken_in(one.template),
                one.template.name,
                ", ".join(told(label) for label in one.missing),
                remark,
            ),
            ("", "dim", "dim", "warn", "good" if made else "dim"),
        )

    def _count(self) -> None:
        for line in self.query(FrameLine):
            line.renew()
        if self._draft is not None and not self._at_work:
            words = ngettext("%(count)s letter", "%(count)s letters", len(self.chosen))
            self.set_state(words % {"count": len(self.chosen)}, "dim")

    def _fact_line(self, row: int, width: int) -> list[Span]:
        template = self._template
        if row == 0:
            how = _("all in one file") if self._together else _("a file each")
            spoken = _("in their language") if self._own_language else spoken_in(template)
            words = [_(FOR_EACH[template.subject]), spoken, how]
            return [(f" {template.name}  ", "title"), (" · ".join(words), "dim")]
        if self._kept is not None:
            where = " › ".join((pgettext("tab", "Documents"), *self._kept.path))
            return [(" " + _("Kept in") + " ", "dim"), (where, "good")]
        count = Counter(one.template.language for one in self.chosen)
        tongues = choices_told("language")
        words = [f"{tongues[code]} {number}" for code, number in count.most_common()]
        lacking = sum(bool(one.missing) for one in self.chosen)
        spans: list[Span] = [(" " + (" · ".join(words) or "–"), "")]
        if lacking:
            said = ngettext("%(count)s letter lacks something", "%(count)s letters lack something", lacking)
            spans.append(("   " + said % {"count": lacking}, "warn"))
        return spans

    @property
    def chosen(self) -> list[Recipient]:
        """The letters that are to be made."""
        if self._draft is None or not self.is_mounted:
            return []
        return [one for one in self._draft.recipients if one.id in self.rows.marks]

    @property
    def under_hand(self) -> Recipient | None:
        """The letter under the hand."""
        row = self.rows.row if self.is_mounted else None
        if row is None or self._draft is None:
            return None
        return next((one for one in self._draft.recipients if one.id == row.id), None)

    def bar(self) -> list[tuple[str, str]]:
        """Space marks: that is a key to print. What was made comes first."""
        keys = super().bar()
        mark = (key_name("space"), pgettext("bar", "Mark"))
        if self._kept is None:
            return [*keys[:3], mark, *keys[3:]]
        of_made = [told(OPEN_MADE.short), told(files.SAVE_AS.short)]
        first = [pair for word in of_made for pair in keys if pair[1] == word]
        return [*keys[:2], *first, *(pair for pair in keys[2:] if pair not in first), mark]

    @on(RowList.Marked)
    def marked(self) -> None:
        """How many there are."""
        self._count()
        self.refresh_keys()

    @on(RowList.Highlighted)
    def highlighted(self) -> None:
        """Which keys work depends on it."""
        self.refresh_keys()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter reads."""
        self.action_do(READ.id)

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Something must be marked; keeping needs the right to documents or the line."""
        if command_id in ("back", files.SAVE_AS.id, OPEN_MADE.id):
            return self._why_not_made(command_id)
        if command_id.startswith("letters."):
            if self._at_work:
                return _("The letters are being made; Esc stops it.")
            if self._draft is None:
                return _("One moment.")
        if command_id == READ.id and self.under_hand is None:
            return _("No letter is under the hand.")
        if command_id == "letters.make":
            if not self.chosen:
                return _("No letter is marked; Space marks one.")
            if not self.office.actor.has(self._right):
                return why(self._right)
        if command_id == "letters.choose" and len(self._occasion.offered) < 2:
            return _("There is no other letter for this.")
        return super().why_not(command_id)

    def _why_not_made(self, command_id: str) -> str:
        if command_id == "back":
            return super().why_not(command_id)
        if self._kept is None:
            return _("They are not made yet; F2 makes them.")
        one = self.under_hand
        if one is None or one.id not in self._kept.documents:
            return _("This letter was not made.")
        return files.why_not_near(self) if command_id == files.SAVE_AS.id else ""

    async def action_back(self) -> None:
        """Esc stops what is being made, then leaves."""
        if self._at_work:
            self._stop = True
        else:
            await super().action_back()

    async def action_choose_letter(self) -> None:
        """F4."""
        chosen = await ask_letter(self, self._occasion, self._template)
        if chosen is not None and chosen is not self._template:
            self._template = chosen
            self._draft = None
            self.rows.show(())
            await self._load()

    def action_together(self) -> None:
        """F6."""
        self._together = not self._together
        self._kept = None
        self._show()

    async def action_language(self) -> None:
        """F7."""
        self._own_language = not self._own_language
        marks = set(self.rows.marks)
        await self._load()
        self.rows.marks = marks
        self._show()

    def action_mark_all(self) -> None:
        """F5."""
        assert self._draft is not None
        every = {one.id for one in self._draft.recipients}
        self.rows.marks = set() if self.rows.marks >= every else set(every)
        self._show()

    def action_read(self) -> None:
        """F3."""
        assert self._draft is not None and self.under_hand is not None
        self.open(ReadLetter(self._draft, self.under_hand, self.crumbs()))

    async def action_make(self) -> None:
        """F2."""
        assert self._draft is not None
        office, draft, chosen = self.office, self._draft, self.chosen
        self._at_work, self._stop = True, False
        self.refresh_keys()
        try:
            with Filling(draft, office.clock.today().isoformat(), together=self._together) as filling:
                for number, one in enumerate(chosen, 1):
                    words = {"number": number, "count": len(chosen)}
                    self.set_state(_("letter %(number)s of %(count)s") % words)
                    await office.run_search(filling.fill, one)
                    if self._stop or self.has_been_left:
                        self.say(_("Stopped; no letter was kept."), "warn")
                        return
                made = await office.run_search(filling.files, self._occasion.title)
            await self._keep(draft, made)
        finally:
            self._at_work = False
            self._count()
            self.refresh_keys()

    async def _keep(self, draft: Draft, made: list[Filled]) -> None:
        office = self.office
        about = self._occasion
        origin = (about.source, about.ids[0]) if len(about.ids) == 1 else ("", 0)
        self._kept = await office.run(letter_making.keep, office.records, draft, made, *origin)
        self._show()
        count = len(self._kept.documents)
        words = ngettext("%(count)s letter is made and kept.", "%(count)s letters are made and kept.", count)
        self.say(words % {"count": count} + " " + _("F12 opens the one under the hand."))

    def action_open_document(self) -> None:
        """F12."""
        from bsc_tui.screens.document_view import DocumentView  # late: with the first document

        assert self._kept is not None and self.under_hand is not None
        self.open(DocumentView(self._kept.documents[self.under_hand.id]))

    async def action_save_as(self) -> None:
        """F8."""
        assert self._kept is not None and self.under_hand is not None
        document = self._kept.documents[self.under_hand.id]
        names = await self.office.run(letter_making.names_of, self._kept)
        await files.save_as(self, document, names[document])
