"""Credentials from intent to status: issuing, representations, corrections, revocation, keeping."""
