"""The floor under the reading of job offers; the figures are printed (pytest -s)."""

from __future__ import annotations

from tests.quality.offer_quality import LATER_OFFERS, OFFERS, PLAIN_OFFERS, measure
from umiem.adapters.esco import starter_library
from umiem.domain.offers import read_offer


def test_the_starter_set_reads_offers_well() -> None:
    quality = measure(starter_library())
    print(quality.line())
    assert quality.offers >= 60
    assert quality.precision >= 0.85
    assert quality.recall >= 0.9
    assert quality.first_group >= 0.93
    assert quality.in_five >= 0.97


def test_offers_of_other_trades_and_styles_are_read() -> None:
    quality = measure(starter_library(), path=LATER_OFFERS)
    print(quality.line())
    assert quality.offers >= 80
    assert quality.precision >= 0.7
    assert quality.recall >= 0.7
    assert quality.first_group >= 0.93
    assert quality.in_five >= 0.97


def test_offers_without_diacritics_are_read() -> None:
    quality = measure(starter_library(), path=PLAIN_OFFERS)
    print(quality.line())
    assert quality.offers == 15
    assert quality.first_group >= 0.9
    assert quality.in_five == 1


def test_an_announced_title_is_found_wherever_it_stands() -> None:
    for text in (
        "Szpital powiatowy w Kutnie\nZatrudnimy od zaraz: pielęgniarkę na oddział wewnętrzny.",
        "Dołącz do nas!\nPraca blisko domu.\nStanowisko: pielęgniarka",
        "Our care home\nA quiet place.\nWe are looking for a registered nurse to join the team.",
    ):
        assert read_offer(text, starter_library()).groups[0].code == "2221"


def test_an_abbreviation_is_not_read_into_a_word_with_endings() -> None:
    reading = read_offer("Logopeda do poradni\nwspółpraca z rodzicami", starter_library())
    assert reading.skills == ()
    named = read_offer("Logopeda do poradni\nznajomość RODO", starter_library())
    assert [skill.triggers for skill in named.skills] == [("RODO",)]


def test_every_offer_is_complete() -> None:
    assert OFFERS.read_text(encoding="utf-8").count("isco:") >= 60
