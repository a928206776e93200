"""Awarding: one person, a list, a batch."""
