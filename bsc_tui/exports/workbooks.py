"""An Excel workbook on its way into a file: made whole first, so that a failing disk leaves nothing behind.

What stands in its sheets is up to others. XlsxWriter takes 50 to 140 ms to import: it is imported when a file
is written.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO


class _Archive(io.BytesIO):
    """Memory that stays open: a half-written archive is left to the garbage, which closes it last."""

    def close(self) -> None:
        """Nothing to do; the memory goes with the object."""


class _Draft(io.FileIO):
    """A file that keeps what went wrong to itself: the archive would complain on standard error."""

    failure: OSError | None = None

    def write(self, data: Any) -> int:
        """Takes all of it."""
        left = memoryview(data)
        try:
            while left and self.failure is None:
                left = left[super().write(left) or 0 :]
        except OSError as failure:
            self.failure = failure
        return len(data)

    def close(self) -> None:
        """Not yet: the archive closes it twice."""

    def into(self, file: BinaryIO) -> None:
        """Copy it. OSError if a write failed."""
        if self.failure is not None:
            raise self.failure
        self.seek(0)
        shutil.copyfileobj(self, file)


@contextmanager
def workbook(file: BinaryIO, *, constant_memory: bool) -> Iterator[Any]:
    """A workbook that is written to the file when the block ends well; its drafts never stay on the disk."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # late: see above
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="bsc-", ignore_cleanup_errors=True) as drafts:
        options = {
            "constant_memory": constant_memory,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "tmpdir": drafts,
        }
        archive = _Draft(Path(drafts) / "archive", "w+") if constant_memory else _Archive()
        workbook = Workbook(archive, options)
        yield workbook
        try:
            workbook.close()
        except FileCreateError as failure:
            raise failure.args[0] from failure  # the OSError that it wraps
        if isinstance(archive, _Draft):
            archive.into(file)
    if isinstance(archive, _Archive):
        file.write(archive.getbuffer())
