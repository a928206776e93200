"""M9 and O2: assessment, supervision, and the results of an award."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

_CRITERION_EN = "Removes at least three out of five errors and names the cause of each."
_CRITERION_PL = "Usuwa co najmniej trzy z pięciu błędów i dla każdego podaje przyczynę."

ASSESSMENT: dict[str, Text] = {
    "assessment-missing": Text(
        en=Words(
            "No assessment is described.",
            "Learning outcomes of a micro-credential are assessed; that is what tells it from a note of "
            "attendance.",
            "type: project-work",
        ),
        pl=Words(
            "Nie opisano żadnej oceny.",
            "Efekty uczenia się mikropoświadczenia są oceniane; to odróżnia je od potwierdzenia obecności.",
            "type: project-work",
        ),
    ),
    "assessment-id-missing": Text(
        en=Words(
            "An assessment has no short name (id).",
            "Learning outcomes say by its id how they are assessed.",
            "id: project",
        ),
        pl=Words(
            "Ocena nie ma krótkiej nazwy (id).",
            "Efekty uczenia się wskazują przez id, jak są oceniane.",
            "id: projekt",
        ),
    ),
    "assessment-id-repeated": Text(
        en=Words(
            "The id “{id}” is used for two assessments.",
            "An outcome must point at exactly one assessment by each id.",
            "test, project",
        ),
        pl=Words(
            "Identyfikator „{id}” mają dwie oceny.",
            "Każdy identyfikator musi wskazywać dokładnie jedną ocenę.",
            "test, projekt",
        ),
    ),
    "assessment-type-missing": Text(
        en=Words(
            "The type of assessment is missing.",
            "It is an element of Annex I: a test and a project say different things about a person.",
            "type: practical-assessment",
        ),
        pl=Words(
            "Brakuje rodzaju oceny.",
            "To element załącznika I: test i projekt mówią o człowieku co innego.",
            "type: practical-assessment",
        ),
    ),
    "assessment-type-unknown": Text(
        en=Words(
            "“{code}” is no known type of assessment.",
            "The European list makes assessments comparable. Choose the closest and describe the rest in "
            "words.",
            "type: written-examination",
        ),
        pl=Words(
            "„{code}” nie jest znanym rodzajem oceny.",
            "Europejska lista pozwala porównywać oceny. Należy wybrać najbliższy rodzaj, a resztę opisać.",
            "type: written-examination",
        ),
    ),
    "assessment-mode-missing": Text(
        en=Words(
            "It is not said whether the assessment takes place online or on site.",
            "Learners plan by it, and employers weigh by it.",
            "mode: presential",
        ),
        pl=Words(
            "Nie podano, czy ocena odbywa się online czy na miejscu.",
            "Osoby uczące się według tego planują, a pracodawcy według tego oceniają.",
            "mode: presential",
        ),
    ),
    "assessment-mode-unknown": Text(
        en=Words(
            "“{code}” is no known mode of assessment.",
            "Modes: online, blended, presential, workbased, project-based, research-lab-based.",
            "mode: blended",
        ),
        pl=Words(
            "„{code}” nie jest znanym sposobem oceny.",
            "Sposoby: online, blended, presential, workbased, project-based, research-lab-based.",
            "mode: blended",
        ),
    ),
    "assessment-only-attendance": Text(
        en=Words(
            "Attendance is the only assessment.",
            "Presence shows that somebody was there, not what they can do.",
            "type: practical-assessment",
        ),
        pl=Words(
            "Jedyną oceną jest frekwencja.",
            "Obecność pokazuje, że ktoś był, a nie co potrafi.",
            "type: practical-assessment",
        ),
    ),
    "assessment-without-outcome": Text(
        en=Words(
            "The assessment “{id}” assesses none of the learning outcomes.",
            "Either an outcome is missing, or the assessment is not needed.",
            "assessed_by: [project]",
        ),
        pl=Words(
            "Ocena „{id}” nie dotyczy żadnego efektu uczenia się.",
            "Albo brakuje efektu, albo ta ocena nie jest potrzebna.",
            "assessed_by: [projekt]",
        ),
    ),
    "assessment-weights-contradict": Text(
        en=Words(
            "The weights add up to {total} %, or one is missing.",
            "Either every assessment has a weight and they make 100 %, or none has one.",
            "40 and 60",
        ),
        pl=Words(
            "Wagi dają razem {total} % albo którejś brakuje.",
            "Albo każda ocena ma wagę i razem dają 100 %, albo żadna jej nie ma.",
            "40 i 60",
        ),
    ),
    "assessment-description-missing": Text(
        en=Words(
            "The assessment is not described.",
            "Duration, aids and conditions let a reader judge what the result is worth.",
            "90 minutes in a supervised computer room after showing an identity document.",
        ),
        pl=Words(
            "Ocena nie jest opisana.",
            "Czas, dozwolone pomoce i warunki pozwalają ocenić, ile wart jest wynik.",
            "90 minut w pracowni, pod nadzorem, po okazaniu dokumentu tożsamości.",
        ),
    ),
    "outcome-without-assessment": Text(
        en=Words(
            "The outcome is not assessed.",
            "Every outcome that the credential confirms must have been assessed.",
            "assessed_by: [project]",
        ),
        pl=Words(
            "Efekt nie jest oceniany.",
            "Każdy efekt potwierdzony poświadczeniem musi zostać oceniony.",
            "assessed_by: [projekt]",
        ),
    ),
    "outcome-assessment-unknown": Text(
        en=Words(
            "There is no assessment “{id}”.",
            "The outcome names an assessment that this definition does not describe.",
            "assessed_by: [project]",
        ),
        pl=Words(
            "Nie ma oceny „{id}”.",
            "Efekt wskazuje ocenę, której ta definicja nie opisuje.",
            "assessed_by: [projekt]",
        ),
    ),
    "outcome-criteria-missing": Text(
        en=Words(
            "The outcome has no criteria.",
            "The Recommendation asks for transparent and clearly defined criteria: what must be shown to "
            "pass?",
            _CRITERION_EN,
        ),
        pl=Words(
            "Efekt nie ma kryteriów oceny.",
            "Zalecenie wymaga przejrzystych i jasno określonych kryteriów: co trzeba pokazać, żeby zaliczyć?",
            _CRITERION_PL,
        ),
    ),
    "outcome-threshold-missing": Text(
        en=Words(
            "No passing threshold is stated for the outcome.",
            "A number makes the criterion fair and results comparable.",
            "threshold_percent: 60",
        ),
        pl=Words(
            "Nie podano progu zaliczenia efektu.",
            "Liczba sprawia, że kryterium jest sprawiedliwe, a wyniki porównywalne.",
            "threshold_percent: 60",
        ),
    ),
    "outcome-threshold-outside-scale": Text(
        en=Words(
            "The threshold {value} lies outside 1 to 100 %.",
            "It is the share of points that is enough to pass.",
            "threshold_percent: 60",
        ),
        pl=Words(
            "Próg {value} nie mieści się w zakresie od 1 do 100 %.",
            "To część punktów, która wystarcza do zaliczenia.",
            "threshold_percent: 60",
        ),
    ),
    "supervision-missing": Text(
        en=Words(
            "It is not said whether the assessment is supervised and identity is checked.",
            "Annex I lists it where relevant: it tells how sure one can be that the right person did the "
            "work.",
            "supervision: supervised-identified",
        ),
        pl=Words(
            "Nie podano, czy ocena odbywa się pod nadzorem i z weryfikacją tożsamości.",
            "Załącznik I wymienia to w stosownych przypadkach: mówi, czy pracę wykonała właściwa osoba.",
            "supervision: supervised-identified",
        ),
    ),
    "supervision-unknown": Text(
        en=Words(
            "“{code}” is no known kind of supervision.",
            "Known: unsupervised, unsupervised-identified, supervised, supervised-identified, identified.",
            "supervision: supervised-identified",
        ),
        pl=Words(
            "„{code}” nie jest znanym rodzajem nadzoru.",
            "Znane: unsupervised, unsupervised-identified, supervised, supervised-identified, identified.",
            "supervision: supervised-identified",
        ),
    ),
    "supervision-weak": Text(
        en=Words(
            "The assessment does not check who takes it.",
            "That is allowed. A short talk with identity check makes the credential much more trustworthy.",
            "supervision: supervised-identified",
        ),
        pl=Words(
            "Podczas oceny nie sprawdza się tożsamości.",
            "Jest to dozwolone. Krótka rozmowa z weryfikacją tożsamości bardzo zwiększa wiarygodność.",
            "supervision: supervised-identified",
        ),
    ),
    "award-result-missing": Text(
        en=Words(
            "There is no result for the learning outcome {id}.",
            "A credential confirms each outcome; each needs a recorded result.",
            "80",
        ),
        pl=Words(
            "Brakuje wyniku dla efektu {id}.",
            "Poświadczenie potwierdza każdy efekt; każdy musi mieć zapisany wynik.",
            "80",
        ),
    ),
    "award-result-of-unknown-outcome": Text(
        en=Words(
            "There is no learning outcome {id}.",
            "The result belongs to another definition, or the column has a wrong name.",
            "lo1",
        ),
        pl=Words(
            "Nie ma efektu uczenia się {id}.",
            "Wynik należy do innej definicji albo kolumna ma złą nazwę.",
            "eu1",
        ),
    ),
    "award-result-above-scale": Text(
        en=Words(
            "The result {value} of outcome {id} is above 100 %.",
            "Results are given in percent of the points.",
            "80",
        ),
        pl=Words(
            "Wynik {value} dla efektu {id} przekracza 100 %.",
            "Wyniki podaje się w procentach punktów.",
            "80",
        ),
    ),
    "award-result-unreadable": Text(
        en=Words(
            "The result “{value}” of outcome {id} cannot be read. "
            "Write percent (80), a share (16/20), or “passed”.",
            "The definition asks for a threshold of points, so a result must say whether it was reached.",
            "80",
        ),
        pl=Words(
            "Wynik „{value}” dla efektu {id} jest nieczytelny. Proszę wpisać procenty (80), punkty z liczby "
            "możliwych (16/20) albo „zal”.",
            "Definicja określa próg punktowy, więc z wyniku musi wynikać, czy go osiągnięto.",
            "80",
        ),
    ),
    "award-outcome-failed": Text(
        en=Words(
            "The outcome {id} was not reached: result “{value}”.",
            "Only those who reached every outcome can be awarded.",
            "passed",
        ),
        pl=Words(
            "Efekt {id} nie został osiągnięty: wynik „{value}”.",
            "Przyznać można tylko osobie, która osiągnęła wszystkie efekty.",
            "zal",
        ),
    ),
    "award-outcome-not-reached": Text(
        en=Words(
            "The outcome {id} was not reached: result “{value}”, threshold {threshold} %.",
            "Only those who reached every outcome can be awarded. Results are percent, not marks.",
            "80",
        ),
        pl=Words(
            "Efekt {id} nie został osiągnięty: wynik „{value}”, próg {threshold} %.",
            "Przyznać można tylko osobie, która osiągnęła wszystkie efekty. Wyniki podaje się w "
            "procentach, a nie "
            "jako oceny.",
            "80",
        ),
    ),
}
