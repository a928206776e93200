"""An element of Annex I has one name, whatever the format of the credential that is checked."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.examples import NOW, award_of, example_definitions, issuer_of
from umiem.domain.annexes import ELEMENT_NAMES
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.web.verifier.elements import european_reading
from umiem.web.verifier.microcredential import microcredential_rows

DEFINITION = example_definitions()[0]


BADGE: dict[str, Any] = open_badge_document(
    award_of(DEFINITION),
    issuer_of(DEFINITION),
    status_entries=[],
    credential_id="urn:uuid:1",
    valid_from=NOW,
    valid_until=None,
    languages=("pl", "en"),
)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_element_is_called_the_same_where_it_stands_and_where_it_is_read_back(language: str) -> None:
    subject = BADGE["credentialSubject"]
    with override(language):
        as_it_stands = list(microcredential_rows(subject, subject["achievement"]))
        read_back = european_reading(BADGE)
    assert read_back is not None
    for groups in (as_it_stands, read_back.groups):
        named = {element: name for element, name, _ in groups if element}
        assert len(named) > 11
        assert named == {element: ELEMENT_NAMES[element][language] for element in named}
