"""People and enterprises as .vcf, the cards that telephones and mail programs take. No sensitive numbers.

A card holds how somebody is reached and where they work, and in its note what the company's own fields hold;
everything else stands in .xlsx and .json.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from typing import Any, BinaryIO

from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Kind, Reading, Reference, told
from bsc_tui.exports import cells
from bsc_tui.exports.files import Written
from bsc_tui.records.looking import Looking
from bsc_tui.records.own_fields import own_names
from bsc_tui.records.reading import fields_of
from bsc_tui.records.streams import Titles, stream

Progress = Callable[[int, int, str], None]
Card = Mapping[str, str]
"""The values of a record as texts; links as what they are called."""

PERSON = (
    *("last_name", "first_name", "patronymic", "birth_date", "employer", "position", "phone", "mobile"),
    *("other_phone", "email", "other_email", "address", "postcode", "city", "region", "country", "notes"),
)
ENTERPRISE = (
    *("name", "phone", "fax", "email", "website", "address", "postcode", "city", "region", "country"),
    "notes",
)
FIELDS = {"person": PERSON, "enterprise": ENTERPRISE}
"""The kinds that have cards, and what stands on them."""


def write_cards(
    file: BinaryIO,
    records: Looking,
    entity: Entity,
    where: Mapping[str, Any] | None,
    progress: Progress,
) -> Written:
    """Write the cards of the records that `where` lets through into an open file."""
    whole, rows, replaced = records.count(entity.code, where), 0, 0
    fill = _person if entity.code == "person" else _enterprise
    with closing(_cards(records, entity, where)) as made:
        for card in made:
            text = {name: cells.writable(value) for name, value in card.items()}
            replaced += sum("\ufffd" in text[name] and "\ufffd" not in card[name] for name in text)
            file.write(_written(entity.code, text, fill))
            rows += 1
            progress(rows, whole, "")
    return Written(None, rows, replaced=replaced)


def _cards(records: Looking, entity: Entity, where: Mapping[str, Any] | None) -> Generator[Card]:
    fields, titles, own = fields_of(entity), Titles(records), own_names(entity)
    names, reading = (*FIELDS[entity.code], *own), records.reader.reading()
    for columns in stream(records, entity, names, where):
        shown = [[str(id) for id in columns["id"]]]
        for name in names:
            kind = fields[name].kind
            if isinstance(kind, Reference):
                shown.append(titles.of(kind, columns[name]))
            elif name in own:
                shown.append([_told(kind, value, reading) for value in columns[name]])
            else:
                shown.append(list(columns[name]))
        for row in zip(*shown, strict=True):
            card = dict(zip(("id", *names), row, strict=True))
            lines = [f"{told(fields[name].label)}: {card[name]}" for name in own if card[name]]
            yield {**card, "notes": "\n".join(filter(None, (card["notes"], *lines)))}


def _told(kind: Kind, value: Any, reading: Reading) -> str:
    """A value of an own field as a text; of what nobody filled none, and of yes or no only yes."""
    return "" if kind.is_empty(value) else kind.format(value, reading)


def _written(code: str, card: Card, fill: Callable[[Any, Card], None]) -> bytes:
    import vobject  # type: ignore[import-untyped]  # late: only cards need it

    made = vobject.vCard()
    made.add("uid").value = f"bsc-tui-{code}-{card['id']}"
    fill(made, card)
    for name, kind in _NUMBERS.items():
        if card.get(name):
            number = made.add("tel")
            number.value = _line(card[name])
            number.type_param = kind
    for name in ("email", "other_email"):
        if card.get(name):
            made.add("email").value = _line(card[name])
    if any(card[name] for name in ("address", "postcode", "city", "region", "country")):
        made.add("adr").value = vobject.vcard.Address(
            street=card["address"],
            city=card["city"],
            region=card["region"],
            code=card["postcode"],
            country=card["country"],
        )
    if card["notes"]:
        made.add("note").value = card["notes"]
    text: str = made.serialize(validate=False)
    return text.encode()


_NUMBERS = {"phone": "VOICE", "mobile": "CELL", "other_phone": "VOICE", "fax": "FAX"}


def _person(made: Any, card: Card) -> None:
    import vobject  # late: as above

    made.add("n").value = vobject.vcard.Name(
        family=card["last_name"], given=card["first_name"], additional=card["patronymic"]
    )
    names = (card["first_name"], card["patronymic"], card["last_name"])
    made.add("fn").value = " ".join(filter(None, names))
    if cells.known_day(card["birth_date"]):
        made.add("bday").value = card["birth_date"]
    if card["employer"]:
        made.add("org").value = [card["employer"]]
    if card["position"]:
        made.add("title").value = card["position"]


def _enterprise(made: Any, card: Card) -> None:
    import vobject  # late: as above

    made.add("n").value = vobject.vcard.Name()
    made.add("fn").value = card["name"]
    made.add("org").value = [card["name"]]
    made.add("x-abshowas").value = "COMPANY"
    if card["website"]:
        website = card["website"]
        made.add("url").value = website if "://" in website else f"https://{_line(website)}"


def _line(text: str) -> str:
    """Numbers and addresses stand on one line; the library writes them as they are."""
    return " ".join(text.split())
