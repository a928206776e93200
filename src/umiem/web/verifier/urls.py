"""Address of the verification page."""

from __future__ import annotations

from django.urls import path

from umiem.web.verifier import ask, batch, check, record, registry

app_name = "verifier"

urlpatterns = [
    path("", check.check, name="check"),
    path("ask/", ask.ask, name="ask"),
    path("ask/<str:token>/", ask.asked, name="asked"),
    path("ask/<str:token>/close/", ask.close, name="ask-close"),
    path("ask/<str:token>/<uuid:imported>/file/", ask.file, name="asked-file"),
    path("record/", record.record, name="record"),
    path("many/", batch.batch, name="batch"),
    path("many/<str:token>/", batch.result, name="batch-result"),
    path("many/<str:token>/table.csv", batch.table, name="batch-table"),
    path("registry/", registry.registry, name="registry"),
]
