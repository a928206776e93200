"""A list that was confirmed meanwhile, in another tab: doing something to it leads to what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from umiem.errors import RefusedError
from umiem.sentences.errors import error_sentence
from umiem.web.issuer.staff import Staff

LIST_CONFIRMED = "list-confirmed"
_View = Callable[..., HttpResponse]


def while_a_draft(view: _View) -> _View:
    """Answer with the page of what became of the list when it is a draft no more."""

    @wraps(view)
    def guarded(request: HttpRequest, staff: Staff, list: uuid.UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, staff, list=list, **more)
        except RefusedError as error:
            if error.code != LIST_CONFIRMED:
                raise
            messages.info(request, error_sentence(error, request.LANGUAGE_CODE))
            return redirect("issuer:list-confirm", staff.slug, list)

    return guarded
