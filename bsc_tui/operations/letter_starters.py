"""The templates a company begins with, made by code in each language: the office changes them as it likes.

Their words come from the catalogues, as the program's; only their fields are the same in every language.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bsc_tui.db.models.letters import LETTER_KINDS
from bsc_tui.i18n import LANGUAGES, N_, Translator

FONTS = {"hy": "Sylfaen"}
"""Arial has no Armenian letters; Sylfaen comes with every Windows."""


@dataclass(frozen=True)
class Starter:
    """A template to begin with."""

    name: str
    kind: str
    language: str
    content: bytes


def starters() -> Iterator[Starter]:
    """All of them."""
    names = dict(LETTER_KINDS)
    for language in LANGUAGES:
        words = Translator(language)
        for kind, fill in _PAPERS.items():
            paper = _Paper(words)
            fill(paper)
            name = words.gettext(names[kind])
            yield Starter(name[:1].upper() + name[1:], kind, language, paper.content())


class _Paper:
    """A written document under way, in one language: as little XML as text processors need."""

    def __init__(self, words: Translator) -> None:
        self.words = words.gettext
        self._font = FONTS.get(words.language, "Arial")
        self._blocks: list[str] = []
        self._lies = False

    def landscape(self) -> None:
        """The page lies."""
        self._lies = True

    def line(
        self, text: str = "", *, size: float = 11, bold: bool = False, to: str = "left", after: float = 6
    ) -> None:
        """A paragraph; `to`: left, center or right; size and room after it in points."""
        self._blocks.append(_paragraph(text, size=size, bold=bold, to=to, after=after))

    def when(self, condition: str, text: str) -> None:
        """A paragraph that stands only where there is something."""
        self.line(f"{{%p if {condition} %}}", after=0)
        self.line(text)
        self.line("{%p endif %}", after=0)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Labels and values."""
        self._table([_row([_cell(label), _cell(value)]) for label, value in rows], (5.5, 11), borders=False)

    def table(
        self, heads: Sequence[str], row: Sequence[str], loop: str, widths: Sequence[float], height: float = 0
    ) -> None:
        """A table with a row for each member of a list; widths and height in centimetres."""
        blanks = [_cell("")] * (len(row) - 1)
        rows = [_row([_cell(head, bold=True) for head in heads], head=True)] if heads else []
        rows.append(_row([_cell(f"{{%tr for {loop} %}}"), *blanks]))
        rows.append(_row([_cell(text) for text in row], height=height))
        rows.append(_row([_cell("{%tr endfor %}"), *blanks]))
        self._table(rows, widths, borders=True)

    def _table(self, rows: Sequence[str], widths: Sequence[float], *, borders: bool) -> None:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>' for side in sides)
        grid = "".join(f'<w:gridCol w:w="{round(width * 567)}"/>' for width in widths)
        edges = f"<w:tblBorders>{lines}</w:tblBorders>" if borders else ""
        self._blocks.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{edges}<w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        self.line(after=4)

    def content(self) -> bytes:
        """The file."""
        page = 'w:w="16838" w:h="11906" w:orient="landscape"' if self._lies else 'w:w="11906" w:h="16838"'
        margins = " ".join(f'w:{side}="1134"' for side in ("top", "bottom", "left", "right"))
        document = (
            f"<w:document {_NAMES}><w:body>{''.join(self._blocks)}<w:sectPr><w:pgSz {page}/>"
            f'<w:pgMar {margins} w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
            "</w:body></w:document>"
        )
        kinds = ("ascii", "hAnsi", "cs", "eastAsia")
        fonts = " ".join(f'w:{kind}="{self._font}"' for kind in kinds)
        styles = (
            f"<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/></w:rPr>"
            "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            '<w:name w:val="Normal"/></w:style></w:styles>'
        )
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, xml in {**_AROUND, "word/document.xml": document, "word/styles.xml": styles}.items():
                packed.writestr(zipfile.ZipInfo(name, _ZIPPED_AT), _XML + xml, zipfile.ZIP_DEFLATED)
        return file.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_ZIPPED_AT = (2007, 3, 1, 9, 0, 0)
"""Every part is as old, so that each making gives the same bytes."""
_OFFICE = "http://schemas.openxmlformats.org"
_NAMES = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_OF_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS = f"{_OFFICE}/officeDocument/2006/relationships"
_AROUND = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_OF_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_OF_WORD}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
}


def _paragraph(text: str, *, size: float = 11, bold: bool = False, to: str = "left", after: float = 0) -> str:
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/>'
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:spacing w:after="{round(after * 20)}"/><w:jc w:val="{to}"/></w:pPr>{run}</w:p>'


def _cell(text: str, *, bold: bool = False) -> str:
    """A cell; a line that begins with # is large."""
    lines = [
        _paragraph(
            line.removeprefix("#"), bold=bold or line.startswith("#"), size=20 if line.startswith("#") else 11
        )
        for line in text.split("\n")
    ]
    return f"<w:tc><w:tcPr/>{''.join(lines)}</w:tc>"


def _row(cells: Sequence[str], *, height: float = 0, head: bool = False) -> str:
    high = f'<w:trHeight w:val="{round(height * 567)}"/>' if height else ""
    known = f"<w:trPr><w:cantSplit/>{high}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return f"<w:tr>{known}{''.join(cells)}</w:tr>"


def _head(paper: _Paper) -> None:
    paper.line("{{ company.name }}", size=14, bold=True)
    paper.line("{{ today }}", to="right")


def _farewell(paper: _Paper) -> None:
    paper.line()
    paper.line(paper.words(N_("Yours sincerely,")))
    paper.line("{{ made_by }}", after=0)
    paper.line("{{ company.name }}")


def _seminar(paper: _Paper) -> None:
    _ = paper.words
    paper.facts(
        (
            (_(N_("Dates")), "{{ service.dates }}"),
            (_(N_("Place")), "{{ service.location }}"),
            (_(N_("Held in")), "{{ service.language }}"),
            (_(N_("Price, VAT included")), "{{ registration.total }}"),
        )
    )


def _sessions(paper: _Paper) -> None:
    _ = paper.words
    paper.line("{%p if sessions %}", after=0)
    paper.table(
        (_(N_("Day")), _(N_("From")), _(N_("To")), _(N_("Place"))),
        ("{{ session.day }}", "{{ session.begins }}", "{{ session.finishes }}", "{{ session.location }}"),
        "session in sessions",
        (4, 3, 3, 6.5),
    )
    paper.line("{%p endif %}", after=0)


def _invitation(paper: _Paper) -> None:
    _ = paper.words
    _head(paper)
    paper.line(_(N_("Invitation")), size=18, bold=True)
    paper.line("{{ person.salutation }},")
    title = {"title": "{{ service.title }}"}
    paper.line(_(N_("we are pleased to invite you to “%(title)s”.")) % title)
    _seminar(paper)
    _sessions(paper)
    until = {"date": "{{ registration.answer_until }}"}
    paper.when(
        "registration.answer_until", _(N_("Please tell us by %(date)s whether you will come.")) % until
    )
    paper.line(_(N_("We look forward to seeing you.")))
    _farewell(paper)


def _certificate(paper: _Paper) -> None:
    _ = paper.words
    paper.landscape()
    paper.line("{{ company.name }}", size=16, bold=True, to="center", after=36)
    paper.line(_(N_("CERTIFICATE")), size=36, bold=True, to="center", after=24)
    paper.line(_(N_("This is to certify that")), size=14, to="center")
    paper.line("{{ person.name }}", size=26, bold=True, to="center", after=14)
    paper.line(_(N_("has taken part in")), size=14, to="center")
    paper.line("{{ service.title }}", size=20, bold=True, to="center", after=14)
    paper.line("{{ service.dates }}", size=14, to="center")
    paper.line("{%p if certificate.hours %}", after=0)
    attended = {"hours": "{{ certificate.hours }}", "share": "{{ certificate.share }}"}
    paper.line(_(N_("%(hours)s hours, attended: %(share)s")) % attended, size=14, to="center", after=36)
    paper.line("{%p endif %}", after=0)
    issued = "{% if certificate.day %}{{ certificate.day }}{% else %}{{ today }}{% endif %}"
    paper.line(f"____________________          {issued}", size=12, to="center", after=0)
    paper.line("{{ service.responsible }}", size=12, to="center", after=12)
    paper.line("{%p if certificate.number %}", after=0)
    number = {"number": "{{ certificate.number }}"}
    paper.line(_(N_("Certificate No. %(number)s")) % number, size=11, to="center")
    paper.line("{%p endif %}", after=0)


def _lines(paper: _Paper) -> None:
    """The lines of an invoice, then its VAT by rate where there are several."""
    _ = paper.words
    heads = (_(N_("Net")), _(N_("VAT %")), _(N_("VAT")), _(N_("Total")))
    money = ("{{ line.net }}", "{{ line.vat_rate }}", "{{ line.vat }}", "{{ line.total }}")
    paper.table(
        (_(N_("No.")), _(N_("What for")), *heads),
        ("{{ line.number }}", "{{ line.words }}", *money),
        "line in lines",
        (1, 6, 2.9, 1.6, 2.6, 2.9),
    )
    paper.line("{%p if vat_rates|length > 1 %}", after=0)
    paper.table(
        (_(N_("VAT %")), _(N_("Net")), _(N_("VAT")), _(N_("Total"))),
        ("{{ rate.rate }}", "{{ rate.net }}", "{{ rate.vat }}", "{{ rate.total }}"),
        "rate in vat_rates",
        (2.5, 4, 4, 4),
    )
    paper.line("{%p endif %}", after=0)


def _to_payer(paper: _Paper, before: str = "") -> None:
    paper.line(f"{before} {{{{ payer.name }}}}".strip(), bold=True, after=0)
    paper.line("{{ payer.address }} {{ payer.city }}", after=0)


def _invoice(paper: _Paper) -> None:
    _ = paper.words
    _head(paper)
    number = {"number": "{{ invoice.number }}", "date": "{{ invoice.day }}"}
    paper.line(_(N_("Invoice No. %(number)s of %(date)s")) % number, size=16, bold=True)
    _to_payer(paper, _(N_("To:")))
    paper.when("payer.tax_number", _(N_("Tax number")) + ": {{ payer.tax_number }}")
    what = {"title": "{{ service.title }}", "dates": "{{ service.dates }}"}
    paper.line(_(N_("For: %(title)s, %(dates)s")) % what)
    _lines(paper)
    paper.facts(
        (
            (_(N_("Net")), "{{ invoice.net }}"),
            (_(N_("VAT")), "{{ invoice.vat }}"),
            (_(N_("Total")), "{{ invoice.total }}"),
            (_(N_("Paid so far")), "{{ invoice.paid }}"),
            (_(N_("Still to be paid")), "{{ invoice.open }}"),
        )
    )
    until = {"date": "{{ invoice.due_date }}"}
    paper.when("invoice.due_date", _(N_("Please pay by %(date)s.")) % until)
    _farewell(paper)


def _reminder(paper: _Paper) -> None:
    """Of the invoice where one is written, else of what the registration owes."""
    _ = paper.words
    _head(paper)
    paper.line(_(N_("Payment reminder")), size=16, bold=True)
    _to_payer(paper)
    paper.line()
    about = {"title": "{{ service.title }}", "dates": "{{ service.dates }}"}
    paper.line("{%p if invoice.number %}", after=0)
    number = {"number": "{{ invoice.number }}", "date": "{{ invoice.day }}", "total": "{{ invoice.total }}"}
    paper.line(_(N_("Our invoice No. %(number)s of %(date)s over %(total)s is still open.")) % number)
    _lines(paper)
    still = {**about, "open": "{{ invoice.open }}"}
    paper.line(_(N_("For “%(title)s” (%(dates)s) there is still to be paid: %(open)s.")) % still)
    paper.when("invoice.due_date", _(N_("It was due on %(date)s.")) % {"date": "{{ invoice.due_date }}"})
    paper.line("{%p else %}", after=0)
    paper.line("{{ person.salutation }},")
    number = {"number": "{{ registration.invoice_number }}", "date": "{{ registration.invoice_date }}"}
    paper.when(
        "registration.invoice_number",
        _(N_("our invoice No. %(number)s of %(date)s is still open.")) % number,
    )
    still = {**about, "open": "{{ registration.open }}"}
    paper.line(_(N_("For “%(title)s” (%(dates)s) there is still to be paid: %(open)s.")) % still)
    paper.when(
        "registration.due_date", _(N_("It was due on %(date)s.")) % {"date": "{{ registration.due_date }}"}
    )
    paper.line("{%p endif %}", after=0)
    paper.line(_(N_("If you have paid meanwhile, please take this letter for settled.")))
    _farewell(paper)


def _sign_in(paper: _Paper) -> None:
    """A column for each session."""
    _ = paper.words
    paper.landscape()
    paper.line(_(N_("Sign-in sheet")), size=16, bold=True)
    paper.line("{{ service.title }}, {{ service.dates }} {{ service.location }}")
    known = ((_(N_("No.")), "{{ one.number }}", 1.2), (_(N_("Name")), "{{ one.name }}", 5),
             (_(N_("Workplace")), "{{ one.workplace }}", 4.5))  # fmt: skip
    paper.table(
        (*(head for head, _field, _width in known), *_each_column("{{ column.title }}")),
        (*(field for _head, field, _width in known), *_each_column("")),
        "one in participants",
        (*(width for _head, _field, width in known), 5, 5, 5),
        0.9,
    )


def _each_column(text: str) -> tuple[str, str, str]:
    return "{%tc for column in columns %}", text, "{%tc endfor %}"


def _badges(paper: _Paper) -> None:
    side = (
        "{{{{ company.name }}}}\n#{{{{ pair.{0}.name }}}}\n"
        "{{{{ pair.{0}.position }}}}\n{{{{ pair.{0}.workplace }}}}"
    )
    paper.table((), (side.format("left"), side.format("right")), "pair in badges", (8.3, 8.3), 5.2)


def _contract(paper: _Paper) -> None:
    _ = paper.words
    paper.line(_(N_("Contract")), size=16, bold=True, to="center")
    paper.line("{{ today }}", to="right")
    parties = {"company": "{{ company.name }}", "client": "{{ enterprise.name }}"}
    paper.line(_(N_("%(company)s (the contractor) and %(client)s (the client) agree as follows.")) % parties)
    paper.line(_(N_("1. The contractor carries out: %(title)s.")) % {"title": "{{ service.title }}"})
    paper.when("service.dates", _(N_("2. It takes place: %(dates)s, %(place)s.")) % {
        "dates": "{{ service.dates }}", "place": "{{ service.location }}"
    })  # fmt: skip
    money = {"price": "{{ service.price }}", "vat": "{{ service.vat_rate }}"}
    paper.line(_(N_("3. The client pays %(price)s, to which VAT of %(vat)s is added.")) % money)
    paper.line(
        _(N_("4. The payment is due %(days)s days after the invoice.")) % {"days": "{{ company.days }}"}
    )
    paper.line()
    paper.facts(
        (
            ("{{ company.name }}", "{{ enterprise.name }}"),
            ("", "{{ enterprise.address }} {{ enterprise.city }}"),
            ("", _(N_("Tax number")) + ": {{ enterprise.tax_number }}"),
            ("____________________", "____________________"),
            ("{{ service.responsible }}", "{{ enterprise.director }}"),
        )
    )


def _to_person(paper: _Paper) -> None:
    _head(paper)
    paper.line("{{ person.name }}", after=0)
    paper.line("{{ person.address }}", after=0)
    paper.line("{{ person.postcode }} {{ person.city }}")
    paper.line("{{ person.salutation }},")
    paper.line("…")
    _farewell(paper)


def _to_enterprise(paper: _Paper) -> None:
    _head(paper)
    paper.line("{{ enterprise.name }}", after=0)
    paper.line("{{ enterprise.responsible }}", after=0)
    paper.line("{{ enterprise.address }}", after=0)
    paper.line("{{ enterprise.postcode }} {{ enterprise.city }}")
    paper.line(paper.words(N_("Dear Sir or Madam,")))
    paper.line("…")
    _farewell(paper)


_PAPERS: dict[str, Callable[[_Paper], None]] = {
    "invitation": _invitation,
    "certificate": _certificate,
    "invoice": _invoice,
    "reminder": _reminder,
    "sign_in_sheet": _sign_in,
    "badges": _badges,
    "contract": _contract,
    "person_letter": _to_person,
    "enterprise_letter": _to_enterprise,
}
