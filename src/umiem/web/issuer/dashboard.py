"""The first page of the staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from umiem.sentences.errors import sentence_of_code
from umiem.services import organisations
from umiem.services.award import batches
from umiem.services.definition.definition_review import waiting_for
from umiem.services.key import key_pages
from umiem.services.notice import mail, reports
from umiem.services.stacking import applications
from umiem.web.issuer.staff import Staff, show, staff_page


@require_safe
@staff_page
def dashboard(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show how things stand: numbers, newest awards, keys."""
    overview = organisations.overview(staff.actor, staff.slug)
    context: dict[str, Any] = {
        "overview": overview,
        "waiting": waiting_for(staff.actor, staff.slug),
        "alarms": key_pages.alarms(staff.organisation),
        "open_applications": applications.open_count(staff.organisation),
        "stuck": [
            (batch, sentence_of_code(batch.trouble, request.LANGUAGE_CODE))
            for batch in batches.stuck(staff.organisation)
        ],
        "open_reports": reports.open_count(staff.organisation),
        "failed_mail": sum(mail.counts(staff.organisation)[state] for state in mail.FAILED),
    }
    return show(request, "dashboard", staff, **context)
