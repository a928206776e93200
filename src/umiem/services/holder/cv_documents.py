"""A curriculum vitae as PDF: what is in it, and where each credential of it is checked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from umiem import wiring
from umiem.adapters.documents.cv_sheet import CvEntry as CvEntry
from umiem.adapters.documents.cv_sheet import CvLines as CvLines
from umiem.adapters.documents.cv_sheet import CvSection as CvSection
from umiem.adapters.documents.cv_sheet import CvSheet as CvSheet
from umiem.adapters.documents.cv_sheet import cv_pdf
from umiem.services.access import Actor
from umiem.services.credential import learning_credentials, printed_codes
from umiem.services.files import File
from umiem.services.holder import curriculum
from umiem.services.holder.curriculum import Curriculum
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.skill.skill_map import SkillMap, skill_map


@dataclass(frozen=True, kw_only=True)
class CvContent:
    """What a CV holds: the credentials in force, and the skills that they confirm or the person declares."""

    curriculum: Curriculum
    skills: SkillMap


def cv_content(actor: Actor) -> CvContent:
    """Return what a CV of the person can hold; raises ``RefusedError`` when nobody is signed in."""
    return CvContent(curriculum=curriculum.gather(actor), skills=skill_map(actor))


def printed_address(held: HeldCredential) -> tuple[str, str]:
    """Return where a credential on paper is checked: a short address and the code to type there.

    Whoever has the code can read the whole credential: the holder decides whether it is printed.
    """
    base = wiring.installation().base_url.partition("://")[2]
    return f"{base}/c", printed_codes.code_for(held.credential)


def signed_grade(held: HeldCredential) -> str:
    """Return the grade that the issuer signed, or nothing; raises what reading damaged bytes raises."""
    claims = learning_credentials.claims_for_reading(held.credential, language="en")
    return str(claims.get("assessment_grade", ""))


def cv_file(sheet: CvSheet) -> File:
    """Return the CV as a PDF file, in the words that the page gave it."""
    made = cv_pdf(sheet, made_at=timezone.now())
    return File(name=f"umiem-cv-{sheet.language}.pdf", media_type="application/pdf", data=made)
