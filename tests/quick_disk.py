"""Where the files of tests stand: in memory where there is room, for each save waits for a real disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that must be free, on the file system and of the machine: for a cluster a worker and what failed."""


def quick_folder() -> Path | None:
    """A folder in memory; none where there is too little room, or where somebody names a folder."""
    if "PYTEST_DEBUG_TEMPROOT" in os.environ:
        return Path(os.environ["PYTEST_DEBUG_TEMPROOT"])
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if min(shutil.disk_usage(MEMORY).free, _free_memory()) >= ROOM else None


def _free_memory() -> int:
    lines = Path("/proc/meminfo").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
