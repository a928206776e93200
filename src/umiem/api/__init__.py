"""The API for programs: a router for each subject, and what its answers look like in ``shapes``."""
