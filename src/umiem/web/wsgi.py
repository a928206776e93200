"""The WSGI application that the server runs: Django, with what it may answer from memory in front."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
_django = get_wsgi_application()

from umiem import wiring  # noqa: E402 (Django must be set up first)
from umiem.web.early import EarlyAnswers  # noqa: E402

application = EarlyAnswers(_django, wiring.installation().public_folder)
