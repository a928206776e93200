"""What the Recommendation says about each element, cited beside the fields of the editor.

English names and precisions are those of Annex I of Council Recommendation 2022/C 243/02; sentences in
quotation marks are from its definition of a micro-credential (point 5). The Polish names follow the Polish
version; the Official Journal alone is official.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_EN = "Council Recommendation 2022/C 243/02, Annex I, {kind} element: {name}."
_PL = "Zalecenie Rady 2022/C 243/02, załącznik I, element {kind}: {name}."
_KINDS = {
    "M": ("mandatory", "obowiązkowy"),
    "O": ("optional, where relevant,", "fakultatywny, w stosownych przypadkach"),
}

_OUTCOMES = (
    "“These learning outcomes will have been assessed against transparent and clearly defined criteria.”",
    "„Efekty te zostały ocenione na podstawie przejrzystych i jasno określonych kryteriów.”",
)
_SMALL = (
    "A micro-credential is “the record of the learning outcomes that a learner has acquired "
    "following a small volume of learning.”",
    "„Mikropoświadczenia oznaczają opis efektów uczenia się, które osoba ucząca się uzyskała przy niewielkim "
    "nakładzie uczenia się.”",
)
_OWNED = (
    "“Micro-credentials are owned by the learner, can be shared and are portable.”",
    "„Mikropoświadczenia są własnością osoby uczącej się i mogą być udostępniane i przenoszone.”",
)
_STACKED = (
    "“They may be stand-alone or combined into larger credentials.”",
    "„Mogą być samodzielne lub łączone w większe poświadczenia.”",
)
_ASSURED = (
    "“They are underpinned by quality assurance following agreed standards in the relevant sector or area of "
    "activity.”",
    "„Mikropoświadczenia podlegają zapewnianiu jakości według uzgodnionych standardów w stosownym "
    "sektorze lub obszarze działalności.”",
)
_DESIGNED = (
    "“Learning experiences leading to micro-credentials are designed to provide the learner with specific "
    "knowledge, skills and competences that respond to societal, personal, cultural or labour market needs.”",
    "„Aktywności edukacyjne prowadzące do uzyskania mikropoświadczeń są opracowywane tak, aby osoba "
    "ucząca się zdobyła konkretną wiedzę, umiejętności i kompetencje, które odpowiadają na potrzeby "
    "społeczne, osobiste i kulturowe lub na potrzeby rynku pracy.”",
)
_NONE = ("", "")

# element → name as in Annex I (English, Polish), and a sentence of the definition that it stands on
_ELEMENTS: Mapping[str, tuple[str, str, tuple[str, str]]] = MappingProxyType(
    {
        "M1": ("identification of the learner", "dane identyfikacyjne osoby uczącej się", _OWNED),
        "M2": ("title of the micro-credential", "nazwa mikropoświadczenia", _NONE),
        "M3": ("country(ies)/region(s) of the issuer", "państwo/region wydawcy", _NONE),
        "M4": ("awarding body(ies)", "instytucja przyznająca mikropoświadczenie (organ przyznający)", _NONE),
        "M5": ("date of issuing", "data wydania", _NONE),
        "M6": ("learning outcomes", "efekty uczenia się", _OUTCOMES),
        "M7": (
            "notional workload needed to achieve the learning outcomes (in ECTS credits, wherever possible)",
            "nominalny nakład pracy potrzebny do osiągnięcia efektów uczenia się (w miarę możliwości "
            "w punktach ECTS)",
            _SMALL,
        ),
        "M8": (
            "level (and cycle, if applicable) of the learning experience leading to the micro-credential "
            "(European Qualifications Framework, Qualifications Frameworks in the European Higher "
            "Education Area)",
            "poziom (i w stosownych przypadkach cykl) doświadczenia edukacyjnego prowadzącego do "
            "mikropoświadczenia (ERK/PRK, ramy kwalifikacji EOSW)",
            _NONE,
        ),
        "M9": ("type of assessment", "rodzaj oceny", _OUTCOMES),
        "M10": (
            "form of participation in the learning activity",
            "forma uczestnictwa w działaniu edukacyjnym",
            _DESIGNED,
        ),
        "M11": (
            "type of quality assurance used to underpin the micro-credential",
            "rodzaj zapewniania jakości stanowiącego podstawę mikropoświadczenia",
            _ASSURED,
        ),
        "O1": (
            "prerequisites needed to enrol in the learning activity",
            "warunki wstępne udziału w działaniu edukacyjnym",
            _NONE,
        ),
        "O2": (
            "supervision and identity verification during assessment",
            "nadzór i weryfikacja tożsamości podczas oceny",
            _NONE,
        ),
        "O3": ("grade achieved", "uzyskana ocena", _NONE),
        "O4": (
            "integration/stackability options (stand-alone, independent micro-credential / "
            "integrated, stackable towards another credential)",
            "możliwości łączenia (kumulowania) z innymi poświadczeniami (samodzielne, niezależne / "
            "zintegrowane, z możliwością łączenia)",
            _STACKED,
        ),
        "O5": ("further information", "dodatkowe informacje", _NONE),
    }
)


def citation(element: str, language: str) -> str:
    """Return where the Recommendation asks for an element, in Polish or else in English."""
    if element not in _ELEMENTS:
        return ""
    english, polish, sentence = _ELEMENTS[element]
    kinds = _KINDS[element[0]]
    if language.startswith("pl"):
        return " ".join((_PL.format(kind=kinds[1], name=polish), sentence[1])).strip()
    return " ".join((_EN.format(kind=kinds[0], name=english), sentence[0])).strip()
