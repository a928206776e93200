"""Every address of the site, by audience."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView

from umiem.api.addresses import urlpatterns as api_addresses
from umiem.web.errors import no_passwords
from umiem.web.learner.claim import enter_code
from umiem.web.second_fact import second_fact

_passkeys = login_required(RedirectView.as_view(pattern_name="mfa_list_webauthn"))

urlpatterns = [
    path("", include("umiem.web.public.urls")),
    path("verify/", include("umiem.web.verifier.urls")),
    path("second-fact/", second_fact, name="second-fact"),
    path("claim/", enter_code, name="claim-code"),
    path("wallet/", include("umiem.web.learner.urls")),
    path("operator/", include("umiem.web.operator.urls")),
    path("staff/", RedirectView.as_view(pattern_name="public:start")),
    path("staff/", include("umiem.web.issuer.urls")),
    path("accounts/password/<path:anything>", no_passwords),  # allauth has pages for them; Umiem has none
    path("accounts/2fa/", _passkeys),  # allauth lists second factors there; Umiem has passkeys
    path("accounts/", include("allauth.urls")),
    *api_addresses,
]
handler400 = "umiem.web.errors.bad_request"
handler403 = "umiem.web.errors.forbidden"
handler404 = "umiem.web.errors.not_found"
handler500 = "umiem.web.errors.unexpected"
