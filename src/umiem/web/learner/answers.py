"""The candidate's side of a request: read who asks, choose, answer, and take an answer back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from umiem.errors import UmiemError
from umiem.services.access import actor_of
from umiem.services.definition.definitions import view_of
from umiem.services.verifying import requests
from umiem.storage.models import ShareLink
from umiem.web.forms.ask import AnswerForm
from umiem.web.forms.errors import put_error
from umiem.web.verifier.reading import text_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked to anyone who has the address; answer it when signed in."""
    asked, actor = requests.for_candidate(token), actor_of(request.user)
    held = requests.fitting(actor, asked) if actor.user_id is not None else ()
    elsewhere = requests.fitting_elsewhere(actor, asked) if actor.user_id is not None else ()
    form = AnswerForm(request.POST or None, held=held, elsewhere=elsewhere)
    if request.method == "POST" and form.is_valid():
        try:
            requests.answer(
                actor,
                token,
                form.choices(),
                elsewhere=form.elsewhere(),
                note=form.cleaned_data["note"],
                language=get_language() or "pl",
            )
        except UmiemError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Your answer is there. You can take it back at any time."))
            return redirect("learner:answers")
    context = {
        "asked": asked,
        "wanted": requests.wanted_cards(asked),
        "has_something": bool(held or elsewhere),
        "answered": requests.answer_of(actor, asked),
        "form": form,
        "token": token,
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "learner/answer.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"  # with none at all browsers call the form a stranger's
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@login_required
def answers(request: HttpRequest) -> HttpResponse:
    """Show whom the person answered, with what, and until when."""
    rows = requests.my_answers(actor_of(request.user))
    shown = [
        (row, [(link, _title(link)) for link in row.links.all()], tuple(row.imported.all())) for row in rows
    ]
    return render(request, "learner/answers.html", {"answers": shown})


def _title(link: ShareLink) -> str:
    return text_of(view_of(link.credential.award.definition_version).specification.title)


@require_POST
@login_required
def withdraw(request: HttpRequest, answer: uuid.UUID) -> HttpResponse:
    """Take an answer back."""
    requests.withdraw(actor_of(request.user), answer)
    messages.success(request, _("The answer was taken back. Its links show nothing any more."))
    return redirect("learner:answers")
