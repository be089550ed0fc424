"""What is odd in the example on purpose, so that everybody meets it: names that don't fit, cards half filled.

Only the cards; ordinary people and enterprises come from `names`.
"""

from __future__ import annotations

from dataclasses import replace

from bsc_tui.operations.example.enterprises import ExampleEnterprise
from bsc_tui.operations.example.names import ExamplePerson

NOBODY = ExamplePerson(
    first_name="",
    last_name="",
    patronymic="",
    sex="",
    origin="armenian",
    script="latin",
    birth_date="",
    position="",
    phones=(),
    emails=(),
    passport_number="",
    passport_issued_by="",
    passport_issued_on="",
    social_card="",
    address="",
    postcode="",
    city="Yerevan",
    region="yerevan",
    country="am",
    domain="",
    source="",
    language="",
    consents=(),
)

KNOWN_IN_THREE_SCRIPTS = ("Գևորգ Սարաֆյան", "Gevorg Sarafyan", "Геворг Сарафян")
"""One person of the example, as each of three clerks would look for them."""

PEOPLE: tuple[tuple[ExamplePerson, str], ...] = (
    (
        replace(
            NOBODY,
            first_name="Գևորգ",
            last_name="Սարաֆյան",
            patronymic="Միհրանի",
            sex="male",
            script="armenian",
            birth_date="1971-04-24",
            position="director",
            phones=("+37491100077",),
            emails=("gevorg.sarafyan@armpost.example",),
            city="Երևան",
            language="hy",
            source="former_participant",
            consents=("letters", "email", "phone"),
        ),
        "Comes to a seminar every year.",
    ),
    (
        replace(
            NOBODY,
            first_name="Marie-Antoinette Joséphine Élisabeth Wilhelmine",
            last_name="de La Rochefoucauld-Montmorency d'Estissac de Saint-Hilaire-Grandmaison",
            sex="female",
            origin="french",
            birth_date="1968",
            position="consultant",
            phones=("+33699999901",),
            emails=("m.de.la.rochefoucauld.montmorency@courrier.example",),
            city="Paris",
            region="",
            country="fr",
            language="fr",
        ),
        "Please write the whole name on the certificate.",
    ),
    (
        replace(
            NOBODY,
            first_name="Siobhán",
            last_name="O'Brien",
            sex="female",
            origin="english",
            birth_date="1983-07",
            position="project_manager",
            phones=("+447400099901",),
            emails=("siobhan.obrien@mail.example",),
            city="London",
            region="",
            country="gb",
            language="en",
        ),
        "",
    ),
    (
        replace(
            NOBODY,
            first_name="Jean-Luc",
            last_name="N'Diaye-L'Hôpital",
            sex="male",
            origin="french",
            emails=("jl.ndiaye@courrier.example",),
            city="Lyon",
            region="",
            country="fr",
            language="fr",
        ),
        "",
    ),
    (
        replace(
            NOBODY,
            first_name="Նունե",
            last_name="Տեր-Ղևոնդյան",
            sex="female",
            script="armenian",
            position="chief_accountant",
            phones=("+37493100078",),
            language="hy",
        ),
        "Wants a receipt [/] and the certificate by post.\n[bold]Call before ten.[/bold]",
    ),
    (replace(NOBODY, last_name="Аракелян", script="cyrillic", origin="armenian"), "First name not legible."),
    (replace(NOBODY, first_name="Ani", last_name="Melkonyan", birth_date="1990"), ""),
    (replace(NOBODY, first_name="Ара", last_name="Мурадян", script="cyrillic", sex="male"), ""),
    (replace(NOBODY, last_name="Խ."), "Only an initial on the list of 1999."),
)
"""People with what their notes say."""

_UNKNOWN = ExampleEnterprise(
    name="",
    short_name="",
    latin_name="",
    script="latin",
    legal_status="",
    tax_number="",
    address="",
    postcode="",
    city="Yerevan",
    region="yerevan",
    country="am",
    industry="",
    domain="",
    phone="",
    fax="",
    email="",
    website="",
    source="",
    bank="",
    account="",
)

ENTERPRISES = (
    replace(
        _UNKNOWN,
        name=(
            "«Փոքր և միջին ձեռնարկատիրության աջակցության, վերապատրաստման և "
            "միջազգային համագործակցության զարգացման հայկական կենտրոն» հիմնադրամ"
        ),
        short_name="ՓՄՁ կենտրոն",
        latin_name="Armenian Centre for Small and Medium Enterprise Support, Retraining and Cooperation",
        script="armenian",
        legal_status="foundation",
        tax_number="09990011",
        industry="services",
        phone="+37410300011",
    ),
    replace(
        _UNKNOWN,
        name=(
            "Société internationale franco-arménienne d'études, de conseil et de formation "
            "pour le développement régional durable SARL"
        ),
        short_name="SIFAECF",
        legal_status="non_resident",
        city="Marseille",
        region="",
        country="fr",
        email="contact@sifaecf.example",
    ),
    replace(
        _UNKNOWN, name="O'Hara & Sons “Consult” Ltd", legal_status="non_resident", country="gb", region=""
    ),
)
"""Names that no column holds, signs that no shell likes."""
