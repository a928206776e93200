"""``umiem conformance``: let the public W3C test suites drive Umiem."""

from __future__ import annotations

import errno
from datetime import UTC, datetime

import click

from umiem.cli.conformance_jose import jose
from umiem.cli.messages import _, say
from umiem.errors import ConfigurationError


@click.group()
def conformance() -> None:
    """Let the public W3C test suites drive Umiem."""


conformance.add_command(jose)


@conformance.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=40443, show_default=True, help="The port to listen on."
)
@click.option("--tls", is_flag=True, help="Serve https with a self-signed loopback certificate.")
@click.option("--base-url", help="The address under which the suites reach the instance.")
def serve(port: int, tls: bool, base_url: str | None) -> None:
    """Start an instance with throw-away keys on the loopback address."""
    from umiem.conformance.certificate import loopback_context
    from umiem.conformance.instance import Instance
    from umiem.conformance.server import Server

    url = (base_url or f"{'https' if tls else 'http'}://localhost:{port}").rstrip("/")
    instance = Instance.start(url, lambda: datetime.now(UTC))
    context = loopback_context(datetime.now(UTC)) if tls else None
    try:
        server = Server(instance, port, context)
    except OSError as error:
        code = "port-taken" if error.errno == errno.EADDRINUSE else "port-unusable"
        other = port + 1 if port < 65535 else 40443
        raise ConfigurationError(code, port=str(port), other=str(other)) from error
    say(_("The conformance instance answers at {url}. Its keys are thrown away when it stops."), url=url)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say(_("Stopped."))
