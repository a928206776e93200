"""What a load balancer and a monitoring system ask: does this process answer, and does a worker work?"""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from umiem.services.health import background_is_late, disk_is_full


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process and its database work, else 503.

    ``background`` is ``ok`` or ``late``, ``disk`` is ``ok`` or ``full``. Neither is a reason to take this
    process out of service, which can still verify, so they do not change the status.
    """
    try:
        found = {
            "status": "ok",
            "background": "late" if background_is_late() else "ok",
            "disk": "full" if disk_is_full() else "ok",
        }
        answer = JsonResponse(found)
    except DatabaseError:
        answer = JsonResponse({"status": "unavailable"}, status=503)
    answer["Cache-Control"] = "no-store"
    return answer
