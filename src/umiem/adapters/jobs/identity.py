"""Who a worker is: a name for people, and enough to tell whether its process still lives on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
LONGEST_NAME = 40


@dataclass(frozen=True)
class WorkerIdentity:
    """``name`` is chosen by people; machine, process and its start make the identity unique."""

    name: str
    machine: str
    process: int
    started: str

    @classmethod
    def of_this_process(cls, name: str) -> WorkerIdentity:
        process = os.getpid()
        return cls(name[:LONGEST_NAME], _machine(), process, _started(process))

    @classmethod
    def read(cls, text: str) -> WorkerIdentity | None:
        """Read what ``str`` wrote; None for anything else."""
        parts = text.rsplit("/", 3)
        if len(parts) != 4 or not parts[2].isdigit():
            return None
        return cls(parts[0], parts[1], int(parts[2]), parts[3])

    def __str__(self) -> str:
        return f"{self.name}/{self.machine}/{self.process}/{self.started}"

    @property
    def is_dead(self) -> bool:
        """True when the process ran on this machine and is no more; False when that cannot be known."""
        return bool(self.machine) and self.machine == _machine() and _started(self.process) != self.started


@lru_cache(maxsize=1)
def _machine() -> str:
    """Return what tells this start of this machine, and this space of process numbers, from all others."""
    try:
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
        return f"{_BOOT_ID.read_text(encoding='ascii').strip()[:13]}-{space}"
    except OSError:
        return ""


def _started(process: int) -> str:
    """Return when a process began, in ticks since the machine started; empty when it is gone."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    after_name = text.rsplit(")", 1)[-1].split()
    return "" if after_name[0] == "Z" else after_name[19]
