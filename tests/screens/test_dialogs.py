"""The questions: yes or no, a text, a choice, three values."""

from __future__ import annotations

from typing import Any

from office import office
from terminal_driver import words_on
from textual.events import Paste

from bsc_tui.screens.base import Dialog
from bsc_tui.screens.parts.dialogs import (
    AskText,
    Choose,
    Confirm,
    Note,
    Option,
    PlainInput,
    wrapped,
)
from bsc_tui.screens.parts.three_values import ThreeValues, ValueClash

NOT_ANSWERED = object()


class Asked:
    """`async with Asked(dialog) as (pilot, answer)`; `answer()` is what was given."""

    def __init__(self, dialog: Dialog[Any]) -> None:
        self._dialog = dialog
        self._answer: Any = NOT_ANSWERED
        self._running = office().run_test(size=(80, 24))

    async def __aenter__(self) -> tuple[Any, Any]:
        pilot = await self._running.__aenter__()
        await pilot.app.push_screen(self._dialog, self._given)
        await pilot.pause()
        return pilot, lambda: self._answer

    def _given(self, answer: Any) -> None:
        self._answer = answer

    async def __aexit__(self, *reason: Any) -> None:
        await self._running.__aexit__(*reason)


async def test_enter_and_n_mean_no_and_the_letter_means_yes() -> None:
    for key, meant in (("enter", False), ("n", False), ("y", True), ("Y", True), ("escape", None)):
        async with Asked(Confirm("Delete 12 rows?", "They rest in the trash.")) as (pilot, answer):
            assert "They rest in the trash." in words_on(pilot.app)
            await pilot.press(key)
            await pilot.pause()
            assert answer() is meant


async def test_a_question_may_have_a_letter_of_its_own() -> None:
    async with Asked(Confirm("Merge?", yes="m")) as (pilot, answer):
        await pilot.press("y")
        await pilot.pause()
        assert answer() is NOT_ANSWERED
        await pilot.press("m")
        await pilot.pause()
        assert answer() is True


async def test_a_reason_is_asked_until_there_is_one() -> None:
    async with Asked(AskText("Why is it cancelled?")) as (pilot, answer):
        await pilot.press("enter")
        await pilot.pause()
        assert answer() is NOT_ANSWERED
        assert "! Please write something" in words_on(pilot.app)
        await pilot.press("i", "l", "l", "space", "enter")
        await pilot.pause()
        assert answer() == "ill"


async def test_a_reason_that_may_be_empty_is_taken_empty() -> None:
    async with Asked(AskText("Note?", required=False)) as (pilot, answer):
        await pilot.press("f2")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert answer() == ""


async def test_what_is_pasted_is_cleaned_and_cut() -> None:
    async with Asked(AskText("Why?", limit=10)) as (pilot, answer):
        field = pilot.app.screen.query_one("#text", PlainInput)
        field.post_message(Paste("a\x1b[2J\tb" + "c" * 1_000_000 + "\nsecond"))
        await pilot.press("enter")
        await pilot.pause()
        assert answer() == "a[2J bcccc"


async def test_a_choice_is_taken_by_letter_or_with_enter() -> None:
    options = [Option("a", "Attended", "a"), Option("b", "Absent", "b")]
    async with Asked(Choose("Came?", options)) as (pilot, answer):
        await pilot.press("b")
        await pilot.pause()
        assert answer() == "b"
    async with Asked(Choose("Came?", options, current="b")) as (pilot, answer):
        await pilot.press("up", "enter")
        await pilot.pause()
        assert answer() == "a"


async def test_a_choice_that_can_not_be_says_why() -> None:
    options = [Option(1, "Register", "r", refusal="The seminar is over."), Option(2, "Look", "l")]
    async with Asked(Choose("", options)) as (pilot, answer):
        await pilot.press("r")
        await pilot.pause()
        assert answer() is NOT_ANSWERED
        assert "! The seminar is over." in words_on(pilot.app)
        await pilot.press("down")
        await pilot.pause()
        assert "The seminar is over." not in words_on(pilot.app)


CLASHES = [
    ValueClash("address", "Address", "Komitas 12", "Komitas 14", "Komitas 12, ap. 4"),
    ValueClash("phone", "Phone", "+374 91 033759", "+374 91 033760", "+374 99 000001"),
]


async def test_three_values_are_shown_and_chosen_field_by_field() -> None:
    async with Asked(ThreeValues("Karen", CLASHES)) as (pilot, answer):
        words = words_on(pilot.app)
        assert "Karen has saved this record meanwhile." in words
        assert all(value in words for value in ("Komitas 12", "Komitas 14", "+374 91 033760"))
        assert "Komitas 12, ap. 4" in words
        await pilot.press("down", "right", "f2")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert answer() == {"address": "theirs", "phone": "mine"}


async def test_nothing_is_overwritten_when_three_values_are_left() -> None:
    async with Asked(ThreeValues("Karen", CLASHES)) as (pilot, answer):
        await pilot.press("right", "escape")
        await pilot.pause()
        assert answer() is None


async def test_a_note_is_closed_with_enter() -> None:
    async with Asked(Note("Seminar is full.", ["50 of 50 places are taken. [/]"])) as (pilot, answer):
        assert "50 of 50 places are taken. [/]" in words_on(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert answer() is True


def test_long_text_is_broken_at_blanks_and_long_words_where_they_must() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]
    assert wrapped("日本日本", 5) == ["日本", "日本"]
    assert wrapped("a\nb", 5) == ["a", "b"]
