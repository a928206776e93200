"""Text in several languages, as the institution wrote it.

Credential text is data, not interface wording: it is shown in the reader's language where there is
one, or else in a language it has, and the page says which. Language tags follow BCP 47.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class LocalizedText(Mapping[str, str]):
    """One text in one or more languages: language tag → text. Immutable and hashable.

    The first language given is the text's own order of preference; blank texts are kept, so that a
    draft is not changed by being read, but ``best`` and truth value ignore them.
    """

    __slots__ = ("_stated", "_texts")

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts: dict[str, str] = dict(texts or {})
        self._stated = frozenset(tag for tag, text in self._texts.items() if text and not text.isspace())

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __bool__(self) -> bool:
        return bool(self._stated)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"LocalizedText({self._texts!r})"

    def has(self, tag: str) -> bool:
        """Say whether there is a text that is not blank in this language."""
        return tag in self._stated

    @property
    def stated(self) -> frozenset[str]:
        """The languages in which there is a text that is not blank."""
        return self._stated

    def best(self, language: str) -> tuple[str, str]:
        """Return ``(text, tag)`` in ``language``, its base language, or the first one there is.

        Returns ``("", language)`` when there is no text at all: drafts have such gaps.
        """
        if language in self._stated:
            return self._texts[language], language
        base = language.partition("-")[0]
        for tag in (
            base,
            *(tag for tag in self._texts if tag.partition("-")[0] == base),
            *self._texts,
        ):
            if self.has(tag):
                return self._texts[tag], tag
        return "", language


EMPTY_TEXT = LocalizedText()
