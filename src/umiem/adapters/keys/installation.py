"""The key of the installation itself: signs its trust list and its records of checks, never a credential."""

from __future__ import annotations

import os
from pathlib import Path

from umiem.adapters.keys import file as key_file
from umiem.adapters.keys.sealing import KeyEncryptionKey
from umiem.engine.signers import InMemorySigner

PURPOSE = "installation"


def load_or_make(path: Path, wrapping: KeyEncryptionKey, *, method: str) -> InMemorySigner:
    """Return the signer from ``path``, encrypted with the key-encryption key; makes it the first time.

    Two processes that start together agree on the key of the first one: a name is linked only once.
    """
    if not path.exists():
        sealed = wrapping.seal(key_file.to_der(key_file.generate("Ed25519")), purpose=PURPOSE)
        _write_once(path, sealed)
    return InMemorySigner(key_file.from_der(wrapping.unseal(path.read_bytes(), purpose=PURPOSE)), method)


def _write_once(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(temporary, path)
    except FileExistsError:
        return  # another process was first
    finally:
        temporary.unlink(missing_ok=True)
