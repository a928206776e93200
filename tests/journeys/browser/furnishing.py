"""Furnishes a running installation and prints, as JSON, where everything is.

``python -m tests.journeys.browser.furnishing`` with the environment of the installation: prints the
parameters of its routes, the addresses of further states, and one session for each person.
"""

from __future__ import annotations

import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.journeys.browser.watched_settings")
    django.setup()
    from tests.journeys.browser.furniture import furnish

    print(json.dumps(furnish()))


if __name__ == "__main__":
    main()
