"""Credentials from elsewhere: bring, look at, check again, download, delete."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError
from umiem.sentences.errors import error_sentence
from umiem.services import access
from umiem.services.holder import accounts, imports
from umiem.services.holder.imports import ImportOutcome
from umiem.web.forms.errors import put_error
from umiem.web.forms.portfolio import ImportForm
from umiem.web.responses import attachment
from umiem.web.verifier.verdict import view_of

# how a report names what it recognised → what people call it
_FORMATS = (
    ("vcdm", "Open Badges 3.0, W3C Verifiable Credential"),
    ("vc+jwt", "Open Badges 3.0, W3C Verifiable Credential (JWT)"),
    ("dc+sd-jwt", "SD-JWT VC"),
    ("open-badges-2", "Open Badges 2"),
    ("edc", _lazy("European Digital Credential")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def imported(request: HttpRequest) -> HttpResponse:
    """List what came from elsewhere, and take more: files, pasted text, an address."""
    actor = access.actor_of(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    outcomes: tuple[ImportOutcome, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            outcomes = imports.bring_all(actor, form.brought())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            form = ImportForm()
    context = {"form": form, "outcomes": _told(outcomes), "imported": imports.imported(actor)}
    return render(request, "learner/imported.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def one(request: HttpRequest, imported: uuid.UUID) -> HttpResponse:
    """Show one of them with the result of its last check."""
    return _page(request, imports.get_imported(access.actor_of(request.user), imported))


@require_POST
@login_required
@never_cache
def check_again(request: HttpRequest, imported: uuid.UUID) -> HttpResponse:
    """Check it anew and show the whole answer."""
    row, result = imports.check_again(access.actor_of(request.user), imported)
    return _page(request, row, view=view_of(result))


@require_POST
@login_required
def forget(request: HttpRequest, imported: uuid.UUID) -> HttpResponse:
    """Delete it from the portfolio."""
    imports.forget(access.actor_of(request.user), imported)
    messages.success(request, _("It is gone from your portfolio and from your collections."))
    return redirect("learner:imported")


@require_safe
@login_required
def download(request: HttpRequest, imported: uuid.UUID) -> HttpResponse:
    """Hand out the exact bytes that were brought."""
    return attachment(imports.download(access.actor_of(request.user), imported))


def _page(request: HttpRequest, row: Any, **more: Any) -> HttpResponse:
    names = accounts.known_names(access.actor_of(request.user))
    context = {
        "row": row,
        "names_another": imports.names_another(row, names),
        "starts": _moment(row.valid_from),
        "ends": _moment(row.valid_until),
        "format": next((word for start, word in _FORMATS if row.format.startswith(start)), row.format),
        "skills": [LocalizedText(skill["label"]) for skill in row.skills or ()],
    }
    return render(request, "learner/imported_one.html", context | more)


def _moment(text: str) -> datetime | None:
    """A moment or a day as a stranger's document states it; None where it is neither."""
    try:
        return parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
    except ValueError:
        return None


def _told(outcomes: tuple[ImportOutcome, ...]) -> list[dict[str, Any]]:
    language = get_language() or "pl"
    return [
        {
            "outcome": outcome,
            "sentence": "" if outcome.problem is None else error_sentence(outcome.problem, language),
        }
        for outcome in outcomes
    ]
