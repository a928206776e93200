"""The exact bytes of stored credentials, compressed; plain where they are old or were put back.

A credential keeps its intended text compressed with the dictionary of its kind, and of the signed
text only what follows: ``,"proof":…``. Both are rebuilt byte for byte; whoever hands them out compares the
digest, as with any stored bytes.
"""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache

import zstandard

from umiem.errors import UnavailableError
from umiem.storage.models.batches import CompressionDictionary
from umiem.storage.models.credentials import Credential
from umiem.storage.models.organisations import Organisation

_LEVEL = -1
"""Fast, and still finds what a text has in common with its dictionary."""
_MOST_BYTES = 2 * 1024 * 1024
_CACHED_DICTIONARIES = 32


class Packer(threading.local):
    """Compresses and expands texts that have most in common with the dictionary.

    Each thread has a compressor of its own: those of the library take one text at a time, and two threads
    that share one get wrong bytes. Made anew for each text they would cost more than the text.
    """

    def __init__(self, raw: zstandard.ZstdCompressionDict) -> None:
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=raw, write_dict_id=False)
        self._expander = zstandard.ZstdDecompressor(dict_data=raw)

    @classmethod
    def of(cls, dictionary: bytes) -> Packer:
        """Return the packer of a dictionary, which is digested once for all threads."""
        raw = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        raw.precompute_compress(level=_LEVEL)
        return cls(raw)

    def pack(self, data: bytes) -> bytes:
        """Return ``data`` compressed."""
        return self._compressor.compress(data)

    def unpack(self, data: bytes) -> bytes:
        """Return what was compressed; raises ``zstandard.ZstdError`` when it is damaged."""
        return self._expander.decompress(data, max_output_size=_MOST_BYTES)


def intended_bytes(credential: Credential) -> bytes:
    """Return the unsigned document as it was prepared; raises ``UnavailableError`` when it is damaged."""
    if credential.dictionary_id is None:
        return bytes(credential.intent)
    return _unpacked(credential, bytes(credential.intent))


def signed_bytes(credential: Credential) -> bytes:
    """Return the signed document, empty when there is none; raises ``UnavailableError`` when damaged."""
    if credential.data is None:
        return b""
    if credential.dictionary_id is None:
        return bytes(credential.data)
    return intended_bytes(credential)[:-1] + _unpacked(credential, bytes(credential.data))


def stored_form(credential: Credential, signed: bytes) -> bytes:
    """Return signed bytes as they are kept in ``data`` of this credential."""
    if credential.dictionary_id is None:
        return signed
    intent = intended_bytes(credential)
    if not signed.startswith(intent[:-1]):
        raise UnavailableError("credential-damaged", credential=str(credential.public_id))
    return packer_of(str(credential.dictionary_id)).pack(signed[len(intent) - 1 :])


def keep_plain(credential: Credential, signed: bytes) -> None:
    """Put signed bytes into a credential as they are, with the intent they hold; the caller saves it.

    For a row whose compressed form is damaged. The intent is put back only when it is the one recorded.
    """
    intent = signed[: signed.rfind(b',"proof":')] + b"}"
    if hashlib.sha256(intent).hexdigest() == credential.intent_digest:
        credential.intent = intent
    credential.data = signed
    credential.dictionary = None


def _unpacked(credential: Credential, data: bytes) -> bytes:
    try:
        return packer_of(str(credential.dictionary_id)).unpack(data)
    except (zstandard.ZstdError, CompressionDictionary.DoesNotExist) as problem:
        raise UnavailableError("credential-damaged", credential=str(credential.public_id)) from problem


def store_dictionary(organisation: Organisation, data: bytes) -> str:
    """Store what the credentials of a kind have in common, once; return its name."""
    name = hashlib.sha256(organisation.public_id.bytes + data).hexdigest()[:32]
    CompressionDictionary.objects.get_or_create(
        name=name, defaults={"organisation": organisation, "data": zstandard.ZstdCompressor().compress(data)}
    )
    return name


@lru_cache(maxsize=_CACHED_DICTIONARIES)
def packer_of(name: str) -> Packer:
    """Return the packer of a stored dictionary, which is the same for ever under its name."""
    return Packer.of(dictionary_of(name))


def dictionary_of(name: str) -> bytes:
    """Return a stored dictionary."""
    row = CompressionDictionary.objects.get(pk=name)
    return zstandard.ZstdDecompressor().decompress(bytes(row.data), max_output_size=_MOST_BYTES)
