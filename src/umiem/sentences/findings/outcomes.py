"""M6: learning outcomes and the skills they lead to."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

_GOOD_EN = "Writes a Python program that reads data from a text file, processes them and saves the result."
_GOOD_PL = "Pisze w języku Python program, który wczytuje dane z pliku, przetwarza je i zapisuje wynik."

OUTCOMES: dict[str, Text] = {
    "outcomes-missing": Text(
        en=Words(
            "There are no learning outcomes.",
            "A micro-credential is the record of learning outcomes; without them it records nothing.",
            _GOOD_EN,
        ),
        pl=Words(
            "Brakuje efektów uczenia się.",
            "Mikropoświadczenie jest opisem efektów uczenia się; bez nich niczego nie opisuje.",
            _GOOD_PL,
        ),
    ),
    "outcomes-too-many": Text(
        en=Words(
            "There are {count} learning outcomes; more than {limit} are hard to assess in a small volume "
            "of learning.",
            "A micro-credential is small and targeted. Combine outcomes, or define two micro-credentials.",
            "Three to five outcomes",
        ),
        pl=Words(
            "Efektów uczenia się jest {count}; więcej niż {limit} trudno ocenić przy małym nakładzie pracy.",
            "Mikropoświadczenie jest małe i ukierunkowane. Efekty można połączyć albo utworzyć dwa "
            "mikropoświadczenia.",
            "Od trzech do pięciu efektów",
        ),
    ),
    "outcome-statement-missing": Text(
        en=Words(
            "A learning outcome has no sentence.",
            "The sentence says what the learner can do: verb, object, context.",
            _GOOD_EN,
        ),
        pl=Words(
            "Efekt uczenia się nie ma treści.",
            "Zdanie mówi, co osoba potrafi: czasownik, przedmiot, kontekst.",
            _GOOD_PL,
        ),
    ),
    "outcome-id-missing": Text(
        en=Words(
            "A learning outcome has no short name (id).",
            "Results and list columns refer to the outcome by its id.",
            "id: lo1",
        ),
        pl=Words(
            "Efekt uczenia się nie ma krótkiej nazwy (id).",
            "Wyniki i kolumny listy odwołują się do efektu przez id.",
            "id: eu1",
        ),
    ),
    "outcome-id-repeated": Text(
        en=Words(
            "The id “{id}” is used for two learning outcomes.",
            "A result must belong to exactly one outcome.",
            "lo1, lo2, lo3",
        ),
        pl=Words(
            "Identyfikator „{id}” mają dwa efekty uczenia się.",
            "Wynik musi należeć do dokładnie jednego efektu.",
            "eu1, eu2, eu3",
        ),
    ),
    "outcome-kind-missing": Text(
        en=Words(
            "The outcome is neither knowledge (W), skill (U) nor social competence (K).",
            "The Polish Qualifications Framework sorts outcomes into these three kinds; so do readers.",
            "kind: skill",
        ),
        pl=Words(
            "Nie wskazano, czy to wiedza (W), umiejętność (U) czy kompetencja społeczna (K).",
            "Polska Rama Kwalifikacji dzieli efekty na te trzy rodzaje; tak czytają je też odbiorcy.",
            "kind: skill",
        ),
    ),
    "outcome-kind-unknown": Text(
        en=Words(
            "“{code}” is no kind of learning outcome.",
            "There are three kinds: knowledge (W), skill (U), social-competence (K).",
            "kind: skill",
        ),
        pl=Words(
            "„{code}” nie jest rodzajem efektu uczenia się.",
            "Są trzy rodzaje: knowledge (wiedza, W), skill (umiejętności, U), social-competence (kompetencje "
            "społeczne, K).",
            "kind: skill",
        ),
    ),
    "outcome-repeated": Text(
        en=Words(
            "The same learning outcome is given twice.",
            "A repeated outcome would be assessed twice and counted once.",
            "Two different sentences",
        ),
        pl=Words(
            "Ten sam efekt uczenia się podano dwa razy.",
            "Powtórzony efekt byłby oceniany dwa razy, a liczony raz.",
            "Dwa różne zdania",
        ),
    ),
    "outcome-too-short": Text(
        en=Words(
            "The outcome has fewer than {limit} words.",
            "Verb, object and context do not fit into so few words: what, with what, in which situation?",
            _GOOD_EN,
        ),
        pl=Words(
            "Efekt ma mniej niż {limit} słowa.",
            "Czasownik, przedmiot i kontekst nie mieszczą się w tak krótkim zapisie: co, czym, w jakiej "
            "sytuacji?",
            _GOOD_PL,
        ),
    ),
    "outcome-too-long": Text(
        en=Words(
            "The outcome has {characters} characters; up to {limit} can be read at a glance.",
            "A long sentence usually holds two outcomes that should be assessed apart.",
            _GOOD_EN,
        ),
        pl=Words(
            "Efekt ma {characters} znaków; jednym spojrzeniem czyta się do {limit}.",
            "Długie zdanie zwykle zawiera dwa efekty, które należy ocenić osobno.",
            _GOOD_PL,
        ),
    ),
    "outcome-verb-not-measurable": Text(
        en=Words(
            "Nobody can observe “{verb}”.",
            "Choose a verb for something that can be seen and assessed: explains, compares, designs, "
            "corrects.",
            "Explains how variables, conditions and loops work, using an existing program as the example.",
        ),
        pl=Words(
            "Tego, co opisuje „{verb}”, nie da się zaobserwować.",
            "Lepszy jest czasownik, którego skutek widać i można ocenić: wyjaśnia, porównuje, projektuje, "
            "poprawia.",
            "Wyjaśnia działanie zmiennych, instrukcji warunkowych i pętli na przykładzie gotowego programu.",
        ),
    ),
    "outcome-describes-content": Text(
        en=Words(
            "The sentence describes the course, not what the learner can do.",
            "Annex I asks for a list of outcomes, not for the content of the classes.",
            _GOOD_EN,
        ),
        pl=Words(
            "Zdanie opisuje zajęcia, a nie to, co osoba potrafi.",
            "Załącznik I wymaga listy efektów, a nie treści zajęć.",
            _GOOD_PL,
        ),
    ),
    "outcome-without-skill-link": Text(
        en=Words(
            "The outcome is not linked to any skill.",
            "A link to ESCO lets employers, job services and planners in all of Europe find the credential.",
            "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d (Python)",
        ),
        pl=Words(
            "Efekt nie jest powiązany z żadną umiejętnością.",
            "Powiązanie z ESCO pozwala pracodawcom, urzędom pracy i doradcom w całej Europie znaleźć "
            "poświadczenie.",
            "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d (Python)",
        ),
    ),
    "skill-link-empty": Text(
        en=Words(
            "A skill has neither an address nor a name.",
            "Give the ESCO address, or the name of a skill that ESCO does not have.",
            "label: {{en: Python (computer programming)}}",
        ),
        pl=Words(
            "Umiejętność nie ma ani adresu, ani nazwy.",
            "Należy podać adres ESCO albo nazwę umiejętności, której w ESCO nie ma.",
            "label: {{pl: Python (programowanie komputerowe)}}",
        ),
    ),
    "skill-hours-not-positive": Text(
        en=Words(
            "A skill is said to take {hours} hours.",
            "Leave the hours of a skill empty when they are not known.",
            "hours: 30",
        ),
        pl=Words(
            "Na umiejętność podano {hours} godz.",
            "Jeśli nie wiadomo, ile godzin zajmuje umiejętność, pole zostaje puste.",
            "hours: 30",
        ),
    ),
    "skill-link-not-esco": Text(
        en=Words(
            "The skill is not taken from ESCO.",
            "Free skills are allowed, but only ESCO skills are compared with occupations and other offers.",
            "http://data.europa.eu/esco/skill/0a9acb6b-1139-4be9-b431-3a80a959f2f4",
        ),
        pl=Words(
            "Umiejętność nie pochodzi z ESCO.",
            "Własne umiejętności są dozwolone, ale z zawodami i innymi ofertami porównuje się tylko te z "
            "ESCO.",
            "http://data.europa.eu/esco/skill/0a9acb6b-1139-4be9-b431-3a80a959f2f4",
        ),
    ),
    "proficiency-outside-scale": Text(
        en=Words(
            "The scale “{scale}” has no step {step}.",
            "Known scales: umiem-4 (1 to 4) and digcomp (1 to 8).",
            "proficiency: {{scale: umiem-4, step: 2}}",
        ),
        pl=Words(
            "Skala „{scale}” nie ma stopnia {step}.",
            "Znane skale: umiem-4 (od 1 do 4) i digcomp (od 1 do 8).",
            "proficiency: {{scale: umiem-4, step: 2}}",
        ),
    ),
}
