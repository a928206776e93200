"""How people learn and are assessed: the European lists behind M9, M10 and O2.

Codes and addresses: EU Vocabularies, dataset snb-model, as published with ELM 3. The Polish labels
are Umiem's own where the Commission's software has none.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import vocabulary

_SNB = "http://data.europa.eu/snb/"
_VERSION = "ELM 3.2, 2023-07"

ASSESSMENT_TYPES = vocabulary(
    "assessment",
    _SNB + "assessment/",
    (
        ("written-examination", "6e6cb2cc78", "Written examination", "Egzamin pisemny"),
        ("oral-examination", "d30284d7df", "Oral examination", "Egzamin ustny"),
        ("practical-assessment", "6a4db9f11d", "Practical assessment", "Zadanie praktyczne"),
        ("project-work", "795dac4096", "Project work", "Projekt"),
        ("portfolio", "4f03b91c0e", "Portfolio", "Portfolio"),
        ("marked-assignment", "2939dae15f", "Marked assignment", "Praca oceniana"),
        ("continuous-evaluation", "3484bd7e51", "Continuous evaluation", "Ocena ciągła"),
        ("quiz", "b1b68f6735", "Quiz", "Test sprawdzający (quiz)"),
        ("problem-based-learning", "c4256a2726", "Problem based learning", "Rozwiązywanie problemów"),
        ("artefact-assessment", "de4d165a6c", "Artefact assessment", "Ocena wytworu"),
        ("group-performance", "56539a6507", "Group performance", "Praca grupowa"),
        ("peer-assessment", "19a2e5e671", "Peer assessment", "Ocena koleżeńska"),
        ("peer-review", "812e3b0ae1", "Peer review", "Recenzja koleżeńska"),
        ("level-of-attendance", "7331eb4762", "Level of attendance", "Frekwencja"),
    ),
    version=_VERSION,
)

LEARNING_MODES = vocabulary(
    "learning-assessment",
    _SNB + "learning-assessment/",
    (
        ("online", "920fbb3cbe", "Online", "Online"),
        ("blended", "e92d221e4d", "Blended", "Mieszana (hybrydowa)"),
        ("presential", "9191af2ed9", "On-site", "Stacjonarna"),
        ("workbased", "729f3bed4b", "Work-based", "W miejscu pracy"),
        ("project-based", "7813801c77", "Project based", "Projektowa"),
        ("research-lab-based", "ed4c557045", "Research-lab based", "Laboratoryjno-badawcza"),
    ),
    version=_VERSION,
)

LEARNING_SETTINGS = vocabulary(
    "learning-setting",
    _SNB + "learning-setting/",
    (
        ("formal", "6fd4685715", "Formal learning", "Edukacja formalna"),
        ("non-formal", "e207a81fc7", "Non-formal learning", "Edukacja pozaformalna"),
        ("informal", "", "Informal learning, validated", "Uczenie się nieformalne, po walidacji"),
    ),
    version=_VERSION,
)

LEARNING_ACTIVITIES = vocabulary(
    "learning-activity",
    _SNB + "learning-activity/",
    (
        ("e-learning-coursework", "bf2e3a7bae", "E-learning coursework", "Zajęcia e-learningowe"),
        ("self-motivated-study", "b660f5dcea", "Self-motivated study", "Nauka własna"),
        ("classroom-coursework", "ff436ea7c9", "Classroom coursework", "Zajęcia w sali"),
        (
            "lab-coursework",
            "3c8bd58d62",
            "Lab, simulation or practice coursework",
            "Laboratorium, symulacja lub ćwiczenia",
        ),
        ("workshop", "efff75e10a", "Workshop, seminar or conference", "Warsztat, seminarium lub konferencja"),
        ("educational-programme", "fd33e234ae", "Educational programme", "Program kształcenia"),
        ("job-experience", "4357e0e681", "Job experience", "Doświadczenie zawodowe"),
        ("volunteering", "59eaf34fab", "Volunteering", "Wolontariat"),
        ("internship", "bf5588ff84", "Internship", "Staż"),
        ("apprenticeship", "d46a826a39", "Apprenticeship", "Przygotowanie zawodowe"),
        ("research", "a7e556215a", "Research", "Badania"),
    ),
    version=_VERSION,
)

LEARNING_SCHEDULES = vocabulary(
    "learning-schedule",
    _SNB + "learning-schedule/",
    (
        ("full-time", "72a0ab92fa", "Full time", "Pełny wymiar"),
        ("part-time-intensive", "f230bae523", "Part time, intensive", "Niepełny wymiar, intensywnie"),
        ("part-time-light", "67395e6b5a", "Part time, light", "Niepełny wymiar, spokojnie"),
    ),
    version=_VERSION,
)

LEARNING_OPPORTUNITIES = vocabulary(
    "learning-opportunity",
    _SNB + "learning-opportunity/",
    (
        ("short-learning-programme", "74a4a268e8", "Short learning programme", "Krótki program kształcenia"),
        ("course", "05053c1cbe", "Course", "Kurs"),
        ("programme-module", "0f7dac46ca", "Programme module", "Moduł programu"),
        ("mooc", "17744a2647", "MOOC", "MOOC"),
        ("class", "7e1ac538db", "Class", "Zajęcia"),
        ("educational-programme", "79343569f3", "Educational programme", "Program kształcenia"),
        ("apprenticeship", "63f9f6180c", "Apprenticeship", "Przygotowanie zawodowe"),
        ("internship", "77b99de990", "Internship", "Staż"),
        ("mentoring", "11252a5207", "Mentoring", "Mentoring"),
        ("study-visit", "65a4cf5de2", "Study visit", "Wizyta studyjna"),
        ("service-learning", "8b965da2d4", "Service learning", "Uczenie się przez zaangażowanie"),
        ("thesis", "b2434ca358", "Thesis", "Praca dyplomowa"),
    ),
    version=_VERSION,
)

SUPERVISION = vocabulary(
    "supervision-verification",
    _SNB + "supervision-verification/",
    (
        (
            "unsupervised",
            "c598449d64",
            "Unsupervised with no identity verification",
            "Bez nadzoru i bez weryfikacji tożsamości",
        ),
        (
            "unsupervised-identified",
            "df2880c5cb",
            "Unsupervised with identity verification",
            "Bez nadzoru, z weryfikacją tożsamości",
        ),
        (
            "supervised",
            "",
            "Supervised with no identity verification",
            "Z nadzorem, bez weryfikacji tożsamości",
        ),
        (
            "supervised-identified",
            "70be69aaf9",
            "Supervised online or on-site with identity verification",
            "Z nadzorem online lub na miejscu i z weryfikacją tożsamości",
        ),
        ("identified", "44314532f9", "Identity verification", "Weryfikacja tożsamości"),
    ),
    version=_VERSION,
)
