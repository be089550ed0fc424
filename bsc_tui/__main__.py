"""`bsc-tui` and `python -m bsc_tui`."""

from __future__ import annotations

import gc

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Modules are full of cycles that never die: with Python's standard 700, half of the start goes into looking
at them again and again. Rare collections also mean that no key waits for one."""


def main() -> None:
    """Run the command line; it ends the process with its exit status."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    from bsc_tui.cli.program import program  # late: so that its imports profit too

    program(prog_name="bsc-tui")


if __name__ == "__main__":
    main()
