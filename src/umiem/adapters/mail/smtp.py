"""SMTP with time limits; tells what is refused for good from what may work later (RFC 5321, 4.2.1).

A message is handed over with the last dot of DATA. Before the dot, a broken connection means "later"; after
it, and before the server's answer, nobody knows: ``uncertain``.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from types import TracebackType
from urllib.parse import unquote, urlsplit

from umiem.errors import ConfigurationError

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message; ``identity`` makes its Message-ID, so that a repeated message can be recognised."""

    to: str
    subject: str
    body: str
    identity: str
    sender_name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a message; ``answer`` is the server's.

    ``kind``: ``sent``, ``later`` (try again), ``bounced`` (the address is not taken, ever), ``refused`` (this
    message is not taken, ever) or ``uncertain``.
    """

    kind: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Sends through one server."""

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool
    mail_from: str

    def open(self) -> Session:
        """Return a session, to be used in ``with``; it connects when there is something to send."""
        return Session(self)

    def send(self, message: Message) -> Outcome:
        """Send one message over a connection of its own."""
        with self.open() as session:
            return session.send(message)


class Session:
    """One connection for many messages; begun again after a failure."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop(politely=True)

    def send(self, message: Message) -> Outcome:
        """Send one message and say what became of it; raises nothing a mail server can cause."""
        try:
            data = _composed(message, self._sender.mail_from).as_bytes(policy=SMTP)
        except (ValueError, UnicodeEncodeError) as problem:  # a line break in an address or a subject
            return Outcome(kind="refused", answer=str(problem))
        try:
            connection = self._connected()
            refusal = self._offered(connection, message.to)
        except (OSError, smtplib.SMTPException) as problem:
            self._drop(politely=False)
            return Outcome(kind="later", answer=str(problem))
        return refusal or self._handed_over(connection, data)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = _connect(self._sender)
        return self._connection

    def _offered(self, connection: smtplib.SMTP, recipient: str) -> Outcome | None:
        """Say who writes to whom; return why that is not taken, or None when the text may follow."""
        connection.ehlo_or_helo_if_needed()
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], tuple[int, ...], str], ...] = (
            (lambda: connection.mail(self._sender.mail_from), (250,), "refused"),
            (lambda: connection.rcpt(recipient), (250, 251), "bounced"),
            (lambda: connection.docmd("DATA"), (354,), "refused"),
        )
        for command, taken, final in steps:
            code, answer = command()
            if code not in taken:
                self._begin_again(connection)
                return Outcome(kind=final if code >= 500 else "later", answer=_text(code, answer))
        return None

    def _handed_over(self, connection: smtplib.SMTP, data: bytes) -> Outcome:
        stuffed = b"\r\n".join(
            b"." + line if line.startswith(b".") else line for line in data.split(b"\r\n")
        ).removesuffix(b"\r\n")
        try:
            connection.send(stuffed + b"\r\n")
        except (OSError, smtplib.SMTPException) as problem:  # the last dot was not sent
            self._drop(politely=False)
            return Outcome(kind="later", answer=str(problem))
        try:
            connection.send(b".\r\n")
            code, answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            self._drop(politely=False)
            return Outcome(kind="uncertain", answer=str(problem))
        if code == 250:
            return Outcome(kind="sent", answer=_text(code, answer))
        return Outcome(kind="refused" if code >= 500 else "later", answer=_text(code, answer))

    def _begin_again(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):  # a server that refuses may also hang up
            self._drop(politely=False)

    def _drop(self, *, politely: bool) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if politely:
                connection.quit()
        except (OSError, smtplib.SMTPException):
            pass  # the server hung up first
        finally:
            connection.close()


def sender_for(url: str, *, mail_from: str) -> Sender:
    """Read ``smtp://user:password@host:port`` or ``smtps://…``; raises ``ConfigurationError``."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:  # brackets without an address, a port that is none
        usable = False
    if not usable or not parts.hostname:
        raise ConfigurationError("smtp-url-wrong", setting="UMIEM_SMTP_URL")
    implicit_tls = parts.scheme == "smtps"
    return Sender(
        host=parts.hostname,
        port=parts.port or (465 if implicit_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=implicit_tls,
        mail_from=mail_from,
    )


def _connect(sender: Sender) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if sender.implicit_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            sender.host, sender.port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(sender.host, sender.port, timeout=TIMEOUT_SECONDS)
    connection.ehlo_or_helo_if_needed()
    if not sender.implicit_tls and connection.has_extn("starttls"):
        connection.starttls(context=context)
    if sender.user:
        connection.login(sender.user, sender.password)
    return connection


def _composed(message: Message, mail_from: str) -> EmailMessage:
    composed = EmailMessage()
    composed["From"] = Address(message.sender_name or "Umiem", addr_spec=mail_from)
    composed["To"] = Address(addr_spec=message.to)
    if message.reply_to:
        composed["Reply-To"] = Address(addr_spec=message.reply_to)
    composed["Subject"] = message.subject
    composed["Date"] = localtime()
    digest = hashlib.sha256(message.identity.encode()).hexdigest()[:32]
    composed["Message-ID"] = f"<{digest}@{mail_from.rpartition('@')[2]}>"
    composed["Auto-Submitted"] = "auto-generated"
    composed.set_content(message.body)
    return composed


def _text(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"
