"""A software token (SoftHSM2) for tests: a token of its own in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.shared_data import missing

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
TOKEN, PIN = "umiem-test", "1234"


def module() -> str | None:
    """Return the library of SoftHSM2 where it is installed."""
    return next((path for path in MODULES if Path(path).exists()), None)


def token_folder(folder: Path) -> Iterator[Path]:
    """Make a token and point the library at it; skip the test where there is no SoftHSM2."""
    if module() is None or shutil.which("softhsm2-util") is None:
        missing("SoftHSM2", "apt-get install softhsm2")
    tokens = folder / "tokens"
    tokens.mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    made = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(made, check=True, capture_output=True)
    yield tokens
    del os.environ["SOFTHSM2_CONF"]
