"""Run the public W3C suites that are checked out and installed in a folder, and judge the result.

    python tests/conformance/run_public_suites.py FOLDER [SUITE ...]

FOLDER holds one checkout per suite, with its ``node_modules``. An instance of Umiem with throw-away
keys is started for the run. Failures that docs/conformance.md explains are told apart; any other
makes the exit code 1. NODE_22 in the environment names a node program of version 22 or later, which
the VC-JOSE-COSE suite needs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from umiem.conformance.certificate import loopback_context
from umiem.conformance.instance import Instance
from umiem.conformance.server import Server

VALID_DID = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"
ECDSA_KEYS = {"p256": ["P-256"], "p384": ["P-384"]}

# Suite → the tags of the issuers and verifiers that it needs.
SUITES: Mapping[str, tuple[str, ...]] = {
    "vc-data-model-2.0-test-suite": ("vc2.0",),
    "vc-di-eddsa-test-suite": ("eddsa-rdfc-2022", "eddsa-jcs-2022"),
    "vc-di-ecdsa-test-suite": ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023"),
    "vc-di-bbs-test-suite": ("bbs-2023",),
    "vc-bitstring-status-list-test-suite": ("BitstringStatusList",),
    "vc-api-issuer-test-suite": ("vc-api",),
    "vc-api-verifier-test-suite": ("vc-api",),
    "did-key-test-suite": ("did-key",),
    "did-resolution-mocha-test-suite": ("did-resolution",),
    "vc-jose-cose-test-suite": ("jose-cose",),
}
ISSUER_TAGS: Mapping[str, tuple[str, ...]] = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022", "vc2.0", "vc-api"),
    "eddsa-jcs-2022": ("eddsa-jcs-2022",),
    "ecdsa-rdfc-2019-p256": ("ecdsa-rdfc-2019",),
    "ecdsa-rdfc-2019-p384": ("ecdsa-rdfc-2019",),
    "ecdsa-jcs-2019-p256": ("ecdsa-jcs-2019",),
    "ecdsa-jcs-2019-p384": ("ecdsa-jcs-2019",),
    "ecdsa-sd-2023": ("ecdsa-sd-2023",),
    "bbs-2023": ("bbs-2023",),
    "status": ("BitstringStatusList",),
}
# Suite → parts of the titles of failures that docs/conformance.md explains.
EXPECTED: Mapping[str, tuple[str, ...]] = {}
JOSE_FEATURES = ("credential_jose", "presentation_jose", "credential_sdjwt", "presentation_sdjwt")
_STAND_IN = """#!{python}
# Stands in for "docker compose -f FILE run --rm NAME", which mounts the suite's tests at /tests.
import sys
from umiem.cli.main import main
main(["conformance", "jose", *(word.replace("/tests/", "./tests/", 1) for word in sys.argv[7:])])
"""


@contextmanager
def running_instance() -> Iterator[tuple[str, Instance]]:
    """Start an instance on a free port and yield its address."""
    now = datetime.now(UTC)
    with Server(Instance.start("", lambda: datetime.now(UTC)), 0, loopback_context(now)) as server:
        url = f"https://localhost:{server.server_address[1]}"
        server.instance = Instance.start(url, lambda: datetime.now(UTC))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url, server.instance
        server.shutdown()


def configuration(url: str, instance: Instance, tags: tuple[str, ...]) -> dict[str, Any]:
    """Return what the suites read from ``localConfig.cjs``, with the endpoints that have ``tags``."""
    dids = instance.dids()
    issuers = [
        {
            "id": dids[name],
            "endpoint": f"{url}/{name}/credentials/issue",
            "supports": {"vc": ["2.0"]},
            "supportedEcdsaKeyTypes": ECDSA_KEYS.get(name.rsplit("-", 1)[-1], ["P-256"]),
            "tags": list(own),
        }
        for name, own in ISSUER_TAGS.items()
        if set(own) & set(tags)
    ]
    verifier = {
        "id": f"{url}#verifier",
        "supports": {"vc": ["2.0"]},
        "supportedEcdsaKeyTypes": ["P-256", "P-384"],
        "tags": list(tags),
    }
    did = {"did": VALID_DID, "resolutionOptions": {}}
    resolver = {"id": f"{url}#resolver", "endpoint": f"{url}/1.0/identifiers", "tags": list(tags)}
    implementation = {
        "name": "umiem",
        "implementation": "umiem",
        "issuers": issuers,
        "verifiers": [verifier | {"endpoint": f"{url}/credentials/verify"}],
        "vpVerifiers": [verifier | {"endpoint": f"{url}/presentations/verify"}],
        "vcHolders": [verifier | {"endpoint": f"{url}/credentials/derive", "tags": ["vcHolder", *tags]}],
        "didResolvers": [resolver | {"supportedDids": {"valid": [did]}}],
        "jose-cose": {"features": dict.fromkeys(JOSE_FEATURES, True)},
    }
    settings = {"enableInteropTests": False, "testAllImplementations": False}
    return {"settings": settings, "implementations": [implementation]}


def run_suite(folder: Path, configured: Mapping[str, Any]) -> dict[str, Any]:
    """Run one suite and return mocha's JSON report."""
    (folder / "localConfig.cjs").write_text(f"module.exports = {json.dumps(configured)};\n")
    for left_over in folder.glob("tests/output/*.json"):
        left_over.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        stand_in = Path(scratch) / "docker"
        stand_in.write_text(_STAND_IN.format(python=sys.executable))
        stand_in.chmod(0o755)
        report = Path(scratch) / "report.json"
        mocha = str(folder / "node_modules/mocha/bin/mocha.js")
        tests = "tests/test-runner.js" if folder.name.startswith("vc-jose") else "tests/"
        options = ["--reporter", "json", "--reporter-option", f"output={report}", "--timeout", "60000"]
        environment = os.environ | {
            "NODE_TLS_REJECT_UNAUTHORIZED": "0",
            "PATH": f"{scratch}:{os.environ['PATH']}",
        }
        node = os.environ.get("NODE_22", "node") if folder.name.startswith("vc-jose") else "node"
        process = subprocess.run(
            [node, mocha, tests, "--preserve-symlinks", *options],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if not report.exists():
            sys.exit(f"{folder.name} did not run:\n{process.stderr[-2000:]}")
        result: dict[str, Any] = json.loads(report.read_text())
        return result


def judge(name: str, report: Mapping[str, Any]) -> int:
    """Print one line for the suite and one per failure; return how many were not expected."""
    expected = EXPECTED.get(name, ())
    titles = [failure["fullTitle"] for failure in report["failures"]]
    unexpected = [title for title in titles if not any(part in title for part in expected)]
    counts = report["stats"]
    print(
        f"{name}: {counts['passes']} passed, {len(titles) - len(unexpected)} expected failures, "
        f"{len(unexpected)} failed, {counts['pending']} skipped by the suite"
    )
    for title in unexpected:
        print(f"  FAILED {title}")
    return len(unexpected)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], help="Default: all that are there.")
    arguments = parser.parse_args()
    chosen = arguments.suites or [
        name for name in SUITES if (arguments.folder / name / "node_modules").is_dir()
    ]
    failures = 0
    with running_instance() as (url, instance):
        for name in chosen:
            configured = configuration(url, instance, SUITES[name])
            failures += judge(name, run_suite((arguments.folder / name).resolve(), configured))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
