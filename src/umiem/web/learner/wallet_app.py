"""Handing a credential to a wallet app: the offer with its QR code, and what wallets took."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem import wiring
from umiem.errors import RefusedError
from umiem.services import access
from umiem.services.holder import portfolio
from umiem.services.wallet import offers
from umiem.web.forms.errors import put_error
from umiem.web.forms.share import LANGUAGES_OF_FILES, reading_language
from umiem.web.words import WALLET_EVENTS, WALLET_FORMATS


class OfferForm(forms.Form):
    """In which language the wallet shows the credential."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the credential in the wallet"),
        choices=LANGUAGES_OF_FILES,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def wallet_app(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Offer a credential to a wallet, and show the offer until a wallet has it."""
    actor = access.actor_of(request.user)
    form = OfferForm(request.POST or None, initial={"language": reading_language()})
    if request.method == "POST" and form.is_valid():
        try:
            offers.make_offer(actor, award, language=form.cleaned_data["language"])
        except RefusedError as error:
            put_error(form, error)
        else:
            return redirect("learner:wallet-app", award)
    held = portfolio.get_held(actor, award)
    context = {
        "held": held,
        "form": form,
        "offer": offers.newest_offer(actor, held),
        "copies": offers.copies_of(actor, held),
        "formats": WALLET_FORMATS,
        "events": WALLET_EVENTS,
        "reachable": wiring.installation().is_https,
        "minutes": offers.OFFER_MINUTES,
    }
    return render(request, "learner/wallet_app.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def qr(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Draw the address of the open offer as a QR code."""
    drawing = offers.qr_of(access.actor_of(request.user), award)
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_POST
@login_required
@never_cache
def withdraw(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Withdraw the open offer."""
    offers.withdraw_offer(access.actor_of(request.user), award)
    messages.success(request, _("The offer is withdrawn. Your credential stays as it is."))
    return redirect("learner:wallet-app", award)
