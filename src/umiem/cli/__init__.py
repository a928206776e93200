"""The command ``umiem``: a file for each command, found by ``main``."""
