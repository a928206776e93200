"""Levels, cycles, kinds of outcome, proficiency and credit: M6, M7 and M8."""

from __future__ import annotations

from umiem.domain.vocabularies.concept import vocabulary

_SNB = "http://data.europa.eu/snb/"
_VERSION = "ELM 3.2, 2023-07"
_PRK_NOTATIONS = (
    "c_fcf3bd8d",
    "c_14db1595",
    "c_e018d301",
    "c_c145999e",
    "c_045fd11d",
    "c_cb086da3",
    "c_e860b49b",
    "c_ec518d13",
)

EQF_LEVELS = vocabulary(
    "eqf",
    _SNB + "eqf/",
    tuple((str(level), str(level), f"EQF level {level}", f"Poziom ERK {level}") for level in range(1, 9)),
    version=_VERSION,
)

PRK_LEVELS = vocabulary(
    "qdr",
    _SNB + "qdr/",
    tuple(
        (str(level), notation, f"PQF level {level}", f"Poziom PRK {level}")
        for level, notation in enumerate(_PRK_NOTATIONS, start=1)
    ),
    version=_VERSION,
)
PRK_FRAMEWORK = _SNB + "qdr/c_97cf01c4"

CYCLES = vocabulary(
    "qf-ehea-cycle",
    "",
    (
        ("short-cycle", "", "Short cycle (QF-EHEA)", "Cykl krótki (EOSW)"),
        ("first-cycle", "", "First cycle (QF-EHEA)", "Pierwszy cykl (EOSW)"),
        ("second-cycle", "", "Second cycle (QF-EHEA)", "Drugi cykl (EOSW)"),
        ("third-cycle", "", "Third cycle (QF-EHEA)", "Trzeci cykl (EOSW)"),
    ),
    version="2018",
)

# PRK codes: W wiedza, U umiejętności, K kompetencje społeczne.
OUTCOME_KINDS = vocabulary(
    "outcome-kind",
    "",
    (
        ("knowledge", "", "Knowledge (W)", "Wiedza (W)"),
        ("skill", "", "Skills (U)", "Umiejętności (U)"),
        ("social-competence", "", "Social competence (K)", "Kompetencje społeczne (K)"),
    ),
    version="ZSK 2015",
)
PRK_CODES = {"knowledge": "W", "skill": "U", "social-competence": "K"}

PROFICIENCY_SCALES = {"digcomp": 8, "umiem-4": 4}  # scale → its highest step; the lowest is 1

CREDIT_FRAMEWORKS = vocabulary(
    "education-credit",
    _SNB + "education-credit/",
    (
        ("ects", "6fcec5c5af", "ECTS", "ECTS"),
        ("ecvet", "60b314e826", "ECVET", "ECVET"),
    ),
    version=_VERSION,
)
