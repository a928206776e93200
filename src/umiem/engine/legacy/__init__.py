"""Older kinds of badge, which Umiem reads and checks but never issues."""
