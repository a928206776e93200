"""What is wrong with a definition file or a list of learners, and what to do; with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_
from umiem.sentences.lists import LIST_SENTENCES
from umiem.sentences.translate import told, translate

FILE_SENTENCES: Mapping[str, str] = {
    # definition files
    "yaml-syntax": N_(
        "YAML cannot be read here. "
        "Check indentation, colons, brackets and quotation marks, also in the line above."
    ),
    "yaml-tab": N_("YAML does not allow tabs here. Replace the tab with spaces."),
    "yaml-alias": N_("Anchors and aliases (& and *) are not allowed. Write the value out in each place."),
    "yaml-tag": N_("Tags such as {tag} are not allowed. Remove it and leave the value."),
    "more-than-one-document": N_("The file holds more than one document. Keep one definition in one file."),
    "json-syntax": N_(
        "JSON cannot be read here. "
        "A comma, a bracket or a quotation mark is missing or too many, or the file is cut off."
    ),
    "duplicate-key": N_("“{key}” is given twice; the first time in line {first_line}. Keep one of them."),
    "key-not-text": N_("A name was expected here, not a list or a group of fields."),
    "nested-too-deep": N_("Fields are nested more than {limit} levels deep. A definition needs far fewer."),
    "too-many-values": N_("The file holds more than {limit} values. A definition needs far fewer."),
    "file-empty": N_("The file is empty."),
    "file-too-large": N_("The file has {size} bytes; a definition may have {limit}."),
    "not-utf8": N_("The file is not UTF-8 text. Save it again with the encoding UTF-8."),
    "not-text": N_("The file is not text. Choose the YAML or JSON file of the definition."),
    "definition-not-a-mapping": N_("A definition is a group of named fields, not a list or a single value."),
    "definition-format-version": N_("Format version {found} is not known; this program knows {known}."),
    "definition-format": N_("The format {format} is not known. Choose one of: {known}."),
    "wrong-type": N_("Expected: {expected}. Found: {found}."),
    "unknown-field": N_("There is no such field. Known here: {known}."),
    "wrong-language-tag": N_("“{tag}” is no language tag. Use pl, en and the like."),
    "text-too-long": N_("The text is longer than {limit} characters."),
    "text-control-character": N_("The text holds a control character. Delete it and type the place again."),
    "definition-incomplete": N_(
        "The definition is not complete. Settle these elements of Annex I first: {elements}. "
        "Details: umiem definition lint"
    ),
    **LIST_SENTENCES,
    # places to read from and to write to
    "file-missing": N_("The file {path} cannot be read."),
    "folder-not-writable": N_("The folder {path} cannot be written to: {problem}."),
    "file-exists": N_("{path} exists already. Choose another folder, or say --force to replace it."),
    # imports from elsewhere
    "import-not-recognised": N_(
        "The file holds none of these: Open Badges 2 BadgeClass, Open Badges 3 Achievement, "
        "ELM specification, catalogue as CSV."
    ),
    "import-only-a-link": N_(
        "The image holds only a link: {link}. Open it, save what it shows, and import that."
    ),
    "zip-unreadable": N_("The zip file cannot be read: {problem}. Pack it again without a password."),
    "zip-too-many-files": N_("The zip holds {count} files; {limit} are allowed. Divide it."),
    "zip-too-large": N_("Unpacked, the zip has more than {limit} bytes. Divide it."),
    "import-too-many": N_("The file holds {count} definitions; {limit} are allowed at once. Divide it."),
    "import-too-large": N_("The file has {size} bytes; {limit} are allowed."),
    "import-columns-missing": N_("The catalogue has no column for the title. The header has: {found}."),
}

_KINDS: Mapping[str, str] = {
    "list": N_("a list"),
    "mapping": N_("named fields"),
    "value": N_("a single value"),
    "text": N_("text"),
    "text-by-language": N_("texts by language, such as pl: … and en: …"),
    "whole-number": N_("a whole number"),
    "number": N_("a number"),
    "date": N_("a date such as 2027-09-30"),
    "given_name": N_("given name"),
    "family_name": N_("family name"),
    "email": N_("e-mail address"),
}


def file_sentence(code: str, params: Mapping[str, object], language: str) -> str:
    """Return the sentence for ``code``, led by file, line and path as far as they are known."""
    worded = {name: _worded(value, language) for name, value in params.items()}
    sentence = told(FILE_SENTENCES[code], worded, language)
    place = ":".join(str(params[part]) for part in ("name", "line") if params.get(part))
    where = ", ".join(part for part in (place, str(params.get("path") or "")) if part)
    return f"{where}: {sentence}" if where and code not in _NAMES_ITS_PLACE else sentence


_NAMES_ITS_PLACE = frozenset(
    {"file-missing", "folder-not-writable", "file-exists", "list-quote-not-closed", "list-cell-too-long"}
)


def _worded(value: object, language: str) -> object:
    parts = str(value).split(", ")
    if all(part in _KINDS for part in parts):
        return ", ".join(translate(_KINDS[part], language) for part in parts)
    return value
