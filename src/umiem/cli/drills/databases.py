"""A drill on several databases: each in a process of its own, because Django knows one for its whole life."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from umiem.cli.drills.counting import DrillResult
from umiem.cli.drills.installation import need_server
from umiem.cli.drills.processes import tidy_when_ended
from umiem.errors import UmiemError, UnavailableError


def on_each(databases: Sequence[str], drill: Callable[[str], DrillResult]) -> list[DrillResult]:
    """Return what ``drill``, a function or a ``partial`` of one, counted on each database.

    Raises what the drill raises, ``ConfigurationError`` at once when a server is missing, and
    ``UnavailableError`` drill-ended-early when its process was ended.
    """
    if len(databases) == 1:
        return [drill(databases[0])]
    if "postgres" in databases:
        need_server()
    with tidy_when_ended():
        return [_in_own_process(drill, name) for name in databases]


def _in_own_process(drill: Callable[[str], DrillResult], database: str) -> DrillResult:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, drill, database))
    process.start()
    sender.close()
    answer: DrillResult | UmiemError | None = None
    try:
        answer = receiver.recv()
    except EOFError as problem:
        raise UnavailableError("drill-ended-early", database=database) from problem
    finally:
        if answer is None:  # also after Ctrl+C; it takes away what it made
            process.terminate()
        process.join()
    if isinstance(answer, UmiemError):
        raise answer
    return answer


def _run(sender: Connection, drill: Callable[[str], DrillResult], database: str) -> None:
    try:
        sender.send(drill(database))
    except UmiemError as error:
        sender.send(error)
