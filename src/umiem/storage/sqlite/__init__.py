"""A Django database back end for SQLite with one writer across all processes."""
