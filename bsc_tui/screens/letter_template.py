"""One letter template: what it says, with its fields or with an example in their place; its versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.kinds.files import size_told
from bsc_tui.exports.letters import Unsound
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import letter_files, letter_templates
from bsc_tui.operations.letter_templates import RIGHT, Edition, Template, Uses
from bsc_tui.records.access import why
from bsc_tui.records.records import Records
from bsc_tui.screens import files
from bsc_tui.screens.afar import is_afar
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_fields import FIELDS, PATH, LetterFields
from bsc_tui.screens.letter_reading import choices_told, spoken_in
from bsc_tui.screens.office import office_of
from bsc_tui.screens.parts.frame import FrameLine, Span, width_of
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.safe import fitted
from bsc_tui.screens.parts.text_rows import text_rows
from bsc_tui.screens.whole_list import WholeList


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


@dataclass(frozen=True)
class Looked:
    """A template as it is shown."""

    template: Template
    uses: Uses
    editions: list[Edition]
    lines: list[str]


class TemplateView(WholeList[Any]):
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
        self._filled = True

    found: Looked | None

    # -- what is shown ---------------------------------------------------------------------
    @property
    def template(self) -> Template | None:
        """The template, once it was read."""
        return self.found.template if self.found is not None else None

    def crumbs(self) -> tuple[str, ...]:
        """Admin, templates, this one."""
        path = tuple(told(part) for part in PATH)
        return (*path, self.template.name) if self.template is not None else path

    def explanation(self) -> str:
        """For F1."""
        return _(
            "What the template says, its text only. To change it: F8 saves it as a file, change that in a "
            "text processor, F7 takes it back as the next version. F5 shows the fields that may stand in it."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts, then the text."""
        for row in range(2):
            yield FrameLine(partial(self._fact_line, row), id=f"fact-{row}")
        yield FrameLine(self._text_line, id="part-line")
        yield RowList(header=False, id="rows")

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("It has no text.")

    def read(self, records: Records) -> Looked:
        """What it says, and its versions."""
        template = letter_templates.template_of(records, self._record)
        try:
            lines = letter_templates.read(template.content, template.kind, filled=self._filled)
        except Unsound as unsound:
            lines = [str(fault) for fault in unsound.faults]
        uses = letter_templates.uses_of(template.content)
        return Looked(template, uses, letter_templates.editions_of(records, self._record), lines)

    def show(self, found: Looked) -> None:
        """The text."""
        self.rows.show(text_rows(found.lines, self.size.width))

    def _fact_line(self, row: int, width: int) -> list[Span]:
        found = self.found
        if found is None:
            return []
        if row == 0:
            template = found.template
            edition = next((one for one in found.editions if one.in_force), None)
            at = active().moment(edition.at, self.office.config.zone) if edition else ""
            pairs = [
                (_("Kind"), choices_told("kind")[template.kind]),
                (_("Language"), spoken_in(template)),
                (_("Version"), str(template.edition)),
                (_("Size"), size_told(template.size)),
                (_("Put here on"), at),
            ]
        else:
            pairs = [(_("Its fields"), ", ".join(found.uses.every) or "–")]
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
        if self.found is None and command_id != "back":
            return _("One moment.")
        if command_id == "template.version" and not self.office.actor.has(RIGHT):
            return why(RIGHT)
        if command_id == files.SAVE_AS.id and (words := files.why_not_near(self)):
            return words
        if command_id == "template.versions" and self.found is not None and len(self.found.editions) < 2:
            return _("There is one version only.")
        return super().why_not(command_id)

    def action_card(self) -> None:
        """F2."""
        from bsc_tui.screens.entity_form import EntityForm  # late: seldom needed

        self.open(EntityForm("letter_template", self._record, path=tuple(told(part) for part in PATH)))

    def action_fields(self) -> None:
        """F5."""
        assert self.template is not None
        self.open(LetterFields(self.template.subject))

    def action_example(self) -> None:
        """F6."""
        self._filled = not self._filled
        self.reload()

    async def action_add_version(self) -> None:
        """F7."""
        template, office = self.template, self.office
        assert template is not None
        question = _("Which file is the new version of “%(name)s”?") % {"name": template.name}
        taken = await take_file(self, question)
        if taken is None or not await sound(self, taken[1], template.kind):
            return
        values = {"name": template.name, "kind": template.kind, "language": template.language}
        await office.run(
            partial(letter_templates.store, office.records, taken[1], template=template.id, **values)
        )
        await self.load()
        assert self.template is not None
        self.say(_("Stored as version %(number)s.") % {"number": self.template.edition})

    async def action_save_as(self) -> None:
        """F8."""
        template = self.template
        assert template is not None
        await files.save_bytes_as(
            self, f"{template.name}.docx", partial(letter_templates.content_of, template.content)
        )

    async def action_versions(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        assert self.found is not None
        office, zone = self.office, self.office.config.zone
        options = []
        current = 0
        for one in self.found.editions:
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
        await self.load()
        self.say(_("Version %(number)s is in force again.") % {"number": number})
