"""Signing keys: the list with its history, a new key, a stolen key, a ceremony for two."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import (
    ConfigurationError,
    MalformedInputError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)
from umiem.services.access import Permission, authorise
from umiem.services.key import ceremonies as ceremony_service
from umiem.services.key import compromise, key_pages, keys
from umiem.services.key.keys import KeyPlan
from umiem.storage.models import KeyCeremony
from umiem.web.forms.errors import put_error
from umiem.web.forms.keys import CompromiseForm, RotationForm
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.responses import attachment

_REFUSALS = (ConfigurationError, MalformedInputError, RefusedError, UnavailableError)


@require_safe
@staff_page
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the keys, what needs attention, the ceremonies, and how signing again goes."""
    return show(request, "keys", staff, page=key_pages.page_of(staff.actor, staff.slug))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def rotate(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Begin a new key, at once or with a second administrator."""
    authorise(staff.actor, staff.slug, Permission.ADMINISTER)
    active = staff.organisation.keys.filter(state="active").first()
    initial = {"instead_of": "" if active is None else active.fragment}
    if active is not None:
        initial |= {"algorithm": active.algorithm, "store": active.store}
    form = RotationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            begun = _begin(staff, form)
        except _REFUSALS as error:
            put_error(form, error)
        else:
            if begun.key is None:
                return redirect("issuer:ceremony", staff.slug, begun.public_id)
            messages.success(
                request, _("The new key signs from now on. What earlier keys signed stays valid.")
            )
            return redirect("issuer:keys", staff.slug)
    status = 422 if form.errors else 200
    return show(request, "key_rotate", staff, form=form, active=active, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def compromised(request: HttpRequest, staff: Staff, key: str) -> HttpResponse:
    """Report a key as stolen, after it was typed again, and sign again what it signed."""
    found = authorise(staff.actor, staff.slug, Permission.ADMINISTER)
    row = keys.key_of(found, key)
    if row is None:
        raise NotFoundError("key-unknown", key=key)
    form = CompromiseForm(key, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            compromise.report_compromise(staff.actor, staff.slug, key, since=form.cleaned_data["since"])
            if form.cleaned_data["reissue"]:
                compromise.begin_reissue(staff.actor, staff.slug, key)
        except _REFUSALS as error:
            put_error(form, error)
        else:
            messages.success(request, _("Reported. The key signs no more and vouches for nothing new."))
            return redirect("issuer:keys", staff.slug)
    status = 422 if form.errors else 200
    context = {"key": row, "form": form, "count": key_pages.signed_count(row)}
    return show(request, "key_compromised", staff, status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def ceremony(request: HttpRequest, staff: Staff, ceremony: uuid.UUID) -> HttpResponse:
    """Show a ceremony; confirm it as one of its people, or call it off."""
    found = ceremony_service.ceremony(staff.actor, staff.slug, ceremony)
    if request.method == "POST":
        if request.POST.get("do") == "cancel":
            ceremony_service.cancel(staff.actor, staff.slug, ceremony)
            messages.success(request, _("The ceremony is called off. No key was made."))
        else:
            done = ceremony_service.confirm(staff.actor, staff.slug, ceremony)
            said = _("Confirmed.") if done.key is None else _("Confirmed. The new key signs from now on.")
            messages.success(request, said)
        return redirect("issuer:ceremony", staff.slug, ceremony)
    may_confirm = staff.actor.name.casefold() in found.plan["people"]
    confirmed = {entry["person"] for entry in found.confirmations}
    context: dict[str, Any] = {
        "ceremony": found,
        "text": bytes(found.content).decode("utf-8"),
        "may_confirm": may_confirm and staff.actor.name.casefold() not in confirmed,
    }
    return show(request, "ceremony", staff, **context)


@require_safe
@staff_page
def transcript(request: HttpRequest, staff: Staff, ceremony: uuid.UUID) -> HttpResponse:
    """Hand out the signed transcript."""
    return attachment(ceremony_service.transcript(staff.actor, staff.slug, ceremony))


def _begin(staff: Staff, form: RotationForm) -> KeyCeremony:
    wanted = form.cleaned_data
    plan = KeyPlan(algorithm=wanted["algorithm"], store=wanted["store"], days=wanted["days"])
    people = key_pages.administrators(staff.organisation) if wanted["second_person"] else ()
    data = ceremony_service.rotation_file(
        staff.organisation, plan, instead_of=wanted["instead_of"], people=people
    )
    return ceremony_service.begin(staff.actor, data)
