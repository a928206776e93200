"""What columns of learner lists are called in Polish and English, and first names to tell names apart by.

Headers are folded: lower case, no marks on letters, no signs between words.
"""

from __future__ import annotations

from collections.abc import Mapping

GIVEN_NAME = "given_name"
FAMILY_NAME = "family_name"
FULL_NAME = "full_name"
FULL_NAME_REVERSED = "full_name_reversed"
EMAIL = "email"
IDENTIFIER = "identifier"
GRADE = "grade"
RUN = "run"
AWARDED_ON = "awarded_on"
VALID_UNTIL = "valid_until"
EVIDENCE = "evidence"
RESULT = "result:"
"""Prefix: ``result:eu1`` is the result of the learning outcome eu1."""

PARTS = (
    GIVEN_NAME,
    FAMILY_NAME,
    FULL_NAME,
    FULL_NAME_REVERSED,
    EMAIL,
    IDENTIFIER,
    GRADE,
    RUN,
    AWARDED_ON,
    VALID_UNTIL,
    EVIDENCE,
)

_SYNONYMS: Mapping[str, str] = {
    GIVEN_NAME: "imie|imiona|imie imiona|imie studenta|imie uczestnika|pierwsze imie|imie pierwsze"
    "|imie 1|imie lub imiona|given name|given names|first name|firstname|forename"
    "|givenname|christian name",
    FAMILY_NAME: "nazwisko|nazwiska|nazwisko studenta|nazwisko uczestnika|family name|last name"
    "|lastname|surname|familyname",
    FULL_NAME: "imie i nazwisko|imiona i nazwisko|imie nazwisko|imie oraz nazwisko|student"
    "|studentka|uczestnik|uczestniczka|osoba|kursant|sluchacz|absolwent|pracownik"
    "|full name|fullname|name and surname|name|participant|learner|person"
    "|imie i nazwisko uczestnika|imie i nazwisko studenta|dane osobowe|student name"
    "|participant name|learner name|uczen",
    FULL_NAME_REVERSED: "nazwisko i imie|nazwisko i imiona|nazwisko imie|nazwisko oraz imie|surname and name"
    "|surname name|last name first name|last first|nazwisko i imie studenta"
    "|nazwisko i imie uczestnika",
    EMAIL: "email|e mail|mejl|adres email|adres e mail|mail|poczta|poczta elektroniczna"
    "|adres poczty elektronicznej|adres mailowy|e mail address|email address|mail address"
    "|kontakt e mail|e mail uczelniany|email uczelniany|e mail studenta|email studenta"
    "|e mail sluzbowy|e mail prywatny|adres poczty|elektroniczny|primary email"
    "|learner email|student email|recipient email|emailaddress",
    IDENTIFIER: "nr albumu|numer albumu|album|nr indeksu|numer indeksu|indeks|index|index number"
    "|student number|student no|student nr|student id|studentid|identyfikator|identyfikator studenta"
    "|id studenta|id osoby|id|numer|matriculation number|nr studenta|numer studenta"
    "|kod studenta|album number|learner id|learner number|identifier|nr ewidencyjny"
    "|numer legitymacji|nr uczestnika",
    GRADE: "ocena|ocena koncowa|ocena ostateczna|ocena laczna|ocena z kursu|ocena z przedmiotu"
    "|ocena finalna|grade|final grade|mark|final mark|overall grade|wynik"
    "|wynik koncowy|stopien|nota|ocena ogolna",
    RUN: "edycja|semestr|cykl|cykl dydaktyczny|tura|rok akademicki|run|term|semester"
    "|edition|academic year|cohort|edycja kursu|grupa edycji|nabor",
    AWARDED_ON: "data|data nadania|data wydania|data przyznania|data ukonczenia|data zaliczenia"
    "|dzien nadania|data wystawienia|data uzyskania|date|award date|date of award"
    "|date awarded|awarded on|completion date|date of completion|issue date|issued on"
    "|date issued|awarded|data ukonczenia kursu|data egzaminu",
    VALID_UNTIL: "wazne do|wazny do|wazna do|data waznosci|termin waznosci|koniec waznosci"
    "|valid until|valid to|expires|expires on|expiry|expiry date|expiration date"
    "|valid through|waznosc do",
    EVIDENCE: "dowod|dowody|link do dowodu|link do pracy|link do projektu|adres pracy"
    "|adres projektu|evidence|evidence url|evidence link|portfolio|link|url|praca"
    "|projekt link|repozytorium|repository|narracja",
}

SYNONYMS: Mapping[str, tuple[str, ...]] = {part: tuple(text.split("|")) for part, text in _SYNONYMS.items()}

_ABOUT_SOMETHING_ELSE = """
ojca matki rodzica opiekuna rodowe panienskie prowadzacego prowadzacy egzaminatora egzaminator promotora
wykladowcy wykladowca trenera trener dziekana urodzenia birth born father mother parent maiden teacher
supervisor tutor trainer examiner lecturer emergency pesel telefon telefonu tel komorka komorkowy phone mobile
username login rozpoczecia poczatku start
"""
ABOUT_SOMETHING_ELSE = frozenset(_ABOUT_SOMETHING_ELSE.split())
"""A header with one of these words does not name the learner's own name, address or award."""

_RESULT_WORDS = """
wynik wyniki efekt punkty pkt ocena eu zaliczenie result results outcome score points grade
"""
RESULT_WORDS = frozenset(_RESULT_WORDS.split())
"""Words that may stand before or after the identifier of a learning outcome in a header."""

_GIVEN_NAMES = """
adam adrian agata agnieszka alan albert aleksander aleksandra alfred alicja alina alojzy amelia anastazja
andrzej aneta angelika anita anna antoni antonina arkadiusz artur barbara bartlomiej bartosz beata
bernadetta blazej bogdan boguslaw boguslawa bozena bronislaw bronislawa cecylia celina cezary czeslaw
damian daniel danuta daria dariusz dawid diana dominik dominika dorota edward edyta elzbieta emil emilia
ernest eryk eugeniusz ewa ewelina fabian feliks filip franciszek gabriel gabriela genowefa gerard grazyna
grzegorz halina hanna helena henryk hubert ida iga ignacy igor ilona irena ireneusz iwona iza izabela
jacek jadwiga jagoda jakub jan janina janusz jaroslaw jerzy joanna jolanta jozef jozefa judyta julia
julian julita justyna kacper kaja kajetan kamil kamila karina karol karolina katarzyna kazimierz kinga
klara klaudia konrad kornelia kornel krystian krystyna krzysztof ksawery laura lech lena leon leszek lidia
liliana lucja lucjan ludwik lukasz maciej magdalena maja maksymilian malgorzata malwina marcel marcelina
marcin marek maria marian marianna mariola mariusz marlena marta martyna maryla mateusz matylda maurycy
michal michalina mieczyslaw mikolaj milena milosz miroslaw miroslawa monika nadia natalia natan nel
nikodem nikola nina norbert oktawia ola olaf olga oliwia oliwier oskar otylia patrycja patryk paulina
pawel pola piotr przemyslaw radoslaw rafal renata robert roksana roman romuald rozalia ryszard sabina
sandra sara sebastian seweryn slawomir sonia stanislaw stanislawa stefan stefania sylwester sylwia szymon
swietoslawa tadeusz tamara teresa tomasz tymon tymoteusz urszula waclaw waldemar wanda weronika wieslaw
wieslawa wiktor wiktoria wincenty wioletta witold wladyslaw wlodzimierz wojciech zbigniew zdzislaw zenon
zofia zuzanna zygmunt oleksandr olena iryna svitlana natalya oksana yulia mykola serhii andrii dmytro
volodymyr john mary james michael david william jennifer linda elizabeth sarah emma thomas peter paul
george charles joseph susan jessica karen nancy lisa betty margaret ashley emily donna michelle carol
"""
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
"""Common given names, folded: they tell which part of a full name is the given one."""
