"""What must hold at every moment, a sentence for each invariant (``services.invariants``)."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

INVARIANT_SENTENCES: Mapping[str, str] = {
    "I1": N_("What was awarded is there, signed, and the signature verifies."),
    "I2": N_("Nobody was awarded twice, and no place on a status list was given away twice."),
    "I3": N_("Every signature is in the signer's log, and every logged one belongs to a credential."),
    "I4": N_("What is revoked is revoked in the published lists, and nothing else is."),
    "I5": N_("No row belongs to one organisation and points at another."),
    "I6": N_("Every message was put into the outbox, and only once."),
    "I7": N_("Everything stored is byte for byte what was stored once."),
    "I8": N_("No work is stuck."),
}
