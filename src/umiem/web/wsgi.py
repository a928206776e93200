"""The WSGI application that the server runs: Django, with what it may answer from memory in front."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
_django = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 (Django must be set up first)

from umiem import wiring  # noqa: E402 (Django must be set up first)
from umiem.web.early import EarlyAnswers  # noqa: E402
from umiem.web.memory import give_back_early  # noqa: E402
from umiem.web.turns import Turns  # noqa: E402

get_resolver().url_patterns  # noqa: B018 (loads every view now: the first visitor does not wait a second for it)
give_back_early()
_turns = Turns(_django)
application = EarlyAnswers(_turns, wiring.installation().public_folder, turn=_turns.turn)
