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
    "check_at": {"pl": "Sprawdź pod adresem, podając kod:", "en": "Check at this address with the code:"},
    "check_content": {
        "pl": "Sprawdź treść, nie tylko kod: porównaj ten wydruk z tym, co pokazuje strona.",
        "en": "Check the content, not only the code: compare this print with what the page shows.",
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

QR_ALT: Final = {"pl": "Kod QR z adresem: {address}", "en": "QR code with the address: {address}"}
ROSETTE_ALT: Final = {
    "pl": "Rozeta mikropoświadczenia „{title}”",
    "en": "Rosette of the micro-credential “{title}”",
}
ATTACHED: Final = {
    "pl": "Poświadczenie do sprawdzenia przez komputer",
    "en": "The credential, for computers to check",
}
