"""What a service refused, as an error of the form."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import get_language

from umiem.errors import UmiemError
from umiem.sentences.errors import error_sentence


def put_error(form: Form, error: UmiemError) -> None:
    """Show the sentence for ``error`` above the form, with its stable code."""
    form.add_error(None, ValidationError(error_sentence(error, get_language() or "pl"), code=error.code))
