"""M10: form of participation."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

PARTICIPATION: dict[str, Text] = {
    "participation-missing": Text(
        en=Words(
            "The form of participation is missing.",
            "Online, on site or blended: Annex I requires it, and learners choose by it.",
            "modes: [blended]",
        ),
        pl=Words(
            "Brakuje formy uczestnictwa.",
            "Online, stacjonarnie czy w formie mieszanej: wymaga tego załącznik I i według tego się wybiera.",
            "modes: [blended]",
        ),
    ),
    "participation-mode-unknown": Text(
        en=Words(
            "“{code}” is no known form of participation.",
            "Forms: online, blended, presential, workbased, project-based, research-lab-based.",
            "modes: [blended]",
        ),
        pl=Words(
            "„{code}” nie jest znaną formą uczestnictwa.",
            "Formy: online, blended, presential, workbased, project-based, research-lab-based.",
            "modes: [blended]",
        ),
    ),
    "setting-missing": Text(
        en=Words(
            "It is not said whether the learning is formal or non-formal.",
            "The setting decides which recognition procedures apply.",
            "setting: formal",
        ),
        pl=Words(
            "Nie podano, czy to edukacja formalna czy pozaformalna.",
            "Od tego zależy, jakie zasady uznawania mają zastosowanie.",
            "setting: formal",
        ),
    ),
    "setting-unknown": Text(
        en=Words(
            "“{code}” is no known learning setting.",
            "Settings: formal, non-formal, informal.",
            "setting: non-formal",
        ),
        pl=Words(
            "„{code}” nie jest znanym trybem nauki.",
            "Tryby: formal, non-formal, informal.",
            "setting: non-formal",
        ),
    ),
    "informal-without-validation": Text(
        en=Words(
            "Informal learning is named without a word on its validation.",
            "Informal learning leads to a micro-credential only after it was identified, documented and "
            "assessed.",
            "prior_learning: The portfolio is reviewed by two assessors and discussed with the learner.",
        ),
        pl=Words(
            "Wskazano uczenie się nieformalne, ale nie opisano walidacji.",
            "Uczenie się nieformalne prowadzi do mikropoświadczenia dopiero po walidacji: identyfikacji, "
            "udokumentowaniu i ocenie.",
            "prior_learning: Portfolio ocenia dwoje asesorów i omawia je z osobą uczącą się.",
        ),
    ),
    "activity-unknown": Text(
        en=Words(
            "“{code}” is no known learning activity.",
            "The European list makes activities comparable.",
            "activities: [workshop, e-learning-coursework]",
        ),
        pl=Words(
            "„{code}” nie jest znaną aktywnością edukacyjną.",
            "Europejska lista pozwala porównywać aktywności.",
            "activities: [workshop, e-learning-coursework]",
        ),
    ),
    "schedule-unknown": Text(
        en=Words(
            "“{code}” is no known schedule.",
            "Schedules: full-time, part-time-intensive, part-time-light.",
            "schedule: part-time-light",
        ),
        pl=Words(
            "„{code}” nie jest znanym trybem czasowym.",
            "Tryby: full-time, part-time-intensive, part-time-light.",
            "schedule: part-time-light",
        ),
    ),
    "learning-language-missing": Text(
        en=Words(
            "The language of learning is not stated.",
            "Learners must know it before they enrol; the European wallet's learning credential requires it.",
            "languages: [pl]",
        ),
        pl=Words(
            "Nie podano języka nauczania.",
            "Trzeba go znać przed zapisem; wymaga go też poświadczenie w europejskim portfelu tożsamości.",
            "languages: [pl]",
        ),
    ),
    "learning-language-unknown": Text(
        en=Words(
            "“{code}” is no language known here.",
            "Languages are written with two small letters.",
            "languages: [pl, en]",
        ),
        pl=Words(
            "„{code}” nie jest znanym językiem.",
            "Języki zapisuje się dwiema małymi literami.",
            "languages: [pl, en]",
        ),
    ),
    "place-missing": Text(
        en=Words(
            "Part of the learning is on site, but no place is named.",
            "People need to know where to go; the place of issuance also belongs to an authentic record.",
            "Łódź, campus of the Example University of Technology",
        ),
        pl=Words(
            "Część nauki odbywa się na miejscu, ale nie podano gdzie.",
            "Trzeba wiedzieć, dokąd przyjść; miejsce należy też do wiarygodnego zapisu.",
            "Łódź, kampus Politechniki Przykładowej",
        ),
    ),
}
