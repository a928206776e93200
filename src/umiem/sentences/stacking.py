"""What is said about larger micro-credentials: in new credentials, and why something does not count."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

EVIDENCE = N_("Micro-credential of {issuer}, awarded on {date}: {identifier}")

SET_ASIDE: Mapping[str, str] = {
    "too-old": N_("awarded too long ago"),
    "level-too-low": N_("its level is too low"),
    "level-unknown": N_("its level is not known"),
    "held-twice": N_("held twice; it counts once"),
}
