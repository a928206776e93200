"""What Umiem keeps: one family of models per file, on SQLite or PostgreSQL.

Models are columns and constraints. They hold no rules: those are in ``domain`` and ``services``.
"""
