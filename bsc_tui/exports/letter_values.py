"""The values of records for letters: dicts of texts in the language of the letter, and nothing else.

Numbers that the actor may not see come masked, as everywhere. A few queries, whatever the number of letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import fn

from bsc_tui.db.database import told
from bsc_tui.db.models import Meeting, Payment, Registration, dicts, tuples
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.letter_fields import ABOUT, BADGE, LISTS_OF, PAYER, names_in, read_in
from bsc_tui.exports.letter_papers import Papers
from bsc_tui.exports.letter_texts import Texts
from bsc_tui.i18n import N_, Translator
from bsc_tui.records.records import Records

SALUTATIONS = {
    "female": N_("Dear Ms %(last_name)s"),
    "male": N_("Dear Mr %(last_name)s"),
    "": N_("Dear %(first_name)s %(last_name)s"),
}
SIGNATURE = N_("Signature")
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
        self._texts = Texts(records, words)
        self._papers = Papers(records, words)
        self._company = dict(company)
        self._made_by = made_by
        self._open: dict[int, int] = {}
        self._invoice: dict[int, int] = {}

    def values_of(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The values for the records with these ids; those that are gone are left out."""
        if self._subject == "invoice":
            return self._of_invoices(ids)
        with told():
            rows = list(self._reader.rows(self._entity.model, ids).values())
            rows = [row for row in rows if row["trashed_at"] is None]
            texts = self._texts.of(self._subject, rows, self._paths())
            found = {}
            of_registration = self._subject == "registration"
            paid = self._paid([row["id"] for row in rows]) if of_registration else {}
            for row in rows:
                flat = texts[row["id"]]
                values = self._alone()
                for group, link in ABOUT[self._subject].items():
                    values[group] = self._group(group, link, flat)
                if self._subject == "registration":
                    self._of_registration(values, row, flat, paid.get(row["id"], 0))
                found[row["id"]] = values
            self._lists(found, rows)
            if of_registration:
                self._add_papers(found, rows)
        return found

    def open_of(self, registration: int) -> int:
        """What is still to be paid, in minor units, of a registration or invoice whose values were found."""
        return self._open.get(registration, 0)

    def invoice_of(self, registration: int) -> int:
        """The invoice whose values stand in the letter about a registration; 0 for none."""
        return self._invoice.get(registration, 0)

    # -- invoices --------------------------------------------------------------------------
    def _of_invoices(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Values of invoices; person and registration are known where an invoice is for one participant."""
        with told():
            bills = self._papers.bills(ids)
        firsts = [bill.registrations[0] for bill in bills.values() if bill.registrations]
        about = Letters(self._records, "registration", self._words, self._company, self._made_by)
        registrations = about.values_of(firsts)
        found = {}
        for id, bill in bills.items():
            first = registrations.get(bill.registrations[0]) if bill.registrations else None
            values = self._alone()
            values["service"] = first["service"] if first else _nothing("service")
            values["sessions"] = first["sessions"] if first else []
            for group in ("person", "enterprise", "registration"):
                alone = first is not None and len(bill.registrations) == 1
                values[group] = first[group] if first and alone else _nothing(group)
            found[id] = {**values, "invoice": bill.group, "payer": bill.payer, **bill.lists}
            self._open[id] = bill.open
        return found

    def _add_papers(self, found: dict[int, dict[str, Any]], rows: list[dict[str, Any]]) -> None:
        """The invoice and the certificate of each registration; who pays the invoice is who pays."""
        bills = self._papers.bills_for([row["id"] for row in rows])
        certificates = self._papers.certificates(rows)
        for id, values in found.items():
            values["certificate"] = certificates[id]
            if id not in bills:
                values |= {"invoice": _nothing("invoice"), "lines": [], "vat_rates": []}
                continue
            self._invoice[id], bill = bills[id]
            values |= {"invoice": bill.group, "payer": bill.payer}
            values |= {code: bill.lists[code] for code in ("lines", "vat_rates")}

    # -- one record ------------------------------------------------------------------------
    def _paths(self) -> list[str]:
        paths = [
            _joined(link, name)
            for group, link in ABOUT[self._subject].items()
            for name in (*read_in(group), *(("topic", "title") if group == "service" else ()))
        ]
        if self._subject == "registration":
            paths += [f"payer_enterprise.{name}" for name in ("name", "tax_number", *PAYER)]
        return list(dict.fromkeys(paths))

    def _group(self, group: str, link: str, flat: Mapping[str, str]) -> dict[str, str]:
        values = {name: flat[_joined(link, name)] for name in read_in(group)}
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
                values["course"] |= self._papers.course(row["id"])
                values["columns"] = self._columns(values["sessions"])
                values["badges"] = _pairs(people)

    def _sessions(self, engagement: int) -> list[dict[str, str]]:
        query = Meeting.select().where(Meeting.engagement == engagement, Meeting.trashed_at.is_null())
        return self._members("meeting", dicts(query.order_by(Meeting.day, Meeting.begins)), "sessions")

    def _columns(self, sessions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """What is signed: each session, or once where none is planned."""
        titles = [" ".join(filter(None, (one["day"], one["begins"]))) for one in sessions]
        return [{"title": title} for title in titles or [self._words.gettext(SIGNATURE)]]

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
        texts = self._texts.of(entity, rows, names)
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
        texts = self._texts.of("registration", rows, (*own, *(f"person.{name}" for name in person)))
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


def _joined(link: str, name: str) -> str:
    return f"{link}.{name}" if link else name


def _nothing(group: str) -> dict[str, str]:
    return dict.fromkeys(names_in(group), "")


def _called(names: Mapping[str, str]) -> dict[str, str]:
    return {"name": f"{names['first_name']} {names['last_name']}".strip()}


def _pairs(people: Sequence[Mapping[str, str]]) -> list[dict[str, dict[str, str]]]:
    nobody = dict.fromkeys(BADGE, "")
    badges = [{name: one[name] for name in BADGE} for one in people]
    badges += [nobody] * (len(badges) % 2)
    return [{"left": left, "right": right} for left, right in zip(badges[::2], badges[1::2], strict=True)]
