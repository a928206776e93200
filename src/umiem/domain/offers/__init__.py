"""Job offers: the skills they ask for and the occupations they are likely to mean."""

from __future__ import annotations

from umiem.domain.offers.occupations import GroupGuess, OccupationGuess
from umiem.domain.offers.reading import LONGEST_OFFER, OfferReading, read_course_text, read_offer
from umiem.domain.offers.skills_in_text import SkillFound

__all__ = [
    "LONGEST_OFFER",
    "GroupGuess",
    "OccupationGuess",
    "OfferReading",
    "SkillFound",
    "read_course_text",
    "read_offer",
]
