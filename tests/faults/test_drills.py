"""F1 to F10 and F15 of the fault list as short drills; ``umiem drill --help`` has the long ones."""

from __future__ import annotations

import shutil

import pytest

from tests.faults.drills import nothing_happened, run_drill, run_drill_on_both
from tests.shared_data import missing

LONG_ON_POSTGRES = pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])
DATABASES = ["sqlite", LONG_ON_POSTGRES]
FAULTS_OF_THE_SERVER = [
    "cut",
    *(pytest.param(each, marks=pytest.mark.long) for each in ("pause", "backend", "restart")),
]
pytestmark = pytest.mark.xdist_group("drills")


@pytest.mark.parametrize("database", DATABASES)
def test_f1_killed_at_random_moments(database):
    result = run_drill("kill", "--n", "6", "--rows", "600", "--seed", "7", database=database)
    assert nothing_happened(result)
    assert result["faults"] == 6


@pytest.mark.postgres
def test_without_a_choice_both_databases_are_drilled():
    found = run_drill_on_both("kill", "--n", "1", "--rows", "100", "--seed", "9")
    assert [result["database"] for result in found] == ["sqlite", "postgres"]
    assert all(map(nothing_happened, found))


@pytest.mark.long
@pytest.mark.parametrize("database", DATABASES)
def test_f1_the_web_process_is_killed_in_the_middle_of_requests(database):
    result = run_drill("web", "--n", "12", "--seed", "5", database=database)
    assert nothing_happened(result)
    assert (result["faults"], result["acknowledged"]) == (12, 12)


@pytest.mark.long
@pytest.mark.postgres
def test_f1_two_workers_on_one_batch_and_one_of_them_killed():
    result = run_drill(
        "kill", "--n", "10", "--rows", "1000", "--workers", "2", "--seed", "8", database="postgres"
    )
    assert nothing_happened(result)


def test_f2_killed_before_and_after_every_change_of_state():
    result = run_drill("steps", "--rows", "9", database="sqlite")
    assert nothing_happened(result)
    assert result["faults"] >= 12


@pytest.mark.long
def test_f3_single_calls_to_the_disk_fail():
    if shutil.which("strace") is None:
        missing("strace", "apt-get install strace")
    assert nothing_happened(run_drill("disk-errors", "--rows", "60", "--n", "3", "--seed", "3"))


@pytest.mark.long
def test_f4_f5_the_disk_is_full():
    assert nothing_happened(run_drill("disk-full", "--rows", "300", "--n", "3"))


@pytest.mark.postgres
@pytest.mark.parametrize("fault", FAULTS_OF_THE_SERVER)
def test_f6_f7_f8_f10_the_server_stands_still_dies_restarts_or_is_cut_off(fault):
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    assert nothing_happened(run_drill("postgres", fault, "--rows", "200", "--n", "2"))


@pytest.mark.long
@pytest.mark.postgres
def test_f9_the_primary_loses_its_power_and_the_standby_takes_over():
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    result = run_drill("postgres", "failover", "--rows", "600", "--n", "2", "--seed", "9")
    assert nothing_happened(result)
    assert result["faults"] == len(result["notes"]) == 2


@pytest.mark.long
@pytest.mark.postgres
def test_f9_without_synchronous_replication_the_loss_is_counted_and_everything_goes_on():
    if not shutil.which("runuser"):
        missing("runuser", "part of util-linux")
    arguments = ("failover", "--asynchronous", "--rows", "2000", "--n", "1", "--seed", "10")
    result = run_drill("postgres", *arguments)
    assert result["lost"] > 0
    assert (result["doubled"], result["orphaned"], result["violations"]) == (0, 0, [])


@pytest.mark.parametrize("database", DATABASES)
def test_f15_a_worker_that_comes_back_too_late_writes_nothing(database):
    result = run_drill("lease", "--rows", "6", database=database)
    assert nothing_happened(result)
    assert result["faults"] == 5
