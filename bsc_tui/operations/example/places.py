"""Where the people and enterprises of the example live and where its seminars are held.

Who lives where is left to `names` and `enterprises`; streets are usual ones, house numbers are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bsc_tui.operations.example.spellings import Script, Spelling, spellings


@dataclass(frozen=True)
class Town:
    """An Armenian town; `postcode` is its first one, `weight` how many of a thousand live there."""

    name: Spelling
    region: str
    telephone: str
    postcode: int
    weight: int


@dataclass(frozen=True)
class ForeignTown:
    """A town abroad and streets there, written as they are written there."""

    name: str
    country: str
    postcode: str
    streets: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """Where somebody is to be found, as a form holds it; `region` and `country` are codes."""

    street: str
    postcode: str
    city: str
    region: str
    country: str


def _town(row: str) -> Town:
    armenian, latin, cyrillic, region, telephone, postcode, weight = row.split()
    name = Spelling(armenian, latin.replace("_", " "), cyrillic)
    return Town(name, region, telephone, int(postcode), int(weight))


TOWNS = tuple(
    _town(row)
    for row in """
    Երևան Yerevan Ереван yerevan 10 1 620
    Աշտարակ Ashtarak Аштарак aragatsotn 232 201 12
    Ապարան Aparan Апаран aragatsotn 252 301 6
    Արտաշատ Artashat Арташат ararat 235 701 16
    Արարատ Ararat Арарат ararat 238 601 10
    Արմավիր Armavir Армавир armavir 237 901 18
    Վաղարշապատ Vagharshapat Вагаршапат armavir 231 1101 20
    Գավառ Gavar Гавар gegharkunik 264 1201 14
    Սևան Sevan Севан gegharkunik 261 1501 12
    Մարտունի Martuni Мартуни gegharkunik 262 1401 8
    Հրազդան Hrazdan Раздан kotayk 223 2301 18
    Աբովյան Abovyan Абовян kotayk 222 2201 22
    Չարենցավան Charentsavan Чаренцаван kotayk 226 2501 10
    Վանաձոր Vanadzor Ванадзор lori 322 2001 40
    Ալավերդի Alaverdi Алаверди lori 253 1701 8
    Ստեփանավան Stepanavan Степанаван lori 256 1801 8
    Գյումրի Gyumri Гюмри shirak 312 3101 60
    Արթիկ Artik Артик shirak 244 3001 8
    Կապան Kapan Капан syunik 285 3301 16
    Գորիս Goris Горис syunik 284 3201 12
    Սիսիան Sisian Сисиан syunik 283 3501 8
    Իջևան Ijevan Иджеван tavush 263 4001 12
    Դիլիջան Dilijan Дилижан tavush 268 3901 10
    Բերդ Berd Берд tavush 267 4101 4
    Եղեգնաձոր Yeghegnadzor Ехегнадзор vayots_dzor 281 3601 8
    Ջերմուկ Jermuk Джермук vayots_dzor 287 3701 6
    """.strip().splitlines()
)
_TOWN_WEIGHTS = tuple(town.weight for town in TOWNS)

STREETS = spellings("""
    Աբովյան Abovyan Абовяна; Թումանյան Tumanyan Туманяна; Տերյան Teryan Терьяна
    Սայաթ-Նովա Sayat-Nova Саят-Новы; Կոմիտաս Komitas Комитаса; Իսահակյան Isahakyan Исаакяна
    Չարենց Charents Чаренца; Մոսկովյան Moskovyan Московян; Պուշկին Pushkin Пушкина
    Նալբանդյան Nalbandyan Налбандяна; Խորենացի Khorenatsi Хоренаци; Մաշտոց Mashtots Маштоца
    Բաղրամյան Baghramyan Баграмяна; Սարյան Saryan Сарьяна; Կորյուն Koryun Корюна
    Հանրապետություն Hanrapetutyan Анрапетутян; Ազատություն Azatutyan Азатутян; Րաֆֆի Raffi Раффи
    Գայ Gai Гая; Շինարարներ Shinararneri Шинарарнери; Գարեգին-Նժդեհ Garegin-Nzhdeh Гарегина-Нжде
    Արցախ Artsakh Арцаха; Էրեբունի Erebuni Эребуни; Շիրակ Shirak Ширака; Զաքյան Zakyan Закяна
""")

FOREIGN_TOWNS = (
    ForeignTown("Москва", "ru", "125009", ("ул. Тверская", "ул. Арбат", "Ленинский проспект")),
    ForeignTown("Санкт-Петербург", "ru", "191025", ("Невский проспект", "ул. Рубинштейна")),
    ForeignTown("Ростов-на-Дону", "ru", "344002", ("ул. Садовая", "ул. Пушкинская")),
    ForeignTown("Сочи", "ru", "354000", ("Курортный проспект", "ул. Навагинская")),
    ForeignTown("Paris", "fr", "75009", ("rue La Fayette", "rue de Trévise", "boulevard Haussmann")),
    ForeignTown("Lyon", "fr", "69003", ("cours Lafayette", "rue de Créqui")),
    ForeignTown("Marseille", "fr", "13006", ("rue Saint-Jacques", "cours Pierre-Puget")),
    ForeignTown("Alfortville", "fr", "94140", ("rue Étienne-Dolet", "rue de Madrid")),
    ForeignTown("London", "gb", "EC1A 1BB", ("Long Lane", "Cowcross Street", "Aldersgate Street")),
    ForeignTown("Manchester", "gb", "M2 5DB", ("King Street", "Deansgate")),
    ForeignTown("Edinburgh", "gb", "EH2 3NS", ("George Street", "Thistle Street")),
)

SEMINAR_PLACES = (
    "BSC, room 1",
    "BSC, room 2",
    "BSC, computer room",
    "Karavan Hotel, conference hall",
    "Chamber of Trade, Yerevan, hall 3",
    "Regional Training Centre, Gyumri",
    "Regional Training Centre, Vanadzor",
    "Kapan House of Culture",
)


def town(random: Random) -> Town:
    """One of the Armenian towns, the large ones more often."""
    return random.choices(TOWNS, _TOWN_WEIGHTS)[0]


def address_in(random: Random, where: Town, script: Script, home: bool = True) -> Address:
    """A house in the town as it is written in that script; a home has a flat number more often than not."""
    street, house = random.choice(STREETS).within(script).replace("-", " "), random.randint(1, 90)
    flat = random.randint(1, 80) if home and random.random() < 0.7 else 0
    lines = {
        "armenian": (f"{street} փ. {house}", f", բն. {flat}"),
        "latin": (f"{house} {street} St", f", apt. {flat}"),
        "cyrillic": (f"ул. {street} {house}", f", кв. {flat}"),
    }
    line, with_flat = lines[script]
    postcode = f"{where.postcode + random.randrange(16):04}"
    return Address(line + with_flat * bool(flat), postcode, where.name.within(script), where.region, "am")


def address_abroad(random: Random, country: str) -> Address:
    """A house in a town of `ru`, `fr` or `gb`, written as it is written there."""
    where = random.choice([town for town in FOREIGN_TOWNS if town.country == country])
    street, house = random.choice(where.streets), random.randint(1, 120)
    line = f"{street}, {house}" if country == "ru" else f"{house} {street}"
    return Address(line, where.postcode, where.name, "", country)
