"""`bsc-tui` and `python -m bsc_tui`."""

from __future__ import annotations


def main() -> None:
    """Run the command line; it ends the process with its exit status."""
    from bsc_tui.cli.program import program

    program(prog_name="bsc-tui")


if __name__ == "__main__":
    main()
