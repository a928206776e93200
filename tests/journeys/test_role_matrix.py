"""Every route × every role × the own and another organisation: who gets in, and who changes anything.

A cell is one letter per role of ``ROLES``: ``.`` answered, ``+`` answered and something was changed, ``L``
sent to sign in, ``3`` forbidden, ``4`` nothing to be seen. A route without a cell fails the test, and so
does a cell without a route. Methods without a cell must be refused with 405 for everyone.
"""

from __future__ import annotations

import functools
import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.journeys.route_walk import (
    BADGE,
    DECLARED_SKILL,
    PLAN,
    ROLES,
    SECOND_SKILL,
    TwoOrganisations,
    routes,
    two_organisations,
)
from tests.worlds import PYTHON, SLUG
from umiem.services.verifying.check_records import signed_record
from umiem.services.verifying.verification import check
from umiem.storage.models import (
    ApiToken,
    Award,
    Batch,
    CandidateRequest,
    CertificateDesign,
    Collection,
    Credential,
    DeclaredSkill,
    DefinitionFeedback,
    DefinitionOffer,
    DefinitionVersion,
    EndingAddress,
    Erasure,
    ImportedCredential,
    KeyCeremony,
    ListDraft,
    MailText,
    Membership,
    NoticeSettings,
    Organisation,
    OutboxMail,
    PeerInvitation,
    PlanConsent,
    PlanLink,
    PrivacySettings,
    PublicPage,
    Report,
    RequestAnswer,
    SavedPlan,
    SealKey,
    ShareLink,
    SigningKey,
    StackApplication,
)

pytestmark = [pytest.mark.django_db]

EVERYONE = "......."
SIGNED_IN = "L......"
STAFF = "L4...44"
ADMINS = "L433.44"
AWARDERS = "L43..44"
HOLDER = "L.44444"
OPERATORS = "L333333"

CELLS: dict[tuple[str, str], str] = {
    ("public:home", "get"): EVERYONE,
    ("public:start", "get"): SIGNED_IN,
    ("public:language", "get"): EVERYONE,
    ("public:rosette", "get"): EVERYONE,
    ("public:catalogue", "get"): EVERYONE,
    ("public:definition", "get"): EVERYONE,
    ("public:organisation", "get"): EVERYONE,
    ("public:compare", "get"): EVERYONE,
    ("public:feed-json", "get"): EVERYONE,
    ("public:feed-csv", "get"): EVERYONE,
    ("public:feed-schema-org", "get"): EVERYONE,
    ("public:feed-elm", "get"): EVERYONE,
    ("public:embedded", "get"): EVERYONE,
    ("public:skills", "get"): EVERYONE,
    ("public:skill", "get"): EVERYONE,
    ("public:occupations", "get"): EVERYONE,
    ("public:occupation", "get"): EVERYONE,
    ("public:sitemap", "get"): EVERYONE,
    ("public:robots", "get"): EVERYONE,
    ("issuer:offers", "get"): STAFF,
    ("issuer:offers", "post"): "L4+3+44",
    ("issuer:offer-remove", "post"): "L4+3+44",
    ("public:plan", "get"): EVERYONE,
    ("public:plan-names", "get"): EVERYONE,
    ("public:plan-document", "get"): EVERYONE,
    ("public:plan-calendar", "get"): EVERYONE,
    ("public:plan-make-link", "post"): "+++++++",
    ("public:plan-link", "get"): EVERYONE,
    ("public:offer", "get"): EVERYONE,
    ("public:offer", "post"): EVERYONE,
    ("public:share", "get"): "+++++++",  # counts the view
    ("public:share-download", "get"): EVERYONE,
    ("public:printed-ask", "get"): EVERYONE,
    ("public:printed", "get"): "4444444",  # the code of the test is nobody's
    ("public:printed-download", "get"): "4444444",
    ("public:about", "get"): EVERYONE,
    ("public:privacy", "get"): EVERYONE,
    ("public:accessibility", "get"): EVERYONE,
    ("public:organisation-accessibility", "get"): EVERYONE,
    ("public:tour", "get"): EVERYONE,
    ("public:outbox", "get"): EVERYONE,
    ("verifier:check", "get"): EVERYONE,
    ("verifier:check", "post"): EVERYONE,
    ("verifier:registry", "get"): EVERYONE,
    ("verifier:record", "post"): EVERYONE,
    ("operator:lists", "get"): OPERATORS,  # nobody of the matrix is one
    ("operator:import", "get"): OPERATORS,
    ("operator:import", "post"): OPERATORS,
    ("operator:remove", "post"): OPERATORS,
    ("operator:vouch", "get"): OPERATORS,
    ("operator:vouch", "post"): OPERATORS,
    ("operator:withdraw", "post"): OPERATORS,
    ("operator:domain", "post"): OPERATORS,
    ("verifier:ask", "get"): EVERYONE,
    ("verifier:ask", "post"): "+++++++",
    ("verifier:asked", "get"): "+++++++",  # reading an answer counts the view of what was shared
    ("verifier:ask-close", "post"): "+++++++",
    ("verifier:asked-file", "get"): EVERYONE,
    ("public:answer", "get"): EVERYONE,
    ("public:answer", "post"): EVERYONE,  # nothing is chosen in the body of the test
    ("learner:answers", "get"): SIGNED_IN,
    ("learner:answer-withdraw", "post"): "L+44444",
    ("verifier:batch", "get"): EVERYONE,
    ("verifier:batch", "post"): EVERYONE,
    ("verifier:batch-result", "get"): EVERYONE,
    ("verifier:batch-table", "get"): EVERYONE,
    ("learner:awards", "get"): SIGNED_IN,
    ("learner:account", "get"): SIGNED_IN,
    ("learner:export", "get"): SIGNED_IN,
    ("learner:claim", "get"): "4444444",  # the code of the test is nobody's
    ("learner:claim", "post"): "4444444",
    ("learner:claim-decline", "post"): "4444444",
    ("claim-code", "get"): EVERYONE,
    ("claim-code", "post"): EVERYONE,  # no code at all: asked again
    ("learner:skills", "get"): SIGNED_IN,
    ("learner:skill-declare", "post"): "L++++++",
    ("learner:skill-take-back", "post"): "L+.....",  # only the learner declared it
    ("learner:plans", "get"): SIGNED_IN,
    ("learner:plan-save", "post"): "L++++++",
    ("learner:plan", "get"): HOLDER,
    ("learner:plan-document", "get"): HOLDER,
    ("learner:plan-calendar", "get"): HOLDER,
    ("learner:plan-link", "post"): "L+44444",
    ("learner:plan-link-stop", "post"): "L+44444",
    ("learner:plan-delete", "post"): "L+44444",
    ("learner:plan-consent", "post"): "L++++++",
    ("learner:plan-consent-withdraw", "post"): "L+44444",
    ("learner:clients", "get"): SIGNED_IN,
    ("learner:client-plan", "get"): "L44.444",  # the learner consents to the issuer only
    ("learner:award", "get"): HOLDER,
    ("learner:decline", "post"): HOLDER,  # accepted already: refused
    ("learner:credential", "get"): HOLDER,
    ("learner:certificate", "get"): HOLDER,
    ("learner:badge", "get"): HOLDER,
    ("learner:european", "get"): HOLDER,
    ("public:holder-page", "get"): EVERYONE,
    ("public:collection", "get"): EVERYONE,
    ("learner:imported", "get"): SIGNED_IN,
    ("learner:imported", "post"): "L++++++",  # everyone into the own portfolio
    ("learner:imported-one", "get"): HOLDER,
    ("learner:imported-check", "post"): "L+44444",
    ("learner:imported-file", "get"): HOLDER,
    ("learner:imported-delete", "post"): "L+44444",
    ("learner:larger", "get"): SIGNED_IN,
    ("learner:larger-one", "get"): SIGNED_IN,
    ("learner:larger-one", "post"): SIGNED_IN,  # refused: nothing is complete
    ("learner:application-withdraw", "post"): "L+44444",
    ("learner:collections", "get"): SIGNED_IN,
    ("learner:collection-new", "get"): SIGNED_IN,
    ("learner:collection-new", "post"): "L++++++",
    ("learner:collection", "get"): HOLDER,
    ("learner:collection", "post"): "L+44444",
    ("learner:collection-delete", "post"): "L+44444",
    ("learner:cv", "get"): "L......",
    ("learner:cv-document", "get"): "L......",
    ("learner:cv-entries", "get"): "L......",
    ("second-fact", "get"): SIGNED_IN,
    ("second-fact", "post"): SIGNED_IN,  # nothing is asked: sent on
    ("learner:merge", "get"): SIGNED_IN,
    ("learner:merge", "post"): SIGNED_IN,
    ("learner:address-end", "post"): SIGNED_IN,
    ("issuer:domain-end", "post"): "L433+44",
    ("learner:my-data", "get"): SIGNED_IN,
    ("learner:erase-account", "get"): SIGNED_IN,
    ("learner:erase-account", "post"): SIGNED_IN,  # not confirmed: asked again
    ("learner:erase-award", "get"): HOLDER,
    ("learner:erase-award", "post"): "L+44444",
    ("learner:report", "get"): HOLDER,
    ("learner:report", "post"): HOLDER,
    ("issuer:privacy", "get"): ADMINS,
    ("issuer:privacy", "post"): "L433+44",
    ("issuer:erasures", "get"): ADMINS,
    ("issuer:erasure-decide", "post"): "L433+44",
    ("issuer:award-erase", "get"): ADMINS,
    ("issuer:award-erase", "post"): "L433+44",
    ("learner:public-page", "get"): HOLDER,
    ("learner:public-page", "post"): "L+44444",
    ("learner:public-page-preview", "get"): HOLDER,
    ("learner:formats", "get"): HOLDER,
    ("learner:format", "get"): HOLDER,
    ("learner:elements", "get"): HOLDER,
    ("learner:accept", "post"): HOLDER,  # accepted already: nothing changes
    ("learner:share", "post"): "L+44444",
    ("learner:share-stop", "post"): "L+44444",
    ("learner:share-one", "get"): HOLDER,
    ("learner:share-qr", "get"): HOLDER,
    ("public:share-code", "get"): EVERYONE,
    ("public:share-code", "post"): EVERYONE,  # no code: asked again
    ("public:share-card", "get"): EVERYONE,
    ("issuer:dashboard", "get"): STAFF,
    ("issuer:definitions", "get"): STAFF,
    ("issuer:definition-import", "get"): "L4.3.44",
    ("issuer:definition-import", "post"): "L4+3+44",
    ("issuer:definition-upload", "get"): STAFF,
    ("issuer:definition-upload", "post"): "L4+.+44",
    ("issuer:definition", "get"): STAFF,
    ("issuer:definition-publish", "post"): "L4.3.44",  # published already
    ("issuer:definition-new", "get"): STAFF,
    ("issuer:definition-new", "post"): "L4+3+44",
    ("issuer:definition-copy", "get"): STAFF,
    ("issuer:definition-copy", "post"): "L4+3+44",
    ("issuer:definition-edit", "get"): "L4.3.44",  # published: the editor leads to its page
    ("issuer:definition-edit", "post"): "L4.3.44",
    ("issuer:definition-outcome", "get"): "L4.3.44",
    ("issuer:definition-outcome", "post"): "L4.3.44",
    ("issuer:definition-undo", "post"): "L4.3.44",
    ("issuer:definition-saves", "get"): STAFF,
    ("issuer:definition-restore", "post"): "L4.3.44",
    ("issuer:definition-feedback", "get"): STAFF,
    ("issuer:definition-feedback", "post"): "L4+3+44",
    ("issuer:peer-end", "post"): "L4+3+44",
    ("issuer:feedback-hide", "post"): "L433+44",
    ("issuer:definition-quality", "get"): STAFF,
    ("issuer:skill-search", "get"): STAFF,
    ("public:peer", "get"): EVERYONE,
    ("public:peer", "post"): "+++++++",
    ("learner:feedback", "get"): HOLDER,
    ("learner:feedback", "post"): "L+44444",
    ("issuer:definition-versions", "get"): STAFF,
    ("issuer:definition-new-version", "post"): "L4+3+44",
    ("issuer:definition-review", "get"): STAFF,
    ("issuer:definition-review", "post"): "L433.44",  # published already: there is nothing to decide
    ("issuer:definition-submit", "post"): "L4.3.44",
    ("issuer:definition-withdraw", "post"): "L4.3.44",
    ("issuer:approval-rule", "get"): STAFF,
    ("issuer:approval-rule", "post"): "L433+44",
    ("issuer:definition-archive", "post"): "L4+3+44",
    ("issuer:definition-file", "get"): STAFF,
    ("issuer:definition-sheet", "get"): STAFF,
    ("issuer:awards", "get"): STAFF,
    ("issuer:award-choose", "get"): STAFF,
    ("issuer:award-one", "get"): STAFF,
    ("issuer:award-one", "post"): "L4.++44",
    ("issuer:list-choose", "get"): STAFF,
    ("issuer:award-list", "get"): STAFF,
    ("issuer:award-list", "post"): "L43++44",
    ("issuer:list-template", "get"): AWARDERS,
    ("issuer:list-rows", "get"): AWARDERS,
    ("issuer:list-columns", "get"): AWARDERS,
    ("issuer:list-columns", "post"): "L43++44",
    ("issuer:list-fix", "post"): "L43++44",
    ("issuer:list-undo", "post"): "L43++44",
    ("issuer:list-rejected", "get"): AWARDERS,
    ("issuer:list-row", "get"): AWARDERS,
    ("issuer:list-row", "post"): "L43++44",
    ("issuer:list-row-credential", "get"): AWARDERS,
    ("issuer:list-row-certificate", "get"): AWARDERS,
    ("issuer:list-confirm", "get"): AWARDERS,
    ("issuer:list-confirm", "post"): "L43++44",
    ("issuer:list-file", "get"): AWARDERS,
    ("issuer:list-discard", "post"): "L43++44",
    ("issuer:award", "get"): STAFF,
    ("issuer:credential", "get"): STAFF,
    ("issuer:formats", "get"): STAFF,
    ("issuer:format", "get"): STAFF,
    ("issuer:award-elements", "get"): STAFF,
    ("issuer:revoke", "get"): STAFF,
    ("issuer:revoke", "post"): "L4.++44",
    ("issuer:suspend", "get"): STAFF,
    ("issuer:suspend", "post"): "L4.++44",
    ("issuer:lift", "get"): STAFF,
    ("issuer:lift", "post"): STAFF,  # not suspended: refused for everyone
    ("issuer:mail-resend", "post"): "L43++44",
    ("issuer:correct", "get"): STAFF,
    ("issuer:correct", "post"): "L4.++44",
    ("issuer:renew", "get"): STAFF,
    ("issuer:renew", "post"): "L4...44",  # no last day: refused for everyone
    ("issuer:award-again", "post"): AWARDERS,  # refused: the credential is in force
    ("issuer:applications", "get"): STAFF,
    ("issuer:application", "get"): STAFF,
    ("issuer:application", "post"): "L4.++44",
    ("issuer:application-award", "get"): STAFF,
    ("issuer:application-award", "post"): STAFF,  # refused: nothing is complete
    ("issuer:reports", "get"): STAFF,
    ("issuer:report", "get"): STAFF,
    ("issuer:report", "post"): "L4.++44",
    ("issuer:mail", "get"): STAFF,
    ("issuer:mail-again", "post"): "L43++44",
    ("issuer:mail-failed-again", "post"): "L43..44",  # none failed
    ("issuer:mail-settings", "get"): STAFF,
    ("issuer:mail-settings", "post"): "L433+44",
    ("issuer:mail-text", "get"): STAFF,
    ("issuer:mail-text", "post"): "L433+44",
    ("issuer:award-code", "post"): "L43..44",  # accepted already: refused
    ("issuer:award-rebind", "post"): "L43++44",
    ("issuer:batches", "get"): STAFF,
    ("issuer:batch-settings", "get"): STAFF,
    ("issuer:batch-settings", "post"): "L433+44",
    ("issuer:batch", "get"): STAFF,
    ("issuer:batch-pause", "post"): "L43++44",
    ("issuer:batch-resume", "post"): "L43..44",  # not paused: refused
    ("issuer:batch-cancel", "post"): "L43++44",
    ("issuer:batch-mail-again", "post"): "L43..44",  # none failed
    ("issuer:batch-undo", "get"): STAFF,
    ("issuer:batch-undo", "post"): STAFF,  # not done yet: refused
    ("issuer:batch-revoke", "get"): STAFF,
    ("issuer:batch-revoke", "post"): STAFF,
    ("issuer:batch-suspend", "get"): STAFF,
    ("issuer:batch-suspend", "post"): STAFF,
    ("issuer:batch-lift", "get"): STAFF,
    ("issuer:batch-lift", "post"): STAFF,
    ("issuer:keys", "get"): ADMINS,
    ("issuer:key-rotate", "get"): ADMINS,
    ("issuer:key-rotate", "post"): "L433+44",
    ("issuer:key-compromised", "get"): ADMINS,
    ("issuer:key-compromised", "post"): "L433+44",
    ("issuer:ceremony", "get"): ADMINS,
    ("issuer:ceremony", "post"): "L433+44",
    ("issuer:ceremony-transcript", "get"): "L433444",  # it waits: there is none yet
    ("issuer:organisation", "get"): STAFF,
    ("issuer:organisation", "post"): "L433+44",
    ("issuer:seal", "get"): ADMINS,
    ("issuer:seal", "post"): "L433.44",  # the organisation of the test has no legal identifier: refused
    ("issuer:certificate-design", "get"): ADMINS,
    ("issuer:certificate-design", "post"): "L433+44",
    ("issuer:certificate-preview", "get"): STAFF,
    ("issuer:members", "get"): ADMINS,
    ("issuer:members", "post"): "L433+44",
    ("issuer:member-remove", "post"): "L433+44",
    ("issuer:tokens", "get"): ADMINS,
    ("issuer:tokens", "post"): "L433+44",
    ("issuer:token-end", "post"): "L433+44",
    ("issuer:history", "get"): ADMINS,
    ("published:did-document", "get"): EVERYONE,
    ("published:installation-did", "get"): EVERYONE,
    ("published:trust-list", "get"): EVERYONE,
    ("published:did-history", "get"): EVERYONE,
    ("published:health", "get"): EVERYONE,
    ("published:signer-log-roots", "get"): EVERYONE,
    ("published:token-status-list", "get"): EVERYONE,
    ("published:status-list", "get"): EVERYONE,
    ("published:type-metadata", "get"): EVERYONE,
    ("published:type-without-level-metadata", "get"): EVERYONE,
    ("published:api-reference", "get"): EVERYONE,
}
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
        "issuer:batch-undo": {"reason": "error"},
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
        "issuer:report": {"text": "Dziękujemy."},
        "issuer:batch-settings": {"hours": "24"},
        "issuer:mail-settings": {"sender_name": "Dziekanat", "claim_days": "0"},
        "issuer:mail-text": {"subject": "Nowość", "body": "Dzień dobry, {link}", "do": "save"},
        "issuer:award-rebind": {"email": "nowa@example.org"},
        "learner:erase-award": {"sure": "on"},
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


def everything_stored() -> str:
    """A digest of what people can change, so that a refused request can be seen to change nothing."""
    tables = (
        Award.objects.values_list("id", "state", "holder"),
        Batch.objects.values_list("id", "state"),
        Credential.objects.values_list("id", "status", "state"),
        DefinitionVersion.objects.values_list("id", "digest", "state"),
        Membership.objects.values_list("id", "user", "role"),
        Organisation.objects.values_list("id", "names", "hue", "approval_rule", "undo_hours"),
        OutboxMail.objects.values_list("id", "state", "next_attempt_at"),
        ShareLink.objects.values_list("id", "revoked_at", "views"),
        DefinitionOffer.objects.values_list("id"),
        DeclaredSkill.objects.values_list("id", "uri"),
        SavedPlan.objects.values_list("id", "wish"),
        PlanLink.objects.values_list("id", "revoked_at"),
        PlanConsent.objects.values_list("id", "withdrawn_at"),
        ApiToken.objects.values_list("id", "revoked_at"),
        CandidateRequest.objects.values_list("id", "closed_at"),
        RequestAnswer.objects.values_list("id", "withdrawn_at"),
        DefinitionFeedback.objects.values_list("id", "outcomes", "comment", "hidden_at"),
        PeerInvitation.objects.values_list("id", "ended_at"),
        ImportedCredential.objects.values_list("id", "checked_at"),
        Collection.objects.values_list("id", "title"),
        PrivacySettings.objects.values_list("id", "legal_basis"),
        Erasure.objects.values_list("id", "state"),
        EndingAddress.objects.values_list("id", "ends_on"),
        PublicPage.objects.values_list("id", "is_public"),
        Report.objects.values_list("id", "state"),
        StackApplication.objects.values_list("id", "state"),
        SigningKey.objects.values_list("id", "state"),
        KeyCeremony.objects.values_list("id", "state", "confirmations"),
        MailText.objects.values_list("id", "subject"),
        NoticeSettings.objects.values_list("id", "sender_name"),
        ListDraft.objects.values_list("id", "state", "touched_at"),
        CertificateDesign.objects.values_list("id", "design"),
        SealKey.objects.values_list("id", "chain"),
    )
    return hashlib.sha256(repr([sorted(map(repr, table)) for table in tables]).encode()).hexdigest()


def cell(world: TwoOrganisations, name: str, pattern: str, method: str, *, before: str) -> str:
    for page, token in (
        ("s/", "share_token"),
        ("p/", "page_token"),
        ("set/", "collection_token"),
        ("verify/many/", "batch_token"),
        ("verify/ask/", "employer_token"),
        ("answer/", "candidate_token"),
    ):
        if pattern.startswith(page):
            pattern = pattern.replace("<str:token>", f"<str:{token}>")
    letters = []
    for role in ROLES:
        cache.clear()  # what one role asked does not count against the next
        client = world.client(role)
        writes, savepoint = Writes(), transaction.savepoint()
        with connection.execute_wrapper(writes):
            response = call(client, world.path(pattern), method, name)
        changed = writes.seen and everything_stored() != before
        transaction.savepoint_rollback(savepoint)
        letters.append(letter(response, changed=changed))
    return "".join(letters)


class Writes:
    """Watches the statements of a request: one that writes nothing cannot have changed anything."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        self.seen = self.seen or not sql.lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)


def call(client: Client, path: str, method: str, name: str) -> HttpResponse:
    if name in ("public:plan-make-link", "public:plan-document", "public:plan-calendar", "learner:plan-save"):
        path = f"{path}?{PLAN}"
    return client.get(path) if method == "get" else client.post(path, bodies().get(name, {}))


def letter(response: HttpResponse, *, changed: bool) -> str:
    status = response.status_code
    if status == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "L" if not changed else "!"
    if status in (200, 302, 409, 422):
        return "+" if changed else "."
    refused = {403: "3", 404: "4", 405: "m"}.get(status, f"[{status}]")
    return refused if not changed else "!"


def site_routes() -> list[tuple[str, str]]:
    """The routes with pages; the API and the sign-in pages have matrices of their own."""
    elsewhere = ("api:", "account_", "mfa_", "None")
    return [(name, path) for name, path in routes() if not name.startswith(elsewhere)]


def test_every_route_has_a_cell_and_every_cell_a_route():
    named = {name for name, _ in site_routes()}
    assert named == {name for name, _ in CELLS}


def test_everyone_gets_what_the_matrix_says():
    world = two_organisations()
    wrong, before = [], everything_stored()
    for name, pattern in site_routes():
        for method in ("get", "post"):
            expected = CELLS.get((name, method))
            if expected is None:
                response = call(world.client("admin"), world.path(pattern), method, name)
                found, expected = letter(response, changed=False), "m"
            else:
                found = cell(world, name, pattern, method, before=before)
            if found != expected:
                wrong.append(f"{method} {name}: expected {expected}, found {found}")
    assert wrong == []


def test_the_pages_of_the_account_are_for_the_signed_in():
    world = two_organisations()
    wrong = []
    for name, pattern in routes():
        if not name.startswith(("account_", "mfa_")) or "<" in pattern or "(" in pattern:
            continue
        for role in ("anonymous", "learner"):
            response = world.client(role).get(world.path(pattern))
            if response.status_code not in (200, 302, 403, 404, 405):
                wrong.append(f"{name} {role}: {response.status_code}")
    assert wrong == []
    for path in ("/accounts/email/", "/accounts/2fa/", "/accounts/2fa/webauthn/"):
        assert world.client("anonymous").get(path).headers["Location"].startswith("/accounts/login/")


def test_there_are_no_passwords():
    world = two_organisations()
    for path in ("change", "set", "reset", "reset/done", "reset/key/1-x"):
        assert world.client("learner").get(f"/accounts/password/{path}/").status_code == 404
