"""The enterprises of the example company: invented names in the scripts and forms that the office meets.

A name is a distinctive word, what the enterprise does, and its legal form. Nobody real is meant.
Who works there is left to the operation that stores the example.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as whole_numbers
from random import Random
from typing import NamedTuple

from bsc_tui.operations.example import numbers
from bsc_tui.operations.example.places import Town, address_abroad, address_in, town
from bsc_tui.operations.example.spellings import Script, Spelling, spellings, words


@dataclass(frozen=True)
class ExampleEnterprise:
    """One enterprise as typed into its card: codes for what is chosen from lists, telephones as +374…, empty
    text for what nobody knows. `latin_name` is the name in Latin letters without legal form.
    """

    name: str
    short_name: str
    latin_name: str
    script: Script
    legal_status: str
    tax_number: str
    address: str
    postcode: str
    city: str
    region: str
    country: str
    industry: str
    domain: str
    phone: str
    fax: str
    email: str
    website: str
    source: str
    bank: str
    account: str


class _Activity(NamedTuple):
    armenian: str
    latin: str
    industry: str
    domain: str


class _LegalForm(NamedTuple):
    """A code, and how names carry it in Armenian, Latin and Russian."""

    code: str
    armenian: str
    latin: str
    cyrillic: str
    weight: int


class _Named(NamedTuple):
    name: str
    short_name: str
    latin_name: str
    script: Script
    legal_status: str
    activity: _Activity
    country: str


_BEGINNINGS = spellings("""
    Լուսա Lusa Луса; Արևա Areva Арева; Ծաղկա Tsaghka Цахка; Քարա Kara Кара; Ոսկե Voske Воске
    Արծաթա Artsata Арцата; Կանաչա Kanacha Канача; Ջրա Jra Джра; Վարդա Varda Варда; Նռնա Nrna Нрна
    Հացա Hatsa Аца; Մեղրա Meghra Мегра; Ձյունա Dzyuna Дзюна; Երկնա Yerkna Еркна; Հովա Hova Ова
    Աստղա Astgha Астха; Արծվա Artsva Арцва; Խաղողա Khaghogha Хахоха; Բարձրա Bardzra Бардзра
    Գարնա Garna Гарна; Թռչնա Trchna Трчна; Սարա Sara Сара
""")
_ENDINGS = spellings("""
    ձոր dzor дзор; բերդ berd берд; հովիտ hovit овит; շեն shen шен; կերտ kert керт; տուն tun тун
    դաշտ dasht дашт; ջուր jur джур; լեռ ler лер; գետ get гет; կամուրջ kamurj камурдж; բակ bak бак
    ակունք akunk акунк; վան van ван; աղբյուր aghbyur ахбюр; ծով tsov цов; ժայռ zhayr жайр; այգի aygi айги
    քար kar кар; կամար kamar камар
""")
_ACTIVITIES = tuple(
    _Activity(*row.split())
    for row in """
    Գինի Wine agri_food wine_and_brandy
    Կաթ Dairy agri_food dairy
    Միրգ Fruit agri_food fruit_and_vegetables
    Պահածո Cannery agri_food fruit_and_vegetables
    Հաց Bakery agri_food agri_food
    Ագրո Agro agri_food agri_food
    Շին Building construction construction
    Նախագիծ Project construction construction
    Քարգործ Stonework construction construction
    Ջերմ Heating construction machine_building
    Տրանս Trans transport trade
    Լոգիստիկ Logistics transport wholesale_trade
    Կապ Telecom communication production
    Մեդիա Media communication non_commercial
    Թրեյդ Trade trade wholesale_trade
    Մարկետ Market trade retail_trade
    Տեքստիլ Textile trade light_industry
    Կոշիկ Shoes trade light_industry
    Ֆարմ Pharm trade health_protection
    Սոֆթ Soft information_technology production
    Տվյալ Data information_technology production
    Լաբ Lab science higher_education
    Թատրոն Theatre culture non_commercial
    Ակադեմիա Academy education vocational_education
    Քոլեջ College education vocational_education
    Տուր Tour tourism tourism
    Հյուր Hospitality tourism tourism
    Սերվիս Service services trade
    Դիզայն Design services production
    Կլինիկ Clinic services health_protection
    Ֆիթնես Fitness sport health_protection
    Կրեդիտ Credit finance trade
    Աուդիտ Audit finance non_commercial
    Ինվեստ Invest finance production
    """.strip().splitlines()
)
_CAUSES = (
    _Activity("Հոգածություն", "Care", "social_activity", "charity"),
    _Activity("Կանաչ", "Green", "social_activity", "nature_protection"),
    _Activity("Համայնք", "Community", "social_activity", "poverty_reduction"),
    _Activity("Երիտասարդություն", "Youth", "social_activity", "education"),
)
_COMMERCIAL_FORMS = (
    _LegalForm("llc", "ՍՊԸ", "LLC", "ООО", 72),
    _LegalForm("cjsc", "ՓԲԸ", "CJSC", "ЗАО", 14),
    _LegalForm("ojsc", "ԲԲԸ", "OJSC", "ОАО", 6),
    _LegalForm("sole_proprietor", "ԱՁ", "SP", "ИП", 5),
    _LegalForm("cooperative", "կոոպերատիվ", "Cooperative", "кооператив", 3),
)
_SOCIAL_FORMS = (
    _LegalForm("foundation", "հիմնադրամ", "Foundation", "фонд", 45),
    _LegalForm("public_organisation", "ՀԿ", "NGO", "НПО", 35),
    _LegalForm("charity", "ԲՀԿ", "Charity", "БО", 12),
    _LegalForm("association", "միություն", "Association", "союз", 8),
)

_RUSSIAN_FIRST = """
    Северный Severny; Волжский Volzhsky; Кедровый Kedrovy; Дубовый Dubovy; Янтарный Yantarny
    Лазурный Lazurny; Степной Stepnoy; Донской Donskoy; Утренний Utrenny; Серебряный Serebryany
    Озёрный Ozyorny; Снежный Snezhny; Рябиновый Ryabinovy; Берёзовый Beryozovy; Ясный Yasny; Тихий Tikhy
    Дальний Dalny; Медный Medny
"""
_RUSSIAN_SECOND = """
    родник rodnik; берег bereg; причал prichal; мост most; сокол sokol; караван karavan; холм kholm
    парус parus; рассвет rassvet; ключ klyuch; простор prostor; хутор khutor
"""
_FRENCH_FIRST = (
    "Maison",
    "Atelier",
    "Comptoir",
    "Cabinet",
    "Domaine",
    "Ateliers réunis",
    "Groupe",
    "Éditions",
)
_FRENCH_SECOND = words("""
    Valbrune Montclairet Rochevigne Bellombre Clairéval Fontelune Hautepierre Sainte-Ombre
    Vertmoulin Brisemer Grandlac Noirvallon Boisgravier Merlencourt Champrosée
""")
_ENGLISH_FIRST = words("""
    Highbrook Ashmere Fernhollow Stonewick Larkfield Oakhaven Wrenbury Millcombe Thornleigh
    Harrowmere Silverdyke Copperhill Eastmarch Foxglen Marlowe-Finch
""")
_ENGLISH_SECOND = ("Advisory", "Partners", "Trading", "Learning", "Systems", "Logistics", "Capital", "Relief")

_BANKS = words("""
    ameriabank ameriabank ardshinbank ardshinbank acba acba converse inecobank inecobank evocabank
    id_bank unibank araratbank armswissbank amio armeconombank vtb fast_bank
""")
_SOURCES = words("""
    web_site e_mail newspaper partner colleague_friend former_participant call_from_us
    social_network
""")
_MAILBOXES = ("info", "office", "mail")
_WITH_SITE, _WITH_MAIL = 0.45, 0.80  # shares of all; who has a site has mail


class _Register:
    """The numbers still to be given out while enterprises are being made."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.tax_numbers = numbers.tax_numbers(random)
        self.accounts = numbers.bank_accounts(random)
        self._landlines: dict[str, Iterator[str]] = {}

    def landline(self, country: str, where: Town) -> str:
        """An office number of the town, or abroad one of the country's capital."""
        area = where.telephone if country == "am" else country
        if area not in self._landlines:
            self._landlines[area] = (
                numbers.armenian_landlines(self._random, area, first_digit=2)
                if country == "am"
                else numbers.foreign_landlines(self._random, country)
            )
        return next(self._landlines[area])


def enterprises(random: Random, count: int) -> Iterator[ExampleEnterprise]:
    """That many enterprises with distinct names, tax numbers, telephones, accounts and web sites; the first
    four hundred Armenian ones share no distinctive word either.
    """
    names, register = _names(random), _Register(random)
    for _ in range(count):
        yield _enterprise(random, next(names), register)


def _enterprise(random: Random, named: _Named, register: _Register) -> ExampleEnterprise:
    """The card of the enterprise of that name; one abroad has no Armenian tax number and no bank noted."""
    where, at_home = town(random), named.country == "am"
    home = (
        address_in(random, where, named.script, home=False)
        if at_home
        else address_abroad(random, named.country)
    )
    site, on_line = _site(named.latin_name), random.random()
    bank = random.choice(_BANKS) if at_home and random.random() < 0.7 else ""
    return ExampleEnterprise(
        name=named.name,
        short_name=named.short_name,
        latin_name=named.latin_name,
        script=named.script,
        legal_status=named.legal_status if random.random() < 0.95 else "",
        tax_number=next(register.tax_numbers) if at_home and random.random() < 0.9 else "",
        address=home.street,
        postcode=home.postcode,
        city=home.city,
        region=home.region,
        country=home.country,
        industry=named.activity.industry,
        domain=named.activity.domain,
        phone=register.landline(named.country, where) if random.random() < 0.93 else "",
        fax=register.landline(named.country, where) if random.random() < 0.3 else "",
        email=f"{random.choice(_MAILBOXES)}@{site}" if on_line < _WITH_MAIL else "",
        website=f"www.{site}" if on_line < _WITH_SITE else "",
        source=random.choice(_SOURCES) if random.random() < 0.8 else "",
        bank=bank,
        account=next(register.accounts) if bank else "",
    )


def _names(random: Random) -> Iterator[_Named]:
    """Names without end, no two alike: mostly Armenian, then Russian, French and English ones."""
    armenian, russian = _armenian_names(random), _russian_names(random)
    french = _western_names(random, _FRENCH_FIRST, _FRENCH_SECOND, ("SARL", "SAS", ""), "fr")
    english = _western_names(random, _ENGLISH_FIRST, _ENGLISH_SECOND, ("Ltd", "LLP", ""), "gb")
    while True:
        yield next(random.choices((armenian, russian, french, english), (80, 10, 5, 5))[0])


def _armenian_names(random: Random) -> Iterator[_Named]:
    words = [
        _joined(begun, end)
        for begun in _BEGINNINGS
        for end in _ENDINGS
        if begun.armenian[0].lower() != end.armenian[0]
    ]
    activities = [*_ACTIVITIES, *_CAUSES]
    random.shuffle(words)
    shift = [random.randrange(len(activities)) for _ in words]
    for number in whole_numbers():
        again, at = divmod(number, len(words))
        turn, which = divmod(again, len(activities))
        activity = activities[(which + shift[at]) % len(activities)]
        yield _armenian_name(random, words[at], activity, _numbered(turn))


def _joined(begun: Spelling, end: Spelling) -> Spelling:
    """Two roots as Armenian joins them: of two vowels that meet one goes."""
    short = Spelling(begun.armenian[:-1], begun.latin[:-1], begun.cyrillic[:-1])
    link = short if begun.armenian.endswith("ա") and end.armenian.startswith("ա") else begun
    return Spelling(link.armenian + end.armenian, link.latin + end.latin, link.cyrillic + end.cyrillic)


def _armenian_name(random: Random, word: Spelling, activity: _Activity, behind: str) -> _Named:
    """«Լուսաձոր Գինի» ՍՊԸ or Lusadzor Wine LLC: in Armenian mostly, every sixth in Latin letters."""
    forms = _SOCIAL_FORMS if activity in _CAUSES else _COMMERCIAL_FORMS
    form = random.choices(forms, [form.weight for form in forms])[0]
    latin = f"{word.latin} {activity.latin}{behind}"
    if random.random() < 0.17:
        return _Named(f"{latin} {form.latin}", word.latin, latin, "latin", form.code, activity, "am")
    name = f"«{word.armenian} {activity.armenian}{behind}» {form.armenian}"
    return _Named(name, word.armenian, latin, "armenian", form.code, activity, "am")


def _russian_names(random: Random) -> Iterator[_Named]:
    """ООО «Северный родник»: half of them at home in Russia, the others in Armenia."""
    pairs = [
        (f"{first[0]} {second[0]}", f"{first[1]} {second[1]}")
        for first in _pairs(_RUSSIAN_FIRST)
        for second in _pairs(_RUSSIAN_SECOND)
    ]
    random.shuffle(pairs)
    for number in whole_numbers():
        turn, at = divmod(number, len(pairs))
        name, latin = (written + _numbered(turn) for written in pairs[at])
        form = random.choice(_COMMERCIAL_FORMS[:3])
        country = random.choice(("am", "ru"))
        status = form.code if country == "am" else "non_resident"
        activity = random.choice(_ACTIVITIES)
        yield _Named(f"{form.cyrillic} «{name}»", name, latin, "cyrillic", status, activity, country)


def _western_names(
    random: Random, first: Sequence[str], second: Sequence[str], forms: Sequence[str], country: str
) -> Iterator[_Named]:
    """Maison Valbrune SARL, Highbrook Advisory Ltd: all of them at home abroad."""
    pairs = [f"{one} {other}" for one in first for other in second]
    random.shuffle(pairs)
    for number in whole_numbers():
        turn, at = divmod(number, len(pairs))
        name = pairs[at] + _numbered(turn)
        whole = f"{name} {random.choice(forms)}".strip()
        yield _Named(whole, name, name, "latin", "non_resident", random.choice(_ACTIVITIES), country)


def _pairs(table: str) -> list[tuple[str, str]]:
    """Reads `Russian Latin` pairs separated by semicolons or line ends."""
    entries = (entry.split() for entry in table.replace(";", "\n").splitlines())
    return [(entry[0], entry[1]) for entry in entries if entry]


def _numbered(turn: int) -> str:
    """What tells a name from the same one of an earlier turn: nothing, then -2, -3, …"""
    return f"-{turn + 1}" if turn else ""


def _site(latin_name: str) -> str:
    """A reserved domain that leads nowhere, made of the name."""
    # Late: only the example needs it, and its tables take a while to load.
    from anyascii import anyascii

    letters = (letter if letter.isalnum() else "-" for letter in anyascii(latin_name).lower())
    return "".join(letters) + ".example"
