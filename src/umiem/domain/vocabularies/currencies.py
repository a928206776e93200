"""Currencies of prices: ISO 4217, as in the EU authority list; the European Union and its neighbours."""

from __future__ import annotations

from umiem.domain.vocabularies.concept import rows_of, vocabulary

_AUTHORITY = "http://publications.europa.eu/resource/authority/currency"

_TABLE = """
BGN BGN Bulgarian lev|lew bułgarski
CHF CHF Swiss franc|frank szwajcarski
CZK CZK Czech koruna|korona czeska
DKK DKK Danish krone|korona duńska
EUR EUR euro|euro
GBP GBP pound sterling|funt szterling
HUF HUF Hungarian forint|forint węgierski
ISK ISK Icelandic króna|korona islandzka
NOK NOK Norwegian krone|korona norweska
PLN PLN Polish zloty|złoty
RON RON Romanian leu|lej rumuński
SEK SEK Swedish krona|korona szwedzka
UAH UAH Ukrainian hryvnia|hrywna ukraińska
USD USD US dollar|dolar amerykański
"""

CURRENCIES = vocabulary(
    "currency", f"{_AUTHORITY}/", rows_of(_TABLE), scheme=_AUTHORITY, version="EU Vocabularies 2025"
)
