"""When, how and for how much a definition can be taken: kept by the staff."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from umiem.errors import MalformedInputError, RefusedError
from umiem.services.definition import definition_offers
from umiem.services.definition import definitions as service
from umiem.web.forms.definition_offer import DefinitionOfferForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def offers(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """List the offers of a definition, and add one."""
    form = DefinitionOfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            definition_offers.add_offer(staff.actor, staff.slug, slug, form.terms())
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            messages.success(request, _("Added. It is in the catalogue now, and in the plans of learners."))
            return redirect("issuer:offers", staff.slug, slug)
    return show(
        request,
        "offers",
        staff,
        form=form,
        view=service.get_definition(staff.actor, staff.slug, slug),
        offers=definition_offers.offers_of(staff.actor, staff.slug, slug),
        today=timezone.localdate(),
        status=422 if form.errors else 200,
    )


@require_POST
@staff_page
def remove(request: HttpRequest, staff: Staff, slug: str, offer: uuid.UUID) -> HttpResponse:
    """Remove an offer."""
    definition_offers.remove_offer(staff.actor, staff.slug, slug, offer)
    messages.success(request, _("Removed."))
    return redirect("issuer:offers", staff.slug, slug)
