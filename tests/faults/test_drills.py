"""F1 to F10 and F15 of the fault list as short drills; ``umiem drill --help`` has the long ones."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.faults.drills import nothing_happened, run_drill
from tests.shared_data import missing

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
pytestmark = pytest.mark.xdist_group("drills")


def only_in_the_whole_check() -> None:
    """These take a minute each on a busy machine."""
    if not os.environ.get("UMIEM_REQUIRE_ALL"):
        pytest.skip("a long drill: set UMIEM_REQUIRE_ALL=1 to run it")


@pytest.mark.parametrize("database", DATABASES)
def test_f1_killed_at_random_moments(database):
    if database == "postgres":
        only_in_the_whole_check()
    result = run_drill("kill", "--n", "6", "--rows", "600", "--seed", "7", database=database)
    assert nothing_happened(result)
    assert result["faults"] == 6


@pytest.mark.parametrize("database", DATABASES)
def test_f1_the_web_process_is_killed_in_the_middle_of_requests(database):
    only_in_the_whole_check()
    result = run_drill("web", "--n", "12", "--seed", "5", database=database)
    assert nothing_happened(result)
    assert (result["faults"], result["acknowledged"]) == (12, 12)


@pytest.mark.postgres
def test_f1_two_workers_on_one_batch_and_one_of_them_killed():
    only_in_the_whole_check()
    result = run_drill(
        "kill", "--n", "10", "--rows", "1000", "--workers", "2", "--seed", "8", database="postgres"
    )
    assert nothing_happened(result)


def test_f2_killed_before_and_after_every_change_of_state():
    result = run_drill("steps", "--rows", "9", database="sqlite")
    assert nothing_happened(result)
    assert result["faults"] >= 12


def test_f3_single_calls_to_the_disk_fail():
    only_in_the_whole_check()
    if shutil.which("strace") is None:
        missing("strace", "apt-get install strace")
    assert nothing_happened(run_drill("disk-errors", "--rows", "60", "--n", "3", "--seed", "3"))


def test_f4_f5_the_disk_is_full():
    only_in_the_whole_check()
    assert nothing_happened(run_drill("disk-full", "--rows", "300", "--n", "3"))


@pytest.mark.postgres
@pytest.mark.parametrize("fault", ["pause", "backend", "restart", "cut"])
def test_f6_f7_f8_f10_the_server_stands_still_dies_restarts_or_is_cut_off(fault):
    if fault != "cut":
        only_in_the_whole_check()
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    assert nothing_happened(run_drill("postgres", fault, "--rows", "200", "--n", "2"))


@pytest.mark.postgres
def test_f9_the_primary_loses_its_power_and_the_standby_takes_over():
    only_in_the_whole_check()
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    result = run_drill("postgres", "failover", "--rows", "600", "--n", "2", "--seed", "9")
    assert nothing_happened(result)
    assert result["faults"] == len(result["notes"]) == 2


@pytest.mark.postgres
def test_f9_without_synchronous_replication_the_loss_is_counted_and_everything_goes_on():
    only_in_the_whole_check()
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    arguments = ("failover", "--asynchronous", "--rows", "2000", "--n", "1", "--seed", "10")
    result = run_drill("postgres", *arguments)
    assert result["lost"] > 0
    assert (result["doubled"], result["orphaned"], result["violations"]) == (0, 0, [])


@pytest.mark.parametrize("database", DATABASES)
def test_f15_a_worker_that_comes_back_too_late_writes_nothing(database):
    if database == "postgres":
        only_in_the_whole_check()
    result = run_drill("lease", "--rows", "6", database=database)
    assert nothing_happened(result)
    assert result["faults"] == 5
