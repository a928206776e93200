"""The employer's side of a request: make it, hand the link on, read the answers on the same page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.domain.catalogue import CatalogueQuery
from umiem.errors import UmiemError
from umiem.services import access
from umiem.services.holder import sharing
from umiem.services.skill import catalogue, skills
from umiem.services.verifying import requests, verification
from umiem.services.verifying.requests import MOST_SKILLS, ShownAnswer
from umiem.web.forms.ask import LONGEST_QUERY, LONGEST_SKILLS, AskForm
from umiem.web.forms.errors import put_error
from umiem.web.planning.names import full_uri, named
from umiem.web.responses import attachment
from umiem.web.verifier.verdict import VerdictView, view_of

MOST_FOUND = 10
_WRITTEN = ("employer", "purpose", "wanted")


@dataclass(frozen=True)
class ShownLink:
    """One credential of an answer: checked at this moment, or why it cannot be shown."""

    url: str
    view: VerdictView | None


@dataclass(frozen=True)
class ShownForeign:
    """One credential from elsewhere of an answer: checked at this moment."""

    public_id: uuid.UUID
    view: VerdictView


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Write a request; an address fills it in advance: ``?purpose=``, ``?wanted=``, ``?skills=`` as
    words, ``?skill=`` as the tails of ESCO's URIs, ``?definitions=`` as ``organisation/slug``."""
    sent = request.POST if request.method == "POST" else request.GET
    named = sent.getlist("definitions")[: requests.MOST_DEFINITIONS + 1]
    offered = catalogue.cards_named((*(name[:200] for name in named), *_found(sent.get("q", ""))))
    if request.method != "POST" or "find" in request.POST:
        given: dict[str, Any] = {name: sent.get(name, "")[:2_000] for name in (*_WRITTEN, "q")}
        given |= {"definitions": named, "skills": sent.get("skills", "")[:LONGEST_SKILLS]}
        if request.method != "POST":
            given["skills"] = _wanted_skills(request)
        given |= {"days": sent["days"][:2]} if "days" in sent else {}
        return _asking(request, AskForm(initial=given, offered=offered))
    form = AskForm(request.POST, offered=offered)
    if form.is_valid():
        try:
            made = requests.ask(access.actor_of(request.user), form.asked())
        except UmiemError as error:
            put_error(form, error)
        else:
            return redirect("verifier:asked", requests.employer_token(made))
    return _asking(request, form, status=422)


def _asking(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "looked": bool(form["q"].value())}
    return render(request, "verifier/ask.html", context, status=status)


def _found(query: str) -> tuple[str, ...]:
    """Return the identifiers of the first finds in the catalogue; nothing for no query."""
    if not query.strip():
        return ()
    found = catalogue.search(CatalogueQuery(words=query[:LONGEST_QUERY])).part(0, MOST_FOUND)
    return tuple(card.identifier for card in found)


def _wanted_skills(request: HttpRequest) -> str:
    """Return the skills of the address, separated by commas: whole names only, as many as the form takes."""
    graph = skills.library().graph
    uris = [full_uri("skill", tail[:200]) for tail in request.GET.getlist("skill")[:MOST_SKILLS]]
    # A comma within a name would make two of it.
    labels = [named(graph, uri).label.replace(",", "") for uri in uris if uri in graph.skills]
    text = ", ".join(dict.fromkeys((*request.GET.getlist("skills"), *labels)))
    return text if len(text) <= LONGEST_SKILLS else text[:LONGEST_SKILLS].rpartition(",")[0]


@require_safe
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The employer's page: the link for the candidate, and the answers."""
    found = requests.for_employer(token)
    context: dict[str, Any] = {
        "asked": found,
        "wanted": requests.wanted_cards(found),
        "token": token,
        "candidate_url": requests.candidate_url(found),
        "answers": [(shown.answer, _links(shown), _foreign(shown)) for shown in requests.answers_of(found)],
    }
    return _private(render(request, "verifier/asked.html", context))


@require_safe
def file(request: HttpRequest, token: str, imported: uuid.UUID) -> HttpResponse:
    """Hand out a credential from elsewhere that is in an answer, byte for byte."""
    return _private(attachment(requests.file_from_elsewhere(token, imported)))


@require_POST
def close(request: HttpRequest, token: str) -> HttpResponse:
    """End a request before its time."""
    requests.close(token)
    return render(request, "verifier/ask_closed.html")


def _links(shown: ShownAnswer) -> list[ShownLink]:
    return [ShownLink(url, _view(url)) for _, url in shown.links]


def _foreign(shown: ShownAnswer) -> list[ShownForeign]:
    """Check what came from elsewhere now, as the verification page would."""
    return [
        ShownForeign(row.public_id, view_of(verification.check(bytes(row.data), source="file")))
        for row in shown.elsewhere
    ]


def _view(url: str) -> VerdictView | None:
    token = url.rstrip("/").rpartition("/")[2]
    try:
        return view_of(sharing.open_share(token).report)
    except UmiemError:
        return None


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"  # with none at all browsers call the form a stranger's
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
