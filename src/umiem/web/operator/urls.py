"""Addresses of the operator's pages."""

from django.urls import path

from umiem.web.operator import lists

app_name = "operator"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("import/", lists.import_list, name="import"),
    path("remove/", lists.remove, name="remove"),
    path("vouch/", lists.vouch, name="vouch"),
    path("withdraw/", lists.withdraw, name="withdraw"),
    path("domains/<slug:organisation>/", lists.check_domain, name="domain"),
]
