"""Names that imitate, and what differs between a document and the stored one or a page."""

from __future__ import annotations

import pytest

from umiem.domain.differences import different_places, is_printed
from umiem.domain.look_alikes import imitates, look_alike_key, mixes_scripts

KNOWN = look_alike_key("Politechnika Przykładowa")


@pytest.mark.parametrize(
    "name",
    [
        "Politechnika Przykladowa",
        "POLITECHNIKA  PRZYKŁADOWA",
        "Pоlitechnika Przykładowa",
        "P0litechnika Przykładowa",
        "Politechnika-Przykładowa",
        "Politechnika Przykadowa",
        "Politechnika Przykładówa",
        "Politehcnika Przykładowa",
        "Politechnika\u200b Przykładowa",
        "Przykładowa Politechnika",
        "Politechnika Przykładowa Sp. z o.o.",
        "Wydział Informatyki, Politechnika Przykładowa",
    ],
)
def test_imitations_are_seen(name):
    assert imitates(name, KNOWN)


@pytest.mark.parametrize("name", ["Politechnika Wzorcowa", "Uniwersytet", "", "AGH"])
def test_other_names_are_not(name):
    assert not imitates(name, KNOWN)


def test_two_letters_that_look_like_one_are_seen():
    assert imitates("Akadernia Wzorcowa", look_alike_key("Akademia Wzorcowa"))
    assert imitates("VVzorcowa Akademia", look_alike_key("Akademia Wzorcowa"))


def test_a_short_or_single_word_inside_another_name_is_no_imitation():
    assert not imitates("Uniwersytet Warszawski", look_alike_key("Uniwersytet"))
    assert not imitates("Szkoła AB C Nova", look_alike_key("AB C"))


def test_short_names_may_differ_by_a_letter():
    assert not imitates("AGW", look_alike_key("AGH"))


def test_a_word_of_two_alphabets_is_told():
    assert mixes_scripts("Uсzelnia Łódzka")
    assert not mixes_scripts("Uczelnia Київ 2026")


def test_places_that_differ_are_named_not_their_values():
    stored = {"a": {"b": [1, {"c": "secret"}]}, "d": True, "e": 1}
    presented = {"a": {"b": [1, {"c": "other"}, 3]}, "d": 1, "f": 2}
    assert list(different_places(presented, stored)) == ["a.b[1].c", "a.b[2]", "d", "f", "e"]
    assert list(different_places(stored, stored)) == []


def test_a_text_is_on_a_page_whatever_its_line_breaks():
    page = "Świętosława Brzęczy-\nszczykiewicz-Żółć ukończyła"
    assert is_printed("Świętosława Brzęczyszczykiewicz-Żółć", page)
    assert not is_printed("Świętosława Brzęczyszczykiewicz", "Jan Nowak")


@pytest.mark.parametrize(
    ("grade", "page", "found"),
    [
        ("4,5", "GRADE\n4.5\nDATE", True),
        ("4,5", "GRADE\n4,5.", True),
        ("4,5", "GRADE\n5,0 · scale 2,0–5,0", False),
        ("4,5", "on 14,5 pages, 4,52", False),
        ("bdb", "Ocena: BDB", True),
        ("3", "30 hours, section 1.3, 3.5", False),
        ("", "anything", True),
    ],
)
def test_a_grade_is_a_word_of_its_own(grade, page, found):
    assert is_printed(grade, page) is found
