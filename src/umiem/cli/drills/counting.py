"""What is counted after a drill: lost, doubled, orphaned, and every invariant that does not hold."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from umiem.cli.exit_codes import ExitCode
from umiem.cli.messages import _, say
from umiem.errors import UnavailableError

PATIENCE = 300.0  # seconds


@dataclass(frozen=True, kw_only=True)
class DrillResult:
    """What a drill counted. ``seed`` repeats it; ``notes`` say what was done and how the program answered."""

    drill: str
    database: str
    faults: int
    acknowledged: int
    lost: int
    doubled: int
    orphaned: int
    violations: tuple[str, ...]
    seconds: float
    seed: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.orphaned or self.violations)


def work_to_the_end(*, patience: float = PATIENCE) -> None:
    """Let one worker finish everything, as any worker would that is started afterwards.

    Raises ``UnavailableError`` when nothing was released in ``patience`` seconds: the harm lasts.
    """
    from umiem.services.award.batches.working import Worker
    from umiem.services.credential import status
    from umiem.storage.models import Batch, BatchState, Credential, CredentialState

    worker = Worker("last", processes=0)
    seen, since = -1, time.monotonic()
    while running := Batch.objects.filter(state=BatchState.RUNNING).first():
        if (released := Credential.objects.filter(state=CredentialState.RELEASED).count()) != seen:
            seen, since = released, time.monotonic()
        elif time.monotonic() - since > patience:
            raise UnavailableError("drill-stands-still", trouble=running.trouble or "-")
        if not worker.run_while_there_is_work():
            time.sleep(0.2)
    status.publish_due()


def counted(drill: str, database: str, *, faults: int, begun: float, seed: int = 0) -> DrillResult:
    """Count by the rows themselves; the invariants are checked beside."""
    from django.db.models import Sum

    from umiem.services.invariants import check_invariants
    from umiem.storage.models import Award, Batch, Credential, CredentialState, StatusEntry

    acknowledged = Batch.objects.aggregate(rows=Sum("total"))["rows"] or 0
    released = Credential.objects.filter(state=CredentialState.RELEASED)
    awards, places = Award.objects, StatusEntry.objects
    doubled = awards.count() - awards.values("definition", "learner", "run").distinct().count()
    doubled += places.count() - places.values("status_list", "index").distinct().count()
    found = [violation for _name, violation in check_invariants()]
    return DrillResult(
        drill=drill,
        database=database,
        faults=faults,
        acknowledged=acknowledged,
        lost=max(0, acknowledged - released.count()),
        doubled=doubled,
        orphaned=sum(violation.invariant == "I3" for violation in found),
        violations=tuple(map(str, found)),
        seconds=round(time.monotonic() - begun, 1),
        seed=seed,
    )


def tell(results: Sequence[DrillResult], *, as_json: bool) -> None:
    """Print the results; end with exit code 1 unless all are clean."""
    if as_json:
        say(json.dumps([asdict(result) for result in results], indent=2, ensure_ascii=False))
    for result in [] if as_json else results:
        say(
            _(
                "{drill} on {database}: {faults} faults (seed {seed}), {acknowledged} awards, {seconds} s. "
                "Lost, doubled, orphaned: {lost}, {doubled}, {orphaned}. Violations: {count}."
            ),
            **asdict(result) | {"count": len(result.violations)},
        )
        for line in (*result.notes, *result.violations[:20]):
            say(f"  {line}")
    if not all(result.is_clean for result in results):
        sys.exit(ExitCode.INVALID)
