"""M1 to M5: the learner, the title, country and awarding body, the date of issuing."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

IDENTITY: dict[str, Text] = {
    "learner-name-not-recorded": Text(
        en=Words(
            "The credential would not name the learner.",
            "A micro-credential belongs to a person. Without the name nobody can say whose it is.",
            "learner_identification: [full-name, email]",
        ),
        pl=Words(
            "Poświadczenie nie zawierałoby imienia i nazwiska osoby uczącej się.",
            "Mikropoświadczenie należy do konkretnej osoby. Bez imienia i nazwiska nie wiadomo, czyje ono "
            "jest.",
            "learner_identification: [full-name, email]",
        ),
    ),
    "learner-contact-not-recorded": Text(
        en=Words(
            "Nothing but the name ties the credential to the person.",
            "Two people may have the same name. A digest of the e-mail address or the learner's own key "
            "tells "
            "them apart without publishing personal data.",
            "learner_identification: [full-name, email]",
        ),
        pl=Words(
            "Poza imieniem i nazwiskiem nic nie łączy poświadczenia z osobą.",
            "Dwie osoby mogą nazywać się tak samo. Skrót adresu e-mail albo klucz portfela pozwala je "
            "odróżnić "
            "bez ujawniania danych osobowych.",
            "learner_identification: [full-name, email]",
        ),
    ),
    "learner-data-excessive": Text(
        en=Words(
            "“{code}” puts more personal data into the credential than is needed.",
            "A shared credential shows its content to everyone who gets it. Data protection law asks for the "
            "least that serves the purpose; national numbers and dates of birth rarely do.",
            "learner_identification: [full-name, email]",
        ),
        pl=Words(
            "„{code}” umieszcza w poświadczeniu więcej danych osobowych, niż potrzeba.",
            "Udostępnione poświadczenie pokazuje swoją treść każdemu, kto je otrzyma. RODO wymaga minimum "
            "danych; PESEL ani data urodzenia zwykle nie są potrzebne.",
            "learner_identification: [full-name, email]",
        ),
    ),
    "learner-identification-unknown": Text(
        en=Words(
            "“{code}” is no known way of identifying the learner.",
            "The list of ways is closed, so that every format of the credential can express them.",
            "full-name, email, student-number, decentralised-identifier",
        ),
        pl=Words(
            "„{code}” nie jest znanym sposobem identyfikacji osoby uczącej się.",
            "Lista sposobów jest zamknięta, aby można je było zapisać w każdym formacie poświadczenia.",
            "full-name, email, student-number, decentralised-identifier",
        ),
    ),
    "identifier-missing": Text(
        en=Words(
            "The definition has no identifier.",
            "The identifier becomes part of the definition's address and stays as long as its credentials.",
            "identifier: python-basics",
        ),
        pl=Words(
            "Definicja nie ma identyfikatora.",
            "Identyfikator staje się częścią adresu definicji i nie zmienia się, dopóki istnieją jej "
            "poświadczenia.",
            "identifier: podstawy-jezyka-python",
        ),
    ),
    "identifier-not-a-slug": Text(
        en=Words(
            "“{found}” cannot be an identifier.",
            "Only small letters a–z, digits and single hyphens are safe in addresses and file names.",
            "identifier: python-basics",
        ),
        pl=Words(
            "„{found}” nie może być identyfikatorem.",
            "W adresach i nazwach plików bezpieczne są tylko małe litery a–z, cyfry i pojedyncze łączniki.",
            "identifier: podstawy-jezyka-python",
        ),
    ),
    "title-missing": Text(
        en=Words(
            "The title is missing.",
            "The title is the first thing an employer reads and an element that Annex I requires.",
            "Python programming basics",
        ),
        pl=Words(
            "Brakuje nazwy mikropoświadczenia.",
            "Nazwa to pierwsze, co przeczyta pracodawca, i element wymagany przez załącznik I.",
            "Podstawy języka Python",
        ),
    ),
    "title-names-a-protected-document": Text(
        en=Words(
            "The title says “{word}”, which a micro-credential is not.",
            "In Polish law „świadectwo” and „dyplom” are names of documents with an effect of their own. "
            "A micro-credential must not be taken for one.",
            "Python programming basics",
        ),
        pl=Words(
            "W nazwie jest słowo „{word}”, a mikropoświadczenie nim nie jest.",
            "W polskim prawie „świadectwo” i „dyplom” to nazwy dokumentów o własnych skutkach. "
            "Mikropoświadczenia "
            "nie można z nimi pomylić.",
            "Podstawy języka Python",
        ),
    ),
    "title-too-long": Text(
        en=Words(
            "The title has {characters} characters; {limit} are readable.",
            "Long titles are cut off in lists, wallets and on certificates. Details belong in the "
            "description.",
            "Agile project management",
        ),
        pl=Words(
            "Nazwa ma {characters} znaków; czytelna jest nazwa do {limit} znaków.",
            "Długie nazwy są ucinane na listach, w portfelach i na dokumentach. Szczegóły należą do opisu.",
            "Zarządzanie projektami w metodyce Agile",
        ),
    ),
    "title-too-short": Text(
        en=Words(
            "The title has {characters} characters, too few to say what the learner can do.",
            "A single word such as “Python” does not say which part of the field is covered.",
            "Python programming basics",
        ),
        pl=Words(
            "Nazwa ma {characters} znaków – to za mało, by powiedzieć, co osoba potrafi.",
            "Pojedyncze słowo, na przykład „Python”, nie mówi, jakiej części dziedziny dotyczy.",
            "Podstawy języka Python",
        ),
    ),
    "title-says-certificate-of-attendance": Text(
        en=Words(
            "The title speaks of attendance or completion, not of what was learnt.",
            "A micro-credential records learning outcomes that were assessed; being present is not enough.",
            "Occupational first aid",
        ),
        pl=Words(
            "Nazwa mówi o udziale lub ukończeniu, a nie o tym, czego się nauczono.",
            "Mikropoświadczenie potwierdza ocenione efekty uczenia się; sama obecność nie wystarcza.",
            "Pierwsza pomoc w miejscu pracy",
        ),
    ),
    "country-missing": Text(
        en=Words(
            "The country of the issuer is missing.",
            "The country tells a reader abroad which law and which education system stand behind the "
            "credential.",
            "country: PL",
        ),
        pl=Words(
            "Brakuje państwa wydawcy.",
            "Państwo mówi czytelnikowi za granicą, jakie prawo i jaki system edukacji stoją za "
            "poświadczeniem.",
            "country: PL",
        ),
    ),
    "country-unknown": Text(
        en=Words(
            "“{code}” is no country code known here.",
            "The country is written with the two capital letters of ISO 3166-1.",
            "country: PL",
        ),
        pl=Words(
            "„{code}” nie jest znanym kodem państwa.",
            "Państwo zapisuje się dwiema wielkimi literami według ISO 3166-1.",
            "country: PL",
        ),
    ),
    "region-missing": Text(
        en=Words(
            "The region of the issuer is not stated.",
            "Annex I names country and region; the region helps learners to find offers near them.",
            "region: PL-LD",
        ),
        pl=Words(
            "Nie podano regionu wydawcy.",
            "Załącznik I wymienia państwo i region; region pomaga znaleźć ofertę w pobliżu.",
            "region: PL-LD",
        ),
    ),
    "region-unknown": Text(
        en=Words(
            "“{code}” is no voivodeship.",
            "Polish regions are written PL- and the two letters of the voivodeship.",
            "PL-MZ (mazowieckie), PL-LD (łódzkie)",
        ),
        pl=Words(
            "„{code}” nie jest kodem województwa.",
            "Polskie regiony zapisuje się jako PL- i dwie litery województwa.",
            "PL-MZ (mazowieckie), PL-LD (łódzkie)",
        ),
    ),
    "region-outside-country": Text(
        en=Words(
            "The region {region} does not lie in the country {country}.",
            "The code of a region begins with the code of its country.",
            "country: PL, region: PL-LD",
        ),
        pl=Words(
            "Region {region} nie leży w państwie {country}.",
            "Kod regionu zaczyna się kodem jego państwa.",
            "country: PL, region: PL-LD",
        ),
    ),
    "awarding-body-missing": Text(
        en=Words(
            "No awarding body is named.",
            "The value of a credential rests on who awards it. It may be another body than the one that "
            "signs.",
            "legal_name: {{en: Example University of Technology}}",
        ),
        pl=Words(
            "Nie podano instytucji przyznającej.",
            "Wartość poświadczenia zależy od tego, kto je przyznaje. Może to być inna instytucja niż "
            "podpisująca.",
            "legal_name: {{pl: Politechnika Przykładowa}}",
        ),
    ),
    "awarding-body-name-missing": Text(
        en=Words(
            "The awarding body has no name.",
            "Write the name as it stands in the register or statute.",
            "Example University of Technology",
        ),
        pl=Words(
            "Instytucja przyznająca nie ma nazwy.",
            "Nazwę należy podać tak, jak brzmi w rejestrze lub statucie.",
            "Politechnika Przykładowa",
        ),
    ),
    "awarding-body-without-legal-identifier": Text(
        en=Words(
            "The awarding body has no legal identifier.",
            "Names repeat; a number in a public register does not. European Digital Credentials require it.",
            "legal_identifier: {{scheme: VAT, value: PL7240000000}}",
        ),
        pl=Words(
            "Instytucja przyznająca nie ma identyfikatora prawnego.",
            "Nazwy się powtarzają, numer w publicznym rejestrze nie. Wymagają go Europejskie Poświadczenia "
            "Cyfrowe.",
            "legal_identifier: {{scheme: VAT, value: PL7240000000}}",
        ),
    ),
    "awarding-body-without-homepage": Text(
        en=Words(
            "The awarding body has no web address.",
            "A reader who does not know the institution wants to look it up.",
            "homepage: https://university.example.org/",
        ),
        pl=Words(
            "Instytucja przyznająca nie ma adresu strony.",
            "Kto nie zna instytucji, chce o niej przeczytać.",
            "homepage: https://uczelnia.example.org/",
        ),
    ),
    "validity-not-positive": Text(
        en=Words(
            "The credential would be valid for {months} months.",
            "Leave the field out for a credential without an end, or state a number of months above zero.",
            "validity_months: 36",
        ),
        pl=Words(
            "Poświadczenie byłoby ważne {months} mies.",
            "Pole można pominąć, jeśli poświadczenie jest bezterminowe, albo podać liczbę miesięcy większą "
            "od zera.",
            "validity_months: 36",
        ),
    ),
    "validity-very-short": Text(
        en=Words(
            "The credential would end after {months} months.",
            "Most skills last longer, and learners own their credentials. Say in “further information” why "
            "it ends.",
            "validity_months: 36",
        ),
        pl=Words(
            "Poświadczenie straciłoby ważność po {months} mies.",
            "Większość umiejętności trwa dłużej, a poświadczenie należy do osoby uczącej się. Powód krótkiej "
            "ważności warto podać w „dodatkowych informacjach”.",
            "validity_months: 36",
        ),
    ),
    "award-learner-unnamed": Text(
        en=Words(
            "The learner has no given name or no family name.",
            "The credential must name the person it belongs to.",
            "Świętosława Żółć",
        ),
        pl=Words(
            "Brakuje imienia lub nazwiska osoby uczącej się.",
            "Poświadczenie musi wskazywać osobę, do której należy.",
            "Świętosława Żółć",
        ),
    ),
    "award-learner-not-reachable": Text(
        en=Words(
            "Nothing but the name ties the award to the learner.",
            "With an e-mail address, a student number or a wallet key the learner can be told from a "
            "namesake.",
            "swietoslawa.zolc@example.org",
        ),
        pl=Words(
            "Poza imieniem i nazwiskiem nic nie łączy przyznania z osobą.",
            "Adres e-mail, numer albumu lub klucz portfela pozwala odróżnić osobę od imiennika.",
            "swietoslawa.zolc@example.org",
        ),
    ),
    "award-date-in-future": Text(
        en=Words(
            "The day of the award, {date}, has not come yet.",
            "A credential confirms what has happened.",
            "Today, or the day of the committee's decision",
        ),
        pl=Words(
            "Dzień przyznania, {date}, jeszcze nie nadszedł.",
            "Poświadczenie potwierdza to, co już się wydarzyło.",
            "Dzisiaj albo dzień decyzji komisji",
        ),
    ),
}
