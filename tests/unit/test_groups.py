"""The tests of a group run in one process: they share a browser, a mail server, a token."""

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
