"""Quality assurance, stackability and learner identification: M11, O4 and M1.

The Recommendation closes none of these lists. M11 joins the European accreditation types with three
values of Umiem's own; the others are Umiem's, worded after Annex I.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import vocabulary

_VERSION = "ELM 3.2, 2023-07"

QUALITY_ASSURANCE_TYPES = vocabulary(
    "accreditation",
    "http://data.europa.eu/snb/accreditation/",
    (
        ("institutional-license", "003293d2ce", "Institutional licence", "Pozwolenie dla instytucji"),
        (
            "institutional-quality-assurance",
            "bb4618238e",
            "Institutional quality assurance",
            "Zewnętrzne zapewnianie jakości instytucji",
        ),
        ("program-license", "e57dddfcf3", "Programme licence", "Pozwolenie dla programu"),
        (
            "program-quality-assurance",
            "820101cba6",
            "Programme quality assurance",
            "Zewnętrzne zapewnianie jakości programu",
        ),
        (
            "internal-quality-system",
            "",
            "Internal quality assurance system of the provider",
            "Wewnętrzny system zapewniania jakości instytucji",
        ),
        ("sectoral-standard", "", "Agreed sectoral standard", "Uzgodniony standard sektorowy"),
        (
            "qualifications-system",
            "",
            "Validated within the Integrated Qualifications System (ZSK)",
            "Walidacja w Zintegrowanym Systemie Kwalifikacji (ZSK)",
        ),
    ),
    version=_VERSION,
)

STACKABILITY = vocabulary(
    "stackability",
    "",
    (
        ("stand-alone", "", "Stand-alone, independent micro-credential", "Samodzielne mikropoświadczenie"),
        (
            "stackable",
            "",
            "Integrated, stackable towards another credential",
            "Zintegrowane, z możliwością łączenia w kierunku innego poświadczenia",
        ),
    ),
    version="2022/C 243/02",
)

LEARNER_IDENTIFICATION = vocabulary(
    "learner-identification",
    "",
    (
        ("full-name", "", "Given name and family name", "Imię i nazwisko"),
        ("email", "", "E-mail address (kept as a salted digest)", "Adres e-mail (jako skrót z solą)"),
        ("student-number", "", "Number given by the institution", "Numer nadany przez instytucję"),
        ("decentralised-identifier", "", "Key of the learner's wallet", "Klucz portfela osoby uczącej się"),
        ("birth-date", "", "Date of birth", "Data urodzenia"),
        ("national-number", "", "National number", "Numer krajowy (np. PESEL)"),
    ),
    version="1",
)
