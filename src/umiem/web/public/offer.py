"""A job offer: which skills it asks for, what of it one holds, and the way to the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from umiem.errors import UmiemError
from umiem.services import access
from umiem.services.skill import job_offers, skill_profile
from umiem.services.skill.job_offers import AskedSkill, OfferAnswer
from umiem.web.forms.errors import put_error
from umiem.web.forms.offer import OfferForm
from umiem.web.planning.names import Named, all_named, named
from umiem.web.planning.view import EntryName


@dataclass(frozen=True, kw_only=True)
class AskedView:
    """One skill asked for, in the reader's words."""

    skill: Named
    asked: AskedSkill
    near: tuple[Named, ...]
    confirming: tuple[EntryName, ...]
    percent: int


@dataclass(frozen=True, kw_only=True)
class GuessView:
    """A likely occupation or group with its score in percent."""

    name: Named
    code: str
    percent: int


# Reading changes nothing and needs no account, so the form carries no token and the page sets no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Ask for an offer, and answer what it asks for."""
    if request.method != "POST":
        return render(request, "planning/offer.html", {"form": OfferForm()})
    form = OfferForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            possession = skill_profile.possession_of(access.actor_of(request.user))
            answer = job_offers.answer_offer(form.offer(), possession)
        except UmiemError as error:
            put_error(form, error)
        else:
            return _answer(request, answer)
    return render(request, "planning/offer.html", {"form": form}, status=422)


def _answer(request: HttpRequest, answer: OfferAnswer) -> HttpResponse:
    graph = answer.graph
    asked = tuple(_asked(answer, each) for each in answer.asked)
    standings = [each.asked.standing for each in asked]
    context = {
        "asked": asked,
        "held_count": sum(each in ("verified", "declared") for each in standings),
        "confirmed_count": sum(bool(each.confirming) for each in asked),
        "groups": [
            GuessView(name=named(graph, each.code), code=each.code, percent=round(100 * each.score))
            for each in answer.reading.groups
        ],
        "occupations": [
            GuessView(
                name=named(graph, each.uri),
                code=graph.occupations[each.uri].code,
                percent=round(100 * each.score),
            )
            for each in answer.reading.occupations
        ],
        "purpose": _purpose(answer),
        "has_own_labels": any(each.skill.is_own for each in asked),
        "is_starter": graph.source.is_starter,
    }
    response = render(request, "planning/offer_answer.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _purpose(answer: OfferAnswer) -> str:
    """Return what a request to a candidate for this offer is for."""
    likely = answer.reading.occupations
    if not likely:
        return _("Application for a job")
    return _("Application for a job: %(occupation)s") % {
        "occupation": named(answer.graph, likely[0].uri).label
    }


def _asked(answer: OfferAnswer, asked: AskedSkill) -> AskedView:
    language = get_language() or "pl"
    entries = answer.places.catalogue.by_identifier
    return AskedView(
        skill=named(answer.graph, asked.found.uri),
        asked=asked,
        near=all_named(answer.graph, asked.match.held if asked.match else ()),
        confirming=tuple(
            EntryName(
                title=entries[name].title.best(language)[0],
                provider=entries[name].provider,
                page=answer.places.pages.get(name),
            )
            for name in asked.confirming
        ),
        percent=round(100 * asked.found.confidence),
    )
