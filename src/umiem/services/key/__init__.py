"""Signing keys of organisations and of the installation, and the log of what they signed."""
