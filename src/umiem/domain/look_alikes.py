"""When two names look the same to a person, although they are other characters."""

from __future__ import annotations

import unicodedata

# Letters that do not decompose, and the Cyrillic and Greek letters that look like Latin ones in most fonts.
_LIKE_LATIN = str.maketrans("łøđıаеорсухіјѕԁһкмтвнαορτνικη", "lodiaeopcyxijsdhkmtbhaoptvikn")


def look_alike_key(name: str) -> str:
    """Return the same text for names that a reader would take for each other.

    Case, accents, invisible characters, kinds of blanks and the letters of other alphabets that look
    Latin are levelled. Not checked: digits for letters, and likeness of whole words.
    """
    parts = unicodedata.normalize("NFKD", name.casefold())
    shown = "".join(sign for sign in parts if unicodedata.category(sign) not in ("Mn", "Cf", "Cc"))
    return " ".join(shown.translate(_LIKE_LATIN).split())
