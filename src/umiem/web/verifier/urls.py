"""Address of the verification page."""

from __future__ import annotations

from django.urls import path

from umiem.web.verifier import check, registry

app_name = "verifier"

urlpatterns = [
    path("", check.check, name="check"),
    path("registry/", registry.registry, name="registry"),
]
