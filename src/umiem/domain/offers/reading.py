"""``read_offer``: a job offer in Polish or English → skills, ISCO-08 groups and occupations.

No model and no download: labels of ESCO (and our own synonyms) are looked for by the keys of their
words, within a clause and close together. Every skill carries the words that triggered it and a
confidence from 0 to 1. What is offered to the employee or said of the company is not read as a
requirement. A confidence is a ranking aid, not a probability.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from umiem.domain.offers.clauses import Clause, dominant_language, split_clauses
from umiem.domain.offers.occupations import GroupGuess, OccupationGuess, guess_occupations
from umiem.domain.offers.skills_in_text import SkillFound, find_skills
from umiem.domain.skills import SkillLibrary
from umiem.errors import MalformedInputError, RefusedError

LONGEST_OFFER = 60_000


@dataclass(frozen=True, slots=True)
class OfferReading:
    """What an offer asks for, best first, and the language it is written in."""

    language: str
    skills: tuple[SkillFound, ...]
    groups: tuple[GroupGuess, ...]
    occupations: tuple[OccupationGuess, ...]


def read_offer(text: str, library: SkillLibrary) -> OfferReading:
    """Read one job offer.

    Raises:
        MalformedInputError: longer than 60,000 characters (``offer-too-long``).
        RefusedError: there is no text (``offer-empty``), or neither a skill nor an occupation in it
            (``offer-without-skills``).
    """
    if not text.strip():
        raise RefusedError("offer-empty")
    if len(text) > LONGEST_OFFER:
        raise MalformedInputError("offer-too-long", length=len(text), most=LONGEST_OFFER)
    clauses: list[Clause] = split_clauses(text)
    language = dominant_language(clauses)
    skills = find_skills(text, clauses, library, language=language)
    groups, occupations = guess_occupations(clauses, skills, library, language=language)
    if not skills and not groups:
        raise RefusedError("offer-without-skills")
    return OfferReading(language, skills, groups, occupations)


def read_course_text(text: str, library: SkillLibrary) -> tuple[SkillFound, ...]:
    """Return the skills a course description speaks of, surest first; every clause counts.

    Raises:
        MalformedInputError: longer than 60,000 characters (``offer-too-long``).
    """
    if len(text) > LONGEST_OFFER:
        raise MalformedInputError("offer-too-long", length=len(text), most=LONGEST_OFFER)
    clauses = [replace(clause, is_work=True) for clause in split_clauses(text)]
    return find_skills(text, clauses, library, language=dominant_language(clauses))
