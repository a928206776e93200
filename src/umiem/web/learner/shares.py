"""Public links to one credential: made by the learner, looked after, ended by the learner."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from umiem import wiring
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import access
from umiem.services.holder import portfolio, sharing
from umiem.storage.models import ShareLink
from umiem.web.forms.errors import put_error
from umiem.web.forms.share import FIELD_WORDS, ShareForm
from umiem.web.learner.awards import award_page
from umiem.web.learner.elsewhere import embed_snippet, linkedin_address


@require_POST
@login_required
@never_cache
def create(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """Make a link, and lead to the page where it is looked after."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return award_page(request, award, form, status=422)
    try:
        made = sharing.create_share(access.actor_of(request.user), award, **form.choices())
    except (MalformedInputError, RefusedError) as error:
        put_error(form, error)
        return award_page(request, award, form, status=422)
    messages.success(request, _("The link is made. Everything to pass it on is below, today and later."))
    return redirect("learner:share-one", made.link.public_id)


@require_safe
@login_required
@never_cache
def one(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Show one link: its address, what it gives, who looked when, and how to pass it on."""
    return _page(request, sharing.get_share(access.actor_of(request.user), share))


@require_safe
@login_required
@never_cache
def qr(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Draw the address of the link as a QR code."""
    drawing = sharing.qr_of(access.actor_of(request.user), share)
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_POST
@login_required
@never_cache
def stop(request: HttpRequest, share: uuid.UUID) -> HttpResponse:
    """Stop a link at once."""
    sharing.stop_share(access.actor_of(request.user), share)
    messages.success(request, _("The link shows nothing any more. Your credential stays as it is."))
    try:
        return redirect("learner:award", uuid.UUID(request.POST.get("award", "")))
    except ValueError:
        return redirect("learner:awards")


def _page(request: HttpRequest, link: ShareLink) -> HttpResponse:
    held = portfolio.get_held(access.actor_of(request.user), link.credential.award.public_id)
    url = sharing.url_of(link)
    running = link.revoked_at is None and (link.expires_at is None or link.expires_at > timezone.now())
    chosen = [name for name in link.included or () if name in FIELD_WORDS]
    given = sharing.fields_given(link, held)
    context = {
        "held": held,
        "link": link,
        "url": url,
        "code": sharing.code_of(link),
        "running": running,
        "fields": [FIELD_WORDS[name] for name in given],
        "not_there": [FIELD_WORDS[name] for name in chosen if name not in given],
        "views": link.view_log.all()[:100],
        "embed": embed_snippet(url, held) if url and running else "",
        "linkedin": linkedin_address(held, url) if url and running else "",
        "share_code_page": f"{wiring.installation().base_url}/s/",
        "keep_days": sharing.KEEP_VIEWS_DAYS,
    }
    return render(request, "learner/share.html", context)
