"""The file of a template: a plain written document that holds nothing which acts by itself or reaches out."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

LARGEST_FILE = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_PARTS = 500
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The name space of what a document says."""
KNOWN_PARTS = {
    "wordprocessingml.document.main+xml": "body",
    "wordprocessingml.header+xml": "header",
    "wordprocessingml.footer+xml": "footer",
    "wordprocessingml.footnotes+xml": "footnotes",
}
_REACHING_OUT = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|DATABASE|LINK|IMPORT)\b")


class Fault(Exception):
    """One thing wrong: a code, where it stands, what it is about."""

    def __init__(self, code: str, paragraph: str = "", part: str = "", **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.paragraph = paragraph
        self.part = part
        self.about = about

    def told(self) -> dict[str, Any]:
        """As the answer of the press holds it."""
        return {"code": self.code, "paragraph": self.paragraph, "part": self.part, "about": self.about}


def package_checked(template: bytes) -> None:
    """Raises Fault for what is no plain written document."""
    if len(template) > LARGEST_FILE:
        raise Fault("too_large")
    if template.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault("locked_or_old")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            _members_checked(packed)
    except Fault:
        raise
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, OSError, EOFError) as error:
        raise Fault("no_docx") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Fault("locked_or_old") from error


def _members_checked(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    if len(members) > MOST_PARTS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Fault("too_large")
    names = {one.filename.casefold() for one in members}
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise Fault("no_docx")
    if any("vbaproject" in name or "vbadata" in name for name in names):
        raise Fault("macros")
    if any(name.startswith(("word/embeddings/", "word/activex/")) for name in names):
        raise Fault("embedded")
    unpacked = 0
    for one in members:
        if not one.filename.casefold().endswith((".xml", ".rels")):
            continue
        content = packed.read(one)
        unpacked += len(content)
        if unpacked > MOST_UNPACKED:
            raise Fault("too_large")
        _member_checked(one.filename.casefold(), content)


def _member_checked(name: str, content: bytes) -> None:
    root = parsed(content)
    if root.getroottree().docinfo.doctype:
        raise Fault("defines")
    if name == "[content_types].xml" and b"macroEnabled" in content:
        raise Fault("macros")
    if name.endswith(".rels"):
        for link in root:
            outside = (link.get("TargetMode") or "").casefold() == "external"
            if outside and not (link.get("Type") or "").endswith("/hyperlink"):
                raise Fault("outside", detail=(link.get("Target") or "")[:80])
    for element in root.iter(f"{WORDS}instrText", f"{WORDS}fldSimple"):
        words = element.text if element.tag.endswith("instrText") else element.get(f"{WORDS}instr")
        if found := _REACHING_OUT.search(words or ""):
            raise Fault("reaches_out", detail=found.group())


def parsed(content: bytes) -> Any:
    """XML that defines nothing and fetches nothing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def shortened(text: str) -> str:
    """The paragraph, or what of it is about a tag."""
    text = " ".join(text.split())
    if len(text) <= 90:
        return text
    at = max(text.find("{") - 20, 0)
    return ("…" if at else "") + text[at : at + 88] + "…"
