"""The tour of the demo institution and its mailbox."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from umiem.errors import NotFoundError
from umiem.services import demo
from umiem.services.notice import mail
from umiem.web.public.tour_steps import PARTS
from umiem.web.words import ROLE_NAMES

# A proxy on this machine asks from the loopback address on behalf of anybody; most of them say so.
_SIGNS_OF_A_PROXY = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Lead through the life of a micro-credential in three roles."""
    people = demo.demo_people()
    signed_in_as = {person.role: person for person in reversed(people)}
    parts = [
        (
            anchor,
            title,
            [
                (step, reverse(step.page, kwargs=step.arguments), signed_in_as.get(step.role))
                for step in steps
            ],
        )
        for anchor, title, steps in PARTS
    ]
    context = {"people": people, "role_names": ROLE_NAMES, "parts": parts}
    return render(request, "public/tour.html", context)


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mail that a demo installation would have sent, to somebody at this machine only.

    The codes in it sign anybody in: whatever address the server listens on or is called by, the network
    must not read them.
    """
    if not _asks_from_this_machine(request):
        raise NotFoundError("page-unknown")
    return render(request, "public/outbox.html", {"mails": mail.demo_outbox()})


def _asks_from_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in _SIGNS_OF_A_PROXY):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
