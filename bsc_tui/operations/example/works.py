"""What BSC did in the example besides seminars: consultations, projects, evaluations, done and under way.

Only tables; `catalogue` makes engagements of them.
"""

# ruff: noqa: E501 - a table reads best with one row a line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """A consultation, project or evaluation. `fee` is in minor units of `currency`, for the whole; `start` and
    `end` are partial ISO text, or days counted from today ("-40", "+15") where the work is under way.
    """

    kind: str
    line: str
    subtype: str
    domain: str
    region: str
    currency: str
    fee: int
    start: str
    end: str
    status: str
    title: str


def _work(row: str) -> Work:
    kind, line, subtype, domain, region, money, start, end, title = (cell.strip() for cell in row.split("|"))
    fee, currency = money.split()
    kind, _, status = kind.partition(" ")
    return Work(
        kind, line, subtype, domain, region, currency, int(fee), start, end, status or "finished", title
    )


# kind | line | subtype | domain | region | fee | start | end | title
DONE = tuple(
    _work(row)
    for row in """
    consultation | BDS | business_plan | wine_and_brandy | ararat | 450000 AMD | 1996 | 1996 | Business plan of a winery
    consultation | BDS | business_plan | dairy | shirak | 380000 AMD | 2001-04 | 2001-06 | Business plan of a cheese dairy
    consultation | BDS | market_research | fruit_and_vegetables | armavir | 900000 AMD | 2006-02 | 2006-05 | Market of dried fruit in Russia
    consultation | BDS | business_consultation | light_industry | lori | 620000 AMD | 2006-09 | 2006-11 | Costing at a knitwear factory
    consultation | SM | strategic_planning | wholesale_trade | yerevan | 1800000 AMD | 2007-03-12 | 2007-07-20 | Five-year strategy of a trading house
    consultation | BDS | market_research | tourism | tavush | 750000 AMD | 2008-05-05 | 2008-08-29 | Demand for guest houses in Dilijan
    consultation | HR | business_consultation | construction | yerevan | 980000 AMD | 2008-10-06 | 2008-12-19 | Pay system of a builder
    consultation | BDS | financial_projects | machine_building | yerevan | 1350000 AMD | 2009-09-07 | 2009-12-18 | Loan application of a machine works
    consultation | CSR | development_projects | nature_protection | syunik | 1100000 AMD | 2010-04-05 | 2010-06-30 | Responsibility report of a mine
    consultation | BDS | marketing_projects | wine_and_brandy | vayots_dzor | 860000 AMD | 2011-02-07 | 2011-05-27 | Label and price study for Areni wines
    consultation | SM | strategic_planning | higher_education | yerevan | 2200000 AMD | 2012-09-03 | 2013-02-28 | Strategy of a private university
    consultation | BDS | business_plan | agri_food | gegharkunik | 540000 AMD | 2013-06-10 | 2013-08-16 | Business plan of a fish farm on Sevan
    consultation | HR | business_consultation | health_protection | yerevan | 1250000 AMD | 2014-03-03 | 2014-06-27 | Job descriptions of a clinic
    consultation | LSD | business_consultation | retail_trade | yerevan | 700000 AMD | 2015-10-05 | 2015-12-11 | Coaching of shop managers
    consultation | BDS | financial_projects | production | kotayk | 1600000 AMD | 2016-02-15 | 2016-06-10 | Cost accounting at a glass works
    consultation | CSR | development_projects | charity | lori | 640000 AMD | 2017-04-10 | 2017-07-14 | Giving policy of a bank's foundation
    consultation | BDS | market_research | light_industry | shirak | 820000 AMD | 2018-09-10 | 2018-11-30 | Buyers of Gyumri footwear
    consultation | SM | strategic_planning | construction | yerevan | 2400000 AMD | 2019-03-04 | 2019-09-27 | Restructuring of a holding
    consultation | BDS | marketing_projects | tourism | vayots_dzor | 1150000 AMD | 2021-05-17 | 2021-09-24 | Brand of a spa town
    consultation | HR | business_consultation | production | ararat | 1400000 AMD | 2022-10-03 | 2023-01-27 | Appraisal system of a cement works
    consultation | BDS | business_plan | fruit_and_vegetables | armavir | 780000 AMD | 2024-02-05 | 2024-04-26 | Cold store for apricots
    project | CSR | | poverty_reduction | gegharkunik | 4200000 AMD | 2008-03 | 2008-12 | Companies help village schools
    project | SM | | non_commercial | yerevan | 1850000 EUR | 2010-01-11 | 2011-06-30 | Reform of a public agency's management
    project | HR | | education | yerevan | 6400000 AMD | 2012-02-06 | 2012-12-14 | Personnel of a college network
    project | LSD | | education | shirak | 960000 USD | 2014-09-01 | 2015-05-29 | Young leaders of Shirak
    project | CSR | | nature_protection | tavush | 1200000 EUR | 2017-03-01 | 2018-10-31 | Forest villages and their sponsors
    project | HR | | health_protection | lori | 5200000 AMD | 2019-01-14 | 2019-11-29 | Career paths in regional hospitals
    project | SM | | wine_and_brandy | vayots_dzor | 2100000 EUR | 2021-02-01 | 2022-07-29 | Management of small wineries
    sector_project | DP | value_chains | fruit_and_vegetables | ararat | 14500000 USD | 2007-05 | 2009-04 | Dried fruit: from orchard to shelf
    sector_project | DP | export_promotion | light_industry | shirak | 6200000 EUR | 2011-09-01 | 2013-08-31 | Knitwear for European buyers
    sector_project | DP | value_chains | dairy | lori | 9800000 USD | 2015-04-01 | 2017-09-29 | Cheese of the northern regions
    sector_project | DP | export_promotion | tourism | syunik | 7400000 EUR | 2020-09-01 | 2023-02-28 | Trails and guest houses of the south
    regional_project | DP | community_development | poverty_reduction | tavush | 11000000 USD | 2006-10 | 2008-09 | Border communities of Tavush
    regional_project | DP | rural_employment | agri_food | gegharkunik | 8300000 USD | 2010-03-01 | 2012-02-28 | Work for the Sevan basin
    regional_project | DP | community_development | education | shirak | 9100000 EUR | 2014-01-13 | 2016-06-30 | After-school centres of Shirak
    regional_project | DP | rural_employment | fruit_and_vegetables | vayots_dzor | 5600000 EUR | 2018-05-01 | 2020-10-30 | Greenhouses of Vayots Dzor
    evaluation | PE | community_projects | poverty_reduction | tavush | 1200000 AMD | 2005 | 2005 | Water supply of six villages
    evaluation | PE | community_projects | education | lori | 1450000 AMD | 2007-09 | 2007-12 | School heating programme
    evaluation | PE | enterprises | production | yerevan | 2100000 AMD | 2009-04-06 | 2009-07-31 | Borrowers of a credit line
    evaluation | PE | enterprise_strategy | wine_and_brandy | ararat | 1750000 AMD | 2012-01-16 | 2012-04-27 | Strategy of a brandy maker
    evaluation | PE | community_projects | health_protection | syunik | 1900000 AMD | 2014-05-05 | 2014-09-26 | Mobile clinics of Syunik
    evaluation | PE | enterprises | tourism | kotayk | 1300000 AMD | 2016-06-06 | 2016-09-30 | Hotels of Tsaghkadzor
    evaluation | PE | enterprise_strategy | wholesale_trade | yerevan | 2250000 AMD | 2019-10-07 | 2020-02-14 | Strategy of a pharmacy chain
    evaluation | PE | community_projects | nature_protection | gegharkunik | 980000 EUR | 2022-03-14 | 2022-08-26 | Shore of Lake Sevan
    evaluation | PE | enterprises | agri_food | armavir | 2600000 AMD | 2024-04-08 | 2024-07-26 | Users of the irrigation fund
    """.strip().splitlines()
)

# The same; the kind is followed by the status.
UNDER_WAY = tuple(
    _work(row)
    for row in """
    consultation current | BDS | business_plan | wine_and_brandy | vayots_dzor | 850000 AMD | -34 | +40 | Business plan of a cellar
    consultation current | SM | strategic_planning | retail_trade | yerevan | 2700000 AMD | -75 | +60 | Strategy of a supermarket chain
    consultation current | HR | business_consultation | higher_education | shirak | 1500000 AMD | -20 | +55 | Staff plan of an academy
    consultation preparation | BDS | market_research | fruit_and_vegetables | ararat | 1200000 AMD | +12 | +90 | Market of frozen berries
    consultation preparation | CSR | development_projects | nature_protection | lori | 1350000 AMD | +25 | +110 | Responsibility report of a smelter
    consultation discontinued | BDS | financial_projects | construction | yerevan | 1700000 AMD | -120 | -45 | Loan application of a builder
    project current | CSR | | education | tavush | 1650000 EUR | -200 | +310 | Companies for border schools
    project current | LSD | | non_commercial | yerevan | 7800000 AMD | -90 | +180 | Leadership school for public servants
    project postponed | HR | | health_protection | kotayk | 6100000 AMD | +60 | +300 | Nurses' training plan
    sector_project current | DP | value_chains | wine_and_brandy | vayots_dzor | 8900000 EUR | -400 | +500 | Wine road of the south
    sector_project preparation | DP | export_promotion | light_industry | shirak | 5400000 EUR | +45 | +760 | Gyumri crafts abroad
    regional_project current | DP | rural_employment | agri_food | syunik | 7200000 EUR | -260 | +640 | Young farmers of Syunik
    evaluation current | PE | community_projects | poverty_reduction | gegharkunik | 2400000 AMD | -28 | +33 | Resettled families' housing
    evaluation current | PE | enterprise_strategy | production | ararat | 3100000 AMD | -15 | +70 | Strategy of a cannery
    evaluation preparation | PE | enterprises | tourism | tavush | 2200000 AMD | +20 | +95 | Hotels of Dilijan
    """.strip().splitlines()
)
