"""The questions every place asks in the same words and keys: yes or no, a text, a choice.

Each is a Dialog that returns its answer; None means closed without one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import on
from textual.events import Key
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.parts.frame import Painted, Span, strip_of
from bsc_tui.screens.parts.plain_input import PlainInput
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.parts.safe import safe
from bsc_tui.values import dataclass

Choice = TypeVar("Choice", bound=Hashable)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks where there are some."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in safe(paragraph).split(" "):
            longer = f"{line} {word}" if line else word
            if cell_len(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            rest = word
            while cell_len(rest) > width:
                end = next(n for n in range(len(rest), 0, -1) if cell_len(rest[:n]) <= width)
                lines.append(rest[:end])
                rest = rest[end:]
            line = rest
        lines.append(line)
    return lines


class Words(Painted):
    """Lines of text with a tone each; as high as its lines."""

    def __init__(self, lines: Sequence[Span] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = list(lines)

    def show(self, lines: Sequence[Span]) -> None:
        """Other lines."""
        if list(lines) != self._lines:
            taller = len(lines) != len(self._lines)
            self._lines = list(lines)
            self.refresh(layout=taller)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One row a line."""
        return len(self._lines)

    def spans(self, y: int) -> list[Span]:
        """What stands in line `y`."""
        return [self._lines[y]] if y < len(self._lines) else []

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        spans = [(safe(text), tone) for text, tone in self.spans(y)]
        return strip_of(spans, self.tone_style, self.size.width)


class Note(Dialog[bool]):
    """Something to read: Enter or Esc closes it. A `command` stands on one line if it fits."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("note.close", ("enter", "space"), N_("Close"), NP_("bar", "Close"), "close", bar=10),
    )

    def __init__(
        self, title: str, paragraphs: Iterable[str], *, command: str = "", tone: str = "title"
    ) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = [paragraph for paragraph in paragraphs if paragraph]
        self._command = command
        self._tone = tone

    def compose_box(self) -> Iterable[Widget]:
        """Title and sentences."""
        lines: list[Span] = [(line, self._tone) for line in wrapped(self._title, 62)]
        for paragraph in self._paragraphs:
            lines += [("", ""), *((line, "") for line in wrapped(paragraph, 62))]
        if self._command:
            lines += [("", ""), *((line, "key") for line in wrapped(self._command, self._room))]
        yield Words(lines)

    @property
    def _room(self) -> int:
        """Cells for a command: those of the sentences, or as many more as it needs and there are."""
        return max(62, min(cell_len(self._command), self.app.size.width - 8))

    def on_mount(self) -> None:
        """The box is as wide as the command."""
        if self._room > 62:
            box = self.query_one("#box")
            box.styles.width = box.styles.max_width = self._room + 6

    def action_close(self) -> None:
        """It was read."""
        self.give(True)


class Confirm(Dialog[bool]):
    """A question. The letter `yes` means yes; Enter, `n` and Esc mean no."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("confirm.yes", ("y",), N_("Yes"), NP_("bar", "Yes"), "yes", bar=10),
        Command("confirm.no", ("enter", "n"), N_("No"), NP_("bar", "No"), "no", bar=20),
    )

    def __init__(self, question: str, detail: str = "", *, yes: str = "y") -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self._yes = yes

    def compose_box(self) -> Iterable[Widget]:
        """The question and its keys."""
        lines: list[Span] = [(line, "title") for line in wrapped(self._question, 62)]
        if self._detail:
            lines += [("", ""), *((line, "") for line in wrapped(self._detail, 62))]
        keys = _("%(yes)s = yes    Enter = no") % {"yes": self._yes.upper()}
        yield Words([*lines, ("", ""), (keys, "key")])

    def bar(self) -> list[tuple[str, str]]:
        """The letter for yes is the question's own."""
        return [(self._yes.upper(), pgettext("bar", "Yes")), (key_name("enter"), pgettext("bar", "No"))]

    def on_key(self, event: Key) -> None:
        """The letter for yes where it is not Y, and the first of the word: keyboards have other scripts."""
        letters = {self._yes.casefold()} | ({_("Yes")[0].casefold()} if self._yes == "y" else set())
        if event.character and event.character.casefold() in letters:
            event.stop()
            self.give(True)

    def why_not(self, command_id: str) -> str:
        """Y is yes only where the question says so."""
        if command_id == "confirm.yes" and self._yes.casefold() != "y":
            return _("Another key means yes here.")
        return super().why_not(command_id)

    def action_yes(self) -> None:
        """Yes."""
        self.give(True)

    def action_no(self) -> None:
        """No."""
        self.give(False)


class AskText(Dialog[str]):
    """Asks for one line: a reason, a name. Returns it without outer blanks; '' only if not `required`."""

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        detail: str = "",
        required: bool = True,
        secret: bool = False,
        limit: int = 200,
        joins_lines: bool = False,
    ) -> None:
        """`joins_lines`: of what is pasted all lines are taken, as one."""
        super().__init__()
        self._question = question
        self._value = value
        self._detail = detail
        self._required = required
        self._secret = secret
        self._limit = limit
        self._joins_lines = joins_lines

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("ask.take", ("f2",), N_("Take it"), NP_("bar", "OK"), "take", bar=10),
    )

    def compose_box(self) -> Iterable[Widget]:
        """Question, what belongs to it, the field."""
        lines: list[Span] = [(line, "title") for line in wrapped(self._question, 62)]
        lines += [(line, "") for line in wrapped(self._detail, 62)] if self._detail else []
        yield Words([*lines, ("", "")])
        yield PlainInput(
            self._value,
            password=self._secret,
            max_length=self._limit,
            joins_lines=self._joins_lines,
            id="text",
        )
        yield Words([("", "")], id="missing")

    def bar(self) -> list[tuple[str, str]]:
        """Enter takes the text."""
        return [
            (key_name("enter"), pgettext("bar", "OK")),
            *(pair for pair in super().bar() if pair[0] != "F2"),
        ]

    def on_mount(self) -> None:
        """One types at once."""
        self.query_one("#text", PlainInput).focus()

    @on(Input.Changed, "#text")
    def written(self) -> None:
        """What was missing is there."""
        self.query_one("#missing", Words).show([("", "")])

    @on(Input.Submitted, "#text")
    def action_take(self) -> None:
        """Take what is written."""
        text = self.query_one("#text", PlainInput).value
        text = text if self._secret else text.strip()
        if text.strip() or not self._required:
            self.give(text)
        else:
            self.query_one("#missing", Words).show([("! " + _("Please write something, or Esc."), "trouble")])


@dataclass(frozen=True)
class Option(Generic[Choice]):
    """One possible answer: `letter` takes it at once ('' = only Enter); with `refusal` it can't be."""

    value: Choice
    text: str
    letter: str = ""
    aside: str = ""
    refusal: str = ""


class Choose(Dialog[Choice]):
    """A short list to choose from, by letter or with arrows and Enter. Says why an option can't be taken."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("choose.take", ("enter",), N_("Take"), NP_("bar", "Take"), "take", bar=10),
    )

    def __init__(
        self, title: str, options: Sequence[Option[Choice]], *, current: Choice | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._options = list(options)
        self._current = current
        self._refused: Choice | None = None
        self._rows_width = 0

    def compose_box(self) -> Iterable[Widget]:
        """Title, options, a line for what can't be."""
        if self._title:
            yield Words([*((line, "title") for line in wrapped(self._title, 50)), ("", "")])
        aside = max(cell_len(option.aside) for option in self._options)
        widest = max([cell_len(option.text) for option in self._options] + [12])
        width = min(widest, 50, max(62 - aside, 24))  # what stands aside is never cut
        headings = [
            Heading("letter", "", 2),
            Heading("text", "", width),
            Heading("aside", "", aside),
        ]
        rows = RowList(headings, [self._row(option) for option in self._options], header=False, id="options")
        rows.styles.height = min(len(self._options), 18)
        self._rows_width = width + aside + 10
        rows.styles.width = self._rows_width
        yield rows
        yield Words([("", "")], id="refusal")

    def _row(self, option: Option[Choice]) -> ListRow:
        tones = ("dim", "dim", "dim") if option.refusal else ("key", "", "dim")
        return ListRow(option.value, (option.letter.upper(), option.text, option.aside), tones)

    def on_mount(self) -> None:
        """The box is as wide as its options, the hand on what is so now."""
        rows = self.query_one("#options", RowList)
        widest = max([cell_len(self._title), *(cell_len(option.refusal) + 4 for option in self._options)])
        self.query_one("#box").styles.width = max(self._rows_width, min(widest, 50)) + 6
        rows.focus()
        if self._current is not None:
            rows.go_to(self._current)

    def on_key(self, event: Key) -> None:
        """A letter takes its option."""
        if not event.character:
            return
        for option in self._options:
            if option.letter and option.letter.casefold() == event.character.casefold():
                event.stop()
                self.query_one("#options", RowList).go_to(option.value)
                self._take(option)
                return

    @on(RowList.Highlighted)
    def nothing_refused(self, event: RowList.Highlighted) -> None:
        """What was said of another option goes."""
        if event.row.id != self._refused:
            self.query_one("#refusal", Words).show([("", "")])

    @on(RowList.Chosen)
    def action_take(self) -> None:
        """Take the option under the hand."""
        row = self.query_one("#options", RowList).row
        for option in self._options:
            if row is not None and option.value == row.id:
                self._take(option)

    def _take(self, option: Option[Choice]) -> None:
        if option.refusal:
            self._refused = option.value
            self.query_one("#refusal", Words).show([(f" ! {option.refusal}", "trouble")])
        else:
            self.give(option.value)
