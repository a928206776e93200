"""The names of the European standard elements and principles, in English and Polish.

Council Recommendation 2022/C 243/02, Annexes I and II. The Polish names are for the interface; they are close
to the Official Journal's text but not quoted from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from umiem.domain.text import LocalizedText


def _names(english: str, polish: str) -> LocalizedText:
    return LocalizedText({"en": english, "pl": polish})


ELEMENT_NAMES: Mapping[str, LocalizedText] = MappingProxyType(
    {
        "M1": _names("Identification of the learner", "Dane identyfikacyjne osoby uczącej się"),
        "M2": _names("Title of the micro-credential", "Nazwa mikropoświadczenia"),
        "M3": _names("Country/Region of the issuer", "Państwo/region wydawcy"),
        "M4": _names("Awarding body", "Instytucja przyznająca mikropoświadczenie"),
        "M5": _names("Date of issuing", "Data wydania"),
        "M6": _names("Learning outcomes", "Efekty uczenia się"),
        "M7": _names("Notional workload", "Nominalny nakład pracy"),
        "M8": _names("Level (and cycle)", "Poziom (i w stosownych przypadkach cykl)"),
        "M9": _names("Type of assessment", "Rodzaj oceny"),
        "M10": _names("Form of participation", "Forma uczestnictwa w działaniu edukacyjnym"),
        "M11": _names("Type of quality assurance", "Rodzaj zapewniania jakości"),
        "O1": _names("Prerequisites", "Warunki wstępne udziału w działaniu edukacyjnym"),
        "O2": _names(
            "Supervision and identity verification", "Nadzór i weryfikacja tożsamości podczas oceny"
        ),
        "O3": _names("Grade achieved", "Uzyskana ocena"),
        "O4": _names("Integration/stackability options", "Możliwości łączenia z innymi poświadczeniami"),
        "O5": _names("Further information", "Dodatkowe informacje"),
    }
)

PRINCIPLE_NAMES: Mapping[int, LocalizedText] = MappingProxyType(
    {
        1: _names("Quality", "Jakość"),
        2: _names("Transparency", "Przejrzystość"),
        3: _names("Relevance", "Adekwatność"),
        4: _names("Valid assessment", "Rzetelna ocena"),
        5: _names("Learning pathways", "Ścieżki uczenia się"),
        6: _names("Recognition", "Uznawanie"),
        7: _names("Portable", "Możliwość przenoszenia"),
        8: _names("Learner-centred", "Ukierunkowanie na osobę uczącą się"),
        9: _names("Authentic", "Autentyczność"),
        10: _names("Information and guidance", "Informacja i poradnictwo"),
    }
)
