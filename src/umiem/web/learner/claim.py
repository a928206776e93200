"""The link of the letter: shows the award before signing in, accepts it after."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from umiem.services import access, portfolio


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the code stands for; a signed-in person accepts it with the button."""
    if request.method == "POST" and request.user.is_authenticated:
        held = portfolio.claim(access.actor_of(request.user), code)
        messages.success(
            request, _("It is yours now. Download the file and keep it: it works without this site, too.")
        )
        return redirect("learner:award", held.award.public_id)
    response = render(request, "learner/claim.html", {"held": portfolio.peek_claim(code)})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
