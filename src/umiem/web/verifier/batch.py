"""Many credentials at once: bring them, watch the progress, read the table, take the CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from umiem.domain.safe_csv import safe_csv
from umiem.errors import UmiemError
from umiem.services.verifying import check_batches, verdicts
from umiem.web.forms.errors import put_error
from umiem.web.forms.many import ManyForm
from umiem.web.pills import ANSWERS
from umiem.web.verifier.rows import HEADINGS, csv_row, shown_row

MOST_SHOWN = 500


# Like the single check: no account, no cookie, so no token.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Take a ZIP, files or a list of links, and lead to the page of the batch."""
    form = ManyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            items = check_batches.read_items(form.brought())
            token = check_batches.begin(items, is_known=request.user.is_authenticated)
        except UmiemError as error:
            put_error(form, error)
        else:
            return redirect("verifier:batch-result", token)
    status = 200 if request.method != "POST" else 422
    return render(request, "verifier/batch.html", {"form": form}, status=status)


@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Work on the batch for less than a second, and show how far it is or what came out."""
    state = check_batches.advance(token)
    wanted = request.GET.get("answer", "")
    rows = check_batches.results(token, verdict=wanted) if state.is_finished else ()
    context = {
        "token": token,
        "state": state,
        "answers": [(ANSWERS[code], code, state.counts.get(code, 0)) for code in verdicts.ANSWERS],
        "rows": [shown_row(row) for row in rows[:MOST_SHOWN]],
        "more": max(0, len(rows) - MOST_SHOWN),
        "wanted": wanted,
    }
    response = render(request, "verifier/batch_result.html", context)
    return _private(response)


@require_safe
def table(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the table as CSV that no spreadsheet computes."""
    rows = [[str(heading) for heading in HEADINGS], *(csv_row(row) for row in check_batches.results(token))]
    response = HttpResponse(safe_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="umiem-verification.csv"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
