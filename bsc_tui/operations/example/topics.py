"""What BSC teaches in the example: each seminar topic with its service line, usual price and length.

Who teaches it is in `staff`; when it is taught is decided in `catalogue`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """`code` is a term of the list of seminar names, `price` AMD a participant in 2006, `days` its length,
    `since` the year from which it is on offer.
    """

    code: str
    line: str
    price: int
    days: int
    since: int


def _topic(row: str) -> Topic:
    code, line, price, days, since = row.split()
    return Topic(code, line, int(price), int(days), int(since))


_ROWS = """
    business_planning BDS 45000 4 1995
    hr_management HR 48000 4 2000
    effective_management SM 50000 4 1997
    effective_marketing BDS 42000 3 2001
    market_research BDS 40000 3 2003
    csr CSR 25000 2 2006
    principles_of_management SM 40000 3 1995
    applied_marketing BDS 42000 3 2003
    professional_skills LSD 35000 3 2003
    business_presentation LSD 30000 2 2003
    team_management LSD 40000 2 2005
    entrepreneurship BDS 25000 4 1997
    entrepreneurship_women CSR 20000 4 2007
    entrepreneurship_youth CSR 20000 3 2010
    spreadsheets BDS 35000 5 1999
    accounting_software BDS 40000 5 2004
    labour_code BDS 28000 2 2005
    customs_law BDS 30000 2 2005
    non_resident_tax BDS 36000 2 2006
    accounting_beginners BDS 55000 10 1999
    negotiation_contract_law BDS 32000 2 2005
    financial_analysis BDS 52000 5 2003
    ifrs BDS 58000 6 2008
    management_accounting BDS 54000 4 2009
    tax_law_changes BDS 30000 2 2008
    budgeting BDS 45000 3 2010
    public_procurement BDS 38000 2 2011
    strategic_planning SM 55000 3 2007
    project_management SM 50000 4 2005
    monitoring_evaluation CSR 44000 3 2009
    proposal_writing CSR 30000 3 2006
    quality_management SM 48000 3 2008
    food_safety BDS 36000 2 2012
    staff_motivation HR 38000 2 2008
    recruitment HR 36000 2 2007
    personnel_records HR 34000 3 2006
    leadership LSD 56000 3 2008
    communication_skills LSD 35000 2 2008
    time_management LSD 30000 1 2009
    conflict_management LSD 34000 2 2010
    sales_skills BDS 38000 3 2006
    customer_service BDS 34000 2 2008
    digital_marketing BDS 46000 4 2013
    training_of_trainers LSD 52000 5 2007
"""
TOPICS = {topic.code: topic for topic in map(_topic, _ROWS.strip().splitlines())}

# The open seminars of 2006: how often each was held, and in which months.
HELD_IN_2006 = {
    "labour_code": (1, 2, 3, 5, 6, 9, 11),
    "customs_law": (2, 3, 5, 9, 11),
    "non_resident_tax": (3, 10),
    "accounting_beginners": (2, 9),
    "hr_management": (4, 10),
    "market_research": (2, 6, 10),
    "negotiation_contract_law": (5,),
    "financial_analysis": (4, 11),
    "effective_management": (3, 10),
    "effective_marketing": (5, 12),
}
