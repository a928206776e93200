"""What a chunk brings along: what each of its rows asks for, and the frame that all its documents share."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from umiem.engine.compiled.filled import hash_of
from umiem.services.award.batches.claiming import Claim
from umiem.services.award.batches.rows import unpack_rows
from umiem.services.award.batches.texts import Texts
from umiem.services.award.requests import AwardRequest, record_of
from umiem.services.credential import status
from umiem.services.credential.issuing import end_of_validity, issuer_identity, start_of_validity
from umiem.services.credential.kind_texts import Entry, Paper, common_text
from umiem.services.definition.definitions import DefinitionView, view_of
from umiem.services.key import did_documents, keys
from umiem.storage.exact_bytes import Packer, dictionary_of
from umiem.storage.models import Batch, Credential, SigningKey, StatusList


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all rows of a chunk share."""

    view: DefinitionView
    paper: Paper
    key: SigningKey
    hash_name: str
    did_document: Mapping[str, Any]
    dictionary: bytes


def requests_of(claim: Claim) -> list[AwardRequest]:
    """Return the requests of a chunk."""
    return unpack_rows(bytes(claim.chunk.source), day=timezone.localdate(claim.batch.start_at))


def frame_of(
    batch: Batch,
    lists: Mapping[str, StatusList],
    example: AwardRequest | None,
    *,
    intended: Credential | None = None,
) -> Frame:
    """Return what the rows of a chunk share: as it is now, or as it was when ``intended`` was stored."""
    organisation = batch.organisation
    view = view_of(batch.definition_version)
    key = intended.key if intended is not None else keys.active_signer(organisation)[0]
    paper = Paper(
        issuer=issuer_identity(organisation),
        definition_digest=view.version.digest,
        list_urls={purpose: status.url_of(row.public_id) for purpose, row in lists.items()},
    )
    if intended is not None:
        dictionary = dictionary_of(str(intended.dictionary_id))
    else:
        dictionary = b"" if example is None else _dictionary(view, paper, example)
    return Frame(
        view=view,
        paper=paper,
        key=key,
        hash_name=hash_of(key.algorithm),
        did_document=did_documents.did_document(organisation),
        dictionary=dictionary,
    )


def texts_of(paper: Paper, hash_name: str) -> Texts:
    """Return what writes the texts of a paper; its kinds are kept between the chunks of a batch."""
    kept = _texts_of(repr(dataclasses.astuple(paper)), hash_name)
    return kept.setdefault("texts", Texts(paper, hash_name))


@lru_cache(maxsize=8)
def _texts_of(paper: str, hash_name: str) -> dict[str, Texts]:
    return {}


@lru_cache(maxsize=8)
def packer_for(dictionary: bytes) -> Packer:
    """Return what compresses with a dictionary."""
    return Packer.of(dictionary)


def _dictionary(view: DefinitionView, paper: Paper, request: AwardRequest) -> bytes:
    """Return a document of this kind about nobody, and how its proof begins."""
    record = record_of(view, request)
    start = start_of_validity(record)
    entry = Entry(
        record=record,
        identifier=uuid.uuid4(),
        places=dict.fromkeys(paper.list_urls, 0),
        valid_from=start,
        valid_until=end_of_validity(record, request.valid_until, start),
    )
    return common_text(paper, entry)
