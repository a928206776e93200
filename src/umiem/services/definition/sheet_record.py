"""What the quality sheet says of people: who wrote and decided (four eyes), what learners and peers said."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import override

from umiem.adapters.documents.gate_sheet import SheetDecision, SheetOpinion, SheetRecord
from umiem.adapters.documents.words import SHEET_WORDS
from umiem.services.definition.definition_feedback import MARKS, FeedbackSummary
from umiem.services.definition.definition_review import ReviewView
from umiem.storage.models import DefinitionDecision, DefinitionFeedback

MOST_OPINIONS = 20


def sheet_record(review: ReviewView, feedback: FeedbackSummary, *, language: str) -> SheetRecord:
    """Put the decisions about one version and the opinions on its definition into the words of the sheet.

    Learners have no names here; a hidden text is not printed, its reason is. At most ``MOST_OPINIONS`` are
    printed, the newest first; the numbers and means count all of them.
    """
    with override(language):
        said = feedback.learners + feedback.peers
        return SheetRecord(
            authors=tuple(author.person for author in review.authors),
            decisions=tuple(_decision(one) for one in review.decisions),
            learners=feedback.learners,
            peers=feedback.peers,
            means=tuple(_means(feedback)),
            opinions=tuple(_opinion(one, language) for one in feedback.entries[:MOST_OPINIONS]),
            left_out=max(0, said - MOST_OPINIONS),
        )


def _decision(one: DefinitionDecision) -> SheetDecision:
    return SheetDecision(
        kind=str(one.kind),
        person=one.person,
        role=str(one.role),
        day=date_format(timezone.localdate(one.at), "SHORT_DATE_FORMAT"),
        reason=one.reason,
        alone=one.alone,
    )


def _means(feedback: FeedbackSummary) -> Iterable[tuple[str, str]]:
    for mark in MARKS:
        mean = feedback.means[mark]
        if mean is not None:
            yield mark, str(number_format(mean, decimal_pos=1))


def _opinion(one: DefinitionFeedback, language: str) -> SheetOpinion:
    words = SHEET_WORDS[language]
    peer = one.invitation
    named = () if peer is None else (peer.name, peer.affiliation)
    hidden = words["hidden"].format(reason=one.hidden_reason) if one.hidden_at else ""
    given = ((mark, getattr(one, mark)) for mark in MARKS)
    return SheetOpinion(
        kind=str(one.kind),
        name=", ".join(part for part in named if part),
        version=one.version.version,
        day=date_format(timezone.localdate(one.created_at), "SHORT_DATE_FORMAT"),
        marks=tuple((mark, str(value)) for mark, value in given if value is not None),
        comment=hidden or one.comment,
    )
