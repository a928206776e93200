"""One key for a word whatever its ending, with and without Polish letters."""

from __future__ import annotations

import pytest

from umiem.domain.skills.words import fold, keys_of, stem, words_of


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("pl", "zarządzanie zarządzania zarządzać zarzadzaniu"),
        ("pl", "projekt projektami projektów projekcie"),
        ("pl", "usługa usłudze usług uslugami"),
        ("pl", "klient kliencie klientami klientow"),
        ("pl", "kierownik kierownicy kierowniczka"),
        ("pl", "specjalista specjaliście specjalistka"),
        ("pl", "recepcjonista recepcjonistki"),
        ("pl", "szkolenie szkoleń szkoleniami"),
        ("pl", "wózek wózka wózków"),
        ("pl", "dane danych danymi"),
        ("pl", "sprzedawca sprzedawczyni"),
        ("en", "manage managing manages"),
        ("en", "organize organise organising"),
        ("en", "analyse analysis analyses"),
    ],
)
def test_forms_of_a_word_share_a_key(language: str, forms: str) -> None:
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("pl", "program", "programowanie"),
        ("pl", "szkoła", "szkolenie"),
        ("pl", "zarząd", "zarządzanie"),
        ("pl", "dane", "dana"),
        ("en", "program", "programming"),
    ],
)
def test_different_words_keep_apart(language: str, one: str, other: str) -> None:
    assert stem(fold(one), language) != stem(fold(other), language)


def test_letters_are_folded() -> None:
    assert fold("Żółć ŁÓDŹ Świętosława") == "zolc lodz swietoslawa"


def test_names_with_signs_stay_whole() -> None:
    assert [word.folded for word in words_of("C++, C# i .NET; e-mail")] == ["c++", "c#", "i", ".net", "email"]


def test_words_know_their_place() -> None:
    text = "obsługa KLIENTA"
    assert [text[word.start : word.end] for word in words_of(text)] == ["obsługa", "KLIENTA"]


def test_small_words_are_left_out_unless_alone() -> None:
    assert keys_of("praca w zespole", "pl") == ("prak", "zespol")
    assert keys_of("w", "pl") == ("w",)
