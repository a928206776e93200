"""Addresses for programs: the API, and the public files that verifiers fetch."""

from __future__ import annotations

from django.urls import include, path

from umiem.api import published

public_files = [
    path("o/<slug:organisation>/did.json", published.did_document, name="did-document"),
    path("status/<uuid:status_list>", published.status_list, name="status-list"),
]
urlpatterns = [path("", include((public_files, "published")))]
