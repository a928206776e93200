"""What a form of each route is sent with: a body that would succeed for whoever may send it."""

from __future__ import annotations

import functools

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.route_walk import (
    BADGE,
    DECLARED_SKILL,
    SECOND_SKILL,
)
from tests.worlds import PYTHON, SLUG
from umiem.services.verifying.check_records import signed_record
from umiem.services.verifying.verification import check

BADGE_CLASS = b'{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "name": "Badge"}'
LIST = "Imię;Nazwisko;E-mail\nOla;Żak;ola.zak@example.org\n".encode()


@functools.cache
def record_of_a_check() -> str:
    return signed_record(check(b"{}"))


def bodies() -> dict[str, dict[str, object]]:
    """A body that would succeed for whoever may send it."""
    return {
        "issuer:definition-import": {"file": SimpleUploadedFile("badge.json", BADGE_CLASS)},
        "issuer:definition-upload": {
            "file": SimpleUploadedFile("nowa.yaml", PYTHON.read_bytes() + b"\n# zmiana\n")
        },
        "issuer:award-one": {
            "given_name": "Ola",
            "family_name": "Żak",
            "email": "ola.zak@example.org",
            "run": "2026",
            "awarded_on": "2026-01-02",
        },
        "issuer:definition-feedback": {"name": "Jan Nowak"},
        "issuer:feedback-hide": {"reason": "x"},
        "public:peer": {"outcomes": "4", "comment": "Dobre."},
        "learner:feedback": {"outcomes": "5"},
        "issuer:definition-new": {"purpose": "stand-alone", "title_pl": "Nowa", "primary_language": "pl"},
        "issuer:definition-copy": {"organisation": "own", "slug": SLUG},
        "issuer:definition-review": {"decision": "approved", "reason": "Zgodne."},
        "issuer:approval-rule": {"rule": "committee"},
        "issuer:award-list": {"file": SimpleUploadedFile("lista.csv", LIST), "run": "2026"},
        "issuer:list-columns": {"column-0": "given_name", "column-1": "family_name", "column-2": "email"},
        "issuer:list-fix": {"cell-3-email": "bez@example.org", "shown-3-email": ""},
        "issuer:list-row": {"cell-email": "inna@example.org"},
        "issuer:list-confirm": {"when": "now", "notify": "on"},
        "learner:wallet-app": {"language": "en"},
        "issuer:batch-undo": {"reason": "error"},
        "issuer:batch-renew": {"valid_until": "2099-12-31"},
        "issuer:batch-revoke": {"reason": "error"},
        "issuer:batch-suspend": {"reason": "under-review"},
        "issuer:revoke": {"reason": "error"},
        "verifier:ask": {"employer": "N", "purpose": "P", "days": "3"},
        "verifier:batch": {"links": "https://far.example/1"},
        "verifier:record": {"record": record_of_a_check(), "format": "json"},
        "issuer:suspend": {"reason": "under-review"},
        "issuer:organisation": {"name_pl": "Nowa nazwa", "hue": "30"},
        "issuer:seal": {"step": "test"},
        "issuer:certificate-design": {"design": "modern"},
        "issuer:members": {"email": "nowy@own.example", "role": "author"},
        "issuer:tokens": {"label": "x", "scopes": ["awards:read"], "days": "7"},
        "issuer:key-rotate": {
            "algorithm": "Ed25519",
            "store": "file",
            "days": "90",
            "instead_of": "key-1",
        },
        "issuer:key-compromised": {"since": "2026-01-02", "sure": "key-1", "reissue": "on"},
        "issuer:ceremony": {"do": "confirm"},
        "issuer:correct": {"given_name": "Ala", "family_name": "Inna", "awarded_on": "2026-01-02"},
        "issuer:application": {"reason": "Brak miejsc."},
        "issuer:applications-decide": {"decision": "refuse", "reason": "Brak miejsc."},
        "issuer:report": {"text": "Dziękujemy."},
        "issuer:batch-settings": {"hours": "24"},
        "issuer:mail-settings": {"sender_name": "Dziekanat", "claim_days": "0"},
        "issuer:mail-text": {"subject": "Nowość", "body": "Dzień dobry, {link}", "do": "save"},
        "issuer:award-rebind": {"email": "nowa@example.org"},
        "learner:erase-award": {"sure": "on"},
        "learner:claim-report": {"kind": "other", "message": "Pomyłka"},
        "learner:report": {"kind": "other", "message": "Pomyłka"},
        "issuer:domain-end": {"domain": "student.example.org", "ends_on": "2027-06-30"},
        "issuer:privacy": {"legal_basis": "public-task", "erasure": "decided"},
        "issuer:erasure-decide": {"decision": "refuse", "reason": "BE50"},
        "issuer:award-erase": {"sure": "on"},
        "learner:imported": {"text": BADGE.decode()},
        "learner:collection-new": {"title": "Dane", "hue": "180"},
        "learner:collection": {"title": "Inne dane", "hue": "35"},
        "learner:public-page": {"show_grade": "on"},
        "issuer:offers": {"mode": "onsite", "language": "pl", "price": "100"},
        "public:offer": {"text": "Programista Python"},
        "learner:skill-declare": {"skill": SECOND_SKILL},
        "learner:skill-take-back": {"skill": DECLARED_SKILL},
        "learner:plan-link": {"days": "30"},
        "learner:plan-consent": {"email": "doradca@example.org"},
        "learner:share": {"purpose": "", "days": "30"},
    }
