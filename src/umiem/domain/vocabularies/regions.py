"""Polish voivodeships (M3); the names are Umiem's own.

Their codes are PL and the letters of the EU's list of territorial units. ISO 3166-2 has had numbers since
2018, and had other letters for five of them before (małopolskie: PL-MA).
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import vocabulary

_AUTHORITY = "http://publications.europa.eu/resource/authority/atu"

REGIONS = vocabulary(
    "atu",
    f"{_AUTHORITY}/",
    (
        ("PL-DS", "POL_WOJ_DS", "Lower Silesia", "dolnośląskie"),
        ("PL-KP", "POL_WOJ_KP", "Kuyavia-Pomerania", "kujawsko-pomorskie"),
        ("PL-LD", "POL_WOJ_LD", "Łódź Voivodeship", "łódzkie"),
        ("PL-LS", "POL_WOJ_LS", "Lubusz", "lubuskie"),
        ("PL-LB", "POL_WOJ_LB", "Lublin Voivodeship", "lubelskie"),
        ("PL-MP", "POL_WOJ_MP", "Lesser Poland", "małopolskie"),
        ("PL-MZ", "POL_WOJ_MZ", "Mazovia", "mazowieckie"),
        ("PL-OP", "POL_WOJ_OP", "Opole Voivodeship", "opolskie"),
        ("PL-PK", "POL_WOJ_PK", "Subcarpathia", "podkarpackie"),
        ("PL-PL", "POL_WOJ_PL", "Podlaskie", "podlaskie"),
        ("PL-PM", "POL_WOJ_PM", "Pomerania", "pomorskie"),
        ("PL-SL", "POL_WOJ_SL", "Silesia", "śląskie"),
        ("PL-SK", "POL_WOJ_SK", "Holy Cross", "świętokrzyskie"),
        ("PL-WM", "POL_WOJ_WM", "Warmia-Masuria", "warmińsko-mazurskie"),
        ("PL-WP", "POL_WOJ_WP", "Greater Poland", "wielkopolskie"),
        ("PL-ZP", "POL_WOJ_ZP", "West Pomerania", "zachodniopomorskie"),
    ),
    scheme=_AUTHORITY,
    version="EU Vocabularies 2025",
)
