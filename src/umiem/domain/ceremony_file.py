"""The file of a key ceremony: what people review before a key is made, instead of a list of commands.

::

    organisation: politechnika        # its short name here
    purpose: Key for the year 2027    # for the records
    algorithm: Ed25519                # or P-256
    store: file                       # or pkcs11
    valid-days: 730
    confirmation: two-people          # or one-person
    people:                           # administrators; with two-people at least two of them
      - anna@example.org
      - jan@example.org
    instead-of: key-1                 # optional: refuse when another key signs
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from umiem.domain.source import Fields, Items, Node, Scalar
from umiem.domain.source_yaml import parse_yaml
from umiem.errors import MalformedInputError

MAX_BYTES = 20_000
MOST_PEOPLE = 20
ONE_PERSON, TWO_PEOPLE = "one-person", "two-people"
_MEMBERS = frozenset(
    ("organisation", "purpose", "algorithm", "store", "valid-days", "confirmation", "people", "instead-of")
)


@dataclass(frozen=True, kw_only=True)
class CeremonyPlan:
    """What the file says. ``people`` are folded e-mail addresses; ``instead_of`` names the key to replace."""

    organisation: str
    purpose: str
    algorithm: str
    store: str
    days: int
    confirmation: str
    people: tuple[str, ...]
    instead_of: str | None = None

    @property
    def confirmations_needed(self) -> int:
        """How many of the people have to confirm."""
        return 2 if self.confirmation == TWO_PEOPLE else 0


def read_ceremony_file(data: bytes) -> CeremonyPlan:
    """Read and check the file; raises ``MalformedInputError`` (ceremony-file-wrong naming the entry and the
    problem, ceremony-file-too-large, ceremony-file-unreadable, ceremony-file-unknown).

    Whether the people are administrators is for the installation to say.
    """
    if len(data) > MAX_BYTES:
        raise MalformedInputError("ceremony-file-too-large", limit=MAX_BYTES)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise MalformedInputError("ceremony-file-unreadable") from problem
    root = parse_yaml(text)
    if not isinstance(root, Fields):
        raise MalformedInputError("ceremony-file-unreadable")
    unknown = sorted(set(root.nodes) - _MEMBERS)
    if unknown:
        raise MalformedInputError("ceremony-file-unknown", members=", ".join(unknown)[:200])
    return _checked(root.nodes)


def _checked(nodes: Mapping[str, Node]) -> CeremonyPlan:
    days = _text(nodes, "valid-days")
    if not days.isascii() or not days.isdigit() or len(days) > 5:
        raise _wrong("valid-days", "whole-number")
    confirmation = _text(nodes, "confirmation", otherwise=ONE_PERSON)
    if confirmation not in (ONE_PERSON, TWO_PEOPLE):
        raise _wrong("confirmation", "one-or-two")
    people = _people(nodes.get("people"))
    if confirmation == TWO_PEOPLE and len(people) < 2:
        raise _wrong("people", "at-least-two")
    return CeremonyPlan(
        organisation=_text(nodes, "organisation"),
        purpose=_text(nodes, "purpose", otherwise="-")[:400],
        algorithm=_text(nodes, "algorithm", otherwise="Ed25519"),
        store=_text(nodes, "store", otherwise="file"),
        days=int(days),
        confirmation=confirmation,
        people=people,
        instead_of=_text(nodes, "instead-of") if "instead-of" in nodes else None,
    )


def _text(nodes: Mapping[str, Node], name: str, *, otherwise: str = "") -> str:
    node = nodes.get(name)
    if node is None or (isinstance(node, Scalar) and node.absent):
        if not otherwise:
            raise _wrong(name, "missing")
        return otherwise
    if not isinstance(node, Scalar) or not node.text.strip():
        raise _wrong(name, "one-value")
    return node.text.strip()


def _people(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    if not isinstance(node, Items) or len(node.nodes) > MOST_PEOPLE:
        raise _wrong("people", "list-of-people")
    found = []
    for item in node.nodes:
        if not isinstance(item, Scalar) or "@" not in item.text:
            raise _wrong("people", "addresses")
        found.append(item.text.strip().casefold())
    if len(set(found)) != len(found):
        raise _wrong("people", "everyone-once")
    return tuple(found)


def _wrong(member: str, problem: str) -> MalformedInputError:
    return MalformedInputError("ceremony-file-wrong", member=member, problem=problem)
