"""What a new process needs before it can work. Imports nothing: it runs before there are models."""

from __future__ import annotations

import os


def start_django() -> None:
    """Make settings and models ready; no connection is opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    import django

    django.setup()
