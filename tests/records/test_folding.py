"""Folding: one name in three scripts and all its spellings, to one key."""

from __future__ import annotations

import unicodedata

import pytest

from bsc_tui.records.folding import LONGEST_SORT_KEY, digits, sort_key, sound, strict_words


def sounds(text: str) -> list[str]:
    return [sound(word) for word in strict_words(text)]


@pytest.mark.parametrize(
    "spellings",
    [
        "Gevorg Գևորգ Գեւորգ Գեվորգ ԳԵՎՈՐԳ ԳԵՒՈՐԳ Геворг",
        "Sevan Սևան Սեւան ՍԵՎԱՆ ՍԵՒԱՆ Севан",
        "Tumanyan Թումանյան ԹՈՒՄԱՆՅԱՆ Туманян",
        "Voskanyan Ոսկանյան Восканян",
        "Yeghiazaryan Եղիազարյան ԵՂԻԱԶԱՐՅԱՆ",
        "Khachatryan Խաչատրյան Хачатрян",
        "Charents Չարենց Чаренц",
        "Ruben Ռուբեն Рубен",
        "Yerevan Երևան ԵՐԵՎԱՆ Երեւան",
        "Ovsanna Օվսաննա Ովսաննա Овсанна",
        "Lefèvre Lefevre LEFÈVRE",
        "ёлка елка ЁЛКА",
        "O'Hara O’Hara OʼHara O`Hara O´Hara Օ՛Հարա",
        "Strasse Straße STRASSE",
        "istanbul İstanbul ıstanbul ISTANBUL",
    ],
)
def test_one_name_in_all_scripts_and_cases_is_one_strict_word(spellings: str) -> None:
    assert len(set(strict_words(spellings))) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        "Hakobyan Akopyan Hagopian Հակոբյան Акопян",
        "Ghazaryan Kazaryan Ղազարյան Казарян",
        "Petrosyan Petrossian Bedrossian Պետրոսյան Петросян",
        "Avanesyan Avanesian Ավանեսյան Аванесян",
        "Tigran Dikran Տիգրան Тигран",
        "Zhanna Janna Ժաննա Жанна",
        "Yerevan Erevan Երևան Ереван",
        "Julia Ջուլիա Джулия",
        "Toumanian Tumanyan Թումանյան Туманян",
    ],
)
def test_what_sounds_alike_is_one_sound_word(spellings: str) -> None:
    assert len(set(sounds(spellings))) == 1


def test_different_names_stay_different() -> None:
    names = "Hakobyan Avanesyan Sargsyan Petrosyan Grigoryan Martirosyan Manukyan Ara Aram Anna Hovhannes"
    assert len(set(sounds(names))) == len(names.split())


@pytest.mark.parametrize(("text", "word"), [("և", "yev"), ("Ով", "ov"), ("Որ", "vor"), ("Ուրախ", "urakh")])
def test_the_beginning_of_an_armenian_word_is_read_as_it_is_said(text: str, word: str) -> None:
    assert strict_words(text) == [word]


def test_a_hyphen_and_signs_part_words_and_each_part_begins_anew() -> None:
    assert strict_words("Տեր-Եղիազարյան, «Արարատ» & Co.") == ["ter", "yeghiazaryan", "ararat", "co"]


def test_armenian_marks_inside_a_word_and_invisible_characters_do_not_part_it() -> None:
    assert strict_words("Ի՞նչ Ara\u200bm Sar\u00adgis \u202eAnna\u202c") == ["inch", "aram", "sargis", "anna"]


@pytest.mark.parametrize("text", ["Éva Lefèvre", "Ёлкин Йовович", "Ångström ǖ", "ﬁ №5 Ⅻ", "Գևորգ"])
def test_all_unicode_forms_of_a_text_fold_alike(text: str) -> None:
    folded = {
        tuple(strict_words(unicodedata.normalize(form, text))) for form in ("NFC", "NFD", "NFKC", "NFKD")
    }
    assert len(folded) == 1


def test_both_unicode_forms_of_a_long_text_are_cut_at_the_same_letter() -> None:
    text = "ộ" * 500
    assert strict_words(unicodedata.normalize("NFD", text)) == strict_words(text) == ["o" * 60]


def test_ten_thousand_accents_on_one_letter_are_one_letter() -> None:
    assert strict_words("e" + "\u0301\u0316" * 5000) == ["e"]


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "—", "'", "%_\\", "\ud800", "\x00"])
def test_a_text_without_letters_and_digits_has_no_words(text: str) -> None:
    assert strict_words(text) == []


def test_long_texts_are_cut() -> None:
    assert len(strict_words("a " * 1000)) == 12
    assert strict_words("a" * 100_000) == ["a" * 60]


def test_a_word_without_a_sound_of_its_own_stays() -> None:
    assert sound("h") == "h"


def test_digits_of_any_script_are_kept_in_order() -> None:
    assert digits("+374 (91) ١٢-34") == "374911234"


def test_a_mixed_list_is_sorted_by_sound_whatever_the_script() -> None:
    people = ["Чаренц", "avanesyan", "Étienne", "Ավետիսյան", "Eva", "Աբրահամյան", "Ёлкин", "Ավանեսյան"]
    assert sorted(people, key=lambda name: (sort_key(name), name)) == [
        "Աբրահամյան",
        "avanesyan",
        "Ավանեսյան",
        "Ավետիսյան",
        "Чаренц",
        "Ёлкин",
        "Étienne",
        "Eva",
    ]


def test_a_shorter_surname_comes_first_whatever_the_first_name() -> None:
    assert sort_key("Avan", "Zara") < sort_key("Avanesyan", "Ara") < sort_key("Avanesyan", "Ara", "Hrant")


def test_a_missing_part_is_left_out() -> None:
    assert sort_key(None, "Ara", "") == "ara"


def test_what_has_no_letter_sorts_last_and_is_told_apart() -> None:
    keys = [sort_key("—"), sort_key("*"), sort_key("\ud800"), sort_key(None)]
    assert len(set(keys)) == 4
    assert all(key.isascii() and key > sort_key("zz", "zz") for key in keys)


@pytest.mark.parametrize("text", ["Շ" * 500, "😀" * 500, "—" * 500, "a b c " * 200])
def test_a_sort_key_is_short_plain_and_without_blanks_at_its_end(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= LONGEST_SORT_KEY
    assert key.isascii()
    assert key == key.strip()
