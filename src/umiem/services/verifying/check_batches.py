"""Many credentials checked at once: a ZIP, several files or a list of links, up to 5,000.

Nobody needs an account. A batch is found only by the secret in its address, is worked on in slices of less
than a second while its page is open, and is deleted after an hour; the documents themselves as soon as each
is checked.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from umiem.adapters.archive import files_of, is_archive
from umiem.adapters.fetch import Budget
from umiem.domain.link_list import MOST_ITEMS, ListedLink, read_link_list
from umiem.engine.strangers import looks_like
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError
from umiem.services.public_tokens import new_token, token_hash
from umiem.services.verifying import presentations, verdicts, verification
from umiem.services.verifying.verification import LookUps
from umiem.storage.models import CheckBatch, CheckItem, ItemState

KEPT = timedelta(hours=1)
SLICE_SECONDS = 0.8
SLICE_ITEMS = 200
LOOK_UPS = 400
"""Requests to strangers' servers for one batch of somebody unknown."""
LOOK_UPS_KNOWN = 10_000
MOST_BATCHES = 200
"""Batches kept at once: more are refused until older ones end."""


@dataclass(frozen=True, kw_only=True)
class BroughtItem:
    """One thing to check: the bytes of a file, or a link; ``problem`` says why it cannot even be tried."""

    name: str
    data: bytes | None = None
    link: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchProgress:
    """How far a batch is; ``counts`` maps the verdicts so far to their numbers."""

    batch: CheckBatch
    done: int
    counts: dict[str, int]

    @property
    def is_finished(self) -> bool:
        return self.done >= self.batch.total

    @property
    def tenths(self) -> int:
        """How much is done in percent, in steps of ten: as often as it is worth saying aloud."""
        return 10 * (10 * self.done // self.batch.total)


def are_many(name: str, data: bytes) -> bool:
    """Say whether what came as one thing is several, which ``read_items`` takes apart.

    A ZIP, a list of links, or a presentation of several credentials.
    """
    if name.casefold().endswith((".csv", ".tsv")):
        return not _is_document(data)
    if is_archive(data):
        return looks_like(data) == "input-is-archive"
    is_list = looks_like(data) == "input-is-list" and not data.lstrip().startswith(b"[")
    return is_list or bool(presentations.several_in(data))


def read_items(files: Sequence[tuple[str, bytes]]) -> tuple[BroughtItem, ...]:
    """Take apart what was brought: ZIPs and lists of links are opened, other files are items themselves.

    Of a presentation of several credentials each is an item, and the whole is the first of them.

    A text without links is an item, too, when it came with others: it keeps nothing else out. Raises
    ``MalformedInputError`` for an archive that cannot be read, a lone list without links, nothing, or more
    than 5,000 items.
    """
    found: list[BroughtItem] = []
    for name, data in files:
        found.extend(_items_of(name, data, is_alone=len(files) == 1))
        if len(found) > MOST_ITEMS:
            raise MalformedInputError("too-many-items", limit=MOST_ITEMS)
    if not found:
        raise MalformedInputError("nothing-to-check")
    return tuple(found)


def begin(items: Sequence[BroughtItem], *, is_known: bool = False) -> str:
    """Store a batch and return the secret of its address. Nothing is checked yet: see ``advance``."""
    if not items:
        raise MalformedInputError("nothing-to-check")
    if len(items) > MOST_ITEMS:
        raise MalformedInputError("too-many-items", limit=MOST_ITEMS)
    delete_ended()
    if CheckBatch.objects.count() >= MOST_BATCHES:
        raise RefusedError("too-many-batches", seconds=60)
    token = new_token()
    with transaction.atomic():
        batch = CheckBatch.objects.create(
            token_hash=token_hash(token),
            total=len(items),
            look_ups_left=LOOK_UPS_KNOWN if is_known else LOOK_UPS,
            expires_at=timezone.now() + KEPT,
        )
        CheckItem.objects.bulk_create(
            [_row(batch, position, item) for position, item in enumerate(items)], batch_size=500
        )
    return token


def advance(token: str, *, seconds: float = SLICE_SECONDS) -> BatchProgress:
    """Check the next items for a short while and say how far the batch is.

    Two pages that do this at once do some work twice, never wrongly. Raises ``NotFoundError`` for a batch
    that ended.
    """
    batch = _find(token)
    end = time.monotonic() + seconds
    waiting = batch.items.filter(state=ItemState.WAITING)[:SLICE_ITEMS]
    done = []
    for item in waiting:
        done.append(_checked(item, batch))
        if time.monotonic() > end:
            break
    with transaction.atomic():
        CheckItem.objects.bulk_update(done, ("state", "verdict", "result", "packed"), batch_size=200)
    return progress(token)


def progress(token: str) -> BatchProgress:
    """Say how far a batch is, without working on it."""
    batch = _find(token)
    rows = batch.items.filter(state=ItemState.DONE).values_list("verdict").annotate(Count("id")).order_by()
    counts = dict(rows)
    return BatchProgress(batch=batch, done=sum(counts.values()), counts=counts)


def results(token: str, *, verdict: str = "") -> tuple[CheckItem, ...]:
    """Return the items of a batch in their order, those of one verdict or all."""
    items = _find(token).items.all().defer("packed")
    return tuple(items.filter(verdict=verdict) if verdict else items)


def delete_ended() -> int:
    """Delete every batch whose hour is over; the background worker calls this."""
    return CheckBatch.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def check_one(item: BroughtItem, look_ups: LookUps) -> dict[str, Any]:
    """Check one item and return its row: verdict, issuer, person, title, dates, reasons."""
    if item.data is not None and not item.data.strip():
        return not_had("file-empty")
    try:
        if item.data is None:
            result = verification.check_input(item.link, look_ups=look_ups)
        else:
            result = verification.check_input(item.data, look_ups=look_ups)
    except UmiemError as error:
        return not_had(error.code)
    return verdicts.row_of(result)


def _items_of(name: str, data: bytes, *, is_alone: bool) -> Iterator[BroughtItem]:
    if not is_archive(data):
        yield from _lone(name, data, is_alone=is_alone)
        return
    for inner, content in files_of(data):
        if content is None:
            yield BroughtItem(name=inner, problem="packed-file-too-large")
        else:
            yield from _lone(inner, content, is_alone=False)


def _lone(name: str, data: bytes, *, is_alone: bool) -> Iterator[BroughtItem]:
    listed: tuple[ListedLink, ...] = ()
    if name.casefold().endswith((".csv", ".tsv", ".txt")) and not _is_document(data):
        try:
            listed = read_link_list(data)
        except MalformedInputError:
            if is_alone:
                raise
    for row in listed:
        missing = "" if row.link else "row-without-link"
        yield BroughtItem(name=row.name or name, link=row.link, problem=missing)
    if not listed:
        yield BroughtItem(name=name, data=data)
        for number, credential in enumerate(presentations.several_in(data), start=1):
            yield BroughtItem(name=f"{name} ({number})", data=credential)


def _is_document(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"ey"))


def _row(batch: CheckBatch, position: int, item: BroughtItem) -> CheckItem:
    return CheckItem(
        batch=batch,
        position=position,
        name=item.name.replace("\0", "")[:200],
        link=item.link.replace("\0", "")[:2_000],
        packed=None if item.data is None else zlib.compress(item.data, 1),
        state=ItemState.DONE if item.problem else ItemState.WAITING,
        verdict=verdicts.NOT_CHECKED if item.problem else "",
        result=not_had(item.problem) if item.problem else {},
    )


def not_had(code: str) -> dict[str, Any]:
    """Return the row of what could not be had: a link that leads nowhere, a file that is too large."""
    return {"verdict": verdicts.NOT_CHECKED, "reasons": [code]}


def _checked(item: CheckItem, batch: CheckBatch) -> CheckItem:
    look_ups = LookUps(budget=Budget(left=min(Budget().left, batch.look_ups_left)))
    before = look_ups.budget.left
    data = None if item.packed is None else zlib.decompress(bytes(item.packed))
    item.result = check_one(BroughtItem(name=item.name, data=data, link=item.link), look_ups)
    item.verdict, item.state, item.packed = str(item.result["verdict"]), ItemState.DONE, None
    used = before - look_ups.budget.left
    if used:
        batch.look_ups_left = max(0, batch.look_ups_left - used)
        CheckBatch.objects.filter(pk=batch.pk, look_ups_left__gte=used).update(
            look_ups_left=F("look_ups_left") - used
        )
    return item


def _find(token: str) -> CheckBatch:
    batch = CheckBatch.objects.filter(token_hash=token_hash(token), expires_at__gt=timezone.now()).first()
    if batch is None:
        raise NotFoundError("check-batch-unknown")
    return batch
