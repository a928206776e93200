"""Sentences for people: one literal table per family of codes, in English, translated by gettext.

Imports nothing but the standard library, so that the web pages, the API and the command line share it.
"""


def N_(sentence: str) -> str:  # noqa: N802 (gettext's usual name for a marker)
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 (as above, for a sentence that counts)
    """Mark the two English forms of a sentence that counts something."""
    return one, many
