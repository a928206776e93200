"""Measures how well job offers are read: precision and recall of skills, accuracy of ISCO groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from umiem.domain.offers import OfferReading, read_offer
from umiem.domain.skills import SkillLibrary
from umiem.errors import RefusedError

OFFERS = Path(__file__).with_name("offers.yaml")
PLAIN_OFFERS = Path(__file__).with_name("offers_plain.yaml")  # without diacritics; its head says how
LATER_OFFERS = Path(__file__).with_name("offers_later.yaml")  # seen by now: its head says how


@dataclass(frozen=True)
class Quality:
    """Shares from 0 to 1; groups by the first guess and by the best five, and by the first three digits."""

    offers: int
    precision: float
    recall: float
    first_group: float
    in_five: float
    three_digits: float

    def line(self) -> str:
        return (
            f"{self.offers} offers: skills precision {self.precision:.2f}, recall {self.recall:.2f}; "
            f"ISCO group first {self.first_group:.2f}, best five {self.in_five:.2f}, "
            f"three digits {self.three_digits:.2f}"
        )


def measure(library: SkillLibrary, *, path: Path = OFFERS, show: bool = False) -> Quality:
    """Read every offer of a set. Only labelled skills that the library knows are expected."""
    by_label = {skill.labels.get("en", ""): uri for uri, skill in library.graph.skills.items()}
    offers = yaml.safe_load(path.read_text(encoding="utf-8"))
    right = expected = found = first = five = three = 0
    for offer in offers:
        wanted = {by_label[label] for label in offer["skills"] if label in by_label}
        reading = _read(offer["text"], library)
        got = {skill.uri for skill in reading.skills}
        codes = [group.code for group in reading.groups]
        right, expected, found = right + len(got & wanted), expected + len(wanted), found + len(got)
        first += codes[:1] == [offer["isco"]]
        five += offer["isco"] in codes
        three += [code[:3] for code in codes[:1]] == [offer["isco"][:3]]
        if show:
            _show(offer, reading, wanted - got, got - wanted, library)
    count = len(offers)
    return Quality(
        count, right / max(found, 1), right / max(expected, 1), first / count, five / count, three / count
    )


def _read(text: str, library: SkillLibrary) -> OfferReading:
    try:
        return read_offer(text, library)
    except RefusedError:
        return OfferReading("pl", (), (), ())


def _show(
    offer: dict, reading: OfferReading, missed: set[str], extra: set[str], library: SkillLibrary
) -> None:
    name = library.graph.label
    said = {skill.uri: f"{skill.triggers[0]} {skill.confidence}" for skill in reading.skills}
    print(
        offer["text"].split("\n")[0], offer["isco"], [(each.code, each.score) for each in reading.groups[:3]]
    )
    print("   missed", [name(uri, "en")[0] for uri in missed])
    print("   extra", [(name(uri, "en")[0], said[uri]) for uri in extra])
