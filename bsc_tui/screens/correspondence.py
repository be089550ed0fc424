"""The forms of what came and went in writing, and of what is done and to be done about clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.commands import Command
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.record_documents import OF_RECORD


class LetterForm(EntityForm):
    """A letter, an e-mail, a fax; its file is one key away."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "letter.file",
            ("f12",),
            N_("Open the file"),
            NP_("bar", "File"),
            "file",
            N_("Opens the document of this letter."),
            bar=65,
            letter="g",
        ),
    )

    def __init__(self, record_id: int | None = None, *, preset: Mapping[str, Any] | None = None) -> None:
        super().__init__("letter", record_id, preset=preset)

    def usual(self) -> dict[str, Any]:
        """Most are entered on the day they go or come."""
        return {"day": self.office.clock.today()}

    def commands(self) -> list[Command]:
        """Its one document has the key of documents."""
        return [one for one in super().commands() if one.id != OF_RECORD.id]

    def why_not(self, command_id: str) -> str:
        """It may have no file."""
        if command_id == "letter.file" and not self.sheet.raw.get("document"):
            return _("No file is named: F4 in the field “File” brings the documents.")
        return super().why_not(command_id)

    def action_file(self) -> None:
        """F12."""
        from bsc_tui.screens.document_view import DocumentView  # late: with the first document

        self.open(DocumentView(int(self.sheet.raw["document"])))


class ActionForm(EntityForm):
    """A call, a visit, a task; one key says that it is done."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "action.done",
            ("f8",),
            N_("Done today"),
            NP_("bar", "Done"),
            "done",
            N_("Writes today into “Done on” and goes to what came of it; F2 saves."),
            bar=25,
            letter="v",
        ),
    )

    def __init__(self, record_id: int | None = None, *, preset: Mapping[str, Any] | None = None) -> None:
        super().__init__("action", record_id, preset=preset)

    def usual(self) -> dict[str, Any]:
        """It is for who enters it."""
        return {"owner": self.office.actor.account_id}

    def why_not(self, command_id: str) -> str:
        """What is done stays done."""
        if command_id == "action.done":
            if self.sheet.raw.get("done_on"):
                return _("It is done already.")
            return super().why_not("form.save")
        return super().why_not(command_id)

    def action_done(self) -> None:
        """F8."""
        self.sheet.set_raw("done_on", self.office.clock.today())
        self.sheet.focus_field("report")
