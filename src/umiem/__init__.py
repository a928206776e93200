"""Umiem: design, assess, issue, hold, share, verify, stack and plan micro-credentials."""

__version__ = "0.1.0"
