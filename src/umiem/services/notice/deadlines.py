"""Until when something may be done, in the words of a mail."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import override

from umiem.domain.text import LocalizedText
from umiem.sentences.mail import DEADLINES
from umiem.sentences.translate import fill, translate
from umiem.services.notice.notice_settings import settings_of
from umiem.storage.models import Organisation


def deadline_told(
    organisation: Organisation, begun: date, language: str, *, reminders: tuple[int, ...], last: bool = False
) -> str:
    """Say when the learner will be reminded and when the link ends, so that nothing comes as a surprise.

    ``reminders`` are days after ``begun``; ``last``: this is the last reminder.
    """
    told = []
    if reminders:
        days = [day_in(language, begun + timedelta(days=days)) for days in reminders]
        told.append(fill(translate(DEADLINES["reminders"], language), {"dates": ", ".join(days)}))
    if last:
        told.append(translate(DEADLINES["last-reminder"], language))
    end = claim_end(organisation, begun)
    if end is not None:
        name = LocalizedText(organisation.names).best(language)[0]
        params = {"date": day_in(language, end), "organisation": name}
        told.append(fill(translate(DEADLINES["end"], language), params))
    return " ".join(told)


def claim_end(organisation: Organisation, begun: date) -> date | None:
    """The last day on which the link of the mail works, or None when no day is set."""
    days = settings_of(organisation).claim_days
    return begun + timedelta(days=days) if days else None


def day_in(language: str, day: date) -> str:
    """Write a day as a language does."""
    with override(language):
        return date_format(day, "DATE_FORMAT")
