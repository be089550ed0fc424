"""Only changed cells are sent, and the terminal shows the same as with all of them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from two_terminals import TwoTerminals

from bsc_tui.terminal.cells import UNSURE, Cells
from bsc_tui.terminal.driver import can_erase
from bsc_tui.terminal.pens import PLAIN, Pens

LOOKS = ("0", "1", "7", "1;31", "38;5;12;48;5;4", "38;2;1;2;3;48;2;9;8;7", "4;97;104", "2;3;9;39", "48;5;236")
WORDS = (
    "Hakobyan",
    " ",
    "   ",
    " " * 12,
    " " * 40,
    "│",
    "────────",
    "Ավանեսյան Արա",
    "é ï — … ›",
    "0 AMD",
    "▼ more",
)
STRANGE = (
    "日本",
    "한국어",
    "e\u0301",
    "👩‍👩‍👧",
    "❤\ufe0f",
    "🇦🇲",
    "a\u200bb",
    "\u0301",
    "⚠",
    "שלום",
    "1\ufe0f\u20e3",
)
BETWEEN = (
    "\x1b[2J",
    "\x1b[K",
    "\x1b[1L",
    "\x1b[3P",
    "\x1b[5;3r",
    "\x1b[r",
    "\x1b7\x1b[1;1Hx\x1b8",
    "\x1bM",
    "\x07",
    "\t",
    "\x1b[?25h",
    "\x1b[?7h",
    "\x1b[?7l",
    "\x1b]0;title\x07",
    "\x1b[?2026$p",
    "\x1b[6;6f",
    "\x1b[31m",
    "\x1b[m",
    "text where the cursor is",
    "\r",
    "\n",
    "\r\n",
    "\b",
    "\x1b[A",
    "\x1b[?1049l\x1b[?1049h",
    "\x1b[4G",
)


def at(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


def styled(look: str, text: str) -> str:
    return f"\x1b[{look}m{text}\x1b[0m" if look != "0" else text


def frame(chance: random.Random, width: int, height: int, words: tuple[str, ...]) -> str:
    """Rows and pieces of rows, as Textual's compositor writes them."""
    written = []
    for y in sorted(chance.sample(range(height), chance.randint(1, height))):
        x = chance.choice((0, 0, chance.randrange(width)))
        end = chance.choice((width, chance.randint(x, width)))
        written.append(at(x, y))
        while x < end:
            text = chance.choice(words)[: end - x]
            if x == 0 and text == "\u0301":  # joins nothing; the emulator has it join the row above
                continue
            written.append(styled(chance.choice(LOOKS), text))
            x += len(text) + sum(one > "\u1100" for one in text)
        if y < height - 1:
            written.append("\n")
    return "".join(written) + at(chance.randrange(width), chance.randrange(height))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (7, 3)])
@pytest.mark.parametrize("erases", [True, False])
@pytest.mark.parametrize("words", [WORDS, WORDS + STRANGE], ids=["sure", "strange"])
def test_any_frames_are_shown_the_same(size: tuple[int, int], erases: bool, words: tuple[str, ...]) -> None:
    chance = random.Random(f"{size} {erases} {len(words)}")
    both = TwoTerminals(*size, erases=erases)
    for number in range(60):
        both.write(frame(chance, *size, words))
        assert not both.differences(), f"frame {number}"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_comes_between_frames_the_terminal_shows_the_same(seed: int) -> None:
    chance = random.Random(seed)
    both = TwoTerminals(40, 12, erases=bool(seed % 2))
    for number in range(120):
        both.write(frame(chance, 40, 12, WORDS + STRANGE[:3]))
        seen = [both.differences()]
        for _one in range(chance.randint(0, 3)):
            both.write(chance.choice(BETWEEN))
            seen.append(both.differences())
        assert not any(seen), f"frame {number}: {seen}"


def test_the_same_again_sends_nothing() -> None:
    both = painted()
    picture = frame(random.Random(1), 80, 24, WORDS)
    both.write(picture)
    assert both.write(picture) == ""
    assert both.write("\x1b[?2026h") + both.write(picture) + both.write("\x1b[?2026l") == ""


def test_only_a_large_update_is_marked_as_one() -> None:
    both = painted()
    begin, end = "\x1b[?2026h", "\x1b[?2026l"
    assert both.write(begin + at(0, 0) + "new" + end) == "new"
    large = "".join(at(0, y) + f"{y % 10}Հրանտ" * 13 for y in range(9))
    assert both.write(begin) == ""
    sent = both.write(large)
    assert sent.startswith(begin)
    assert "Հրանտ" in sent
    assert both.write(end) == end
    other = "".join(at(0, y) + f"{y % 10}Արամ " * 13 for y in range(9))
    sent = both.write(begin + other + end)
    assert sent.startswith(begin)
    assert sent.endswith(end)
    assert sent.count(begin) == sent.count(end) == 1


def test_an_update_that_grows_large_is_marked_from_there_on() -> None:
    both = painted()
    begin, end = "\x1b[?2026h", "\x1b[?2026l"
    pieces = [at(0, y) + f"{y % 10}abcde" * 13 for y in range(9)]
    both.write(begin)
    sent = [both.write(piece) for piece in pieces]
    assert [begin in piece for piece in sent].count(True) == 1
    assert begin not in sent[0]
    assert both.write(end) == end


def painted(*rows: str, width: int = 80) -> TwoTerminals:
    both = TwoTerminals(width)
    both.write("\x1b[m" + "\n".join(at(0, y) + row for y, row in enumerate(rows)) + at(0, 0))
    return both


def test_a_letter_costs_a_move_and_itself() -> None:
    both = painted("Name: " + " " * 74)
    assert both.write(at(0, 0) + "Name: a" + " " * 73 + at(7, 0)) == "\x1b[6Ca"
    assert both.write(at(0, 0) + "Name: ab" + " " * 72 + at(8, 0)) == "b"
    assert both.write(at(0, 0) + "Name: a" + " " * 73 + at(7, 0)) == "\b \b"


def test_short_gaps_are_printed_again_and_long_ones_jumped() -> None:
    both = painted("a-b" + "." * 20 + "c")
    assert both.write(at(0, 0) + "A-B" + "." * 20 + "C" + at(24, 0)) == "A-B\x1b[20CC"


def test_blanks_are_erased_where_the_terminal_can() -> None:
    text, gone = "x" * 40 + "|", " " * 40 + "|"
    for erases, sent in ((True, "\x1b[40X"), (False, " " * 40)):
        both = TwoTerminals(erases=erases)
        both.write("\x1b[m" + at(0, 0) + text + at(0, 0))
        assert both.write(at(0, 0) + gone + at(0, 0)).startswith(sent)
        assert not both.differences()


def test_the_end_of_a_row_is_erased_in_the_rows_colour() -> None:
    both = painted("x" * 80)
    assert both.write(at(0, 0) + styled("44", " " * 80) + at(0, 0)) == "\x1b[44m\x1b[K\x1b[m"
    assert not both.differences()


def test_underlined_or_reversed_blanks_are_printed() -> None:
    for look in ("4", "7", "9"):
        both = painted("x" * 80)
        assert " " * 80 in both.write(at(0, 0) + styled(look, " " * 80))


def test_the_pen_changes_the_shortest_way() -> None:
    pens = Pens()
    bold_red = pens.after(PLAIN, "1;38;5;9")
    red = pens.after(PLAIN, "38;5;9")
    red_on_blue = pens.after(red, "48;5;4")
    assert bold_red is not None
    assert red is not None
    assert red_on_blue is not None
    assert pens.change(bold_red, red) == "\x1b[22m"
    assert pens.change(red, bold_red) == "\x1b[1m"
    assert pens.change(bold_red, PLAIN) == "\x1b[m"
    assert pens.change(red_on_blue, red) == "\x1b[49m"
    assert pens.change(None, red) == "\x1b[0;38;5;9m"
    assert Pens(ends_attributes=False).change(PLAIN, PLAIN) == ""


def test_an_old_terminal_is_never_told_to_end_one_attribute() -> None:
    pens = Pens(ends_attributes=False)
    bold_red = pens.after(PLAIN, "1;31")
    red = pens.after(PLAIN, "31")
    assert red is not None
    assert pens.change(bold_red, red) == "\x1b[0;31m"


@pytest.mark.parametrize("codes", ["38;5", "38;7;1", "38;2;1;2", "77", "4;38", "48;;1"])
def test_a_look_not_known_passes_as_it_is(codes: str) -> None:
    both = painted("abc")
    assert f"\x1b[{codes}m" in both.write(at(0, 1) + f"\x1b[{codes}mx\x1b[0m")
    whole = "abc" + " " * 77
    assert "abc" in both.write(at(0, 0) + whole)


def test_after_forgetting_everything_is_sent_without_asking_for_it() -> None:
    both = painted("Hakobyan", styled("1;31", "Petrosyan"))
    both.disturb()
    assert both.differences()
    both.cells.forget()
    both.write("")
    assert [row.rstrip() for row in both.small.display][:2] != both.plain.display[:2]
    assert all(both.small.buffer[0][x] == both.plain.buffer[0][x] for x in range(8))
    assert all(both.small.buffer[1][x] == both.plain.buffer[1][x] for x in range(9))


def test_a_resized_terminal_gets_everything() -> None:
    chance = random.Random(5)
    both = TwoTerminals()
    for width, height in ((80, 24), (120, 40), (61, 17), (200, 60), (1, 1), (80, 24)):
        both.resize(width, height)
        rows = [at(0, y) + "".join(chance.choice("abc ") for _x in range(width)) for y in range(height)]
        both.write("\n".join(rows) + at(0, 0))
        assert both.small.display == both.plain.display


def test_a_row_with_wide_glyphs_is_sent_whole_and_the_others_are_not() -> None:
    rows = ["日本 Tokyo".ljust(76), "Yerevan".ljust(78)]
    both = painted(*rows)
    sent = both.write("\n".join(at(0, y) + row for y, row in enumerate(rows)) + at(0, 0))
    assert "日本 Tokyo" in sent
    assert "Yerevan" not in sent
    assert not both.differences()


def test_the_programs_own_words_are_sure_glyphs() -> None:
    package = Path(__file__).parent.parent / "bsc_tui"
    files = [*package.rglob("*.po"), *(package / "screens").rglob("*.py")]
    unsure = {glyph for file in files for glyph in UNSURE.findall(file.read_text(encoding="utf-8"))}
    assert unsure <= {"\n"}, unsure


def test_terminals_that_erase_are_known_by_name() -> None:
    assert can_erase({"TERM": "xterm-256color"})
    assert can_erase({"TERM": "putty"})
    for name in ("vt100", "linux", "screen-256color", "tmux", "dumb", ""):
        assert not can_erase({"TERM": name})
    assert not can_erase({"TERM": "xterm", "COLUMNS": "80"})


def test_pieces_read_do_not_pile_up() -> None:
    cells = Cells()
    cells.feed("\x1b[m")
    for number in range(5000):
        cells.feed(at(0, number % 24) + f"{number}".ljust(80))
    assert len(cells._read) <= 1024


def test_it_leaves_no_colour_behind() -> None:
    both = painted("x" * 80)
    sent = both.write(at(0, 3) + styled("1;31;44", "alarm") + at(5, 3))
    assert re.search(r"\x1b\[0?m$", sent)


def rows_of(*rows: str, height: int = 24) -> str:
    """A whole picture with these rows first."""
    every = [*rows, *[""] * (height - len(rows))]
    return "\n".join(at(0, y) + row.ljust(80) for y, row in enumerate(every)) + at(0, 0)


@pytest.mark.parametrize("step", [1, -1, 4, -4])
def test_rows_that_only_move_are_scrolled(step: int) -> None:
    people = [f"{number:3} Hakobyan {'Anna' * number}" for number in range(20)]
    both = painted()
    both.write(rows_of("Find", *people[4:14], "Keys"))
    sent = both.write(rows_of("Find", *people[4 + step : 14 + step], "Keys"))
    assert not both.differences()
    new = people[14 : 14 + step] if step > 0 else people[4 + step : 4]
    assert all(row.strip() in sent for row in new)
    assert not any(row in sent for row in people[4 + max(step, 0) : 14 + min(step, 0)])


def test_where_the_cursor_stands_after_rows_were_moved_nobody_assumes() -> None:
    people = [f"{100 + number} Hakobyan {'Anna' * number}" for number in range(20)]
    head = [f"Line {number}" for number in range(9)]
    both = painted()
    both.write(rows_of(*head, *people[4:14], "Keys"))
    both.write(rows_of(*head, *people[3:13], "Keys"))
    assert not both.differences()


@pytest.mark.parametrize("seed", range(6))
def test_a_list_moved_anyhow_is_shown_the_same(seed: int) -> None:
    chance = random.Random(seed)
    both = TwoTerminals(erases=bool(seed % 2))
    people = [chance.choice(WORDS + STRANGE[: seed // 2]) + f" {number}" for number in range(60)]
    for _step in range(60):
        first, top, hand = chance.randrange(40), chance.choice((0, 1, 4)), chance.randrange(18)
        rows = [styled("7" if row == hand else "48;5;236", people[first + row]) for row in range(18)]
        both.write(
            "\n".join(
                at(0, top + y) + row + "\x1b[48;5;236m" + " " * 20 + "\x1b[0m" for y, row in enumerate(rows)
            )
        )
        assert not both.differences()


def test_rows_with_wide_glyphs_are_never_moved() -> None:
    people = [f"{number:3} Hakobyan {'Anna' * number}" for number in range(20)]
    both = painted()
    wide = at(0, 5) + "日本".ljust(78)
    both.write(rows_of(*people[:12]) + wide)
    sent = both.write(rows_of(*people[1:13]).replace(at(0, 5) + people[6].ljust(80) + "\n", ""))
    assert "\x1b[r" not in sent
    assert not both.differences()


def test_nothing_is_scrolled_once_margins_may_have_been_set() -> None:
    people = [f"{number:3} Hakobyan {'Anna' * number}" for number in range(20)]
    both = painted(*people[:10])
    both.write("\x1b[2;9r")
    both.write("\x1b[m" + rows_of(*people[:10]).replace("\n", ""))
    both.write(rows_of(*people[1:11]).replace("\n", ""))
    assert both.small.margins == both.plain.margins
    assert not both.differences()


def test_blanks_look_alike_in_every_ink() -> None:
    both = painted(styled("31", "red") + " " * 77)
    assert both.write(at(0, 0) + styled("31", "red") + styled("1;32", " " * 77) + at(0, 0)) == ""
