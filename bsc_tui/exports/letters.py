"""Filling in letters: a template (.docx) and values make a .docx, or faults with their place.

The work is done in a process of its own (`letter_press`), so that a template that never ends or wants all
memory is stopped. What the values are is `letter_values`'; what a template may use is `letter_rules`'.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import bsc_tui
from bsc_tui.errors import Unusable
from bsc_tui.i18n import N_, _

PATIENCE = 12.0
"""Seconds that one letter may take on a busy machine; of the processor it gets less, see `letter_press`."""
_STARTING = 30.0

SENTENCES = {
    "too_large": N_("The file is too large for a letter."),
    "no_docx": N_("This is no written document (.docx), or it is damaged."),
    "locked_or_old": N_("The file is locked with a password, or it is of an old kind: save it as .docx."),
    "macros": N_("There are macros in it: save it as a .docx without macros."),
    "embedded": N_("Another file is embedded in it: take that out."),
    "defines": N_("It defines words of its own (DTD), as no text processor does."),
    "outside": N_("It fetches something from outside: %(detail)s."),
    "reaches_out": N_("It has a field %(detail)s, which fetches something from outside."),
    "no_field": N_("There is no field “%(word)s”."),
    "no_filter": N_("There is no filter “%(word)s”."),
    "not_allowed": N_("“%(word)s” is not used in letters."),
    "group": N_("“%(word)s” has fields; name one of them, as %(word)s.%(detail)s."),
    "list": N_("“%(word)s” is a list: it takes a loop, {%% for one in %(word)s %%} … {%% endfor %%}."),
    "no_list": N_("“%(word)s” is no list to loop over."),
    "not_closed": N_("“%(word)s” is not closed: end%(word)s is missing."),
    "not_opened": N_("“%(word)s” stands where nothing is open that it could belong to."),
    "half": N_("“%(detail)s” has no other half in its paragraph."),
    "syntax": N_("It can't be understood: %(detail)s."),
    "fails": N_("It can't be filled in: %(detail)s."),
    "too_much": N_("It takes too much memory."),
    "too_long": N_("It takes too long: does a loop end?"),
    "heads_differ": N_("Its header or footer has fields, so that each letter needs a file of its own."),
}
PARTS = {"header": N_("header"), "footer": N_("footer"), "footnotes": N_("footnotes")}


@dataclass(frozen=True)
class TemplateFault:
    """One thing wrong with a template; `place` is the text of the paragraph it stands in."""

    sentence: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} › {self.place}" if self.place else self.sentence


class Unsound(Unusable):
    """A template that can't be used, with all that is wrong."""

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        super().__init__(_("The template can't be used."), str(faults[0]))
        self.faults = list(faults)


class Press:
    """A template in its press. A context: the process ends with it."""

    def __init__(self, template: bytes, *, patience: float = PATIENCE) -> None:
        self._template = template
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Press:
        house = str(Path(bsc_tui.__file__).parent.parent)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bsc_tui.exports.letter_press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "PYTHONPATH": house, "PYTHONUTF8": "1"},
            start_new_session=True,
            cwd="/",
        )
        try:
            self._ask(self._template, _STARTING)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()

    def check(self, schema: Mapping[str, Any], example: Mapping[str, Any]) -> list[str]:
        """Look the template over and try it; the fields it uses, as `Checked.fields`. Raises Unsound."""
        answer = self._told({"do": "check", "schema": schema})
        self.read(example)
        return list(answer["used"])

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """A letter. Raises Unsound."""
        answer = self._ask(_json({"do": "fill", "values": values}), self._patience)
        assert isinstance(answer, bytes)
        return answer

    def read(self, values: Mapping[str, Any]) -> list[str]:
        """What can be read in a letter, line by line."""
        return list(self._told({"do": "read", "values": values})["lines"])

    def show(self) -> list[str]:
        """What can be read in the template itself, its fields as they stand there."""
        return list(self._told({"do": "show"})["lines"])

    def add(self, values: Mapping[str, Any]) -> None:
        """One more letter for the file of all."""
        self._told({"do": "add", "values": values})

    def together(self) -> bytes:
        """The file with all letters that were added."""
        answer = self._ask(_json({"do": "together"}), self._patience * 2)
        assert isinstance(answer, bytes)
        return answer

    def _told(self, request: dict[str, Any]) -> dict[str, Any]:
        answer = self._ask(_json(request), self._patience)
        assert isinstance(answer, dict)
        return answer

    def _ask(self, request: bytes, patience: float) -> bytes | dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise _unsound("too_long")
        try:
            process.stdin.write(len(request).to_bytes(8) + request)
            process.stdin.flush()
            frame = self._frame(process, time.monotonic() + patience)
        except (OSError, EOFError) as failure:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            self.close()
            # What it was asked has ended it.
            raise _unsound("too_long" if process.returncode == -signal.SIGXCPU else "too_much") from failure
        except TimeoutError as failure:
            self.close()
            raise _unsound("too_long") from failure
        if frame[:1] == b"D":
            return frame[1:]
        answer: dict[str, Any] = json.loads(frame[1:])
        if answer.get("faults"):
            raise Unsound([_fault(one) for one in answer["faults"]])
        return answer

    @staticmethod
    def _frame(process: subprocess.Popen[bytes], until: float) -> bytes:
        pipe = process.stdout
        assert pipe is not None
        read = bytearray()
        size = 0
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while not size or len(read) < size + 8:
                left = until - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                piece = os.read(pipe.fileno(), 1 << 16)
                if not piece:
                    raise EOFError
                read += piece
                if not size and len(read) >= 8:
                    size = int.from_bytes(read[:8])
        return bytes(read[8:])


def _json(request: Mapping[str, Any]) -> bytes:
    return json.dumps(request, ensure_ascii=False).encode("utf-8", "replace")


def _unsound(code: str) -> Unsound:
    return Unsound([TemplateFault(_(SENTENCES[code]))])


def _fault(told: Mapping[str, Any]) -> TemplateFault:
    about = {"word": "", "detail": "", **told["about"]}
    code = told["code"]
    sentence = _(SENTENCES[code]) % about
    if code in ("no_field", "no_filter") and about["detail"]:
        sentence += " " + _("Is “%(name)s” meant?") % {"name": about["detail"]}
    part, place = told["part"], told["paragraph"]
    if part in PARTS and place:
        place = f"{_(PARTS[part])}: {place}"
    return TemplateFault(sentence, place)
