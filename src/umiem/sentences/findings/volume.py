"""M7 and M8: workload and level."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

VOLUME: dict[str, Text] = {
    "workload-missing": Text(
        en=Words(
            "The workload is missing.",
            "ECTS credits or hours tell how much learning stands behind the outcomes.",
            "workload: {{ects: 3, hours: 80}}",
        ),
        pl=Words(
            "Brakuje nakładu pracy.",
            "Punkty ECTS lub godziny mówią, ile nauki stoi za efektami.",
            "workload: {{ects: 3, hours: 80}}",
        ),
    ),
    "workload-without-ects": Text(
        en=Words(
            "The workload is given in hours only.",
            "Annex I asks for ECTS credits wherever possible: they are counted and recognised across Europe.",
            "workload: {{ects: 3, hours: 80}}",
        ),
        pl=Words(
            "Nakład pracy podano tylko w godzinach.",
            "Załącznik I zaleca punkty ECTS, gdy to możliwe: są liczone i uznawane w całej Europie.",
            "workload: {{ects: 3, hours: 80}}",
        ),
    ),
    "workload-not-positive": Text(
        en=Words(
            "The workload “{value}” is not above zero.",
            "Leave out what is not known instead of writing zero.",
            "workload: {{ects: 3, hours: 80}}",
        ),
        pl=Words(
            "Nakład pracy „{value}” nie jest większy od zera.",
            "Czego nie wiadomo, tego nie należy podawać jako zera.",
            "workload: {{ects: 3, hours: 80}}",
        ),
    ),
    "workload-hours-contradict-ects": Text(
        en=Words(
            "{hours} hours do not fit {ects} ECTS: that would be {lowest} to {highest} hours.",
            "One ECTS credit stands for 25 to 30 hours of the learner's work, own study included.",
            "workload: {{ects: 3, hours: 80}}",
        ),
        pl=Words(
            "{hours} godz. nie odpowiada {ects} ECTS: powinno być od {lowest} do {highest} godz.",
            "Jeden punkt ECTS to 25–30 godzin pracy osoby uczącej się, razem z nauką własną.",
            "workload: {{ects: 3, hours: 80}}",
        ),
    ),
    "workload-parts-contradict-total": Text(
        en=Words(
            "The parts make {parts} hours, the total says {hours}.",
            "Hours with a teacher and hours of own study add up to the whole.",
            "hours: 80, contact_hours: 30, self_study_hours: 50",
        ),
        pl=Words(
            "Części dają {parts} godz., a razem podano {hours}.",
            "Godziny z prowadzącym i godziny nauki własnej składają się na całość.",
            "hours: 80, contact_hours: 30, self_study_hours: 50",
        ),
    ),
    "workload-not-small": Text(
        en=Words(
            "The workload exceeds {ects_limit} ECTS ({hours_limit} hours).",
            "A micro-credential records a small volume of learning. Consider several that build on each "
            "other.",
            "workload: {{ects: 4, hours: 110}}",
        ),
        pl=Words(
            "Nakład pracy przekracza {ects_limit} ECTS ({hours_limit} godz.).",
            "Mikropoświadczenie opisuje niewielki nakład uczenia się. Można je podzielić na kilka, które "
            "się łączą.",
            "workload: {{ects: 4, hours: 110}}",
        ),
    ),
    "ects-step-unusual": Text(
        en=Words(
            "{value} ECTS is an unusual fraction.",
            "Universities count whole and half credits; other fractions are hard to recognise.",
            "ects: 2.5",
        ),
        pl=Words(
            "{value} ECTS to nietypowy ułamek.",
            "Uczelnie liczą punkty całe i połówki; inne ułamki trudno uznać.",
            "ects: 2.5",
        ),
    ),
    "skill-hours-exceed-workload": Text(
        en=Words(
            "The skills take {hours} hours together, the whole workload is {most} hours.",
            "The hours of a skill are a part of the workload; together they cannot be more than the whole.",
            "80 hours in all: 50 for one skill, 30 for the other",
        ),
        pl=Words(
            "Umiejętności zajmują razem {hours} godz., a cały nakład pracy to {most} godz.",
            "Godziny na umiejętność są częścią nakładu pracy; razem nie mogą go przekroczyć.",
            "Razem 80 godz.: 50 na jedną umiejętność, 30 na drugą",
        ),
    ),
    "level-missing": Text(
        en=Words(
            "No level is stated, and not why there is none.",
            "Annex I asks for the level where it applies. If it does not, say so: silence looks like a gap.",
            "level: {{eqf: 5, prk: 5}}",
        ),
        pl=Words(
            "Nie podano poziomu ani powodu, dla którego go nie ma.",
            "Załącznik I wymaga poziomu w stosownych przypadkach. Jeśli nie ma on zastosowania, trzeba to "
            "napisać: "
            "milczenie wygląda jak brak.",
            "level: {{eqf: 5, prk: 5}}",
        ),
    ),
    "level-and-not-applicable": Text(
        en=Words(
            "A level is given, and at the same time a reason why there is none.",
            "Only one of the two can be true.",
            "level: {{eqf: 5}}",
        ),
        pl=Words(
            "Podano poziom i jednocześnie powód, dla którego go nie ma.",
            "Prawdziwe może być tylko jedno z dwojga.",
            "level: {{eqf: 5}}",
        ),
    ),
    "level-outside-scale": Text(
        en=Words(
            "There is no level {level}.",
            "The European and the Polish framework have the levels 1 to 8.",
            "level: {{eqf: 5, prk: 5}}",
        ),
        pl=Words(
            "Nie ma poziomu {level}.",
            "Europejska i Polska Rama Kwalifikacji mają poziomy od 1 do 8.",
            "level: {{eqf: 5, prk: 5}}",
        ),
    ),
    "level-prk-contradicts-eqf": Text(
        en=Words(
            "EQF level {eqf} and PRK level {prk} do not match.",
            "The eight Polish levels are referenced one to one to the eight European ones.",
            "level: {{eqf: 5, prk: 5}}",
        ),
        pl=Words(
            "Poziom ERK {eqf} i poziom PRK {prk} nie odpowiadają sobie.",
            "Osiem poziomów polskich odniesiono po kolei do ośmiu europejskich.",
            "level: {{eqf: 5, prk: 5}}",
        ),
    ),
    "cycle-unknown": Text(
        en=Words(
            "“{code}” is no cycle of higher education.",
            "The cycles are short-cycle, first-cycle, second-cycle and third-cycle.",
            "cycle: short-cycle",
        ),
        pl=Words(
            "„{code}” nie jest cyklem kształcenia wyższego.",
            "Cykle to: short-cycle (krótki), first-cycle, second-cycle, third-cycle.",
            "cycle: short-cycle",
        ),
    ),
    "cycle-contradicts-level": Text(
        en=Words(
            "The cycle “{cycle}” does not belong to EQF level {eqf}.",
            "Short cycle is level 5, first cycle 6, second cycle 7, third cycle 8.",
            "level: {{eqf: 6, cycle: first-cycle}}",
        ),
        pl=Words(
            "Cykl „{cycle}” nie odpowiada poziomowi ERK {eqf}.",
            "Cykl krótki to poziom 5, pierwszy 6, drugi 7, trzeci 8.",
            "level: {{eqf: 6, cycle: first-cycle}}",
        ),
    ),
}
