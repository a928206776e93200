"""Every address of the site, by audience."""

from __future__ import annotations

from django.urls import include, path

from umiem.api.addresses import urlpatterns as api_addresses
from umiem.web.errors import no_passwords

urlpatterns = [
    path("", include("umiem.web.public.urls")),
    path("verify/", include("umiem.web.verifier.urls")),
    path("wallet/", include("umiem.web.learner.urls")),
    path("staff/", include("umiem.web.issuer.urls")),
    path("accounts/password/<path:anything>", no_passwords),  # allauth has pages for them; Umiem has none
    path("accounts/", include("allauth.urls")),
    *api_addresses,
]
handler400 = "umiem.web.errors.bad_request"
handler403 = "umiem.web.errors.forbidden"
handler404 = "umiem.web.errors.not_found"
handler500 = "umiem.web.errors.unexpected"
