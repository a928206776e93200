"""What an issuer does: move claims into disclosures and keep their digests (RFC 9901 sections 4.2 and 5)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.jws import compact_json
from umiem.engine.envelopes.sd_jwt.disclosure import DEFAULT_HASH, MAX_DISCLOSURES, hash_named
from umiem.engine.envelopes.sd_jwt.processing import Path
from umiem.errors import RefusedError

SALT_BYTES = 16
"""128 bits, as RFC 9901 section 9.3 recommends."""
_NEVER_NAMES = frozenset({"_sd", "_sd_alg", "..."})


@dataclass(frozen=True)
class DisclosurePlan:
    """Which claims the holder may withhold; made once for all credentials of a kind.

    A path under another one makes the disclosure recursive (section 4.2.6). ``decoys`` digests that
    stand for nothing are added wherever something is concealed, to hide how much is (section 4.2.5).

    >>> plan = DisclosurePlan.of([("name",), ("address", "city"), ("languages", 0)])
    >>> claims = {"name": "Ala", "address": {"city": "Łódź"}, "languages": ["pl"]}
    >>> payload, disclosures = conceal(claims, plan)
    >>> len(disclosures), "name" in payload
    (3, False)
    """

    tree: Mapping[str | int, DisclosurePlan] = field(default_factory=dict)
    concealed: bool = False
    decoys: int = 0

    @classmethod
    def of(cls, paths: Iterable[Path], *, decoys: int = 0) -> DisclosurePlan:
        """Build the plan from the places of the claims: names, and positions in arrays."""
        return cls._of([tuple(path) for path in paths], decoys)

    @classmethod
    def _of(cls, paths: list[Path], decoys: int) -> DisclosurePlan:
        heads: dict[str | int, list[Path]] = {}
        for path in paths:
            if path:
                heads.setdefault(path[0], []).append(path[1:])
        tree = {head: cls._of(tails, decoys) for head, tails in heads.items()}
        return cls(tree, concealed=() in paths, decoys=decoys)


def conceal(
    claims: Mapping[str, Any],
    plan: DisclosurePlan,
    *,
    hash_name: str = DEFAULT_HASH,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the payload to sign and the disclosures for the holder.

    ``random_bytes`` is the operating system's generator unless a test needs fixed salts. Raises
    ``RefusedError``: a path that is not in ``claims``, a reserved claim name, too many disclosures.
    Not checked: whether a claim may be concealed; SD-JWT VC has its own list.
    """
    _refuse_reserved_names(claims)
    concealing = _Concealing(hash_named(hash_name), random_bytes)
    payload = concealing.in_object(claims, plan)
    payload["_sd_alg"] = hash_name
    if len(concealing.disclosures) > MAX_DISCLOSURES:
        raise RefusedError("sd-jwt-too-many-disclosures", limit=MAX_DISCLOSURES)
    return payload, tuple(concealing.disclosures)


class _Concealing:
    def __init__(self, digest_of: Callable[[bytes], str], random_bytes: Callable[[int], bytes]) -> None:
        self.digest_of = digest_of
        self.random_bytes = random_bytes
        self.disclosures: list[str] = []

    def inside(self, value: Any, plan: DisclosurePlan) -> Any:
        if not plan.tree:
            return value
        if isinstance(value, Mapping):
            return self.in_object(value, plan)
        if isinstance(value, list):
            return self.in_array(value, plan)
        raise RefusedError("sd-jwt-path-missing", claim=str(next(iter(plan.tree))))

    def in_object(self, source: Mapping[str, Any], plan: DisclosurePlan) -> dict[str, Any]:
        _refuse_missing(plan, source.keys())
        result: dict[str, Any] = {}
        digests: list[str] = []
        for name, value in source.items():
            part = plan.tree.get(name)
            if part is None:
                result[name] = value
                continue
            inner = self.inside(value, part)
            if part.concealed:
                digests.append(self.disclose(name, inner))
            else:
                result[name] = inner
        if digests:
            digests.extend(self.decoy() for _ in range(plan.decoys))
            # Sorted: the order must not tell the order of the claims (section 4.2.4.1).
            result["_sd"] = sorted(digests)
        return result

    def in_array(self, source: list[Any], plan: DisclosurePlan) -> list[Any]:
        _refuse_missing(plan, range(len(source)))
        result = []
        concealed = False
        for position, value in enumerate(source):
            part = plan.tree.get(position)
            if part is None:
                result.append(value)
                continue
            inner = self.inside(value, part)
            concealed = concealed or part.concealed
            result.append({"...": self.disclose(None, inner)} if part.concealed else inner)
        if concealed:
            result.extend({"...": self.decoy()} for _ in range(plan.decoys))
        return result

    def disclose(self, name: str | None, value: Any) -> str:
        salt = encode_base64url(self.random_bytes(SALT_BYTES)).decode("ascii")
        text = encode_base64url(compact_json([salt, value] if name is None else [salt, name, value]))
        self.disclosures.append(text.decode("ascii"))
        return self.digest_of(text)

    def decoy(self) -> str:
        return self.digest_of(self.random_bytes(32))


def _refuse_missing(plan: DisclosurePlan, present: Iterable[object]) -> None:
    missing = plan.tree.keys() - set(present)
    if missing:
        raise RefusedError("sd-jwt-path-missing", claim=str(min(missing, key=str)))


def _refuse_reserved_names(value: Any) -> None:
    if isinstance(value, Mapping):
        if not _NEVER_NAMES.isdisjoint(value):
            raise RefusedError("sd-jwt-reserved-name")
        for member in value.values():
            if isinstance(member, Mapping | list):
                _refuse_reserved_names(member)
    elif isinstance(value, list):
        for element in value:
            if isinstance(element, Mapping | list):
                _refuse_reserved_names(element)
