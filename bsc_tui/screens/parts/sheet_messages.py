"""What a sheet tells its owner. Each is reached as `Sheet.Changed`, …; handlers are `on_sheet_changed`, …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from bsc_tui.screens.parts.sheet import Sheet


class SheetMessage(Message):
    """Something the person did on `sheet`, in the field `code`."""

    def __init__(self, sheet: Sheet, code: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.code = code

    @property
    def control(self) -> Sheet:
        """For `@on(Sheet.Changed, "#person")`."""
        return self.sheet


class _Told(SheetMessage):
    def __init__(self, sheet: Sheet, code: str, text: str) -> None:
        super().__init__(sheet, code)
        self.text = text


class Changed(_Told, namespace="sheet"):
    """The person edited the field; `text` is all of it."""


class Left(_Told, namespace="sheet"):
    """The hand left the field, for another one or for something outside the sheet."""


class Entered(SheetMessage, namespace="sheet"):
    """The hand came to the field."""


class PastEnd(SheetMessage, namespace="sheet"):
    """The person went on from the last field; the hand stays until somebody takes it."""


class PastStart(SheetMessage, namespace="sheet"):
    """The person went back from the first field; the hand stays until somebody takes it."""


class Refused(SheetMessage, namespace="sheet"):
    """Some typed or pasted text was not taken; `sentence` says why."""

    def __init__(self, sheet: Sheet, code: str, sentence: str) -> None:
        super().__init__(sheet, code)
        self.sentence = sentence


class ChooseWanted(SheetMessage, namespace="sheet"):
    """The list of the field is wanted: by F4 (`text` is the field's), or by typing into it (`by_letter`).

    Letters typed before the owner reads `text` join it: one list opens, not one for each letter.
    """

    def __init__(self, sheet: Sheet, code: str, text: str, *, by_letter: bool) -> None:
        super().__init__(sheet, code)
        self.by_letter = by_letter
        self.is_read = False
        self._text = text

    @property
    def text(self) -> str:
        """What to look for in the list."""
        self.is_read = True
        return self._text

    def join(self, letters: str) -> None:
        """More was typed before anybody looked."""
        self._text += letters
