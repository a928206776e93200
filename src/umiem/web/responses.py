"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from umiem.services.files import File


def keep_away(response: HttpResponse) -> HttpResponse:
    """Mark a page about a person: not for search engines, not for caches, no trace in what is opened next."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def attachment(file: File) -> HttpResponse:
    """Hand out a file to be saved, never to be shown inside a page."""
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["Cache-Control"] = "no-store"
    return response
