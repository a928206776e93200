"""The organisation itself: details and keys, members, API tokens, the record of what was done."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import MalformedInputError, RefusedError
from umiem.services import audit, organisations
from umiem.services import tokens as token_service
from umiem.web.forms.administration import MemberForm, OrganisationForm, TokenForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.paging import page_number
from umiem.web.words import ACTIONS, ROLE_NAMES, SCOPES

_ON_ONE_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def details(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the organisation with its keys, and change what may change."""
    present = staff.organisation
    initial = {
        "name_pl": present.names.get("pl", ""),
        "name_en": present.names.get("en", ""),
        "website": present.website,
        "email": present.email,
        "hue": present.hue,
        "town": present.address,
        "region": present.region,
        "legal_id_scheme": present.legal_id_scheme.upper(),
        "legal_id": present.legal_id,
    }
    form = OrganisationForm(present.country, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.change_details(
                staff.actor,
                staff.slug,
                names=form.names(),
                website=form.cleaned_data["website"],
                email=form.cleaned_data["email"],
                hue=form.cleaned_data["hue"],
                place=form.place(),
            )
        except (MalformedInputError, RefusedError) as error:
            if error.code == "permission-missing":
                raise
            put_error(form, error)
        else:
            messages.success(request, _("The details were changed."))
            return redirect("issuer:organisation", staff.slug)
    overview = organisations.overview(staff.actor, staff.slug)
    return show(
        request, "organisation", staff, form=form, overview=overview, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def members(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the members and give a person a role."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.add_member(staff.actor, staff.slug, **form.cleaned_data)
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("The person has the role now."))
            return redirect("issuer:members", staff.slug)
    people = organisations.members(staff.actor, staff.slug)
    status = 422 if form.errors else 200
    return show(request, "members", staff, form=form, members=people, role_names=ROLE_NAMES, status=status)


@require_POST
@staff_page
def remove_member(request: HttpRequest, staff: Staff, membership: int) -> HttpResponse:
    """Take a person's role away."""
    organisations.remove_member(staff.actor, staff.slug, membership_id=membership)
    messages.success(request, _("The person has no role here any more."))
    return redirect("issuer:members", staff.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def tokens(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List API tokens and make one; its secret is on this one page and nowhere else."""
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = token_service.create_token(staff.actor, staff.slug, **form.cleaned_data)
        except MalformedInputError as error:
            put_error(form, error)
        else:
            form = TokenForm()
    known = token_service.tokens(staff.actor, staff.slug)
    status = 422 if form.errors else 200
    context = {"form": form, "tokens": known, "made": made, "scopes": SCOPES, "now": timezone.now()}
    return show(request, "tokens", staff, status=status, **context)


@require_POST
@staff_page
def end_token(request: HttpRequest, staff: Staff, token: uuid.UUID) -> HttpResponse:
    """End a token at once."""
    token_service.revoke_token(staff.actor, staff.slug, public_id=token)
    messages.success(request, _("The token works no more."))
    return redirect("issuer:tokens", staff.slug)


@require_safe
@staff_page
def history(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show who did what."""
    page = audit.entries(staff.actor, staff.slug, page=page_number(request), size=_ON_ONE_PAGE)
    return show(request, "history", staff, page=page, actions=ACTIONS)
