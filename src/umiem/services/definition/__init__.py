"""Designing: definitions, their drafts, reviews and imports."""
