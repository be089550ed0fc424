"""How fast a list becomes an .xlsx, against the floor: bare XlsxWriter writing the same cells from memory.

    python benchmarks/export.py [--people 100000] [--large 250000] [--url postgresql://…]

Each measurement is a process of its own, the floor in the same run; `--large` shows that memory stays flat.
The people are made up and written past the gate: what is measured is reading and writing them.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bsc_tui.db.copying import nothing_told
from bsc_tui.db.database import driver_of, is_postgresql, open_database
from bsc_tui.db.models import Account, Enterprise, Term
from bsc_tui.db.schema import migrate
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.files import new_file
from bsc_tui.exports.list_xlsx import write_list_xlsx_to
from bsc_tui.exports.lists import list_of
from bsc_tui.exports.xlsx import MANY_ROWS
from bsc_tui.i18n import Translator
from bsc_tui.operations.companies import Company, set_up
from bsc_tui.records import access
from bsc_tui.records.records import Records

FIELDS = (
    *("version", "last_name", "first_name", "patronymic", "sex", "birth_date", "passport_number"),
    *("passport_issued_by", "passport_issued_on", "social_card", "phone", "mobile", "other_phone", "email"),
    *("other_email", "address", "postcode", "city", "region_id", "country_id", "external_id", "employer_id"),
    *("position_id", "domain_id", "source_id", "bank_id", "bank_branch", "account", "stage_id", "language"),
    *("letters", "emails", "calls", "notes", "sort_key"),
)


def make(url: str, people: int) -> None:
    """So many people with about twenty filled fields, a tenth as many enterprises."""
    database = open_database(url)
    migrate(database)
    if not Account.select().exists():
        set_up(database, Company("Made up", "en"), "admin", "correct horse battery", quick_hash=True)
    terms = [term.id for term in Term.select().limit(40)]
    with database.atomic():
        for number in range(max(people // 1000, 5)):
            Enterprise.insert(name=f"Enterprise {number} LLC", sort_key=f"enterprise {number}").execute()
    employers = [one.id for one in Enterprise.select(Enterprise.id)]
    chance = random.Random(1994)
    mark = "%s" if is_postgresql(database) else "?"
    sql = f"INSERT INTO person ({', '.join(FIELDS)}) VALUES ({', '.join([mark] * len(FIELDS))})"
    with database.atomic():
        driver_of(database).cursor().executemany(
            sql, (person(number, chance, terms, employers) for number in range(people))
        )
    database.close()


def person(number: int, chance: random.Random, terms: list[int], employers: list[int]) -> tuple[object, ...]:
    """One person's values in the order of FIELDS."""
    name = f"Ավանեսյան{number}"
    day = datetime.date(1950, 1, 1) + datetime.timedelta(days=chance.randrange(20_000))
    return (
        *(1, name, chance.choice(("Ara", "Анна", "Մարիա")), "", "male", day.isoformat(), f"AN{number:07}"),
        *("012", day.isoformat(), "", f"+374 10 {number:06}", f"+374 91 {number:06}", "", f"p{number}@b.am"),
        *("", f"Komitas {number % 99}", f"{number % 9999:04}", "Yerevan", chance.choice(terms), terms[0], ""),
        *(chance.choice(employers), chance.choice(terms), terms[1], terms[2], None, "", "", None, "hy"),
        *(bool(number % 2), True, False, "Prefers mornings", f"avanesyan{number}"),
    )


def gate(url: str) -> tuple[Records, Entity]:
    """The administrator's gate."""
    database = open_database(url)
    account = Account.get(Account.name == "admin")
    return Records(database, access.actor_of(account, "benchmark")), ENTITIES["person"]


def measured(what: str, url: str, file: Path) -> None:
    """One measurement in this process: prints seconds, rows, columns, the most memory in MB."""
    records, entity = gate(url)
    source = list_of(records, entity)
    if what == "export":
        began = time.process_time()
        with new_file(file) as opened:
            rows = write_list_xlsx_to(opened, source, Translator("en"), nothing_told).rows
    else:
        cells = [row for chunk in source.chunks for row in zip(*chunk, strict=True)]
        headings = [column.heading for column in source.columns]
        began = time.process_time()
        rows = bare(file, headings, cells)
    seconds = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(seconds, rows, len(source.columns), most)


def bare(file: Path, headings: list[str], rows: list[tuple[object, ...]]) -> int:
    """What XlsxWriter needs at the least for these cells: the same safety, the same flat memory."""
    import xlsxwriter  # type: ignore[import-untyped]  # late: as in the program

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd.mm.yyyy"}
    safe |= {"constant_memory": len(rows) > MANY_ROWS}
    with xlsxwriter.Workbook(str(file), safe) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return len(rows)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--large", type=int, default=250_000)
    arguments.add_argument("--url", default="")
    arguments.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        measured(given.measure[0], given.measure[1], Path(given.measure[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = given.url or f"sqlite:///{folder / 'company.db'}"
        make(url, given.people)
        seconds = {}
        for what in ("bare", "export", "bare", "export"):
            line = _run(what, url, folder / f"{len(os.listdir(folder))}.xlsx")
            seconds[what] = min(seconds.get(what, 1e9), float(line[0]))
            print(f"{what:8} {line[1]} rows x {line[2]} columns: {float(line[0]):6.1f} s, {line[3]} MB")
        print(f"export / bare XlsxWriter: {seconds['export'] / seconds['bare']:.2f}")
        if given.large > given.people:
            make(url, given.large - given.people)
            line = _run("export", url, folder / "large.xlsx")
            print(f"{'export':8} {line[1]} rows x {line[2]} columns: {float(line[0]):6.1f} s, {line[3]} MB")


def _run(what: str, url: str, file: Path) -> list[str]:
    ended = subprocess.run(
        [sys.executable, __file__, "--measure", what, url, str(file)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return ended.stdout.split()


if __name__ == "__main__":
    main()
