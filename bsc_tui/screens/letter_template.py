"""One letter template: what it says, with its fields or with an example in their place; its versions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.exports.letters import Unsound
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import letter_files, letter_templates
from bsc_tui.operations.letter_templates import RIGHT, Edition, Template, Uses
from bsc_tui.records.access import why
from bsc_tui.screens import files
from bsc_tui.screens.afar import is_afar
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_fields import FIELDS, PATH, LetterFields
from bsc_tui.screens.letter_reading import choices_told, spoken_in
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.row_list import ListRow, RowList
from bsc_tui.screens.parts.safe import fitted


async def take_file(place: Place, question: str) -> tuple[str, bytes] | None:
    """The name (without its ending) and content of a file of this computer.

    Where one sits at another it is a file that was sent, or a document that is kept here.
    """
    office = office_of(place)
    kept_here = await _is_kept_here(place, question)
    if kept_here is None:
        return None
    if kept_here:
        document = await files.ask_for_document(place, question)
        return await place.ask(letter_files.of_document, office.records, document) if document else None
    path = await files.ask_for_file(place, question)
    if path is None:
        return None
    inbox = files.own_folder(office.config.inbox)
    return await place.ask(letter_files.of_computer, office.records, path, inbox=inbox)


async def _is_kept_here(place: Place, question: str) -> bool | None:
    """Whether it is one of the documents: the one way from afar, or asked of who can send files as well.

    None: neither.
    """
    if files.why_not_near(place):
        return True
    if not is_afar(place):
        return False
    from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

    ways = [Option("sent", _("A file I have sent"), "f"), Option("kept", _("A document kept here"), "d")]
    chosen = await place.answer(Choose(question, ways))
    return chosen == "kept" if chosen is not None else None


async def sound(place: Place, content: bytes, kind: str) -> bool:
    """Whether a file can be a template of a kind; what is wrong with it is told."""
    from bsc_tui.screens.parts.dialogs import Note  # late: seldom needed

    office = office_of(place)
    try:
        await office.run_search(letter_templates.looked_over, content, kind)
    except Unsound as unsound:
        count = len(unsound.faults)
        words = ngettext("%(count)s thing is wrong in it:", "%(count)s things are wrong in it:", count)
        lines = [words % {"count": count}, *map(str, unsound.faults[:5])]
        if count > 5:
            lines.append("…")
        lines.append(_("F5 in the list of templates shows the fields there are."))
        await place.answer(Note(unsound.title, lines, tone="trouble"))
        return False
    return True


class TemplateView(Place):
    """One template: what it says, with its fields or with an example in their place; its versions."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        files.CARD,
        FIELDS,
        Command(
            "template.example",
            ("f6",),
            N_("With an example, or with its fields"),
            NP_("bar", "Example"),
            "example",
            N_("Shows the letter as it would be for somebody who does not exist, or the fields in it."),
            bar=28,
        ),
        Command(
            "template.version",
            ("f7",),
            N_("Take a new version"),
            NP_("bar", "New version"),
            "add_version",
            N_("Takes a .docx as the next version of this template; the earlier ones stay."),
            bar=30,
        ),
        files.SAVE_AS,
        Command(
            "template.versions",
            ("f9",),
            N_("Versions"),
            NP_("bar", "Versions"),
            "versions",
            N_("Puts an earlier version in force again."),
            bar=70,
        ),
    )

    def __init__(self, template: int) -> None:
        super().__init__()
        self._record = template
        self._template: Template | None = None
        self._uses = Uses((), ())
        self._editions: list[Edition] = []
        self._lines: list[str] = []
        self._filled = True

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Admin, templates, this one."""
        path = tuple(told(part) for part in PATH)
        return (*path, self._template.name) if self._template is not None else path

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What the template says, its text only. To change it: F8 saves it as a file, change that in a "
            "text processor, F7 takes it back as the next version. F5 shows the fields that may stand in it."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """Facts, then the text."""
        for row in range(2):
            yield FrameLine(partial(self._fact_line, row), id=f"fact-{row}")
        yield FrameLine(self._text_line, id="part-line")
        yield RowList(header=False, id="rows")

    @property
    def rows(self) -> RowList:
        """The text."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """Read it."""
        self.rows.focus()
        self.reload()

    def on_screen_resume(self) -> None:
        """Its card may have been changed on top."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self._show()

    def reload(self) -> None:
        """Read it anew."""
        self.work(self._load, group="load", exclusive=True)

    async def _load(self) -> None:
        office = self.office
        await office.run_search(self._look)
        if not self.has_been_left:
            self._show()

    def _look(self) -> None:
        """Runs in the thread of searches."""
        finder = self.office.finder
        template = letter_templates.template_of(finder, self._record)
        self._uses = letter_templates.uses_of(template.content)
        self._editions = letter_templates.editions_of(finder, self._record)
        self._template = template
        try:
            self._lines = letter_templates.read(template.content, template.kind, filled=self._filled)
        except Unsound as unsound:
            self._lines = [str(fault) for fault in unsound.faults]

    def _show(self) -> None:
        width = max(self.size.width - 4, 20)
        lines = [line for text in self._lines for line in wrapped(text, width)]
        self.rows.set_empty(_("It has no text."))
        self.rows.show(ListRow(place, (line,), wide=True, still=True) for place, line in enumerate(lines))
        for line in self.query(FrameLine):
            line.renew()
        self.refresh_path()
        self.refresh_keys()

    def _fact_line(self, row: int, width: int) -> list[Span]:
        template = self._template
        if template is None:
            return []
        if row == 0:
            edition = next((one for one in self._editions if one.in_force), None)
            at = active().moment(edition.at, self.office.config.zone) if edition else ""
            pairs = [
                (_("Kind"), choices_told("kind")[template.kind]),
                (_("Language"), spoken_in(template)),
                (_("Version"), str(template.edition)),
                (_("Size"), size_told(template.size)),
                (_("Put here on"), at),
            ]
        else:
            pairs = [(_("Its fields"), ", ".join(self._uses.every) or "–")]
        spans: list[Span] = [(" ", "")]
        for label, text in pairs:
            room = width - width_of(spans) - cell_len(label) - 2
            if cell_len(text) > room and len(pairs) > 1:
                break  # half a date says nothing
            spans += [(f"{label} ", "dim"), (f"{fitted(text, max(room, 1))}   ", "")]
        return spans

    def _text_line(self, width: int) -> list[Span]:
        title = _("With an example") if self._filled else _("With its fields")
        return [(f" {title} ", "title"), ("─" * width, "line")]

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Changing needs the right to administer."""
        if self._template is None and command_id != "back":
            return _("One moment.")
        if command_id == "template.version" and not self.office.actor.has(RIGHT):
            return why(RIGHT)
        if command_id == files.SAVE_AS.id and (words := files.why_not_near(self)):
            return words
        if command_id == "template.versions" and len(self._editions) < 2:
            return _("There is one version only.")
        return super().why_not(command_id)

    def action_card(self) -> None:
        """F2."""
        from bsc_tui.screens.entity_form import EntityForm  # late: seldom needed

        self.open(EntityForm("letter_template", self._record, path=tuple(told(part) for part in PATH)))

    def action_fields(self) -> None:
        """F5."""
        assert self._template is not None
        self.open(LetterFields(self._template.subject))

    def action_example(self) -> None:
        """F6."""
        self._filled = not self._filled
        self.reload()

    async def action_add_version(self) -> None:
        """F7."""
        assert self._template is not None
        template, office = self._template, self.office
        question = _("Which file is the new version of “%(name)s”?") % {"name": template.name}
        taken = await take_file(self, question)
        if taken is None or not await sound(self, taken[1], template.kind):
            return
        values = {"name": template.name, "kind": template.kind, "language": template.language}
        await office.run(
            partial(letter_templates.store, office.records, taken[1], template=template.id, **values)
        )
        await self._load()
        assert self._template is not None
        self.say(_("Stored as version %(number)s.") % {"number": self._template.edition})

    async def action_save_as(self) -> None:
        """F8."""
        assert self._template is not None
        template = self._template
        await files.save_bytes_as(
            self, f"{template.name}.docx", partial(letter_templates.content_of, template.content)
        )

    async def action_versions(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        assert self._template is not None
        office, zone = self.office, self.office.config.zone
        options = []
        current = 0
        for one in self._editions:
            letter = str(one.number) if one.number < 10 else ""
            text = f"{active().moment(one.at, zone)}   {size_told(one.size)}"
            refusal = "" if office.actor.has(RIGHT) else why(RIGHT)
            options.append(
                Option(one.number, text if letter else f"{one.number}  {text}", letter, one.author, refusal)
            )
            current = one.number if one.in_force else current
        question = _("Which version shall be in force?")
        number = await self.answer(Choose(question, options, current=current))
        if number is None or number == current:
            return
        await office.run(letter_templates.take_edition_back, office.records, self._record, number)
        await self._load()
        self.say(_("Version %(number)s is in force again.") % {"number": number})
