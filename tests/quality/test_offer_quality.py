"""The floor under the reading of job offers; the figures are printed (pytest -s)."""

from __future__ import annotations

from tests.quality.offer_quality import OFFERS, measure
from umiem.adapters.esco import starter_library


def test_the_starter_set_reads_offers_well() -> None:
    quality = measure(starter_library())
    print(quality.line())
    assert quality.offers >= 60
    assert quality.precision >= 0.85
    assert quality.recall >= 0.9
    assert quality.first_group >= 0.93
    assert quality.in_five >= 0.97


def test_every_offer_is_complete() -> None:
    assert OFFERS.read_text(encoding="utf-8").count("isco:") >= 60
