"""What a profile is: a name and the check of what a conformant document must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from umiem.engine.problems import Problem


def _nothing_more(document: Mapping[str, Any]) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True)
class Profile:
    """Rules on top of the data model; ``check`` yields what breaks them, in document order.

    ``proof_as_list``: an embedded proof stands in a list, also when it is the only one.
    """

    name: str
    check: Callable[[Mapping[str, Any]], Iterable[Problem]] = _nothing_more
    proof_as_list: bool = False


PLAIN_CREDENTIAL = Profile("verifiable-credential")
"""Nothing beyond the Verifiable Credentials Data Model itself."""
