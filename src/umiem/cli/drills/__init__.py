"""Drills: each breaks one thing on purpose, in an installation of its own, and counts what is lost."""
