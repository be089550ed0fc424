"""Building a questionnaire: its texts, its questions in order, a new version once it is answered."""

from __future__ import annotations

from typing import Any, ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.operations import questionnaires
from bsc_tui.records.access import why
from bsc_tui.records.records import Saved
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_form import EntityForm

ADMINISTRATION = "administration"


class QuestionnaireForm(EntityForm):
    """A questionnaire as a record, its questions below."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "questionnaire.version",
            (),
            N_("New version"),
            "",
            "new_version",
            N_("Makes a copy that can be changed; it is offered instead of this one, which stays as it is."),
            letter="n",
        ),
        Command(
            "questionnaire.up",
            ("minus",),
            N_("Question up"),
            NP_("bar", "Up"),
            "up",
            N_("Moves the question under the hand up."),
            bar=75,
            letter="u",
        ),
        Command(
            "questionnaire.down",
            ("plus",),
            N_("Question down"),
            NP_("bar", "Down"),
            "down",
            N_("Moves the question under the hand down."),
            bar=76,
            letter="b",
        ),
    )

    def __init__(self, record_id: int | None, *, preset: dict[str, Any] | None = None) -> None:
        super().__init__("questionnaire", record_id, preset=preset)
        self._answered = False

    def explanation(self) -> str:
        """For F1."""
        return _(
            "F3 goes to the questions, F7 adds one; a heading begins a section. Enter opens a question: its "
            "words in three languages, its kind, the ends of its scale, its answers to choose among. Once "
            "sheets came back a questionnaire stays as it is: the menu makes a new version of it."
        )

    async def prepare(self) -> None:
        """Also whether it is answered."""
        await super().prepare()
        if self.record_id is not None:
            self._answered, usual = await self.office.run(self._standing, self.record_id)
            if self._answered:
                self.say(
                    _("It is answered already: for changes make a new version in the menu (F10)."), "plain"
                )
            elif usual:
                self.say(_("Seminars that choose none have this one."), "plain")
            else:
                self.say(_("Only seminars that choose it have this one."), "plain")
            self.refresh_keys()

    def _standing(self, id: int) -> tuple[bool, bool]:
        """Whether it is answered, and whether seminars have it that choose none."""
        assert self.opened is not None
        return questionnaires.is_answered(id), questionnaires.usual(self.opened.values["occasion"]) == id

    async def after_save(self, result: Saved) -> None:
        """A new one gets its questions next."""
        is_new = self.record_id is None
        await super().after_save(result)
        if is_new and self.record_id is not None:
            self.related.take_keys()
            self.say(_("Saved. F7 adds the first question."))

    def fixed(self) -> tuple[str, ...]:
        """Which version it is says the program."""
        return ("edition", "former")

    def why_not(self, command_id: str) -> str:
        """Versions and order need the right; the order a question under the hand."""
        if command_id.startswith("questionnaire."):
            if self.record_id is None:
                return _("The record is not saved yet.")
            if not self.office.actor.has(ADMINISTRATION):
                return why(ADMINISTRATION)
            if command_id != "questionnaire.version":
                if self._question_in_hand is None:
                    return _("First lay the hand on a question: F3.")
                if self._answered:
                    return _("This questionnaire is answered already; make a new version of it.")
        return super().why_not(command_id)

    @property
    def _question_in_hand(self) -> int | None:
        if not self.is_mounted or not self.related.has_keys:
            return None
        group, row = self.related.group, self.related.row_list.row
        if group is None or group.child is None or group.child.entity != "question" or row is None:
            return None
        return int(str(row.id))

    async def action_new_version(self) -> None:
        """From the menu."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        assert self.record_id is not None
        detail = _("Seminars that chose this version keep it; all others get the new one.")
        if not await self.answer(Confirm(_("Make a new version of this questionnaire?"), detail)):
            return
        office = self.office
        made = await office.run(questionnaires.new_version, office.records, self.record_id)
        self.open(QuestionnaireForm(made))

    async def action_up(self) -> None:
        """- on a question."""
        await self._move(-1)

    async def action_down(self) -> None:
        """+ on a question."""
        await self._move(1)

    async def _move(self, step: int) -> None:
        office, question = self.office, self._question_in_hand
        assert question is not None and self.record_id is not None
        await office.run(questionnaires.reorder, office.records, question, step)
        await self.related.load(self.entity, self.record_id)
        self.related.row_list.go_to(question)
