"""Awards: the table, one person, one award with its history, the signed file, the notice."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem import wiring
from umiem.domain.claim_code import written
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.award import awards as service
from umiem.services.award import setting_aside
from umiem.services.credential import credentials
from umiem.services.definition import definitions
from umiem.services.holder import claims
from umiem.services.notice import mail
from umiem.web.forms.award import AwardForm
from umiem.web.forms.claim import AddressForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.pills import PILLS
from umiem.web.responses import attachment
from umiem.web.words import ACTIONS, REASONS

_LONGEST_QUERY = 200
_ON_ONE_PAGE = 25


@require_safe
@staff_page
def awards(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List awards, filtered by words, state and definition."""
    chosen = {name: request.GET.get(name, "")[:_LONGEST_QUERY] for name in ("q", "state", "definition")}
    page = service.list_awards(
        staff.actor,
        staff.slug,
        query=chosen["q"],
        state=chosen["state"] if chosen["state"] in {"ending", *PILLS["award"]} else "",
        definition=chosen["definition"] or None,
        page=page_number(request),
        size=_ON_ONE_PAGE,
    )
    known = definitions.list_definitions(staff.actor, staff.slug)
    return show(
        request, "awards", staff, page=page, chosen=chosen, definitions=known, states=PILLS["award"].items()
    )


@require_safe
@staff_page
def choose(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask which micro-credential is awarded."""
    known = definitions.definitions_to_award(staff.actor, staff.slug)
    return show(request, "award_choose", staff, definitions=known, target="issuer:award-one")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def award_one(request: HttpRequest, staff: Staff, slug: str) -> HttpResponse:
    """Award one person."""
    view = definitions.definition_to_award(staff.actor, staff.slug, slug)
    form = AwardForm(view.specification, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = service.award_one(
                staff.actor, staff.slug, slug, form.award_request(), run=form.cleaned_data["run"]
            )
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            if outcome.kind == "awarded":
                messages.success(request, _("Awarded and signed. The learner has been told."))
            else:
                messages.info(
                    request, _("This person already has this award in this edition. Nothing was changed.")
                )
            return redirect("issuer:award", staff.slug, outcome.award.public_id)
    return show(request, "award_one", staff, form=form, view=view, status=422 if form.errors else 200)


@require_safe
@staff_page
def award(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Show one award: the person, the credential, the notices, what happened."""
    return award_page(request, staff, award)


@require_POST
@staff_page
def give_code(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Make a claim code to hand over; it is on this one page and nowhere else."""
    code = claims.give_code(staff.actor, staff.slug, award)
    return award_page(request, staff, award, given_code=written(code))


@require_POST
@staff_page
def rebind(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Give the award to another address of the learner."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            claims.rebind(staff.actor, staff.slug, award, email=form.cleaned_data["email"])
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("The award waits at the new address; a letter is on its way."))
            return redirect("issuer:award", staff.slug, award)
    return award_page(request, staff, award, address_form=form, status=422)


def award_page(
    request: HttpRequest, staff: Staff, award: uuid.UUID, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the page of one award; ``more`` is a code just made, or a form with errors."""
    context = {
        "found": service.get_award(staff.actor, staff.slug, award),
        "actions": ACTIONS,
        "reasons": REASONS,
        "address_form": AddressForm(),
        "claim_page": f"{wiring.installation().base_url}/claim/",
    }
    return show(request, "award", staff, status=status, **(context | more))


@require_POST
@staff_page
def allow_again(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Let the learner of a revoked award be awarded anew in the same edition."""
    setting_aside.allow_again(staff.actor, staff.slug, award)
    messages.success(request, _("A new award in this edition is possible now: by itself or with a list."))
    return redirect("issuer:award", staff.slug, award)


@require_safe
@staff_page
def credential(request: HttpRequest, staff: Staff, award: uuid.UUID) -> HttpResponse:
    """Hand out the exact signed bytes."""
    return attachment(credentials.download(staff.actor, staff.slug, award))


@require_POST
@staff_page
def resend(request: HttpRequest, staff: Staff, award: uuid.UUID, notice: uuid.UUID) -> HttpResponse:
    """Send a notice once more."""
    mail.resend(staff.actor, staff.slug, notice)
    messages.success(request, _("The notice is on its way once more."))
    return redirect("issuer:award", staff.slug, award)
