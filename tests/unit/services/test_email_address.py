"""One judge of e-mail addresses, and what a person is told."""

from __future__ import annotations

import pytest

from umiem.errors import MalformedInputError
from umiem.sentences.errors import error_sentence
from umiem.services.email_address import checked_email


def test_blanks_and_capitals_do_not_make_another_address():
    assert checked_email(" Ola.Zak@Example.ORG\n") == "ola.zak@example.org"


@pytest.mark.parametrize("text", ["", "ola", "ola@", "ola zak@example.org", "ola@example", "a@b@example.org"])
def test_what_is_no_address_is_named_in_both_languages(text):
    with pytest.raises(MalformedInputError) as problem:
        checked_email(text)
    assert error_sentence(problem.value, "en").startswith(f"“{text}” is not an e-mail address.")
    assert error_sentence(problem.value, "pl").startswith(f"„{text}”")
