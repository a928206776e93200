"""The settings of an installation whose pages say which templates they were made of."""

from umiem.web.settings import *  # noqa: F403 (these are the settings, and one thing more)
from umiem.web.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["tests.journeys.browser.watching.TemplatesMiddleware", *_MIDDLEWARE]
