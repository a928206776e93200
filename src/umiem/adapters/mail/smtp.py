"""SMTP with time limits; tells what is refused for good from what may work later (RFC 5321, 4.2.1)."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
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


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``kind`` is ``sent``, ``later`` (try again) or ``refused`` (never); ``answer`` is the server's."""

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

    def send(self, message: Message) -> Outcome:
        """Send one message and say what became of it; raises nothing a mail server can cause."""
        try:
            composed = self._composed(message)
        except ValueError as problem:  # a line break in an address or a subject
            return Outcome(kind="refused", answer=str(problem))
        try:
            with self._connection() as connection:
                connection.send_message(composed)
        except smtplib.SMTPRecipientsRefused as problem:
            code, answer = next(iter(problem.recipients.values()), (550, b""))
            return Outcome(kind=_kind(code), answer=f"{code} {answer.decode(errors='replace')}")
        except smtplib.SMTPResponseException as problem:
            return Outcome(
                kind=_kind(problem.smtp_code), answer=f"{problem.smtp_code} {problem.smtp_error!r}"
            )
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome(kind="later", answer=str(problem))
        return Outcome(kind="sent")

    def _composed(self, message: Message) -> EmailMessage:
        composed = EmailMessage()
        composed["From"] = Address("Umiem", addr_spec=self.mail_from)
        composed["To"] = Address(addr_spec=message.to)
        composed["Subject"] = message.subject
        digest = hashlib.sha256(message.identity.encode()).hexdigest()[:32]
        composed["Message-ID"] = f"<{digest}@{self.mail_from.rpartition('@')[2]}>"
        composed["Auto-Submitted"] = "auto-generated"
        composed.set_content(message.body)
        return composed

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        if self.implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        with connection:
            if not self.implicit_tls and connection.has_extn("starttls"):
                connection.starttls(context=context)
            if self.user:
                connection.login(self.user, self.password)
            yield connection


def sender_for(url: str, *, mail_from: str) -> Sender:
    """Read ``smtp://user:password@host:port`` or ``smtps://…``; raises ``ConfigurationError``."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
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


def _kind(code: int) -> str:
    return "refused" if code >= 500 else "later"
