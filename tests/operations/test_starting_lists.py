"""The lists that a new company starts with: complete in three languages, with codes to rely on."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

LISTS: dict[str, Any] = tomllib.loads(
    files("bsc_tui.operations").joinpath("starting_lists.toml").read_text(encoding="utf-8")
)
KINDS = {
    "consultation",
    "open_seminar",
    "closed_seminar",
    "project",
    "sector_project",
    "regional_project",
    "evaluation",
}
LANGUAGES = ("en", "fr", "hy")


def terms(name: str) -> Iterator[dict[str, Any]]:
    """All terms of a list, sub-elements too."""

    def below(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            yield row
            yield from below(row.get("terms", []))

    return below(LISTS["lists"][name]["terms"])


def codes(name: str) -> set[str]:
    return {term["code"] for term in terms(name)}


def labelled() -> Iterator[tuple[str, dict[str, Any]]]:
    for line in LISTS["service_lines"]:
        yield line["code"], line
    for name, content in LISTS["lists"].items():
        yield name, content
        for term in terms(name):
            yield f"{name}.{term['code']}", term


def test_everything_has_a_name_in_english_french_and_armenian() -> None:
    missing = [where for where, row in labelled() if not all(row.get(language) for language in LANGUAGES)]
    assert missing == []


def test_labels_are_clean_text() -> None:
    for where, row in labelled():
        for language in LANGUAGES:
            label = row[language]
            assert label == " ".join(label.split()), where
            assert label == unicodedata.normalize("NFC", label), where


def test_armenian_labels_are_in_armenian_letters() -> None:
    for where, row in labelled():
        assert not re.search("[A-Za-zА-Яа-яЁё]", row["hy"]), where


def test_armenian_labels_fit_the_columns_where_they_are_shown() -> None:
    too_long = [
        row["hy"]
        for where, row in labelled()
        if len(row["hy"]) > (48 if where.startswith(("seminar_topic", "CSR", "LSD")) else 40)
    ]
    assert too_long == []


@pytest.mark.parametrize("name", LISTS["lists"])
def test_codes_are_plain_and_unique_in_their_list(name: str) -> None:
    used = Counter(term["code"] for term in terms(name))
    assert [code for code, times in used.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code) for code in used)


@pytest.mark.parametrize("name", LISTS["lists"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_of_one_level_read_the_same(name: str, language: str) -> None:
    def check(rows: list[dict[str, Any]]) -> None:
        used = Counter(row[language] for row in rows)
        assert [label for label, times in used.items() if times > 1] == []
        for row in rows:
            check(row.get("terms", []))

    check(LISTS["lists"][name]["terms"])


def test_the_seven_service_lines_offer_known_kinds() -> None:
    lines = {line["code"]: line["kinds"] for line in LISTS["service_lines"]}
    assert list(lines) == ["BDS", "DP", "CSR", "PE", "SM", "HR", "LSD"]
    assert {kind for kinds in lines.values() for kind in kinds} == KINDS
    assert lines["PE"] == ["evaluation"]
    assert lines["DP"] == ["sector_project", "regional_project"]


def test_every_project_status_has_one_of_the_five_meanings() -> None:
    meanings = [term["meaning"] for term in terms("project_status")]
    assert sorted(meanings) == ["current", "discontinued", "finished", "postponed", "preparation"]


def test_sub_elements_stand_under_their_elements() -> None:
    nested = {
        term["code"]: [below["code"] for below in term["terms"]]
        for name in ("consultation", "seminar_topic")
        for term in terms(name)
        if "terms" in term
    }
    assert nested["business_consultation"] == ["business_plan", "market_research", "strategic_planning"]
    assert "entrepreneurship_women" in nested["entrepreneurship"]


def test_a_relationship_that_reads_differently_from_the_other_side_does_so_in_every_language() -> None:
    reverse = [f"{language}_reverse" for language in LANGUAGES]
    two_sided = [term for term in terms("relationship_type") if any(key in term for key in reverse)]
    assert {"superior", "assistant", "main_interlocutor"} <= {term["code"] for term in two_sided}
    for term in two_sided:
        assert all(term.get(key) for key in reverse), term["code"]
        assert all(term[f"{language}_reverse"] != term[language] for language in LANGUAGES), term["code"]


def test_the_lists_that_forms_choose_from_are_there() -> None:
    wanted = {
        "project_status",
        "legal_status",
        "position",
        "seminar_topic",
        "consultation",
        "industry",
        "domain",
        "region",
        "development_domain",
        "evaluation",
        "information_source",
        "bank",
        "payment_type",
        "billing_status",
        "order_status",
        "responsible_status",
        "relationship_type",
        "partner_kind",
        "cancellation_reason",
        "staff_role",
        "country",
        "stage",
        "action_nature",
        "request_category",
        "document_category",
    }
    assert wanted <= set(LISTS["lists"])
    assert all(codes(name) for name in wanted)


def test_armenia_has_its_eleven_regions_and_usual_positions_are_offered() -> None:
    assert len(codes("region")) == 11
    assert len(codes("position")) >= 40
    assert len(codes("seminar_topic")) >= 35
    assert len(codes("bank")) >= 16
