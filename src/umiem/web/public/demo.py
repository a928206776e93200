"""The tour of the demo institution and its mailbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services import demo, mail
from umiem.web.words import ROLE_NAMES


@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Lead through the life of a micro-credential in three roles."""
    context = {"people": demo.demo_people(), "role_names": ROLE_NAMES}
    return render(request, "public/tour.html", context)


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mail that a demo installation would have sent."""
    return render(request, "public/outbox.html", {"mails": mail.demo_outbox()})
