"""Addresses for programs: the API, and the public files that verifiers fetch."""

from __future__ import annotations

from django.urls import include, path

from umiem.api import openid4vci, published
from umiem.api.application import api
from umiem.api.health import health
from umiem.api.reference import reference

public_files = [
    path(".well-known/did.json", published.installation_did, name="installation-did"),
    path("registry.json", published.trust_list, name="trust-list"),
    path(
        ".well-known/openid-credential-issuer/o/<slug:organisation>",
        openid4vci.issuer_metadata,
        name="credential-issuer",
    ),
    path(
        ".well-known/oauth-authorization-server/o/<slug:organisation>",
        openid4vci.authorization_server_metadata,
        name="authorization-server",
    ),
    path(
        "o/<slug:organisation>/openid4vci/offers/<str:offer_code>", openid4vci.offer, name="credential-offer"
    ),
    path("o/<slug:organisation>/openid4vci/token", openid4vci.token, name="wallet-token"),
    path("o/<slug:organisation>/openid4vci/nonce", openid4vci.nonce, name="wallet-nonce"),
    path("o/<slug:organisation>/openid4vci/credential", openid4vci.credential, name="wallet-credential"),
    path(
        "o/<slug:organisation>/openid4vci/notification", openid4vci.notification, name="wallet-notification"
    ),
    path("o/<slug:organisation>/did.json", published.did_document, name="did-document"),
    path("o/<slug:organisation>/did-history.json", published.did_history, name="did-history"),
    path("o/<slug:organisation>/signer-log.json", published.signer_log_roots, name="signer-log-roots"),
    path("status/<uuid:status_list>/token", published.token_status_list, name="token-status-list"),
    path("status/<uuid:status_list>", published.status_list, name="status-list"),
    path("vct/learning-credential-1.json", published.type_metadata, name="type-metadata"),
    path(
        "vct/learning-credential-without-level-1.json",
        published.type_without_level_metadata,
        name="type-without-level-metadata",
    ),
    path("health", health, name="health"),
    path("api/", reference, name="api-reference"),
]
urlpatterns = [
    path("", include((public_files, "published"))),
    path("api/v1/", api.urls),
]
