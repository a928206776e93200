"""The employer's side of a request: make it, hand the link on, read the answers on the same page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import UmiemError
from umiem.services import access
from umiem.services.holder import sharing
from umiem.services.verifying import requests
from umiem.services.verifying.requests import ShownAnswer
from umiem.web.forms.ask import AskForm
from umiem.web.forms.errors import put_error
from umiem.web.verifier.verdict import VerdictView, view_of


@dataclass(frozen=True)
class ShownLink:
    """One credential of an answer: checked at this moment, or why it cannot be shown."""

    url: str
    view: VerdictView | None


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Write a request; the addresses ``?purpose=``, ``?wanted=`` and ``?skills=`` fill it in advance."""
    if request.method != "POST":
        given = {name: request.GET.get(name, "")[:2_000] for name in ("employer", "purpose", "wanted")}
        given["skills"] = ", ".join(request.GET.getlist("skills"))[:1_500]
        return render(request, "verifier/ask.html", {"form": AskForm(initial=given)})
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            made = requests.ask(access.actor_of(request.user), form.asked())
        except UmiemError as error:
            put_error(form, error)
        else:
            return redirect("verifier:asked", requests.employer_token(made))
    return render(request, "verifier/ask.html", {"form": form}, status=422)


@require_safe
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The employer's page: the link for the candidate, and the answers."""
    found = requests.for_employer(token)
    context: dict[str, Any] = {
        "asked": found,
        "token": token,
        "candidate_url": requests.candidate_url(found),
        "answers": [(shown.answer, _links(shown)) for shown in requests.answers_of(found)],
    }
    return _private(render(request, "verifier/asked.html", context))


@require_POST
def close(request: HttpRequest, token: str) -> HttpResponse:
    """End a request before its time."""
    requests.close(token)
    return render(request, "verifier/ask_closed.html")


def _links(shown: ShownAnswer) -> list[ShownLink]:
    return [ShownLink(url, _view(url)) for _, url in shown.links]


def _view(url: str) -> VerdictView | None:
    token = url.rstrip("/").rpartition("/")[2]
    try:
        return view_of(sharing.open_share(token).report)
    except UmiemError:
        return None


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
