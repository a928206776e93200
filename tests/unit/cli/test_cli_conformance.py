"""``umiem conformance``: what the command line offers, and a port that is taken."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from umiem.cli.conformance import conformance
from umiem.errors import ConfigurationError


def test_both_ways_of_driving_are_offered() -> None:
    result = CliRunner().invoke(conformance, ["--help"])
    assert result.exit_code == 0
    assert {"serve", "jose"} <= set(result.output.split())


def test_a_taken_port_is_said_with_its_number() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(conformance, ["serve", "--port", str(port)])
    assert isinstance(result.exception, ConfigurationError)
    assert result.exception.code == "port-taken"
    assert result.exception.params["port"] == str(port)  # a number would be written with a mark for thousands


@pytest.mark.parametrize("port", ["0", "70000", "x"])
def test_a_port_that_is_none_is_a_usage_error(port: str) -> None:
    assert CliRunner().invoke(conformance, ["serve", "--port", port]).exit_code == 2
