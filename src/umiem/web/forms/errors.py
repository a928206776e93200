"""What a service refused, as an error of the form."""

from __future__ import annotations

from django.forms import Form
from django.utils.translation import get_language

from umiem.errors import UmiemError
from umiem.sentences.errors import error_sentence


def put_error(form: Form, error: UmiemError) -> None:
    """Show the sentence for ``error`` above the form."""
    form.add_error(None, error_sentence(error, get_language() or "pl"))
