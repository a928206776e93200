"""One box, one answer: the verification page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from umiem.errors import UmiemError
from umiem.services.verifying import check_batches, verification
from umiem.services.verifying.check_records import signed_record
from umiem.web.forms.errors import put_error
from umiem.web.forms.verify import VerifyForm
from umiem.web.frames import framed, is_unknown
from umiem.web.kept_pages import page_of
from umiem.web.verifier.verdict import view_of

_CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
_View = Callable[[HttpRequest], HttpResponse]


def _with_camera(view: _View) -> _View:
    """Allow the camera on this page alone: it reads QR codes on the device."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Permissions-Policy"] = _CAMERA
        return response

    return answer


# Checking changes nothing and needs no account, so the form carries no token and the page sets no cookie.
@csrf_exempt
@_with_camera
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a credential, and answer what is known about it."""
    if request.method != "POST":
        return _box(request)
    form = VerifyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            if check_batches.are_many(*form.named()):
                return _many(request, form)
            result = verification.check_input(form.evidence())
        except UmiemError as error:
            put_error(form, error)
        else:
            return _answer(request, result)
    return render(request, "verifier/check.html", {"form": form}, status=422)


def _box(request: HttpRequest) -> HttpResponse:
    """Show the empty box; for visitors of whom nothing is known it is the same page each time."""
    link = request.GET.get("link", "")
    if link or not is_unknown(request):
        return render(request, "verifier/check.html", {"form": VerifyForm(initial={"text": link})})
    return HttpResponse(framed(request, "verifier/check.html", {"form": VerifyForm()}))


def _many(request: HttpRequest, form: VerifyForm) -> HttpResponse:
    """A ZIP or a list of links came into the box for one: lead to the table that answers all of them."""
    items = check_batches.read_items([form.named()])
    return redirect(
        "verifier:batch-result", check_batches.begin(items, is_known=request.user.is_authenticated)
    )


def _answer(request: HttpRequest, result: verification.CheckResult) -> HttpResponse:
    def page() -> bytes:
        view = view_of(result)
        return framed(
            request,
            "verifier/result.html",
            title=str(view.word),
            answer=render_to_string("components/answer.html", {"view": view}),
            record=signed_record(result),
            digest=view.digest,
        )

    response = HttpResponse(page_of(request, result, page, kind="verify"))
    response["Cache-Control"] = "no-store"
    return response
