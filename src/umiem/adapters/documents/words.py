"""The fixed words of printed documents, in both languages at once.

Not in the interface's catalogues: a certificate shows its languages side by side, chosen by the
award and not by who happens to print it, and it must read the same for ever.
"""

from __future__ import annotations

from typing import Final

MORE_OUTCOMES: Final = {
    "pl": "oraz dalsze efekty uczenia się (liczba: {count}) – zob. strona 2",
    "en": "and further learning outcomes ({count}): see page 2",
}

WORDS: Final[dict[str, dict[str, str]]] = {
    "micro_credential": {"pl": "Mikropoświadczenie", "en": "Micro-credential"},
    "awarded_to": {"pl": "otrzymuje", "en": "is awarded to"},
    "can": {"pl": "Potwierdzone efekty uczenia się", "en": "Confirmed learning outcomes"},
    "check_at": {"pl": "Do sprawdzenia pod adresem, z kodem:", "en": "Check at this address with the code:"},
    "check_file": {
        "pl": "Ten plik PDF można sprawdzić pod adresem:",
        "en": "Check this PDF file at:",
    },
    "check_attached": {
        "pl": "Poświadczenie jest załączone do tego pliku PDF i tam można je sprawdzić; wydruk to za mało.",
        "en": "The credential is attached to this PDF file and is checked there; a print is not enough.",
    },
    "check_content": {
        "pl": "Proszę sprawdzić treść, nie tylko kod: porównać ten wydruk z tym, co pokazuje strona.",
        "en": "Check the content, not only the code: compare this print with what the page shows.",
    },
    "check_briefly": {
        "pl": "Proszę sprawdzić treść, nie tylko kod:",
        "en": "Check the content, not only the code:",
    },
    "elements": {"pl": "Europejskie elementy opisu", "en": "European standard elements"},
    "elements_note": {
        "pl": "Zalecenie Rady 2022/C 243/02, załącznik I. Opis ułatwia uznanie, ale sam go nie oznacza.",
        "en": (
            "Council Recommendation 2022/C 243/02, Annex I. "
            "The description helps recognition; it does not imply it."
        ),
    },
    "code": {"pl": "Nr", "en": "No."},
    "element": {"pl": "Element", "en": "Element"},
    "said": {"pl": "Treść", "en": "Content"},
}

SIGNING_REASON: Final = {
    "pl": "Potwierdzenie mikropoświadczenia przez wydawcę",
    "en": "The issuer confirms this micro-credential",
}
SHEET_TITLE: Final = {
    "pl": "Europejskie elementy opisu mikropoświadczenia",
    "en": "European standard elements of a micro-credential",
}
LOGO_ALT: Final = {"pl": "Logo: {body}", "en": "Logo of {body}"}

QR_ALT: Final = {"pl": "Kod QR z adresem: {address}", "en": "QR code with the address: {address}"}
ROSETTE_ALT: Final = {
    "pl": "Rozeta mikropoświadczenia „{title}”",
    "en": "Rosette of the micro-credential “{title}”",
}
ATTACHED: Final = {
    "pl": "Poświadczenie do sprawdzenia przez komputer",
    "en": "The credential, for computers to check",
}

SHEET_WORDS: Final[dict[str, dict[str, str]]] = {
    "pl": {
        "sheet": "Arkusz jakości mikropoświadczenia",
        "elements": "Europejskie elementy opisu (załącznik I)",
        "principles": "Zasady europejskie (załącznik II)",
        "findings": "Do rozstrzygnięcia",
        "number": "Nr",
        "element": "Element",
        "principle": "Zasada",
        "state": "Stan",
        "score": "Wynik",
        "score_note": ("Wynik liczy tylko to, co potrafi sprawdzić komputer. Nie zastępuje oceny komisji."),
        "good": "w porządku",
        "advises": "wskazówka",
        "warns": "uwaga",
        "blocks": "do uzupełnienia",
        "ready": "Opis można opublikować: nic nie stoi na przeszkodzie.",
        "not_ready": "Opisu nie można jeszcze opublikować.",
        "decisions": "Kto zdecydował",
        "authors": "Autorzy",
        "no_decisions": "Nikt jeszcze nie podjął decyzji o tej wersji.",
        "day": "Data",
        "decision": "Decyzja",
        "person": "Kto",
        "reason": "Uzasadnienie",
        "alone": "decyzja autora, według zasady jednej osoby",
        "submitted": "przekazane do recenzji",
        "withdrawn": "wycofane przez autorów",
        "recommended": "zarekomendowane",
        "returned": "zwrócone do poprawy",
        "approved": "zatwierdzone",
        "published": "opublikowane",
        "archived": "zarchiwizowane",
        "author": "autor",
        "reviewer": "recenzent",
        "approver": "zatwierdzający",
        "issuer": "wydawca",
        "admin": "administrator",
        "feedback": "Co mówią osoby uczące się i środowisko",
        "learners": "Osoby uczące się",
        "peers": "Recenzje z zewnątrz",
        "learner": "Osoba ucząca się",
        "peer": "Recenzja z zewnątrz",
        "version": "wersja",
        "means": "Średnie (od 1 do 5)",
        "outcomes": "jasność efektów",
        "workload": "nakład pracy i poziom",
        "assessment": "rzetelność oceny",
        "hidden": "Tekst ukryto: {reason}",
        "left_out": "Pozostałe opinie (liczba: {count}) są na stronie opinii.",
    },
    "en": {
        "sheet": "Quality sheet of a micro-credential",
        "elements": "European standard elements (Annex I)",
        "principles": "European principles (Annex II)",
        "findings": "To be settled",
        "number": "No.",
        "element": "Element",
        "principle": "Principle",
        "state": "State",
        "score": "Score",
        "score_note": "The score counts only what a computer can check. It does not replace the committee.",
        "good": "in order",
        "advises": "advice",
        "warns": "warning",
        "blocks": "to be settled",
        "ready": "The definition can be published: nothing stands in the way.",
        "not_ready": "The definition cannot be published yet.",
        "decisions": "Who decided",
        "authors": "Authors",
        "no_decisions": "Nothing has been decided about this version yet.",
        "day": "Date",
        "decision": "Decision",
        "person": "Who",
        "reason": "Reason",
        "alone": "by its own author, under the single-person rule",
        "submitted": "handed in for review",
        "withdrawn": "taken back by the authors",
        "recommended": "recommended",
        "returned": "returned for changes",
        "approved": "approved",
        "published": "published",
        "archived": "archived",
        "author": "author",
        "reviewer": "reviewer",
        "approver": "approver",
        "issuer": "issuer",
        "admin": "administrator",
        "feedback": "What learners and peers say",
        "learners": "Learners",
        "peers": "Peers",
        "learner": "Learner",
        "peer": "Peer",
        "version": "version",
        "means": "Means (from 1 to 5)",
        "outcomes": "clear outcomes",
        "workload": "workload and level",
        "assessment": "fair assessment",
        "hidden": "The text was hidden: {reason}",
        "left_out": "Further opinions ({count}) are on the page of feedback.",
    },
}
