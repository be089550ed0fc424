"""Letter templates in Admin: the list; adding one, which is looked over first."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from bsc_tui.entities.kinds import told
from bsc_tui.errors import Invalid
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import letter_templates
from bsc_tui.operations.letter_templates import RIGHT
from bsc_tui.records.access import why
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.letter_fields import FIELDS, PATH, LetterFields
from bsc_tui.screens.letter_reading import choices_told
from bsc_tui.screens.letter_template import TemplateView, sound, take_file


class LetterTemplates(EntityList):
    """All templates."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "list.new",
            ("f7", "ctrl+n"),
            N_("Add a template"),
            NP_("bar", "New"),
            "new",
            N_("Takes a .docx with fields in it, looks it over and keeps it as a template."),
            bar=30,
        ),
        FIELDS,
        Command(
            "templates.starters",
            (),
            N_("Add the starting templates"),
            "",
            "add_starters",
            N_("Adds those of the templates a new company begins with that are not here."),
            letter="b",
        ),
    )

    def __init__(self) -> None:
        super().__init__("letter_template", PATH, where={}, sisters=(), guard=RIGHT)

    def crumbs(self) -> tuple[str, ...]:
        """Admin, templates."""
        return tuple(told(part) for part in PATH)

    def why_not(self, command_id: str) -> str:
        """Changing needs the right to administer."""
        if command_id == "templates.starters" and not self.office.actor.has(RIGHT):
            return why(RIGHT)
        return super().why_not(command_id)

    def empty_sentence(self, text: str) -> str:
        """The starting ones may be added."""
        if text or self._filters:
            return super().empty_sentence(text)
        return _("There is no template yet. F7 takes a .docx, F10 B adds the starting ones.")

    async def action_open_row(self) -> None:
        """Enter: what it says."""
        row = self.row_list.row
        if row is not None:
            self.open(TemplateView(int(str(row.id))))

    def action_fields(self) -> None:
        """F5."""
        self.open(LetterFields())

    async def action_new(self) -> None:
        """F7: the file, what it is, its language, its name."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        taken = await take_file(self, _("Which .docx is the new template?"))
        if taken is None:
            return
        title, content = taken
        kinds = [
            Option(kind, label, "abcdefghijklm"[at])
            for at, (kind, label) in enumerate(choices_told("kind").items())
        ]
        kind = await self.answer(Choose(_("What is it?"), kinds))
        if kind is None or not await sound(self, content, kind):
            return
        tongues = [
            Option(code, label, str(number))
            for number, (code, label) in enumerate(choices_told("language").items(), 1)
        ]
        question = _("In which language is it written?")
        language = await self.answer(Choose(question, tongues, current=active().language))
        if language is not None:
            await self._keep(content, title, kind, language)

    async def _keep(self, content: bytes, title: str, kind: str, language: str) -> None:
        """Ask for the name until it is one."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: as above

        office, name, wrong = self.office, title, ""
        while answer := await self.answer(
            AskText(_("What is it called?"), value=name, detail=wrong, limit=100)
        ):
            name = answer
            store = partial(letter_templates.store, name=name, kind=kind, language=language)
            try:
                made = await office.run(store, office.records, content)
            except Invalid as invalid:
                wrong = str(invalid)
                continue
            self.say(_("“%(name)s” is kept as a template.") % {"name": name})
            self.open(TemplateView(made))
            return

    async def action_add_starters(self) -> None:
        """In every language."""
        office = self.office
        added = await office.run(letter_templates.add_starters, office.records)
        words = ngettext("%(count)s template added.", "%(count)s templates added.", added)
        self.say(words % {"count": added})
        self.reload()
