"""What a load balancer and a monitoring system ask: does this process answer, and does a worker work?"""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from umiem.services.health import background_is_late


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process and its database work, else 503; ``background`` is ``ok`` or ``late``.

    Work left lying is no reason to take this process out of service, so it does not change the status.
    """
    try:
        answer = JsonResponse({"status": "ok", "background": "late" if background_is_late() else "ok"})
    except DatabaseError:
        answer = JsonResponse({"status": "unavailable"}, status=503)
    answer["Cache-Control"] = "no-store"
    return answer
