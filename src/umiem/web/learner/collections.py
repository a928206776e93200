"""Collections of the learner: list, make, change, delete."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.text import LocalizedText
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access
from umiem.services.access import Actor
from umiem.services.holder import accounts, collections, imports, portfolio
from umiem.services.holder.collections import ShownCollection
from umiem.web.forms.errors import put_error
from umiem.web.forms.portfolio import CollectionForm


@require_safe
@login_required
@never_cache
def collection_list(request: HttpRequest) -> HttpResponse:
    """List the collections."""
    found = collections.collections(access.actor_of(request.user))
    return render(request, "learner/collections.html", {"collections": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Make a collection."""
    actor = access.actor_of(request.user)
    names = accounts.known_names(actor)
    return _form_page(request, None, {"shown_name": names[0] if names else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def one(request: HttpRequest, collection: uuid.UUID) -> HttpResponse:
    """Show a collection and change it."""
    shown = collections.get_collection(access.actor_of(request.user), collection)
    row = shown.collection
    initial = {
        "title": row.title,
        "intro": row.intro,
        "hue": str(row.hue),
        "shown_name": row.shown_name,
        "is_public": row.is_public,
        "awards": [str(held.award.public_id) for held in shown.held],
        "imported": [str(found.public_id) for found in shown.imported],
    }
    return _form_page(request, shown, initial)


@require_POST
@login_required
def delete(request: HttpRequest, collection: uuid.UUID) -> HttpResponse:
    """Delete a collection; what is in it stays in the portfolio."""
    collections.delete_collection(access.actor_of(request.user), collection)
    messages.success(request, _("The collection is gone; your credentials stay."))
    return redirect("learner:collections")


def _form_page(request: HttpRequest, shown: ShownCollection | None, initial: dict[str, Any]) -> HttpResponse:
    actor = access.actor_of(request.user)
    form = CollectionForm(request.POST or None, initial=initial, **_choices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            saved = collections.save_collection(
                actor,
                None if shown is None else shown.collection.public_id,
                form.cover(),
                awards=form.chosen("awards"),
                imported=form.chosen("imported"),
            )
        except (MalformedInputError, RefusedError) as error:
            put_error(form, error)
        else:
            messages.success(request, _("The collection is saved."))
            return redirect("learner:collection", saved.public_id)
    context = {"form": form, "shown": shown}
    return render(request, "learner/collection.html", context, status=422 if form.errors else 200)


def _choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    language = get_language() or "pl"
    awards = [
        (str(held.award.public_id), held.definition.specification.title.best(language)[0])
        for held in portfolio.held(actor)
        if held.award.state == "accepted"
    ]
    imported = [
        (str(row.public_id), LocalizedText(row.title).best(language)[0] or row.file_name)
        for row in imports.imported(actor)
    ]
    return {"awards": awards, "imported": imported}
