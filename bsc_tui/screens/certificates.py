"""A seminar's certificates: who has earned one, issuing, giving one out again; name badges for all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.operations import certificates
from bsc_tui.operations.certificates import Candidate, Certification
from bsc_tui.records.records import Records
from bsc_tui.screens.commands import Command
from bsc_tui.screens.letter_command import PRINT, Paper, of_seminar, print_papers
from bsc_tui.screens.parts.row_list import Heading, ListRow
from bsc_tui.screens.seminar_place import SeminarPlace


class SeminarCertificates(SeminarPlace):
    """A row a participant with what they attended; the number of the certificate where they have one."""

    ENTER = "certificates.open"
    WRITES = frozenset({"certificates.all", "certificates.one", "certificates.again"})
    OF_ROW = frozenset({"certificates.open", "certificates.one", "certificates.again", PRINT.id})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "certificates.open",
            ("f2",),
            N_("Open"),
            "",
            "open_row",
            N_("Opens the certificate with its log, or the registration."),
        ),
        Command(
            "certificates.all",
            ("f6",),
            N_("Issue to all who have earned one"),
            NP_("bar", "Issue all"),
            "issue_all",
            N_("Each gets the next number; who has one keeps it."),
            bar=20,
            letter="g",
        ),
        Command(
            "certificates.one",
            ("f5",),
            N_("Issue one"),
            NP_("bar", "One"),
            "issue_one",
            N_("To the participant under the hand; who has not earned it gets it with a reason."),
            bar=30,
            letter="s",
        ),
        Command(
            "certificates.again",
            ("f7",),
            N_("Issue again"),
            NP_("bar", "Again"),
            "again",
            N_("Notes that it is given out once more under its number, and why."),
            bar=40,
            letter="n",
        ),
        Command(
            "certificates.badges",
            ("f8",),
            N_("Name badges"),
            NP_("bar", "Badges"),
            "badges",
            N_("Saves badges of all participants, ten to a page, to be printed and cut."),
            bar=50,
            letter="i",
        ),
        PRINT,
    )

    found: Certification | None

    # -- what is shown ---------------------------------------------------------------------
    def what(self) -> str:
        """The last crumb."""
        return _("Certificates")

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Who has attended enough has earned a certificate; how much that is stands in the company's "
            "settings. F6 gives each of them the next number. F7 notes that one is given out again."
        )

    def headings(self) -> Sequence[Heading]:
        """The columns."""
        return (
            Heading("number", "#", 3, right=True),
            Heading("name", _("Name"), 16, flexible=True),
            Heading("workplace", _("Workplace"), 15, flexible=True, priority=1),
            Heading("share", _("Attended"), 8, right=True),
            Heading("serial", _("Certificate no."), 16),
            Heading("day", _("Issued on"), 10),
            Heading("again", _("Again"), 6, right=True, priority=2),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("Nobody has a seat yet.")

    def read(self, records: Records) -> Certification:
        """Five queries."""
        return certificates.certification(records, self.engagement_id)

    def show(self, found: Certification) -> None:
        """The participants."""
        self.rows.show(self._row(number, one) for number, one in enumerate(found.people, 1))
        least = active().rate(found.least)
        earned = sum(1 for one in found.people if one.earned)
        words = ngettext(
            "%(count)s has earned one (%(least)s)", "%(count)s have earned one (%(least)s)", earned
        )
        self.set_state(words % {"count": earned, "least": least}, "dim")

    def _row(self, number: int, one: Candidate) -> ListRow:
        words = active()
        serial = one.serial or (_("earned") if one.earned else "")
        cells = (
            str(number),
            one.name,
            one.workplace,
            words.rate(one.share // 100 * 100),
            serial,
            words.date(one.day) if one.day else "",
            str(one.again or ""),
        )
        tone = "good" if one.certificate else "key"
        return ListRow(
            one.registration, cells, ("dim", "", "dim", "" if one.earned else "dim", tone, "dim", "key")
        )

    @property
    def candidate(self) -> Candidate | None:
        """The participant under the hand."""
        found, id = self.found, self.under_hand
        return next((one for one in (found.people if found else ()) if one.registration == id), None)

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Who has one keeps it; only what was issued is issued again."""
        refusal = super().why_not(command_id)
        found, one = self.found, self.candidate
        if refusal or found is None:
            return refusal
        if command_id == "certificates.all" and not any(
            one.earned and not one.certificate for one in found.people
        ):
            return _("Nobody has earned one who has none.")
        if command_id == "certificates.one" and one is not None and one.certificate:
            return _("They have one: issue it again.")
        if command_id == "certificates.again" and (one is None or not one.certificate):
            return _("It was not issued yet.")
        if command_id == "certificates.badges" and not found.people:
            return _("Nobody has a seat yet.")
        return ""

    async def action_open_row(self) -> None:
        """Enter."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        one = self.candidate
        assert one is not None
        if one.certificate:
            await open_record(self, "certificate", one.certificate)
        else:
            await open_record(self, "registration", one.registration)

    async def action_issue_all(self) -> None:
        """F6."""
        office = self.office
        serials = await office.run(certificates.issue, office.records, self.engagement_id)
        await self.load()
        self._say_issued(serials)

    async def action_issue_one(self) -> None:
        """F5."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        one, office, reason = self.candidate, self.office, ""
        assert one is not None
        if not one.earned:
            question = _("%(name)s has not attended enough. Why is it issued all the same?")
            reason = await self.answer(AskText(question % {"name": one.name}, limit=300)) or ""
            if not reason:
                return
        issue = partial(
            certificates.issue, office.records, self.engagement_id, [one.registration], reason=reason
        )
        serials = await office.run(issue)
        await self.load()
        self._say_issued(serials)

    def _say_issued(self, serials: list[str]) -> None:
        if not serials:
            self.say(_("Somebody has issued it meanwhile."), "warn")
            return
        one = _("Certificate %(first)s is issued. Undo takes it back.")
        several = _("Certificates %(first)s to %(last)s are issued. Undo takes them back.")
        words = one if len(serials) == 1 else several
        self.say(words % {"first": serials[0], "last": serials[-1]})

    async def action_again(self) -> None:
        """F7."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        one, office = self.candidate, self.office
        assert one is not None
        question = _("Why is %(no)s issued again?") % {"no": one.serial}
        reason = await self.answer(AskText(question, limit=200))
        if not reason:
            return
        count = await office.run(certificates.issue_again, office.records, one.certificate, reason)
        await self.load()
        words = ngettext(
            "%(no)s was issued again, %(count)s time.", "%(no)s was issued again, %(count)s times.", count
        )
        self.say(words % {"no": one.serial, "count": count})

    async def action_badges(self) -> None:
        """F8."""
        from bsc_tui.exports.seminar_papers import (  # late: XlsxWriter comes with it
            Badge,
            Badges,
            write_badges,
        )
        from bsc_tui.screens.exporting import save_paper  # late: as above

        assert self.found is not None
        people = tuple(Badge(one.name, one.workplace) for one in self.found.people)
        badges = Badges(self.found.title, people)
        title = _("Badges") + f" {self.found.title}"
        await save_paper(self, title, lambda file, translator: write_badges(file, badges, translator))

    async def action_print_papers(self) -> None:
        """F10 J: the certificate under the hand, all that were issued, badges, the sign-in sheet."""
        found, one = self.found, self.candidate
        assert found is not None
        issued = tuple(each.registration for each in found.people if each.certificate)
        papers = []
        if one is not None:
            words = _("Certificate of %(name)s") % {"name": one.name}
            refusal = "" if one.certificate else _("It was not issued yet.")
            papers.append(Paper(words, "certificate", "registration", (one.registration,), refusal))
        words = _("All certificates that were issued (%(count)s)") % {"count": len(issued)}
        refusal = "" if issued else _("It was not issued yet.")
        papers.append(Paper(words, "certificate", "registration", issued, refusal))
        papers += of_seminar(self.engagement_id, len(found.people))
        await print_papers(self, papers, self.seminar)
