"""Folding: the plain letters by which a name in Armenian, Cyrillic or Latin ones is sought and sorted.

Two forms of a word: the strict one keeps each letter (`hakobyan`), the sound one what an ear keeps, in which
Hakobyan, Hagopian, Акопян and Հակոբյան are one. Pure text to text; which keys a record gets is `search`'s.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_TEXT = 200
LONGEST_WORD = 60
MOST_WORDS = 12
LONGEST_SORT_KEY = 120
# A letter takes at most four code points when decomposed: both forms of a text are cut at the same letter.
_LONGEST_DECOMPOSED = 4 * LONGEST_TEXT

# The acute as an apostrophe would become a blank and an accent; Armenian marks of stress, call and question
# stand over a letter inside the word.
_INSIDE_A_WORD = dict.fromkeys(map(ord, "\N{ACUTE ACCENT}՚՛՜՞՟"))
_APOSTROPHES = dict.fromkeys(map(ord, "'`"))
_ARMENIAN_LETTERS = str.maketrans(
    {"ռ": "r", "ը": "y", "թ": "t", "փ": "p", "ք": "k", "չ": "ch", "ց": "ts", "ւ": "v"}
)
_WORD_START = r"(?<![^\W_])"
_VO = re.compile(_WORD_START + "ո(?!վ)")
_YE = re.compile(_WORD_START + "ե")
_WORD = re.compile("[a-z0-9]+")

_SPELLINGS = {
    "c": "tch dzh dj zh ch ts tz dz j",
    "s": "shch sch sh z",
    "k": "kh gh ck q g",
    "ks": "x",
    "f": "ph",
    "t": "th d",
    "v": "w",
    "p": "b",
    "i": "y",
    "": "h",
}
_SOUNDS = {spelling: heard for heard, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_LONG_U = re.compile("ou|oo")
_DOUBLED = re.compile(r"(.)\1+")


def strict_words(text: str) -> list[str]:
    """The words of a text in [a-z0-9], at most twelve of them from its first 200 characters."""
    words: list[str] = []
    for chunk in _readable(text).split():
        words += _words_of_chunk(chunk)
        if len(words) >= MOST_WORDS:
            break
    return words[:MOST_WORDS]


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """How a strict word sounds; a word that has no sound of its own (`h`) stays as it is."""
    heard = _SOUND.sub(lambda found: _SOUNDS[found[0]], word)
    heard = _LONG_U.sub("u", heard)
    if heard.startswith("ie"):
        heard = heard[1:]
    return _DOUBLED.sub(r"\1", heard) or word


def digits(text: str) -> str:
    """The decimal digits of a text in order, of any script, as 0-9."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text[:LONGEST_TEXT] if sign.isdecimal())


def sort_key(*parts: str | None) -> str:
    """A key of at most 120 ASCII characters whose bytewise order is the order people look names up in.

    All scripts are mixed by sound. What has no letter and no digit comes after everything that has.
    """
    words = [word for part in parts if part for word in strict_words(part)]
    if words:
        return " ".join(words)[:LONGEST_SORT_KEY].rstrip()
    signs = " ".join(filter(None, (part and part.strip()[:LONGEST_SORT_KEY] for part in parts)))
    return ("~" + signs.encode("unicode_escape").decode("ascii"))[:LONGEST_SORT_KEY].rstrip()


def _readable(text: str) -> str:
    """Small letters without loose accents, cut; equal for all Unicode forms of the same text, `և` as `եւ`."""
    if text.isascii():
        return text[:LONGEST_TEXT].lower()
    text = unicodedata.normalize("NFKC", text[:_LONGEST_DECOMPOSED].translate(_INSIDE_A_WORD)).lower()
    return "".join(sign for sign in text if not _is_invisible(sign))[:LONGEST_TEXT]


def _is_invisible(sign: str) -> bool:
    """A loose accent, or a character that only steers the line: zero-width, soft hyphen, direction."""
    return unicodedata.combining(sign) >= 200 or unicodedata.category(sign) == "Cf"


@lru_cache(maxsize=16384)
def _words_of_chunk(chunk: str) -> tuple[str, ...]:
    """The strict words of a text without blanks: `տեր-եղիազարյան` is two."""
    if not chunk.isascii():
        chunk = _latin(chunk)
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(chunk.translate(_APOSTROPHES)))


def _latin(chunk: str) -> str:
    # Its tables take 40 ms to load: a start in Latin letters doesn't wait for them.
    from anyascii import anyascii

    chunk = chunk.replace("ու", "u").replace("եւ", "եվ")
    chunk = _YE.sub("ye", _VO.sub("vo", chunk)).translate(_ARMENIAN_LETTERS)
    return anyascii(chunk).lower()
