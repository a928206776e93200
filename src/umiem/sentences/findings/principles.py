"""The principles of Annex II that have no element of their own in Annex I."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

PRINCIPLES: dict[str, Text] = {
    "primary-language-missing": Text(
        en=Words(
            "The language of record is not stated.",
            "When translations differ, the language of record decides.",
            "primary_language: pl",
        ),
        pl=Words(
            "Nie podano języka, w którym definicja jest wiążąca.",
            "Gdy tłumaczenia się różnią, rozstrzyga język oryginału.",
            "primary_language: pl",
        ),
    ),
    "language-version-missing": Text(
        en=Words(
            "There is no version in the language “{language}”.",
            "In Poland, Polish serves the learner and English the reader abroad.",
            "title: {{pl: Podstawy języka Python, en: Python programming basics}}",
        ),
        pl=Words(
            "Brakuje wersji w języku „{language}”.",
            "W Polsce wersja polska służy osobie uczącej się, a angielska czytelnikowi za granicą.",
            "title: {{pl: Podstawy języka Python, en: Python programming basics}}",
        ),
    ),
    "text-missing-in-language": Text(
        en=Words(
            "This text is missing in the language “{language}”.",
            "A reader of this language would see a gap, or a text in another language.",
            "{{pl: …, en: …}}",
        ),
        pl=Words(
            "Brakuje tego tekstu w języku „{language}”.",
            "Czytelnik tego języka zobaczyłby lukę albo tekst w innym języku.",
            "{{pl: …, en: …}}",
        ),
    ),
    "relevance-missing": Text(
        en=Words(
            "It is not said which need the micro-credential answers.",
            "Societal, personal, cultural or labour-market need: one honest sentence, with a source if "
            "there is one.",
            "Python basics are often required in job advertisements for work with data.",
        ),
        pl=Words(
            "Nie podano, na jaką potrzebę odpowiada mikropoświadczenie.",
            "Potrzeba społeczna, osobista, kulturowa lub rynku pracy: jedno uczciwe zdanie, najlepiej ze "
            "źródłem.",
            "Podstawy języka Python są często wymagane w ogłoszeniach o pracę związaną z danymi.",
        ),
    ),
    "relevance-without-occupation": Text(
        en=Words(
            "No occupation is named that it is useful for.",
            "ESCO occupations let the planner show learners which way it leads.",
            "http://data.europa.eu/esco/occupation/d3edb8f8-3a06-47a0-8fb9-9b212c006aa2 (data analyst)",
        ),
        pl=Words(
            "Nie wskazano zawodu, w którym się przydaje.",
            "Zawody z ESCO pozwalają pokazać osobie uczącej się, dokąd to prowadzi.",
            "http://data.europa.eu/esco/occupation/d3edb8f8-3a06-47a0-8fb9-9b212c006aa2 (analityk danych)",
        ),
    ),
    "employers-not-consulted": Text(
        en=Words(
            "It is not said which employers or partners were asked.",
            "The principles ask for cooperation with employers, social partners and learners.",
            "The learning outcomes were agreed with three employers of the region.",
        ),
        pl=Words(
            "Nie podano, z jakimi pracodawcami lub partnerami to uzgodniono.",
            "Zasady mówią o współpracy z pracodawcami, partnerami społecznymi i osobami uczącymi się.",
            "Efekty uczenia się uzgodniono z trzema pracodawcami z regionu.",
        ),
    ),
    "review-date-missing": Text(
        en=Words(
            "There is no date by which the definition will be reviewed.",
            "Micro-credentials are updated as necessary; without a date nobody looks again.",
            "review: {{by: 2027-09-30}}",
        ),
        pl=Words(
            "Nie podano terminu przeglądu definicji.",
            "Mikropoświadczenia aktualizuje się w razie potrzeby; bez terminu nikt do nich nie zajrzy.",
            "review: {{by: 2027-09-30}}",
        ),
    ),
    "review-overdue": Text(
        en=Words(
            "The review was due on {date}.",
            "Check whether outcomes, criteria and need still hold, then set the next date.",
            "review: {{last: 2026-09-01, by: 2027-09-30}}",
        ),
        pl=Words(
            "Termin przeglądu minął {date}.",
            "Należy sprawdzić, czy efekty, kryteria i potrzeba są aktualne, i wyznaczyć następny termin.",
            "review: {{last: 2026-09-01, by: 2027-09-30}}",
        ),
    ),
    "review-too-far": Text(
        en=Words(
            "The next review, {date}, is more than {years} years away.",
            "Short offers age quickly.",
            "review: {{by: 2027-09-30}}",
        ),
        pl=Words(
            "Następny przegląd, {date}, jest za ponad {years} lata.",
            "Krótkie formy szybko się starzeją.",
            "review: {{by: 2027-09-30}}",
        ),
    ),
    "field-of-study-missing": Text(
        en=Words(
            "No field of study is given.",
            "The ISCED-F field sorts catalogues and statistics.",
            'fields_of_study: ["0613"]',
        ),
        pl=Words(
            "Nie podano obszaru tematycznego.",
            "Dziedzina ISCED-F porządkuje katalogi i statystyki.",
            'fields_of_study: ["0613"]',
        ),
    ),
    "field-of-study-unknown": Text(
        en=Words(
            "“{code}” is no field known here.",
            "Write the ISCED-F 2013 number in quotation marks, so that a leading zero stays.",
            'fields_of_study: ["0613"]',
        ),
        pl=Words(
            "„{code}” nie jest znaną dziedziną.",
            "Numer ISCED-F 2013 zapisuje się w cudzysłowie, aby nie zniknęło zero na początku.",
            'fields_of_study: ["0613"]',
        ),
    ),
    "prior-learning-route-missing": Text(
        en=Words(
            "There is no way to the credential for those who already have the skills.",
            "Validation of earlier learning opens micro-credentials to people with experience.",
            "Those who already have these skills may take the test only, without attending classes.",
        ),
        pl=Words(
            "Nie ma drogi dla osób, które już to umieją.",
            "Walidacja wcześniejszego uczenia się otwiera mikropoświadczenia dla osób z doświadczeniem.",
            "Osoba, która już to umie, może przystąpić do samego testu, bez udziału w zajęciach.",
        ),
    ),
    "target-group-missing": Text(
        en=Words(
            "It is not said for whom it is meant.",
            "A learner should recognise themselves in one sentence.",
            "Office workers who want to automate repetitive tasks.",
        ),
        pl=Words(
            "Nie podano grupy docelowej.",
            "Osoba powinna rozpoznać siebie w jednym zdaniu.",
            "Pracownicy biurowi, którzy chcą automatyzować powtarzalne czynności.",
        ),
    ),
    "guidance-missing": Text(
        en=Words(
            "It is not said where to get advice.",
            "Information and guidance should reach everybody, also those far from education.",
            "A study adviser answers questions by e-mail, by telephone and in online office hours.",
        ),
        pl=Words(
            "Nie podano, gdzie uzyskać poradę.",
            "Informacja i doradztwo powinny docierać do wszystkich, także do osób dalekich od edukacji.",
            "Doradca edukacyjny odpowiada e-mailem, telefonicznie i podczas dyżurów online.",
        ),
    ),
    "homepage-missing": Text(
        en=Words(
            "The micro-credential has no web page.",
            "A public page lets employers read the criteria and learners enrol.",
            "homepage: https://university.example.org/micro-credentials/python-basics",
        ),
        pl=Words(
            "Mikropoświadczenie nie ma strony internetowej.",
            "Na publicznej stronie pracodawca przeczyta kryteria, a zainteresowani się zapiszą.",
            "homepage: https://uczelnia.example.org/mikroposwiadczenia/podstawy-jezyka-python",
        ),
    ),
    "address-not-https": Text(
        en=Words(
            "The address {address} does not begin with https://.",
            "Only encrypted addresses can be opened safely from a credential.",
            "https://university.example.org/",
        ),
        pl=Words(
            "Adres {address} nie zaczyna się od https://.",
            "Z poświadczenia można bezpiecznie otwierać tylko adresy szyfrowane.",
            "https://uczelnia.example.org/",
        ),
    ),
}
