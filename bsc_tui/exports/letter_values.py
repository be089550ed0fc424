"""The values of records for letters: dicts of texts in the language of the letter, and nothing else.

Numbers that the actor may not see come masked, as everywhere. A few queries, whatever the number of letters.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import Field, fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Meeting, Payment, Registration, ServiceLine, Term, dicts, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.entities.kinds import Choice, Flag, Kind, Money, Reading, Reference
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.letter_fields import ABOUT, BADGE, GROUPS, LISTS_OF, PAYER
from bsc_tui.i18n import N_, Translator
from bsc_tui.records.reading import kind_of_cached
from bsc_tui.records.records import Records

SALUTATIONS = {
    "female": N_("Dear Ms %(last_name)s"),
    "male": N_("Dear Mr %(last_name)s"),
    "": N_("Dear %(first_name)s %(last_name)s"),
}
_PAYERS = {"self": "person", "workplace": "workplace", "other": "payer_enterprise"}


class Letters:
    """Values for letters about records of one entity, in one language."""

    def __init__(
        self, records: Records, subject: str, words: Translator, company: Mapping[str, str], made_by: str
    ) -> None:
        self._records = records
        self._reader = records.reader
        self._entity = ENTITIES[subject]
        self._subject = subject
        self._words = words
        self._company = dict(company)
        self._made_by = made_by
        self._open: dict[int, int] = {}

    def values_of(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The values for the records with these ids; those that are gone are left out."""
        with told():
            rows = list(self._reader.rows(self._entity.model, ids).values())
            rows = [row for row in rows if row["trashed_at"] is None]
            texts = self._texts(rows, self._paths())
            found = {}
            paid = self._paid([row["id"] for row in rows]) if self._subject == "registration" else {}
            for row in rows:
                flat = texts[row["id"]]
                values = self._alone()
                for group, link in ABOUT[self._subject].items():
                    values[group] = self._group(group, link, flat)
                if self._subject == "registration":
                    self._of_registration(values, row, flat, paid.get(row["id"], 0))
                found[row["id"]] = values
            self._lists(found, rows)
        return found

    def open_of(self, registration: int) -> int:
        """What is still to be paid, in minor units, of a registration whose values were found."""
        return self._open.get(registration, 0)

    # -- one record ------------------------------------------------------------------------
    def _paths(self) -> list[str]:
        paths = [
            _joined(link, name)
            for group, link in ABOUT[self._subject].items()
            for name in (*GROUPS[group][1], *(("topic", "title") if group == "service" else ()))
        ]
        if self._subject == "registration":
            paths += [f"payer_enterprise.{name}" for name in ("name", "tax_number", *PAYER)]
        return list(dict.fromkeys(paths))

    def _group(self, group: str, link: str, flat: Mapping[str, str]) -> dict[str, str]:
        values = {name: flat[_joined(link, name)] for name in GROUPS[group][1]}
        if group == "person":
            values |= _called(values)
            sex = values["sex"] and flat[f"{_joined(link, 'sex')} code"]
            values["salutation"] = self._words.gettext(SALUTATIONS.get(sex, SALUTATIONS[""])) % values
        if group == "service":
            title = (flat[_joined(link, "topic")], flat[_joined(link, "title")])
            values["title"] = " ".join(text for text in title if text)
            days = dict.fromkeys(day for day in (values["starts"], values["ends"]) if day)
            values["dates"] = " – ".join(days)
            values["participants"] = ""
        return values

    def _of_registration(
        self, values: dict[str, Any], row: Mapping[str, Any], flat: Mapping[str, str], paid: int
    ) -> None:
        own, person = values["registration"], values["person"]
        person["position"] = own["position"] or person["position"]
        currency = values["service"]["currency"] or "AMD"
        own["paid"] = self._words.amount(paid, currency)
        is_due = row["status"] in SEATED and not row["waived_reason"]
        self._open[row["id"]] = max(row["total"] - paid, 0) if is_due else 0
        own["open"] = self._words.amount(self._open[row["id"]], currency)
        link = _PAYERS.get(row["payer"], "person")
        if link == "workplace" and not row["workplace"]:
            link = "person"
        payer = {name: flat[f"{link}.{name}"] for name in PAYER}
        payer["name"] = person["name"] if link == "person" else flat[f"{link}.name"]
        payer["tax_number"] = "" if link == "person" else flat[f"{link}.tax_number"]
        values["payer"] = payer

    def _alone(self) -> dict[str, Any]:
        today = self._reader.today
        return {
            "company": dict(self._company),
            "today": self._words.date(today),
            "year": str(today.year),
            "made_by": self._made_by,
        }

    def _paid(self, registrations: Iterable[int]) -> dict[int, int]:
        wanted = list(registrations)
        found: dict[int, int] = {}
        for start in range(0, len(wanted), 500):
            query = (
                Payment.select(Payment.registration, fn.SUM(Payment.amount))
                .where(Payment.registration.in_(wanted[start : start + 500]), Payment.trashed_at.is_null())
                .group_by(Payment.registration)
            )
            found |= {id: int(amount) for id, amount in tuples(query)}
        return found

    # -- lists -----------------------------------------------------------------------------
    def _lists(self, found: dict[int, dict[str, Any]], rows: list[dict[str, Any]]) -> None:
        sessions: dict[int, list[dict[str, str]]] = {}
        of_registration = self._subject == "registration" and rows
        payments = self._payments([row["id"] for row in rows]) if of_registration else {}
        for row in rows:
            values = found[row["id"]]
            for code in LISTS_OF.get(self._subject, ()):
                values.setdefault(code, [])
            if self._subject == "registration":
                if row["engagement"] not in sessions:
                    sessions[row["engagement"]] = self._sessions(row["engagement"])
                values["sessions"] = sessions[row["engagement"]]
                values["payments"] = payments.get(row["id"], [])
            elif self._subject == "engagement":
                people = self._participants(row["id"])
                values["sessions"] = self._sessions(row["id"])
                values["participants"] = people
                values["service"]["participants"] = str(len(people))
                values["badges"] = _pairs(people)

    def _sessions(self, engagement: int) -> list[dict[str, str]]:
        query = Meeting.select().where(Meeting.engagement == engagement, Meeting.trashed_at.is_null())
        return self._members("meeting", dicts(query.order_by(Meeting.day, Meeting.begins)), "sessions")

    def _payments(self, registrations: Sequence[int]) -> dict[int, list[dict[str, str]]]:
        query = Payment.select().where(Payment.registration.in_(registrations), Payment.trashed_at.is_null())
        rows = dicts(query.order_by(Payment.day, Payment.id))
        found: dict[int, list[dict[str, str]]] = {}
        for row, texts in zip(rows, self._members("payment", rows, "payments"), strict=True):
            found.setdefault(row["registration"], []).append(texts)
        return found

    def _members(self, entity: str, rows: list[dict[str, Any]], code: str) -> list[dict[str, str]]:
        names = {
            "sessions": ("day", "begins", "finishes", "location"),
            "payments": ("day", "amount", "order_number", "payment_type"),
        }[code]
        texts = self._texts(rows, names, entity)
        return [{name: texts[row["id"]][name] for name in names} for row in rows]

    def _participants(self, engagement: int) -> list[dict[str, str]]:
        query = Registration.select().where(
            Registration.engagement == engagement,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
        )
        rows = [self._reader.masked(Registration, row) for row in dicts(query)]
        person = ("last_name", "first_name", "phone", "mobile", "email", "position", "sort_key")
        own = ("position", "workplace", "status", "total", "engagement.currency")
        texts = self._texts(rows, (*own, *(f"person.{name}" for name in person)), "registration")
        paid = self._paid([row["id"] for row in rows])
        rows.sort(key=lambda row: (texts[row["id"]]["person.sort_key"], row["id"]))
        people = []
        for number, row in enumerate(rows, 1):
            flat = texts[row["id"]]
            currency = flat["engagement.currency"] or "AMD"
            come = paid.get(row["id"], 0)
            names = {"last_name": flat["person.last_name"], "first_name": flat["person.first_name"]}
            people.append(
                {
                    "number": str(number),
                    **names,
                    "name": _called(names)["name"],
                    "position": flat["position"] or flat["person.position"],
                    "workplace": flat["workplace"],
                    "phone": flat["person.phone"] or flat["person.mobile"],
                    "email": flat["person.email"],
                    "status": flat["status"],
                    "total": flat["total"],
                    "paid": self._words.amount(come, currency),
                    "open": self._words.amount(max(row["total"] - come, 0), currency),
                }
            )
        return people

    # -- texts -----------------------------------------------------------------------------
    def _texts(
        self, rows: Sequence[Mapping[str, Any]], paths: Sequence[str], entity: str = ""
    ) -> dict[int, dict[str, str]]:
        """What stands at each path, in the letter's language; of a code also `<path> code`."""
        described = ENTITIES[entity] if entity else self._entity
        needed = [*paths, *([described.currency] if described.currency else [])]
        values, ends = self._reader.values_at(described, rows, needed)
        kinds = {path: kind_of_cached(column) for path, column in ends.items()}
        labels = self._labels(values, kinds)
        texts: dict[int, dict[str, str]] = {}
        for id, found in values.items():
            currency = (found.get(described.currency) if described.currency else "") or "AMD"
            reading = Reading(self._words, self._reader.today, currency)
            texts[id] = {}
            for path in paths:
                kind, value = kinds[path], found[path]
                if isinstance(kind, Reference):
                    texts[id][path] = labels[kind.model].get(value, "")
                elif isinstance(kind, Choice):
                    texts[id][path] = self._choice(ends[path], value)
                    texts[id][f"{path} code"] = value or ""
                elif isinstance(kind, Money):
                    texts[id][path] = "" if value is None else self._words.amount(value, currency)
                elif isinstance(value, datetime.datetime):
                    texts[id][path] = self._words.date(value)
                else:
                    texts[id][path] = "" if isinstance(kind, Flag) else kind.format(value, reading)
        return texts

    def _labels(
        self, values: Mapping[int, Mapping[str, Any]], kinds: Mapping[str, Kind]
    ) -> dict[Any, dict[Any, str]]:
        wanted: dict[Any, set[int]] = {}
        for path, kind in kinds.items():
            if isinstance(kind, Reference):
                wanted.setdefault(kind.model, set()).update(
                    found[path] for found in values.values() if found[path] is not None
                )
        return {
            model: self._in_language(model, ids)
            if model in (Term, ServiceLine)
            else dict(self._reader.titles(model, ids))
            for model, ids in wanted.items()
        }

    def _in_language(self, model: Any, ids: set[int]) -> dict[Any, str]:
        """The office's own words in the letter's language; in another where there are none."""
        order = dict.fromkeys((self._words.language, "en", "fr", "hy"))
        rows = dicts(model.select().where(model.id.in_(ids))) if ids else []
        return {
            row["id"]: next((row[f"label_{code}"] for code in order if row[f"label_{code}"]), "")
            for row in rows
        }

    def _choice(self, column: Field, value: Any) -> str:
        label = dict(column.choices or ()).get(value, value or "")
        return self._words.pgettext(*label) if isinstance(label, tuple) else self._words.gettext(label)


def _joined(link: str, name: str) -> str:
    return f"{link}.{name}" if link else name


def _called(names: Mapping[str, str]) -> dict[str, str]:
    return {"name": f"{names['first_name']} {names['last_name']}".strip()}


def _pairs(people: Sequence[Mapping[str, str]]) -> list[dict[str, dict[str, str]]]:
    nobody = dict.fromkeys(BADGE, "")
    badges = [{name: one[name] for name in BADGE} for one in people]
    badges += [nobody] * (len(badges) % 2)
    return [{"left": left, "right": right} for left, right in zip(badges[::2], badges[1::2], strict=True)]
