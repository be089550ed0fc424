"""Exports: any list with all its fields, into a file or onto standard output."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from bsc_tui.cli.completing import complete_kinds, where_option
from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, say
from bsc_tui.cli.progress import Progress
from bsc_tui.cli.words import Command, option
from bsc_tui.i18n import N_, _, active, ngettext
from bsc_tui.screens.parts.safe import safe

if TYPE_CHECKING:
    from bsc_tui.entities.entity import Entity
    from bsc_tui.exports.files import Written
    from bsc_tui.records.records import Records

FORMATS = ("xlsx", "csv", "vcf", "ics", "json")


@click.command(cls=Command, help=N_("Export a list with all its fields, such as person or registration."))
@click.argument("kind", shell_complete=complete_kinds)
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help=N_(
        "What is written; else the file's ending decides, else csv."
        " vcf: people, enterprises; ics: engagements, meetings."
    ),
)
@where_option
@option("--output", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write this file."))
@option("--replace", is_flag=True, help=N_("Replace that file if it exists."))
@click.pass_obj
def export(
    installation: Installation,
    *,
    kind: str,
    form: str | None,
    where: tuple[str, ...],
    output: Path | None,
    replace: bool,
) -> None:
    """Numbers show masked as everywhere; the trash is left out."""
    form = form or _form_of(output)
    records = installation.records()
    from bsc_tui.cli import kinds  # late: needs Peewee

    entity = kinds.entity_of(kind)
    _refuse_other_kinds(entity, form)
    if form == "xlsx" and output is None:
        raise click.UsageError(_("An .xlsx needs a file: name it with --output."))
    wanted = kinds.conditions(records, entity, where)
    if output is None:
        _write(_standard_output(), records, entity, form, wanted, progress=None)
        return
    from bsc_tui.exports.files import new_file  # late: only what is written is loaded

    with Progress(_("Exporting")) as progress, new_file(output, overwrite=replace) as file:
        written, left_out = _write(file, records, entity, form, wanted, progress=progress)
    _tell(written, left_out, output)


def _form_of(output: Path | None) -> str:
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    if output is not None and ending not in FORMATS:
        raise click.UsageError(
            _("The file must end in one of: %(endings)s.")
            % {"endings": ", ".join(f".{one}" for one in FORMATS)}
        )
    return ending or "csv"


def _refuse_other_kinds(entity: Entity, form: str) -> None:
    from bsc_tui.exports import calendars, cards  # late: as above

    able = {"vcf": tuple(cards.FIELDS), "ics": calendars.KINDS}.get(form)
    if able is not None and entity.code not in able:
        raise click.UsageError(
            _("Only these can be written as .%(form)s: %(names)s.") % {"form": form, "names": ", ".join(able)}
        )


def _write(
    file: BinaryIO,
    records: Records,
    entity: Entity,
    form: str,
    where: Mapping[str, Any],
    *,
    progress: Progress | None,
) -> tuple[Written, int]:
    """What was written, and how many records have no place in such a file."""
    zone = records.clock.zone
    tell: Callable[[int, int, str], None] = _nobody if progress is None else progress
    if form == "vcf":
        from bsc_tui.exports.cards import write_cards  # late: only what is written is loaded

        return write_cards(file, records, entity, where, tell), 0
    if form == "ics":
        from bsc_tui.exports.calendars import write_calendar  # late: as above

        return write_calendar(file, records, entity, where, tell, zone=zone)
    if form == "json":
        return _write_json(file, records, entity, where, tell), 0
    from bsc_tui.exports.lists import list_of  # late: as above

    source = list_of(records, entity, where)
    if form == "csv":
        from bsc_tui.exports.list_csv import write_list_csv_to  # late: as above

        return write_list_csv_to(file, source, active(), tell, zone=zone), 0
    from bsc_tui.exports.list_xlsx import write_list_xlsx_to  # late: XlsxWriter

    return write_list_xlsx_to(file, source, active(), tell, zone=zone), 0


def _write_json(
    file: BinaryIO,
    records: Records,
    entity: Entity,
    where: Mapping[str, Any],
    progress: Callable[[int, int, str], None],
) -> Written:
    """One document: a list of what `show --json` says of each record, without its history."""
    from bsc_tui.cli.documents import records_as_json  # late: needs Peewee
    from bsc_tui.exports.files import Written
    from bsc_tui.records.reading import fields_of
    from bsc_tui.records.streams import stream

    whole, rows = records.count(entity.code, where), 0
    file.write(b"[")
    with closing(stream(records, entity, list(fields_of(entity)), where)) as chunks:
        for columns in chunks:
            some = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
            for document in records_as_json(records.reader, entity, some):
                text = json.dumps(document, ensure_ascii=False)
                file.write((",\n" if rows else "\n").encode() + text.encode("utf-8", "backslashreplace"))
                rows += 1
            progress(rows, whole, "")
    file.write(b"\n]\n")
    return Written(None, rows)


def _tell(written: Written, left_out: int, output: Path) -> None:
    say(
        ngettext(
            "%(count)s row was saved in %(file)s.", "%(count)s rows were saved in %(file)s.", written.rows
        )
        % {"count": active().number(written.rows), "file": output}
    )
    if written.cut or written.replaced:
        complain(
            _("Cells with text cut short: %(cut)s; with signs that no file can hold: %(replaced)s.")
            % {"cut": written.cut, "replaced": written.replaced}
        )
    if left_out:
        complain(
            ngettext(
                "%(count)s record has no whole date and was left out.",
                "%(count)s records have no whole date and were left out.",
                left_out,
            )
            % {"count": left_out}
        )


def _nobody(_done: int, _whole: int, _doing: str) -> None:
    """Standard output is watched itself."""


def _standard_output() -> BinaryIO:
    stream = sys.stdout.buffer
    return cast(BinaryIO, _Harmless(stream)) if sys.stdout.isatty() else stream


class _Harmless:
    """A terminal that gets nothing that steers it."""

    def __init__(self, terminal: BinaryIO) -> None:
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:
        """Line ends stay, everything else is made visible."""
        lines = self._decoder.decode(bytes(data)).replace("\r\n", "\n").lstrip("\ufeff").split("\n")
        self._terminal.write("\n".join(map(safe, lines)).encode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        """What was written is to be seen."""
        self._terminal.flush()

    closed = False

    def readable(self) -> bool:
        """It is written to."""
        return False

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It goes on for ever."""
        return False
