"""Which lists of issuers this site uses, for everyone to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from umiem.services.key import installation_key
from umiem.services.verifying import trust_lists

MOST_SHOWN = 200


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Show each list: its version, its end, whom it names; and the key of the own one."""
    shown = [{"row": row, "issuers": trust_lists.issuers_on(row)[:MOST_SHOWN]} for row in trust_lists.lists()]
    context = {"lists": shown, "key": installation_key.multikey(), "address": trust_lists.own_id()}
    return render(request, "verifier/registry.html", context)
