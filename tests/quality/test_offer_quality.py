"""The floor under the reading of job offers; the figures are printed (pytest -s)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.quality.offer_quality import OFFERS, measure
from tests.shared_data import shared_path
from umiem.adapters.esco import EscoStore, import_esco, starter_library


def test_the_starter_set_reads_offers_well() -> None:
    quality = measure(starter_library())
    print(quality.line())
    assert quality.offers >= 60
    assert quality.precision >= 0.85
    assert quality.recall >= 0.9
    assert quality.first_group >= 0.93
    assert quality.in_five >= 0.97


def test_the_whole_esco_reads_offers_well(tmp_path: Path) -> None:
    folder = shared_path("esco")
    store = EscoStore(tmp_path)
    import_esco([folder], store=store, at=datetime(2026, 1, 1, tzinfo=UTC))
    quality = measure(store.library())
    print(quality.line())
    assert quality.precision >= 0.8
    assert quality.recall >= 0.9
    assert quality.first_group >= 0.92
    assert quality.in_five >= 0.97


def test_every_offer_is_complete() -> None:
    assert OFFERS.read_text(encoding="utf-8").count("isco:") >= 60
