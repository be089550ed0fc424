"""Who works for BSC in the example: employees, invited teachers and invited consultants, with what they teach.

Accounts, and which engagement somebody works on, are left to others.
"""

# ruff: noqa: E501 - a table reads best with one row a line

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from bsc_tui.operations.example.office import Terms

Kind = Literal["employee", "teacher", "consultant"]
Sex = Literal["female", "male"]


@dataclass(frozen=True)
class ExampleStaff:
    """One member of staff. `code` names them within the example, `responsible_for` and `lines` are service line
    codes, `subjects` seminar topics; days are partial ISO text, empty `left` means still here.
    """

    code: str
    kind: Kind
    first_name: str
    last_name: str
    patronymic: str
    sex: Sex
    position: str
    lines: tuple[str, ...]
    responsible_for: tuple[str, ...]
    subjects: tuple[str, ...]
    hired: str
    left: str
    dismissal_reason: str
    phone: str
    email: str
    passport_number: str
    social_card: str
    status_description: str

    def is_here_in(self, year: int) -> bool:
        """On the staff for the whole of that year, as far as the days are known."""
        came = self.hired[:4] < str(year) or self.hired == str(year)
        return came and (not self.left or str(year) < self.left[:4])


# code | kind | first name | last name | patronymic | sex | position | lines | responsible for | hired | left | reason | status
_PEOPLE = """
    melikyan | employee | Tigran | Melikyan | Hranti | male | president | SM LSD | | 1994 | | | Founded the company
    sargsyan | employee | Anahit | Sargsyan | Armeni | female | executive_director | SM PE | SM | 1996-09 | | |
    grigoryan | employee | Karen | Grigoryan | Sureni | male | head_of_department | BDS | BDS | 2001-02-05 | | |
    petrosyan | employee | Davit | Petrosyan | Levoni | male | head_of_department | DP | DP | 2003-04-14 | | |
    vardanyan | employee | Sona | Vardanyan | Ashoti | female | head_of_department | CSR | CSR | 2004-10-01 | | |
    mkrtchyan | employee | Hrant | Mkrtchyan | Vahani | male | head_of_department | PE | PE | 2002-03 | | |
    hakobyan | employee | Gayane | Hakobyan | Rafayeli | female | personnel_manager | HR | HR | 1999-06-01 | | |
    stepanyan | employee | Ruben | Stepanyan | Garniki | male | head_of_department | LSD | LSD | 2001-09-03 | | |
    ghazaryan | employee | Lusine | Ghazaryan | Artaki | female | coordinator | BDS CSR | | 2015-03-02 | | | Plans rooms and teachers
    danielyan | employee | Anna | Danielyan | Samveli | female | assistant | BDS HR LSD | | 2019-08-19 | | | Types lists and sheets
    asatryan | employee | Vahe | Asatryan | Roberti | male | it_specialist | BDS | | 2008-01-14 | | | Teaches in the computer room
    navasardyan | employee | Levon | Navasardyan | Bagrati | male | lecturer | BDS SM | | 1994 | 2013-06-30 | retirement | Taught from the first day on
    minasyan | teacher | Համլետ | Մինասյան | Գագիկի | male | lawyer | BDS HR | | 2000 | | | Advocate, by contract for each seminar
    tumanyan | teacher | Ռուզաննա | Թումանյան | Վազգենի | female | chief_accountant | BDS | | 1998 | | | Certified auditor
    sokolov | teacher | Георгий | Соколов | Андреевич | male | customs_broker | BDS | | 2003 | | | Teaches in Russian
    barseghyan | teacher | Զարուհի | Բարսեղյան | Պետրոսի | female | tax_inspector | BDS | | 2005 | | |
    movsisyan | teacher | Samvel | Movsisyan | Hakobi | male | head_of_marketing | BDS | | 2000 | | |
    ghukasyan | teacher | Նարինե | Ղուկասյան | Տիգրանի | female | personnel_manager | HR LSD | | 2004 | | |
    kalantaryan | consultant | Arsen | Kalantaryan | Edgari | male | financial_analyst | BDS SM | | 2002-11 | | | Paid by the day
    marchand | consultant | Hélène | Marchand | | female | consultant | SM PE CSR | | 2006-05 | | | Works from Lyon, in French and English
    clarke | consultant | Simon | Clarke | | male | consultant | LSD DP | | 2007 | | | Teaches in English
    lalayan | consultant | Արտաշես | Լալայան | Մուշեղի | male | agronomist | DP PE | | 2005-01 | | | Knows the regions
"""

_SUBJECTS = {
    "melikyan": "strategic_planning effective_management leadership",
    "sargsyan": "effective_management principles_of_management project_management quality_management",
    "petrosyan": "project_management proposal_writing",
    "vardanyan": "csr proposal_writing entrepreneurship_women entrepreneurship_youth",
    "mkrtchyan": "monitoring_evaluation market_research",
    "hakobyan": "hr_management staff_motivation recruitment",
    "stepanyan": "team_management business_presentation professional_skills training_of_trainers",
    "asatryan": "spreadsheets accounting_software digital_marketing",
    "navasardyan": "business_planning entrepreneurship principles_of_management spreadsheets",
    "minasyan": "labour_code negotiation_contract_law personnel_records public_procurement",
    "tumanyan": "accounting_beginners accounting_software ifrs management_accounting budgeting",
    "sokolov": "customs_law food_safety",
    "barseghyan": "non_resident_tax tax_law_changes public_procurement",
    "movsisyan": "effective_marketing applied_marketing market_research sales_skills customer_service",
    "ghukasyan": "hr_management personnel_records conflict_management communication_skills",
    "kalantaryan": "financial_analysis budgeting business_planning entrepreneurship",
    "marchand": "strategic_planning monitoring_evaluation csr",
    "clarke": "leadership communication_skills time_management team_management",
}


def _member(number: int, row: str) -> ExampleStaff:
    code, kind, first, last, patronymic, sex, position, lines, responsible, hired, left, reason, status = (
        cell.strip() for cell in row.split("|")
    )
    return ExampleStaff(
        code=code,
        kind=cast(Kind, kind),
        first_name=first,
        last_name=last,
        patronymic=patronymic,
        sex=cast(Sex, sex),
        position=position,
        lines=tuple(lines.split()),
        responsible_for=tuple(responsible.split()),
        subjects=tuple(_SUBJECTS.get(code, "").split()),
        hired=hired,
        left=left,
        dismissal_reason=reason,
        phone=f"+37491{100_200 + 37 * number}",
        email=f"{code}@bsc.example",
        passport_number=f"AB{2_410_000 + 7_919 * number:07}",
        social_card=str(9_100_000_000 + 7_919 * number),
        status_description=status,
    )


STAFF = tuple(_member(number, row) for number, row in enumerate(_PEOPLE.strip().splitlines()))


def responsible_for(line: str) -> ExampleStaff:
    """The one who answers for that service line."""
    return next(member for member in STAFF if line in member.responsible_for)


def teachers_of(topic: str, year: int) -> list[ExampleStaff]:
    """Who teaches that topic and was on the staff for the whole of that year."""
    return [member for member in STAFF if topic in member.subjects and member.is_here_in(year)]


# code | title | aim | starts, in years before today | ends | status | outcome
_PROJECTS = """
    ghazaryan | Event management, a course in three modules | To plan seminars of several days alone | 1 | 0 | running |
    danielyan | English, level B2 | To write to partners abroad | 2 | 1 | done | Passed the examination with 78 of 100 points
    danielyan | Typing with ten fingers | 200 characters a minute | 0 | 0 | planned |
    asatryan | Certified database administrator | To keep the company's data safe without help from outside | 3 | 2 | done | Certified
    stepanyan | Train the trainers | To teach colleagues how to teach adults | 2 | 1 | given_up | The course was cancelled
    hakobyan | Labour law update | To answer clients about the changes of the code | 0 | 0 | running |
"""


def member_row(term: Terms, member: ExampleStaff) -> dict[str, Any]:
    """A member's card."""
    number = STAFF.index(member)
    return {
        "last_name": member.last_name,
        "first_name": member.first_name,
        "patronymic": member.patronymic,
        "kind": member.kind,
        "position": term("position", member.position),
        "phone": member.phone,
        "email": member.email,
        "passport_number": member.passport_number,
        "passport_issued_by": f"{1 + number % 9:03}",
        "social_card": member.social_card,
        "account": f"1570{10_000_000_000_000 + 7_919 * number}"[:16],
        "status_description": member.status_description,
        "hired": member.hired,
        "dismissed": member.left,
        "dismissal_reason": term("dismissal_reason", member.dismissal_reason),
        "active": not member.left,
    }


def subject_rows(term: Terms, ids: dict[str, int]) -> list[dict[str, Any]]:
    """What they teach."""
    return [
        {"member": ids[member.code], "topic": term("seminar_topic", topic)}
        for member in STAFF
        for topic in member.subjects
    ]


def project_rows(today: date, ids: dict[str, int]) -> list[dict[str, Any]]:
    """Their personal development projects."""
    rows = []
    for line in _PROJECTS.strip().splitlines():
        code, title, aim, starts, ends, status, outcome = (cell.strip() for cell in line.split("|"))
        rows.append(
            {
                "member": ids[code],
                "title": title,
                "aim": aim,
                "starts": f"{today.year - int(starts)}-02",
                "ends": f"{today.year - int(ends)}-12",
                "status": status,
                "outcome": outcome,
            }
        )
    return rows
