"""Asking a time-stamping authority (RFC 3161, section 3.4) through the one door to the outside."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from asn1crypto import algos as untyped_algos
from asn1crypto import cms as untyped_cms
from asn1crypto import core as untyped_core
from asn1crypto import tsp as untyped_tsp
from pyhanko.sign import timestamps as untyped_timestamps

from umiem.adapters.fetch import Budget, Fetcher
from umiem.adapters.fetch.connection import Sent
from umiem.adapters.fetch.door import TIME_STAMP
from umiem.engine.seals.time_stamps import read_time_stamp
from umiem.errors import MalformedInputError, UnavailableError

# asn1crypto and pyhanko are not fully typed: what they give is taken as Any.
_tsp: Any = untyped_tsp
_algos: Any = untyped_algos
_cms: Any = untyped_cms
_core: Any = untyped_core
_PdfTimeStamper: Any = untyped_timestamps.TimeStamper
_GRANTED = ("granted", "granted_with_mods")


class _Answer(_core.Sequence):  # type: ignore[misc]
    """``TimeStampResp`` as a refusal has it: the token is optional (RFC 3161, 2.4.2)."""

    _fields = [  # noqa: RUF012 (the library's own way)
        ("status", _tsp.PKIStatusInfo),
        ("time_stamp_token", _cms.ContentInfo, {"optional": True}),
    ]


class TimeStampService:
    """One time-stamping authority at a web address."""

    def __init__(self, fetcher: Fetcher, url: str) -> None:
        self._fetcher = fetcher
        self._url = url

    def stamp(self, data: bytes) -> bytes:
        """Return the token over ``data``, checked against it.

        Raises ``UnavailableError`` when the service does not answer or refuses, and what
        ``read_time_stamp`` raises when its token is not good.
        """
        token: bytes = self.ask(_request(data))["time_stamp_token"].dump()
        read_time_stamp(token, stamped=data, anchors=())
        return token

    def ask(self, request: Any) -> Any:
        """Send a ``TimeStampReq`` and return the ``TimeStampResp``, which grants it."""
        sent = Sent(body=request.dump(), media_type="application/timestamp-query")
        answer = self._fetcher.post(self._url, sent, TIME_STAMP, Budget())
        try:
            status = _Answer.load(answer.data, strict=True)["status"]["status"].native
            response = _tsp.TimeStampResp.load(answer.data) if status in _GRANTED else None
        except (ValueError, TypeError, KeyError) as error:
            raise MalformedInputError("time-stamp-unreadable") from error
        if response is None:
            raise UnavailableError("time-stamp-refused", url=self._url, status=str(status))
        return response


def _request(data: bytes) -> Any:
    return _tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": _tsp.MessageImprint(
                {
                    "hash_algorithm": _algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "hashed_message": hashlib.sha256(data).digest(),
                }
            ),
            "nonce": secrets.randbits(63),
            "cert_req": True,
        }
    )


class PdfTimeStamps(_PdfTimeStamper):  # type: ignore[misc]
    """The same service, as the PDF library asks for time stamps."""

    def __init__(self, service: TimeStampService) -> None:
        super().__init__()
        self._service = service

    async def async_request_tsa_response(self, req: Any) -> Any:
        """Answer the library's request."""
        return self._service.ask(req)
