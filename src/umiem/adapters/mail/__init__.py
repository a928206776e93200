"""Sending mail by SMTP."""

from umiem.adapters.mail.smtp import Message, Outcome, Sender, Session, sender_for

__all__ = ["Message", "Outcome", "Sender", "Session", "sender_for"]
