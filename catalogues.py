"""Translation catalogues: extracted from the source, merged, compiled; and the hook that does it for wheels.

`python catalogues.py update` after changing words, `python catalogues.py check` in `make check`.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCALE = HERE / "bsc_tui" / "locale"
LANGUAGES = ("fr", "hy")
MADE = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
"""The date in every catalogue: the day of the last extraction would make each two of them differ."""
KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}


def extract() -> Any:
    """All words marked in the package, as a Babel catalogue."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    catalogue = Catalog(project="bsc_tui", charset="utf-8", fuzzy=False, creation_date=MADE)
    for filename, line, message, comments, context in extract_from_dir(
        HERE / "bsc_tui", keywords=KEYWORDS, comment_tags=("For translators:",), strip_comment_tags=True
    ):
        catalogue.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return catalogue


def path_of(language: str) -> Path:
    """Where the catalogue of a language stands."""
    return LOCALE / language / "LC_MESSAGES" / "bsc_tui.po"


def read(language: str) -> Any:
    """The catalogue of a language, empty if there is none yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path_of(language).exists():
        return Catalog(locale=language, project="bsc_tui", charset="utf-8", fuzzy=False)
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def compile_all() -> None:
    """Write a .mo beside every .po."""
    from babel.messages.mofile import write_mo

    for language in LANGUAGES:
        if path_of(language).exists():
            with path_of(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, read(language))


def update() -> None:
    """Merge what the source says now into every catalogue; obsolete messages go."""
    from babel.messages.pofile import write_po

    template = extract()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True, no_location=True)
    compile_all()


def problems() -> list[str]:
    """What is missing or wrong: untranslated words, lost placeholders, words the source no longer has."""
    template = extract()
    found = []
    for language in LANGUAGES:
        catalogue = read(language)
        known = {(message.context, message.id) for message in catalogue if message.id}
        wanted = {(message.context, message.id) for message in template if message.id}
        for told, messages in (
            ("not in the catalogue", wanted - known),
            ("no longer in the source", known - wanted),
        ):
            found += [f"{language}: {told}: {message}" for _, message in sorted(messages, key=str)]
        for message in catalogue:
            if not message.id:
                continue
            strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
            if message.fuzzy or not all(strings):
                found.append(f"{language}: not translated: {message.id}")
            found += [f"{language}: {message.id}: {error}" for error in message.check(catalogue)]
    return found


def main(words: list[str]) -> int:
    """Run `update`, `check` or `missing`; the exit status."""
    if words == ["update"]:
        update()
    elif words not in (["check"], ["missing"]):
        sys.stderr.write("usage: catalogues.py update|check|missing\n")
        return 2
    if words == ["update"]:
        return 0
    found = problems()
    sys.stdout.write("\n".join(found) + "\n" if found else "Catalogues are complete.\n")
    return 1 if found else 0


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without hatchling
    pass
else:

    class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
        """Compiles the catalogues before the package is built or installed for editing."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Called by hatchling before each build."""
            compile_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
