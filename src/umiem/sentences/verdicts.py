"""What a whole report and each outcome are called."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

OUTCOME_WORDS: Mapping[str, str] = {
    "passed": N_("passed"),
    "failed": N_("failed"),
    "unknown": N_("could not check"),
    "not-applicable": N_("does not apply"),
}
VERDICT_WORDS: Mapping[str, str] = {
    "valid": N_("Verified"),
    "valid-unvouched": N_("Verified with open points"),
    "invalid": N_("Not verified"),
    "indeterminate": N_("Could not be checked completely"),
}
