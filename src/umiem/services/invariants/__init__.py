"""What must hold at every moment, checked by a program that shares no code with what it checks.

I1 awarded is signed and verifies · I2 nothing twice · I3 no signature without intent · I4 revoked stays
revoked, and is published · I5 no row of another organisation · I6 each mail once · I7 every digest fits ·
I8 nothing is stuck.
"""

from umiem.services.invariants.checking import CHECKS, check_invariants
from umiem.services.invariants.violation import Violation

__all__ = ["CHECKS", "Violation", "check_invariants"]
