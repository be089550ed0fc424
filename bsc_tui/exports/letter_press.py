"""The press: a process of its own that looks a template over and fills it in: a hostile one does no harm.

`letters` starts it as `python -m bsc_tui.exports.letter_press`; it knows nothing of the office, opens no file
and has little memory and time. Requests and answers are frames on its pipes: eight bytes of length, then JSON
or a .docx. What is allowed in a template stands in `letter_rules`.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import traceback
from typing import Any, BinaryIO

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, TemplateError

from bsc_tui.exports.letter_package import Fault, package_checked, shortened
from bsc_tui.exports.letter_rules import Sandbox, checked, heads_have_fields

SECONDS = 3
"""Of the processor, for one request."""
MEMORY = 512 << 20
MOST_LINES = 300


class _Filled(DocxTemplate):  # type: ignore[misc]
    """A template whose properties (author, title) stay as they are: nobody reads fields there."""

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Leave them."""


class Press:
    """One template, and the letters that are to stand in one file."""

    def __init__(self, template: bytes) -> None:
        self._template = template
        self._together: Any = None

    def fill(self, values: dict[str, Any]) -> Any:
        """The letter."""
        letter = _Filled(io.BytesIO(self._template))
        letter.render(values, Sandbox(), autoescape=True)
        return letter

    def add(self, values: dict[str, Any]) -> None:
        """One more letter behind those that are in the file."""
        letter = self.fill(values)
        if self._together is None:
            self._together = letter
            return
        if heads_have_fields(self._template):
            raise Fault("heads_differ")
        body = self._together.docx.element.body
        end = body.find(qn("w:sectPr"))
        place = list(body).index(end) if end is not None else len(body)
        page = Document().add_paragraph()
        page.add_run().add_break(_page_break())
        for element in [page._p, *(one for one in letter.docx.element.body if one.tag != qn("w:sectPr"))]:
            body.insert(place, element)
            place += 1

    def together(self) -> bytes:
        """The file with all of them."""
        for number, drawing in enumerate(self._together.docx.element.body.iter(qn("wp:docPr")), 1):
            drawing.set("id", str(number))
        return _bytes_of(self._together)


def _page_break() -> Any:
    from docx.enum.text import WD_BREAK  # late: only where letters stand in one file

    return WD_BREAK.PAGE


def _bytes_of(letter: Any) -> bytes:
    file = io.BytesIO()
    letter.save(file)
    return file.getvalue()


def lines_of(letter: bytes) -> list[str]:
    """What can be read in a letter: a line a paragraph, a line a row of a table."""
    document = Document(io.BytesIO(letter))
    lines: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                lines.append("  ".join(text for text in cells if text))
        else:
            lines += block.text.splitlines() or [""]
        if len(lines) > MOST_LINES:
            break
    return lines[:MOST_LINES]


def _answer(press: Press, request: dict[str, Any]) -> bytes | dict[str, Any]:
    match request["do"]:
        case "check":
            found = checked(press._template, request["schema"])
            return {"faults": [fault.told() for fault in found.faults], "used": found.fields()}
        case "fill":
            return _bytes_of(press.fill(request["values"]))
        case "read":
            return {"lines": lines_of(_bytes_of(press.fill(request["values"])))}
        case "show":
            return {"lines": lines_of(press._template)}
        case "add":
            press.add(request["values"])
            return {}
        case _:
            return press.together()


def _answered(press: Press, request: dict[str, Any]) -> bytes | dict[str, Any]:
    try:
        return _answer(press, request)
    except Fault as fault:
        return {"faults": [fault.told()]}
    except SecurityError as error:
        return {"faults": [Fault("not_allowed", _line_of(error), word=str(error.message)[:60]).told()]}
    except TemplateError as error:
        return {"faults": [Fault("fails", _line_of(error), detail=str(error.message)[:200]).told()]}
    except MemoryError:
        return {"faults": [Fault("too_much").told()]}
    except Exception as error:
        # Whatever the libraries make of a broken or hostile file; the process has nothing that could be hurt.
        return {"faults": [Fault("fails", _line_of(error), detail=str(error)[:200]).told()]}


def _line_of(error: Exception) -> str:
    """The text of the paragraph in which filling in went wrong, where it can be known."""
    source, number = "", getattr(error, "lineno", None)
    for frame, line in traceback.walk_tb(error.__traceback__):
        source = frame.f_locals.get("src_xml", source)
        if frame.f_code.co_filename == "<template>":
            number = line
    lines = source.splitlines()
    if not number or number > len(lines):
        return ""
    return shortened(re.sub(r"<[^>]+>", "", lines[number - 1]))


def _read(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(8)
    return pipe.read(int.from_bytes(head)) if len(head) == 8 else None


def _write(pipe: BinaryIO, answer: bytes | dict[str, Any]) -> None:
    kind, content = (
        (b"D", answer)
        if isinstance(answer, bytes)
        else (b"J", json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    )
    pipe.write((len(content) + 1).to_bytes(8) + kind + content)
    pipe.flush()


def _bounded() -> None:
    """What one request may use from here on; files that are written may have no bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS + 1, resource.RLIM_INFINITY))


def main() -> None:
    """Answer until nobody asks any more."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (soft, hard))
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    template = _read(asked)
    if template is None:
        return
    _bounded()
    try:
        package_checked(template)
    except Fault as fault:
        _write(answers, {"faults": [fault.told()]})
        return
    press = Press(template)
    _write(answers, {})
    while (frame := _read(asked)) is not None:
        _bounded()
        _write(answers, _answered(press, json.loads(frame)))


if __name__ == "__main__":
    main()
