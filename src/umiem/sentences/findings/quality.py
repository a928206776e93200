"""M11: quality assurance."""

from __future__ import annotations

from umiem.sentences.findings.words import Text, Words

QUALITY: dict[str, Text] = {
    "quality-type-missing": Text(
        en=Words(
            "The type of quality assurance is missing.",
            "Annex I requires it: internal system, outside evaluation, sectoral standard …",
            "types: [internal-quality-system, institutional-quality-assurance]",
        ),
        pl=Words(
            "Brakuje rodzaju zapewniania jakości.",
            "Wymaga go załącznik I: system wewnętrzny, ocena zewnętrzna, standard sektorowy…",
            "types: [internal-quality-system, institutional-quality-assurance]",
        ),
    ),
    "quality-type-unknown": Text(
        en=Words(
            "“{code}” is no known type of quality assurance.",
            "The list joins the European accreditation types with three values for internal, sectoral and "
            "ZSK assurance.",
            "types: [internal-quality-system]",
        ),
        pl=Words(
            "„{code}” nie jest znanym rodzajem zapewniania jakości.",
            "Lista łączy europejskie typy akredytacji z trzema wartościami: system wewnętrzny, standard "
            "sektorowy, ZSK.",
            "types: [internal-quality-system]",
        ),
    ),
    "quality-statement-missing": Text(
        en=Words(
            "There is no statement on quality assurance.",
            "The type alone says little. One sentence: who approves, who reviews, how often?",
            "The University Committee for Quality approves this micro-credential and reviews it every year.",
        ),
        pl=Words(
            "Brakuje opisu zapewniania jakości.",
            "Sam rodzaj niewiele mówi. Jedno zdanie: kto zatwierdza, kto przegląda, jak często?",
            "Mikropoświadczenie zatwierdza i co roku przegląda Uczelniana Komisja ds. Jakości Kształcenia.",
        ),
    ),
    "quality-procedure-missing": Text(
        en=Words(
            "The quality procedure is not linked.",
            "Quality assurance should be documented and accessible: link the page or resolution.",
            "procedure: https://university.example.org/quality",
        ),
        pl=Words(
            "Nie podano linku do procedury jakości.",
            "Zapewnianie jakości powinno być udokumentowane i dostępne: strona lub uchwała.",
            "procedure: https://uczelnia.example.org/jakosc",
        ),
    ),
    "quality-only-external": Text(
        en=Words(
            "Only outside quality assurance is named.",
            "The principles ask for internal and external assurance: accreditation looks at the provider, "
            "the internal "
            "system at this micro-credential.",
            "types: [internal-quality-system, institutional-quality-assurance]",
        ),
        pl=Words(
            "Wskazano tylko zewnętrzne zapewnianie jakości.",
            "Zasady wymagają zapewniania wewnętrznego i zewnętrznego: akredytacja dotyczy instytucji, "
            "system wewnętrzny "
            "– tego mikropoświadczenia.",
            "types: [internal-quality-system, institutional-quality-assurance]",
        ),
    ),
    "accreditation-incomplete": Text(
        en=Words(
            "An accreditation lacks its title, its type or the body that granted it.",
            "A reader must be able to find the decision.",
            "title, type, agent, reference",
        ),
        pl=Words(
            "Akredytacja nie ma nazwy, rodzaju albo instytucji, która jej udzieliła.",
            "Czytelnik musi móc odnaleźć decyzję.",
            "title, type, agent, reference",
        ),
    ),
    "accreditation-expired": Text(
        en=Words(
            "The accreditation ended on {date}.",
            "A credential must not lean on a decision that no longer holds.",
            "valid_until: 2030-09-30",
        ),
        pl=Words(
            "Akredytacja wygasła {date}.",
            "Poświadczenie nie może powoływać się na decyzję, która już nie obowiązuje.",
            "valid_until: 2030-09-30",
        ),
    ),
    "accreditation-claimed-without-decision": Text(
        en=Words(
            "“{code}” is claimed, but no decision is named.",
            "Outside assurance is proved by a decision: who decided, what, until when?",
            "accreditations: a title, a type, an agent and a reference",
        ),
        pl=Words(
            "Podano „{code}”, ale nie wskazano decyzji.",
            "Zewnętrzne zapewnianie jakości potwierdza decyzja: kto, co i do kiedy postanowił?",
            "accreditations: nazwa, rodzaj, instytucja i link",
        ),
    ),
    "learner-feedback-missing": Text(
        en=Words(
            "It is not said how learners' feedback is used.",
            "Learners take part in quality assurance: how are they asked, and what changes?",
            "An anonymous survey after each edition; the results and the changes made are published.",
        ),
        pl=Words(
            "Nie podano, jak wykorzystuje się opinie osób uczących się.",
            "Osoby uczące się uczestniczą w zapewnianiu jakości: jak się je pyta i co się zmienia?",
            "Po każdej edycji anonimowa ankieta; wyniki i wprowadzone zmiany są publikowane.",
        ),
    ),
    "peer-review-missing": Text(
        en=Words(
            "No review by other providers or practitioners is mentioned.",
            "Peers see what one's own house no longer sees.",
            "A lecturer of another university and a practitioner reviewed the description and the tasks.",
        ),
        pl=Words(
            "Nie wspomniano o opinii innych instytucji lub praktyków.",
            "Ktoś z zewnątrz widzi to, czego we własnym domu już nie widać.",
            "Opis i zadania sprawdził prowadzący z innej uczelni oraz praktyk.",
        ),
    ),
}
