"""The rows of the evaluation grid: sheets as they are typed, and each question as a column of cells.

Saving them is the grid's.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bsc_tui.entities.questions import CHOSEN, LONGEST_ANSWER, SCALES, Asked, number_of
from bsc_tui.i18n import _, active
from bsc_tui.operations.evaluations import Said, Sheet
from bsc_tui.screens.parts.grid_rows import CHOOSE, DIGIT, TEXT, GridColumn, GridRow

PERSON = "person"
NOT_APPLICABLE = "–"
NOT_APPLICABLE_KEY = "-"
TEN = "x"
"""The key for ten, where 0 is a value of its own."""


@dataclass
class TypedSheet:
    """A sheet as it stands in the grid; `kept` as it is in the database."""

    kept: Sheet | None = None
    person: int | None = None
    name: str = ""
    answers: dict[int, Said] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    """What was typed and can't be read, by question."""
    problem: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    former: list[tuple[int, Said]] = field(default_factory=list)
    """What cells held before, for undoing."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed on a new sheet."""
        return self.kept is None and not self.person and not self.answers and not self.texts

    @property
    def is_open(self) -> bool:
        """Whether something on it is not saved yet."""
        if self.kept is None:
            return not self.is_blank
        return bool(self.texts) or self.answers != dict(self.kept.answers) or self.person != self.kept.person

    def saved(self, kept: Sheet) -> None:
        """It is in the database like this."""
        self.kept, self.person, self.name = kept, kept.person, kept.name
        self.answers, self.texts, self.problem = dict(kept.answers), {}, ""
        self.token = uuid.uuid4().hex

    def put(self, question: int, said: Said) -> None:
        """Answer a question."""
        before = self.answers.get(question, Said())
        if said != before:
            self.former.append((question, before))
        self.texts.pop(question, None)
        self.answers.pop(question, None)
        if not said.is_blank:
            self.answers[question] = said
        self.problem = ""

    def read(self, question: Asked, text: str) -> str:
        """Take a cell's text; the sentence that says what is wrong with it, or ""."""
        said = said_of(question, text)
        if said is None or (sentence := question.wrong(said.value)):
            self.texts[question.id] = text
            return sentence if said is not None else hint_of(question)
        self.put(question.id, said)
        return ""

    def undo(self) -> int | None:
        """Give the cell that was changed last what it held before; which question, None: none was changed."""
        if not self.former:
            return None
        question, before = self.former.pop()
        self.answers.pop(question, None)
        self.texts.pop(question, None)
        if not before.is_blank:
            self.answers[question] = before
        return question

    def to_draft(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "key": self.key,
            "token": self.token,
            "sheet": self.kept.id if self.kept else None,
            "person": self.person,
            "name": self.name,
            "answers": [[id, said.value, said.not_applicable] for id, said in self.answers.items()],
            "texts": [[id, text] for id, text in self.texts.items()],
        }


def typed_of(sheet: Sheet) -> TypedSheet:
    """A sheet that is in the database."""
    typed = TypedSheet(key=f"sheet-{sheet.id}")
    typed.saved(sheet)
    return typed


def taken_from_draft(typed: TypedSheet, content: Mapping[str, Any]) -> TypedSheet:
    """What a draft holds, over a sheet as it is now (or a new one)."""
    typed.person, typed.name = content["person"], content["name"]
    typed.answers = {id: Said(value, flag) for id, value, flag in content["answers"]}
    typed.texts = dict(content["texts"])
    typed.token = content["token"]
    if typed.kept is None:
        typed.key = content["key"]
    return typed


# -- cells -------------------------------------------------------------------------------------------


def code_of(question: Asked) -> str:
    """The column of a question."""
    return f"q{question.id}"


def shown(question: Asked, said: Said) -> str:
    """An answer in its cell."""
    if said.not_applicable:
        return NOT_APPLICABLE
    if question.kind == "yes_no":
        return question.told(said.value)[:1]
    return said.value


def said_of(question: Asked, text: str) -> Said | None:
    """The answer that a cell's text means; None: it means none."""
    text = text.strip()
    if text in (NOT_APPLICABLE, NOT_APPLICABLE_KEY) and question.may_not_apply:
        return Said(not_applicable=True)
    if question.kind == "yes_no" and text:
        value = next((one for one in question.values if shown(question, Said(one)) == text[:1].lower()), None)
        return Said(value or {"1": "1", "0": "0", "y": "1", "n": "0"}.get(text[:1].lower(), text))
    if question.kind == "number" and text:
        number = number_of(text.replace(" ", "").replace(",", "."))
        return Said(format(number.normalize(), "f")) if number is not None else None
    if question.kind == "multiple" and text:
        parts = [one.strip() for one in text.replace(";", ",").split(",") if one.strip()]
        return Said(",".join(sorted(parts)))
    return Said(text)


def keys_of(question: Asked) -> dict[str, str]:
    """Which key puts which text into a question's cell; none where the answer is typed."""
    keys: dict[str, str] = {}
    if question.kind in SCALES:
        least, most = SCALES[question.kind]
        keys = {str(number): str(number) for number in range(least, min(most, 9) + 1)}
        if most == 10:
            keys[TEN] = "10"
            if least > 0:
                keys["0"] = "10"
    elif question.kind == "yes_no":
        yes, no = (shown(question, Said(value)) for value in ("1", "0"))
        keys = {"y": yes, "n": no, "1": yes, "0": no, yes: yes, no: no}
    elif question.kind in CHOSEN:
        keys = {str(number): str(number) for number in question.options}
    if keys and question.may_not_apply:
        keys[NOT_APPLICABLE_KEY] = NOT_APPLICABLE
    return keys


def hint_of(question: Asked) -> str:
    """What can be typed in a question's cell."""
    if question.kind in SCALES:
        least, most = SCALES[question.kind]
        words = _("Type a digit from %(least)s to %(most)s.") % {"least": least, "most": min(most, 9)}
        if most == 10:
            words += " " + (_("x is 10.") if least == 0 else _("0 is 10."))
    elif question.kind == "yes_no":
        yes, no = (shown(question, Said(value)) for value in ("1", "0"))
        words = _("Type %(yes)s for yes, %(no)s for no.") % {"yes": yes, "no": no}
    elif question.kind == "single":
        words = _("Type the number of the answer.")
    elif question.kind == "multiple":
        words = _("Type the numbers of the answers, then Tab.")
    elif question.kind == "number":
        words = _("Type a number, then Tab.")
    else:
        return _("Type the text; Tab goes on.")
    if question.may_not_apply:
        words += " " + _("- is not applicable.")
    return words


def columns_of(questions: Sequence[Asked]) -> list[GridColumn]:
    """The person, then a narrow column a question; texts take the room that is left."""
    columns = [
        GridColumn(
            PERSON,
            _("Person"),
            12,
            kind=CHOOSE,
            flexible=True,
            fixed=True,
            hint=_("A letter brings the participants. Empty: anonymous."),
        )
    ]
    for number, question in enumerate(questions, 1):
        keys, written = keys_of(question), question.kind == "text"
        columns.append(
            GridColumn(
                code_of(question),
                f"{number} {question.label}" if written else str(number),
                11 if written else {"multiple": 7, "number": 6, "yes_no": 4}.get(question.kind, 3),
                kind=DIGIT if keys else TEXT,
                right=not written,
                flexible=written,
                limit=LONGEST_ANSWER if written else 20,
                hint=hint_of(question),
                keys=keys,
                several=question.kind == "multiple",
            )
        )
    return columns


def row_of(
    typed: TypedSheet, questions: Sequence[Asked], number: int, *, locked: bool, is_saving: bool
) -> GridRow:
    """A sheet as a row: its number, its state, its answers."""
    cells, tones = {PERSON: typed.name}, {PERSON: "dim"}
    for question in questions:
        code = code_of(question)
        cells[code] = typed.texts.get(question.id) or shown(question, typed.answers.get(question.id, Said()))
        tones[code] = "dim" if cells[code] == NOT_APPLICABLE else ""
    if typed.problem or typed.texts:
        sign = ("!", "trouble")
    elif is_saving:
        sign = ("…", "dim")
    else:
        sign = ("*", "key") if typed.is_open else (" ", "")
    codes = frozenset([PERSON, *(code_of(question) for question in questions)])
    return GridRow(
        typed.key,
        cells,
        tones,
        number=str(number),
        sign=sign[0] if sign[0] != " " else "",
        sign_tone=sign[1],
        locked=codes if locked else frozenset(),
        wrong=frozenset(code_of(one) for one in questions if one.id in typed.texts),
    )


def mean_of(question: Asked, sheets: Iterable[TypedSheet]) -> str:
    """The mean of what is typed so far: of a scale or number, of yes or no the share of yes; else ""."""
    if not question.is_measured:
        return ""
    said = [sheet.answers.get(question.id, Said()).value for sheet in sheets]
    values = [number for one in said if one and (number := number_of(one)) is not None]
    if not values:
        return ""
    mean = sum(values, Decimal(0)) / len(values)
    if question.kind == "yes_no":
        return f"{round(mean * 100)}%"
    return active().number(mean, 1)
