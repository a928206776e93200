"""Requests made from the OpenAPI document, right and wrong: every answer is a described one, never a 500."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from tests.journeys.route_walk import two_organisations
from tests.shared_data import LONG
from umiem.services import tokens
from umiem.services.access import SCOPES, SYSTEM

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _connections_stay_open():
    """A WSGI call would close the connection in whose transaction the test lives."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


EXAMPLES = 4 if LONG else 1


def no_fault_of_ours(_context, response, _case):
    """A strange host that is not there is told with 424: nothing that is sent is the server's fault."""
    assert response.status_code < 500, response.text


CHECKS = [no_fault_of_ours, content_type_conformance, status_code_conformance]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_a_described_one(mode):
    two_organisations()
    token = tokens.create_token(SYSTEM, "own", label="fuzz", scopes=SCOPES, days=1).secret
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 18
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        def answers_as_described(case):
            headers = {"Authorization": f"Bearer {token}"}
            case.call_and_validate(headers=headers, checks=CHECKS)

        answers_as_described()
