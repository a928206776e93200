"""One row of the table that says where a field goes in each format, and the paths that rows are made of."""

from __future__ import annotations

from dataclasses import dataclass

from umiem.domain.text import EMPTY_TEXT, LocalizedText

FORMATS = ("open-badges-3", "european-digital-credential", "sd-jwt")
FORMAT_NAMES = {
    "open-badges-3": "Open Badges 3.0",
    "european-digital-credential": "European Digital Credential (ELM 3)",
    "sd-jwt": "EUDI learning credential (SD-JWT VC)",
}


@dataclass(frozen=True, kw_only=True)
class MappedField:
    """One field of a definition or award, and the properties that hold it: paths from the credential's root.

    An empty tuple means that the format does not hold the field; ``lost`` says in words what is lost.
    """

    field: str
    element: str | None
    open_badges: tuple[str, ...] = ()
    european: tuple[str, ...] = ()
    sd_jwt: tuple[str, ...] = ()
    lost: LocalizedText = EMPTY_TEXT

    def places(self, name: str) -> tuple[str, ...]:
        """Return the properties of this field in the format ``name``."""
        return dict(zip(FORMATS, (self.open_badges, self.european, self.sd_jwt), strict=True))[name]


SUBJECT = "credentialSubject"
ACHIEVEMENT = f"{SUBJECT}.achievement"
EXTENSION = f"{ACHIEVEMENT}.microcredential"
AWARD = f"{SUBJECT}.microcredentialAward"
CLAIM = f"{SUBJECT}.hasClaim"
SPECIFICATION = f"{CLAIM}.specifiedBy"
TYPE_CLAIM = "https://w3id.org/umiem/microcredential#type_of_assessment"
MODE_CLAIM = "https://w3id.org/umiem/microcredential#form_of_participation"
NO_LEVEL_CLAIM = "https://w3id.org/umiem/microcredential#level_not_applicable"


def lost_text(english: str, polish: str) -> LocalizedText:
    return LocalizedText({"en": english, "pl": polish})


ONE_LANGUAGE = lost_text("SD-JWT: one language only", "SD-JWT: tylko jeden język")
NOT_IN_WALLET = lost_text("SD-JWT: no claim for it", "SD-JWT: brak odpowiedniego pola")
IN_BADGES_ONLY = lost_text("ELM, SD-JWT: no property for it", "ELM, SD-JWT: brak odpowiedniej właściwości")
NOTE_ONLY = lost_text(
    "ELM: as a note; SD-JWT: no claim for it", "ELM: jako uwaga; SD-JWT: brak odpowiedniego pola"
)
