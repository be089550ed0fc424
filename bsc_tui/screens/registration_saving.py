"""What is kept of the form of a registration: as a draft, and through the gate as one operation.

The form is of three things, a registration, a card and a payment; each is told which of its values
somebody typed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bsc_tui.errors import Stale
from bsc_tui.i18n import _
from bsc_tui.operations import registrations
from bsc_tui.records.reading import Kept
from bsc_tui.screens.registration_fields import CARD_FIELDS, COMPUTED, PAYMENT, PERSON, Opened
from bsc_tui.screens.registration_ways import RegistrationWays


@dataclass(frozen=True)
class Payload:
    """What the person typed, sorted by where it goes."""

    registration: dict[str, Any]
    person: dict[str, Any]
    payment: dict[str, Any] | None


class RegistrationSaving(RegistrationWays):
    """Drafts and saving."""

    def __init__(
        self, engagement_id: int, *, registration_id: int | None = None, person_id: int | None = None
    ) -> None:
        super().__init__()
        self.engagement_id = engagement_id
        self.registration_id = registration_id
        self.person_id = person_id
        self.opened: Opened | None = None
        self._wants_next = False
        self._card_too: bool | None = None
        self._is_card_stale = False

    @property
    def may_card(self) -> bool:
        """Whether the card of the person can be changed too."""
        return bool(self.office.actor.has("contacts"))

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft a registration, one a person who is being registered, one for a new person."""
        what = self.registration_id or f"new:{self.person_id or 'person'}"
        return f"registration:{self.engagement_id}:{what}"

    def draft_extra(self) -> dict[str, Any]:
        """What opens the form again."""
        return {
            "entity": "registration",
            "engagement": self.engagement_id,
            "id": self.registration_id,
            "person": self.person_id,
        }

    # -- saving ----------------------------------------------------------------------------
    async def save(self) -> bool:
        """Ask about the card first, once."""
        self.sheet.read_all()
        if self._card_too is None and self._card_differs() and not self.sheet.problems:
            from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

            detail = _("Position or workplace differ from the card. “No” keeps them for this seminar only.")
            wanted = await self.answer(Confirm(_("Change the person's card too?"), detail))
            self._card_too = bool(wanted)
        return await super().save()

    def _card_differs(self) -> bool:
        opened = self.opened
        if opened is None or opened.card is None or not self.may_card:
            return False
        return any(
            self.sheet.raw[name] != opened.values[name] and self.sheet.raw[name] != opened.card.values[card]
            for name, card in CARD_FIELDS.items()
        )

    def payload(self) -> Payload:
        """Registration, card, payment."""
        opened, raw = self.opened, self.sheet.raw
        assert opened is not None
        own = {
            code: value
            for code, value in raw.items()
            if not code.startswith((PERSON, PAYMENT)) and code not in COMPUTED
        }
        person = {code.removeprefix(PERSON): raw[code] for code in raw if code.startswith(PERSON)}
        if opened.card is not None:
            person = {name: value for name, value in person.items() if value != opened.card.values[name]}
            if self._card_too:
                person |= {card: raw[name] for name, card in CARD_FIELDS.items()}
        else:
            person |= {card: raw[name] for name, card in CARD_FIELDS.items() if raw[name]}
            person |= {name: raw[name] for name in ("source", "bank", "account") if raw[name]}
        if opened.registration is not None:
            own = {name: value for name, value in own.items() if value != opened.registration.values[name]}
        payment = None
        if raw[PAYMENT + "amount"]:
            payment = {
                "amount": raw[PAYMENT + "amount"],
                "day": raw[PAYMENT + "day"] or self.office.clock.today(),
                "order_number": raw[PAYMENT + "order_number"],
                "payment_type": raw["payment_type"],
            }
        return Payload(own, person, payment)

    def write(self, payload: Payload, reason: str, token: str) -> Any:
        """Through the gate, as one operation."""
        opened = self.opened
        assert opened is not None
        records = self.office.records
        if opened.registration is None:
            return registrations.register(
                records,
                self.engagement_id,
                payload.registration,
                person_id=self.person_id,
                person=payload.person,
                card=opened.card,
                payment=payload.payment,
                token=token,
            )
        return registrations.change(
            records,
            opened.registration.id,
            payload.registration,
            person=payload.person,
            card=opened.card,
            payment=payload.payment,
            version=opened.registration.version,
            opened=opened.registration.values,
            reason=reason,
            token=token,
        )

    def mark_problem(self, code: str, sentence: str) -> None:
        """The gate names fields of three entities."""
        for prefix in ("", PERSON, PAYMENT):
            if prefix + code in self.entity_fields():
                self.sheet.set_problem(prefix + code, sentence)
                return

    async def _choose_between(self, stale: Stale) -> bool:
        """The card or the registration was saved by somebody else."""
        self._is_card_stale = "last_name" in stale.theirs
        return await super()._choose_between(stale)

    def code_of(self, name: str) -> str:
        """The card's fields have a prefix, but for those that the registration has too."""
        if not self._is_card_stale:
            return name
        shared = {card: own for own, card in CARD_FIELDS.items()}
        return shared.get(name, PERSON + name)

    def take_version(self, stale: Stale) -> None:
        """The newer version is the one the form is about."""
        assert self.opened is not None
        kept = self.opened.card if self._is_card_stale else self.opened.registration
        assert kept is not None
        values = {**kept.values, **{name: stale.theirs[name] for name in stale.clashes}}
        newer = Kept(kept.entity, kept.id, stale.version, values, kept.labels, kept.title)
        if self._is_card_stale:
            self.opened = replace(self.opened, card=newer)
        else:
            self.opened = replace(self.opened, registration=newer)

    async def after_save(self, result: Any) -> None:
        """A new registration closes; an old one is shown anew."""
        if isinstance(result, registrations.Registered):
            self.dismiss((result, self._wants_next))
            return
        self._card_too = None
        where = self.sheet.current
        await self.prepare()
        self.sheet.focus_field(where)

    async def action_save_and_next(self) -> None:
        """F6: and on to the next person."""
        self._wants_next = True
        if not await self.save():
            self._wants_next = False

    async def begin_next(self) -> None:
        """The seminar's place opens the picker."""
