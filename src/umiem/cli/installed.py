"""Opening the installation of this machine, for commands that work on its database."""

from __future__ import annotations

import os

from umiem import wiring
from umiem.errors import ConfigurationError


def open_installation() -> wiring.Installation:
    """Start Django on the installation in UMIEM_HOME; raises ``ConfigurationError`` when there is none."""
    place = wiring.installation()
    if not (place.home / "installation.json").exists():
        raise ConfigurationError("installation-missing", path=str(place.home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    import django

    django.setup()
    return place
