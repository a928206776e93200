"""``umiem conformance jose``: the command that the public VC-JOSE-COSE suite calls for each case."""

from __future__ import annotations

import json
from pathlib import Path

import click

_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def jose() -> None:
    """Issue and verify as the public VC-JOSE-COSE suite asks."""


@jose.command()
@click.option("--input", "source", type=_INPUT, required=True, help="The document to read.")
@click.option("--key", type=_INPUT, required=True, help="A JSON Web Key.")
@click.option("--feature", required=True, help="What the suite asks for.")
@click.option("--sd", "disclosable", default="[]", help="JSON array of paths to make disclosable.")
@click.option("--output", type=_OUTPUT, required=True, help="Where the answer goes.")
def issue(source: Path, key: Path, feature: str, disclosable: str, output: Path) -> None:
    """Secure an unsigned document."""
    from umiem.conformance.jose import issue as issue_one

    method = json.loads(key.read_text())
    _write(output, *issue_one(source.read_bytes(), method, feature, json.loads(disclosable)))


@jose.command()
@click.option("--input", "source", type=_INPUT, required=True, help="The document to read.")
@click.option("--key", type=_INPUT, required=True, help="A JSON Web Key.")
@click.option("--feature", required=True, help="What the suite asks for.")
@click.option("--output", type=_OUTPUT, required=True, help="Where the answer goes.")
def verify(source: Path, key: Path, feature: str, output: Path) -> None:
    """Verify a secured document."""
    from umiem.conformance.jose import verify as verify_one

    _write(output, *verify_one(source.read_bytes(), json.loads(key.read_text()), feature))


def _write(output: Path, result: str, data: str) -> None:
    """Leave the answer where the suite looks for it; the suite reads the file, not the exit code."""
    output.write_text(json.dumps({"result": result, "data": data}))
    click.echo(result)
