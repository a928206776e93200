"""One sentence per error code: what is wrong and what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping

from umiem.errors import RefusedError, UmiemError
from umiem.sentences.conversion import CONVERSION_SENTENCES
from umiem.sentences.engine_errors import GENERAL_SENTENCES, family_sentence
from umiem.sentences.files import FILE_SENTENCES, file_sentence
from umiem.sentences.findings import FINDING_SENTENCES, finding_sentence
from umiem.sentences.key_errors import KEY_SENTENCES
from umiem.sentences.outside_errors import OUTSIDE_SENTENCES
from umiem.sentences.seals import SEAL_SENTENCES
from umiem.sentences.service_errors import SERVICE_SENTENCES, WORDS_OF_STATES
from umiem.sentences.skills import SKILL_SENTENCES
from umiem.sentences.translate import told, translate
from umiem.sentences.wallet import WALLET_SENTENCES

ERROR_SENTENCES: Mapping[str, str] = {
    **SERVICE_SENTENCES,
    **KEY_SENTENCES,
    **OUTSIDE_SENTENCES,
    **CONVERSION_SENTENCES,
    **SEAL_SENTENCES,
    **SKILL_SENTENCES,
    **WALLET_SENTENCES,
}
_UNTOLD = re.compile(r"\s*\(…\)|:?\s+…(?=[\s.,:])")


def error_sentence(error: UmiemError, language: str) -> str:
    """Return the sentence for ``error`` in ``language``: of its code, its family, or its kind."""
    if error.code in FILE_SENTENCES:
        return file_sentence(error.code, error.params, language)
    if error.code in FINDING_SENTENCES:
        return finding_sentence(error, language)
    template = ERROR_SENTENCES.get(error.code) or family_sentence(error.code) or _general(error)
    words = WORDS_OF_STATES.get(error.code, {})
    # Parameters may also be lists and objects; only texts can be the name of a state.
    states = {name: value for name, value in error.params.items() if isinstance(value, str)}
    known = {name: translate(words[value], language) for name, value in states.items() if value in words}
    return told(template, {**error.params, **known}, language)


def sentence_of_code(code: str, language: str) -> str:
    """Return the sentence of a refusal of which only the code was kept, without what its details would say.

    >>> sentence_of_code("no-active-key", "en")
    'The organisation has no signing key. An administrator must make one.'
    """
    return _UNTOLD.sub("", error_sentence(RefusedError(code), language))


def _general(error: UmiemError) -> str:
    kinds = (kind.__name__ for kind in type(error).__mro__)
    return next((GENERAL_SENTENCES[kind] for kind in kinds if kind in GENERAL_SENTENCES), str(error))
