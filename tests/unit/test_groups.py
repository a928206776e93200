"""Tests that run side by side: those of a group in one process, and all under the same names everywhere."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("together")
def test_the_runner_knows_the_groups(request: pytest.FixtureRequest) -> None:
    """Fails where the versions of pytest and xdist do not fit each other: every group would be torn apart."""
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.getoption("loadgroup"):
        assert request.node.nodeid.endswith("@together")
    else:
        assert request.node.get_closest_marker("xdist_group").args == ("together",)


@pytest.mark.parametrize("content", [os.urandom(100)])
def test_bytes_that_differ_each_time_are_not_in_the_name(
    request: pytest.FixtureRequest, content: bytes
) -> None:
    """Fails where a worker would not know a test by the name that another one gave it."""
    assert len(content) == 100
    assert request.node.name.partition("@")[0].endswith("[content]")
