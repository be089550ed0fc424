"""Search: whatever of a record somebody types, in whatever script and order, finds it; on both engines."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import permutations

import pytest
from databases import ENGINES, new_postgresql
from peewee import Database

from bsc_tui.db.database import open_database
from bsc_tui.db.schema import migrate
from bsc_tui.records import search
from bsc_tui.records.search import Searcher
from bsc_tui.records.search_keys import Key, Searchable, clear, keys_of, store, store_changes, store_many

PERSON = "person"
ARA = Searchable(
    names=("Ավանեսյան", "Արա", "Հրանտ"),
    companies=("Ararat Konyak LLC",),
    phones=("+374 91 033759", "+33 6 12 34 56 78"),
    emails=("ara.avanesyan@wine-house.am",),
    numbers=("AN 0987654", "2512790033"),
)
OTHERS = {
    2: Searchable(names=("Avetisyan", "Ara"), companies=("Coca Cola Hellenic",)),
    3: Searchable(names=("Petrosyan", "Arayik"), emails=("a.petrosyan@bsc.am",)),
    4: Searchable(names=("Севан", "Гаяне"), companies=("Grand Candy",)),
    5: Searchable(names=("Avan", "Zara"), phones=("+7 916 123-45-67",)),
}


@pytest.fixture(scope="module", params=ENGINES)
def tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The tables of each engine in turn, with nothing in them; made once, for there are many queries."""
    if request.param == "sqlite":
        yield from migrated(f"sqlite:///{tmp_path_factory.mktemp('search') / 'empty.db'}")
        return
    with contextmanager(new_postgresql)(request.getfixturevalue("postgresql_server"), None) as url:
        yield from migrated(url)


def migrated(url: str) -> Iterator[Database]:
    database = open_database(url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def database(tables: Database) -> Database:
    """A database without search keys."""
    tables.execute_sql("DELETE FROM search_key")
    return tables


def fill(database: Database, records: dict[int, Searchable]) -> None:
    with database.atomic():
        store_many(database, PERSON, ((number, keys_of(record)) for number, record in records.items()))


def one(database: Database, *names: str) -> Searcher:
    """A searcher over a single person with these names."""
    fill(database, {1: Searchable(names=names)})
    return Searcher(database)


@pytest.fixture
def office(database: Database) -> Searcher:
    """Ara Avanesyan, record 1, among others."""
    fill(database, {1: ARA, **OTHERS})
    return Searcher(database)


def rows(database: Database) -> list[tuple[int, str, int]]:
    found = database.execute_sql("SELECT kind, key, record_id FROM search_key ORDER BY kind, key, record_id")
    return [tuple(row) for row in found.fetchall()]


# --- names ---


@pytest.mark.parametrize("query", ["avan", "Ավան", "Аван", "AVAN", "ԱՎԱՆ"])
def test_the_beginning_of_a_name_finds_it_in_any_script(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == [5, 1]  # Avan, the exact word, before Avanesyan


@pytest.mark.parametrize("query", ["ara av", "av ara", "Արա ավ", "ара ав", " ara,  AV "])
def test_words_are_found_in_any_order_each_as_far_as_typed(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == [1, 2]


def test_the_exact_word_comes_before_longer_ones(office: Searcher) -> None:
    assert office.find(PERSON, "ara") == [1, 2, 3]


@pytest.mark.parametrize(
    "spellings",
    [
        "Hakobyan Akopyan Hagopian Հակոբյան Акопян",
        "Ghazaryan Казарян Ղազարյան",
        "Gevorg Գևորգ Գեւորգ ԳԵՎՈՐԳ ԳԵՒՈՐԳ Геворг",
        "Sevan ՍԵՎԱՆ Սևան Севан",
        "Lefèvre Lefevre Lefe\u0300vre",
        "Алёна Алена Alena",
    ],
)
def test_each_spelling_of_a_name_finds_every_other(database: Database, spellings: str) -> None:
    names = spellings.split()
    fill(database, {number: Searchable(names=(name,)) for number, name in enumerate(names)})
    for name in names:
        assert sorted(Searcher(database).find(PERSON, name)) == list(range(len(names)))


def test_the_name_as_typed_comes_before_one_that_sounds_alike(database: Database) -> None:
    fill(database, {1: Searchable(names=("Akopyan",)), 2: Searchable(names=("Hakobyan",))})
    assert Searcher(database).find(PERSON, "hakob") == [2, 1]


def test_a_half_typed_armenian_letter_does_not_lose_the_name(database: Database) -> None:
    searcher = one(database, "Ղուկասյան", "Լուսինե")
    assert [searcher.find(PERSON, "Ղուկաս"[:length]) for length in (1, 2, 3, 4)] == [[1]] * 4
    assert searcher.find(PERSON, "Լուսինե Ղո") == [1]


def test_composed_and_decomposed_letters_find_each_other(database: Database) -> None:
    searcher = one(database, unicodedata.normalize("NFD", "Lefèvre"), "Éloïse")
    for form in ("NFC", "NFD", "NFKD"):
        assert searcher.find(PERSON, unicodedata.normalize(form, "Éloïse Lefèvre")) == [1]


def test_two_words_of_a_title_longer_than_a_key_find_it(database: Database) -> None:
    words = {letter: f"{letter}ovarietsnikaldumer" for letter in "abcdefghij"}
    title = " ".join(words.values())
    searcher = one(database, title)
    assert searcher.find(PERSON, f"{words['h']} {words['j']}") == [1]
    assert searcher.find(PERSON, "aova jova") == [1]


# --- what else a record is found by ---


@pytest.mark.parametrize(
    "query", ["ararat", "konyak arar", "Արարատ", "ararat ara", "avanesyan kony", "llc ararat"]
)
def test_the_name_of_an_enterprise_finds_its_people(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == [1]


def test_two_words_of_an_enterprise_find_its_people(office: Searcher) -> None:
    assert office.find(PERSON, "coca cola") == [2]


@pytest.mark.parametrize(
    "query",
    [
        "033759",
        "3759",
        "0337",
        "91033759",
        "091 033759",
        "091 03-37-59",
        "+374 91 03 37 59",
        "0037491033759",
        "37491033",
        "ara 3759",
        "033759 avan",
        "06 12 34 56 78",
        "+33 6 12",
        "345678",
        "۰۳۳۷۵۹",
    ],
)
def test_the_digits_of_a_phone_find_its_owner(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == [1]


def test_a_russian_phone_is_found_with_its_trunk_eight(office: Searcher) -> None:
    for query in ("8 916 123-45-67", "8(916)1234567", "123-45-67", "+7916"):
        assert office.find(PERSON, query) == [5]


@pytest.mark.parametrize(
    "query", ["ara.avanesyan@wine-house.am", "ara.avan", "araavan", "ARA.AVANESYAN@WINE", "ara.avanesyan@"]
)
def test_an_email_finds_its_owner(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query)[0] == 1


@pytest.mark.parametrize("query", ["@wine-house.am", "@winehouse", "@WINE", "@wine-house.am ara.avan"])
def test_what_stands_behind_the_at_finds_everybody_there(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query)[0] == 1
    assert 3 not in office.find(PERSON, query)


def test_an_address_that_begins_with_the_at_is_a_key_too() -> None:
    keys = {key for kind, key in keys_of(Searchable(names=("Ara",), emails=("@ara_wine",))) if kind == 4}
    assert keys == {"@arawine ara"}


@pytest.mark.parametrize("query", ["AN 0987654", "an0987654", "ԱՆ0987654", "АН0987654", "2512790033"])
def test_a_whole_number_of_a_document_finds_its_owner(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == [1]


@pytest.mark.parametrize(
    "query",
    ["AN098765", "AN09", "0987654", "N0987654", "AN09876543", "251279003", "2512", "AN09876%", "ara 2512"],
)
def test_a_part_of_such_a_number_finds_nobody(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == []


def test_digits_in_a_name_are_found(database: Database) -> None:
    searcher = one(database, "ISO 9001 for beginners", "BDS-2006-014")
    for query in ("iso 9001", "9001 begin", "bds-2006", "2006 014", "BDS-2006-014"):
        assert searcher.find(PERSON, query) == [1]


# --- how much, and in which order ---


def test_no_more_are_given_than_asked_for_and_each_once(database: Database) -> None:
    fill(
        database,
        {number: Searchable(names=("Hakobyan", "Hakob", f"Hak{number:03}")) for number in range(1, 61)},
    )
    found = Searcher(database).find(PERSON, "hak", 50)
    assert len(found) == len(set(found)) == 50
    assert Searcher(database).find(PERSON, "hak", 1) == found[:1]
    assert sorted(Searcher(database).find(PERSON, "hak", 100)) == list(range(1, 61))


def test_both_engines_answer_in_the_bytewise_order_of_the_keys(database: Database) -> None:
    people = {number: Searchable(names=(last, first)) for number, (_, last, first) in population().items()}
    fill(database, people)
    searcher = Searcher(database)
    names = sorted((key, id) for id, person in people.items() for kind, key in keys_of(person) if kind == 0)
    for query in ("a", "me", "ghaz", "hakob", "martiros"):
        meant = dict.fromkeys(id for key, id in names if key.startswith(query))
        assert searcher.find(PERSON, query, 20) == list(meant)[:20]


@pytest.mark.parametrize("narrow", [(0,), (2, 9), (500,)])
def test_the_word_that_leads_loses_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch, narrow: tuple[int, ...]
) -> None:
    monkeypatch.setattr(search, "NARROW", narrow)
    chance = random.Random(7)
    first, last = ["ara", "aram", "anna", "zara"], ["petrosyan", "petyan", "sevan", "aramyan", "coca"]
    company = ["coca cola", "ararat konyak", "sevan bank", "petros group"]
    people = {
        number: [chance.choice(last), chance.choice(first), *chance.choice(company).split()]
        for number in range(1, 200)
    }
    fill(
        database,
        {
            number: Searchable(names=tuple(words[:2]), companies=tuple(words[2:]))
            for number, words in people.items()
        },
    )
    searcher = Searcher(database)
    for _time in range(100):
        typed = [
            word[: chance.randint(1, 4)] for word in chance.sample(chance.choice(list(people.values())), 2)
        ]
        meant = {
            number
            for number, words in people.items()
            if any(
                one.startswith(typed[0]) and two.startswith(typed[1]) for one, two in permutations(words, 2)
            )
        }
        assert meant <= set(searcher.find(PERSON, " ".join(typed), limit=200)), typed


def test_whom_the_typed_words_name_wholly_comes_first(database: Database) -> None:
    names = (("Aaron", "Smithson"), ("Smith", "Ann"), ("Annabel", "Smith"), ("Abel", "Smithe Anna"))
    fill(database, {number: Searchable(names=name) for number, name in enumerate(names, 1)})
    assert Searcher(database).find(PERSON, "ann smith")[0] == 2
    assert Searcher(database).find(PERSON, "smith ann")[0] == 2


@pytest.mark.parametrize("crowd", [30, 200])
def test_a_given_name_comes_before_a_fathers(database: Database, crowd: int) -> None:
    fathers = {number: Searchable(names=("Batanakyan", "Nvard", "Artur")) for number in range(1, crowd)}
    fill(database, {**fathers, 500: Searchable(names=("Batanoyan", "Artur", "Gamlet"))})
    searcher = Searcher(database)
    assert searcher.find(PERSON, "batan artu") == [500, *range(1, 20)]
    assert searcher.find(PERSON, "artu batan") == [500, *range(1, 20)]
    assert searcher.find(PERSON, "batano gaml") == [500]


def test_nothing_is_asked_nothing_is_found(office: Searcher) -> None:
    assert office.find(PERSON, "") == office.find(PERSON, " \u200b — ") == office.find(PERSON, "ara", 0) == []


def test_only_the_asked_kind_of_record_is_found(office: Searcher) -> None:
    assert office.find("enterprise", "ara") == []


HOSTILE = [
    "'; DROP TABLE search_key; --",
    "%",
    "_",
    "\\",
    "*",
    '"',
    "a%",
    "_ra",
    "ar*",
    "NEAR(",
    '"ara" -av:',
    "ara' OR '1'='1",
    "(a+)+$",
    "{}",
    "%s %(x)s ?",
    "\x00\x1b]0;x\x07",
    "\ud800",
    "- " * 500 + "x",
    "@@@",
    "@ara",
    "a@" * 300,
    "+",
    "000",
    "8" * 11,
    "b " * 60_000,
    "q" * 100_000,
    "9" * 100_000,
    "e" + "\u0301" * 10_000,
    "՞՞՞",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_signs_and_sizes_in_a_query_do_no_harm(office: Searcher, database: Database, query: str) -> None:
    kept = rows(database)
    assert set(office.find(PERSON, query)) <= {1, 2, 3, 4, 5}
    assert rows(database) == kept


@pytest.mark.parametrize("query", ["%", "_", "*", "\\", "%%%", "'", '"', ";"])
def test_signs_alone_find_nobody(office: Searcher, query: str) -> None:
    assert office.find(PERSON, query) == []


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_stored_and_short(database: Database, name: str) -> None:
    keys = keys_of(Searchable((name, "Ara"), (name,), (name,), (name,), (name,)))
    assert all(len(key) <= 160 and key.isascii() and key == key.strip() and key for _kind, key in keys)
    with database.atomic():
        store(database, PERSON, 1, set(), keys)
    assert Searcher(database).find(PERSON, "ara") == [1]


# --- slips ---

STEMS = [
    "Hakob Հակոբ Акоп",
    "Petros Պետրոս Петрос",
    "Grigor Գրիգոր Григор",
    "Sargis Սարգիս Саргис",
    "Avanes Ավանես Аванес",
    "Avetis Ավետիս Аветис",
    "Ghazar Ղազար Казар",
    "Khachatur Խաչատուր Хачатур",
    "Karapet Կարապետ Карапет",
    "Manuk Մանուկ Манук",
    "Martiros Մարտիրոս Мартирос",
    "Mkrtich Մկրտիչ Мкртич",
    "Gevorg Գևորգ Геворг",
    "Poghos Պողոս Погос",
    "Simon Սիմոն Симон",
    "Stepan Ստեփան Степан",
    "Vardan Վարդան Вардан",
    "Tigran Տիգրան Тигран",
    "Harutyun Հարություն Арутюн",
    "Hambardzum Համբարձում Амбарцум",
    "Melik Մելիք Мелик",
    "Minas Մինաս Минас",
    "Nazar Նազար Назар",
    "Nersis Ներսիս Нерсис",
    "Abraham Աբրահամ Абраам",
    "Aleksan Ալեքսան Алексан",
    "Arakel Առաքել Аракел",
    "Asatur Ասատուր Асатур",
    "Baghdasar Բաղդասար Багдасар",
    "Barsegh Բարսեղ Барсег",
    "Danel Դանել Данел",
    "Davit Դավիթ Давит",
    "Galust Գալուստ Галуст",
    "Hayrapet Հայրապետ Айрапет",
    "Isahak Իսահակ Исаак",
    "Kirakos Կիրակոս Киракос",
    "Levon Լևոն Левон",
    "Margar Մարգար Маргар",
    "Matevos Մաթևոս Матевос",
    "Movses Մովսես Мовсес",
    "Nikoghos Նիկողոս Никогос",
    "Ohan Օհան Оган",
    "Ruben Ռուբեն Рубен",
    "Sahak Սահակ Саак",
    "Smbat Սմբատ Смбат",
    "Tadevos Թադևոս Тадевос",
    "Torgom Թորգոմ Торгом",
    "Yeghiazar Եղիազար Егиазар",
    "Zakar Զաքար Закар",
    "Voskan Ոսկան Воскан",
]
ENDINGS = ("yan", "յան", "ян")
LETTERS = ("abdeghiklmnoprstuvyz", "աբգդեզիլկհմնոպռսվտրքօ", "абвгдезиклмнопрстух")


def population() -> dict[int, tuple[int, str, str]]:
    """2,000 people, the same in every run: script, surname, first name."""
    pairs = [(last, first) for last in STEMS for first in STEMS if last != first]
    chance = random.Random(1994)
    people = {}
    for number, (last, first) in enumerate(chance.sample(pairs, 2000), 1):
        script = chance.choices(range(3), (30, 50, 20))[0]
        people[number] = (script, last.split()[script] + ENDINGS[script], first.split()[script])
    return people


def slip(chance: random.Random, word: str, letters: str) -> str:
    """The word with one letter more, less, other, or two swapped: never the same word."""
    place, letter = chance.randrange(len(word) - 1), chance.choice(letters)
    slips = [
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    return chance.choice([slipped for slipped in slips if slipped != word])


def slipped_queries() -> Iterable[tuple[int, str]]:
    """Whole names with one slip in the surname or the first name, in the script they are kept in."""
    chance = random.Random(2007)
    people = population()
    for number in chance.sample(sorted(people), 120):
        script, last, first = people[number]
        if chance.random() < 0.7:
            last = slip(chance, last.lower(), LETTERS[script])
        else:
            first = slip(chance, first.lower(), LETTERS[script])
        yield number, chance.choice([f"{last} {first}", f"{first} {last}"])


def test_a_slip_of_one_letter_in_a_name_still_finds_it(database: Database) -> None:
    fill(
        database,
        {number: Searchable(names=(last, first)) for number, (_, last, first) in population().items()},
    )
    searcher = Searcher(database)
    asked = list(slipped_queries())
    lost = [query for number, query in asked if number not in searcher.find(PERSON, query)]
    assert len(lost) <= len(asked) * 0.1, lost


@pytest.mark.parametrize(
    "query",
    ["avanesjan ara", "avnaesyan", "avanesya", "avanessyan", "vanesyan", "Ավանեյսան", "Аванасян", "avabes"],
)
def test_one_wrong_letter_in_one_word_finds_the_person(office: Searcher, query: str) -> None:
    assert 1 in office.find(PERSON, query)


def test_a_slip_beside_a_right_company_or_a_right_beginning_is_forgiven(office: Searcher) -> None:
    assert office.find(PERSON, "avnaesyan arar") == [1]
    assert office.find(PERSON, "petrisyan aray") == [3]


def test_nearest_words_take_turns_so_that_none_crowds_out_another(database: Database) -> None:
    many = {number: Searchable(names=("Manukyan", f"A{number}")) for number in range(1, 31)}
    fill(database, {**many, 31: Searchable(names=("Marukyan", "Ani"))})
    assert 31 in Searcher(database).find(PERSON, "mafukyan", 20)


def test_what_is_found_as_typed_brings_no_guesses(office: Searcher) -> None:
    assert office.find(PERSON, "avet") == [2]


@pytest.mark.parametrize(
    ("kept", "typed"), [("Տեր-Պետրոսյան", "Terpetrosyan"), ("Terpetrosyan", "ter petrosyan")]
)
def test_a_blank_too_many_or_too_few_is_forgiven(database: Database, kept: str, typed: str) -> None:
    fill(database, {1: Searchable(names=(kept,)), 2: Searchable(names=("Ter", "Petros"))})
    assert 1 in Searcher(database).find(PERSON, typed)


def test_a_name_like_nobodys_finds_nobody(office: Searcher) -> None:
    assert office.find(PERSON, "Winterbottom") == []


@pytest.mark.parametrize("query", ["zzzzzz", "shshshsh zzzz", "zzzz zzzz", "ԶԶԶԶԶԶ"])
def test_letters_in_which_an_ear_hears_no_word_find_nobody(database: Database, query: str) -> None:
    names = (("Zakaryan", "Sos"), ("Sargsyan", "S."), ("Щ", "З"))
    fill(database, {number: Searchable(names=some) for number, some in enumerate(names, 1)})
    office = Searcher(database)
    assert office.find(PERSON, query) == []
    assert office.find(PERSON, "shch") == [3]


def test_new_names_are_guessed_once_the_known_words_have_grown_old(database: Database) -> None:
    moment = [0.0]
    searcher = Searcher(database, vocabulary_life=60, clock=lambda: moment[0])
    assert searcher.find(PERSON, "avnaesyan") == []
    fill(database, {1: ARA})
    moment[0] = 61.0
    assert searcher.find(PERSON, "avnaesyan") == [1]


# --- storing ---


def test_a_changed_record_is_found_by_what_it_is_now(office: Searcher, database: Database) -> None:
    now = Searchable(names=("Գրիգորյան", "Արա"))
    with database.atomic():
        store(database, PERSON, 1, keys_of(ARA), keys_of(now))
    assert office.find(PERSON, "grigoryan") == [1]
    for old in ("avanesyan", "033759", "AN0987654", "ararat", "ara.avanesyan@wine-house.am"):
        assert office.find(PERSON, old) == []


def test_a_removed_record_leaves_no_key(database: Database) -> None:
    fill(database, {1: ARA})
    with database.atomic():
        store(database, PERSON, 1, keys_of(ARA), set())
    assert rows(database) == []


def test_keys_already_there_or_already_gone_do_no_harm(database: Database) -> None:
    nobody: set[Key] = set()
    with database.atomic():
        store(database, PERSON, 1, keys_of(ARA), nobody)
        store(database, PERSON, 1, nobody, keys_of(ARA))
        store(database, PERSON, 1, nobody, keys_of(ARA))
    assert rows(database) == sorted((kind, key, 1) for kind, key in keys_of(ARA))


def test_keys_of_a_save_that_fails_are_not_kept(database: Database) -> None:
    with database.atomic() as transaction:
        store(database, PERSON, 1, set(), keys_of(ARA))
        transaction.rollback()
    assert rows(database) == []


def test_many_changes_at_once_are_the_same_as_one_by_one(database: Database) -> None:
    before = {number: keys_of(Searchable(names=(f"Name{number}", "Ara"))) for number in range(1, 401)}
    after = {number: keys_of(Searchable(names=(f"Name{number}", "Ani"))) for number in range(1, 401)}
    with database.atomic():
        store_many(database, PERSON, before.items())
        store_changes(database, PERSON, ((number, before[number], after[number]) for number in before))
    assert rows(database) == sorted(
        (kind, key, number) for number, keys in after.items() for kind, key in keys
    )


def test_an_entity_can_be_cleared_without_touching_another(database: Database) -> None:
    fill(database, {1: ARA})
    with database.atomic():
        store(database, "enterprise", 1, set(), keys_of(Searchable(names=("Ararat",))))
        clear(database, PERSON)
    assert Searcher(database).find(PERSON, "ararat") == []
    assert Searcher(database).find("enterprise", "ararat") == [1]
