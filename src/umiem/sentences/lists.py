"""Words and sentences about lists of learners: what columns hold, what is refused, what is worth knowing."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_
from umiem.sentences.translate import fill, told, translate

PART_NAMES: Mapping[str, str] = {
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "full_name": N_("Full name (given name first)"),
    "full_name_reversed": N_("Full name (family name first)"),
    "email": N_("E-mail"),
    "identifier": N_("Student number"),
    "grade": N_("Final grade"),
    "run": N_("Edition"),
    "awarded_on": N_("Day of the award"),
    "valid_until": N_("Last day of validity"),
    "evidence": N_("Evidence (a link)"),
    "left-out": N_("Left out"),
}
_RESULT = N_("Result {outcome}")

LIST_SENTENCES: Mapping[str, str] = {
    "list-empty": N_("The list is empty. Put a header row first and one learner in each row."),
    "list-only-header": N_(
        "Below the header there is no row. Put one learner in each row and send it again."
    ),
    "list-too-large": N_("The list has {size} bytes; {limit} are allowed. Divide it."),
    "list-not-text": N_("The file is no text table. Save it from the spreadsheet as CSV UTF-8 or XLSX."),
    "list-is-another-kind": N_(
        "This is a {found} file, whatever its name says. Save the list as XLSX, ODS or CSV and choose that."
    ),
    "list-is-markup": N_(
        "This is a web page or an XML file, even if its name ends in .xls or .csv. "
        "Open it in the spreadsheet, save it as XLSX and choose that file."
    ),
    "list-old-format": N_(
        "This is the old .xls or the binary .xlsb format. Open it and save it as XLSX, then choose that file."
    ),
    "list-kind-unknown": N_(
        "This is a packed file, but no XLSX and no ODS. Save the list as XLSX, ODS or CSV and choose that."
    ),
    "list-protected": N_(
        "The file is protected by a password. Save a copy without the password and choose that."
    ),
    "list-broken": N_(
        "The file is damaged or cut off. Open it in the spreadsheet, save it anew and choose it again."
    ),
    "list-bomb": N_(
        "Unpacked, this file would be many times larger than a list of learners can be. "
        "Copy the cells into a new sheet, save that and choose it."
    ),
    "list-with-declarations": N_(
        "The file holds declarations that a spreadsheet never writes, so it was not opened. "
        "Save the list anew from your spreadsheet."
    ),
    "list-too-much-work": N_(
        "Reading this file would take too long. Copy only the list into a new sheet, save that and choose it."
    ),
    "list-columns-missing": N_(
        "Columns not found: {missing}. The header has: {found}. Say which column holds them, or add them."
    ),
    "list-columns-without-header": N_(
        "Columns not found: {missing}. No row of the file was recognised as its header: "
        "say which row it is, or which column holds what."
    ),
    "list-header-twice": N_("The column “{column}” appears twice. Rename or remove one of them."),
    "list-too-many-rows": N_("The list has more than {limit} rows. Divide it into several files."),
    "list-too-many-columns": N_(
        "The list has more than {limit} columns. Remove the ones that are not needed."
    ),
    "list-rows-wrong": N_("Nothing was issued: {count} problems in the list. Correct the rows named above."),
    "list-quote-not-closed": N_(
        "In line {line}, column {column}, a quotation mark is opened and never closed. "
        "Remove it or close it, and send the file once more."
    ),
    "list-cell-too-long": N_(
        "In line {line}, column {column}, a cell holds {size} characters; at most {limit} are read. "
        "Shorten it, and send the file once more."
    ),
    "list-encoding-unknown": N_("The encoding {encoding} is not known. Choose one of: {known}."),
    "list-delimiter-unknown": N_("The separator must be a comma, a semicolon or a tab."),
    "list-unknown": N_("There is no such list, or it was deleted after its time. Import the file again."),
    "list-file-deleted": N_("The file of this list was deleted after its time. Only its digest is kept."),
    "list-not-judged": N_("Say first what each column holds; then the rows can be looked at."),
    "list-row-unknown": N_("The list has no row {row}."),
    "list-row-not-fine": N_("Row {row} cannot become a credential yet. Correct what is marked in it first."),
    "list-part-unknown": N_("A column cannot hold {part}. Known: {known}."),
    "list-part-twice": N_("Two columns are said to hold the same: {part}. Choose one of them."),
    "list-too-many-drafts": N_(
        "Your organisation has {limit} lists that were begun and not finished. Delete some of them first."
    ),
    "list-too-many-fixes": N_(
        "More than {limit} corrections were made by hand. Correct the file itself and import it again."
    ),
    "list-value-too-long": N_("A cell may have at most {limit} characters."),
    "list-confirmed": N_("This list was confirmed already and does not change any more."),
    "list-nothing-to-award": N_(
        "No row of this list can be awarded. Correct the rows or choose another file."
    ),
    "list-map-wrong": N_("“{text}” does not say which column holds what. Write it as: --map Header=email"),
    "list-header-unknown": N_("The list has no column “{column}”. The header has: {found}."),
}

NOTE_SENTENCES: Mapping[str, str] = {
    "list-hidden-sheets": N_(
        "The file has hidden sheets: {names}. They are not read unless you choose them."
    ),
    "list-hidden-columns": N_("Columns hidden in the spreadsheet are read too: {names}."),
    "list-hidden-rows": N_(
        "Rows hidden in the spreadsheet are read too ({count}): {rows}. "
        "Leave them out below if they do not belong."
    ),
    "list-merged-cells": N_(
        "Merged cells: {count}. A cell merged over several rows counts for each of them; check these rows."
    ),
    "list-formulas": N_("Cells with formulas: {count}. Their last saved results are read, not the formulas."),
    "list-macros-ignored": N_("The macros in the file are ignored."),
    "list-links-ignored": N_("Links to other files are not followed; the last saved values are read."),
    "list-pesel": N_(
        "PESEL numbers stand in: {names}. No credential holds them, but the file is kept for 90 days: "
        "better remove them and choose the file again."
    ),
    "list-names-in-capitals": N_(
        "Names stand in capital letters ({example}) and will be printed like that. "
        "The function PROPER of a spreadsheet changes them."
    ),
    "list-cells-divided": N_("Everything stood in one column; it was divided at each “{separator}”."),
    "list-letters-put-right": N_(
        "Cells with letters that an encoding had spoilt before: {count}. “{wrong}” is read as “{right}”; "
        "please check the names."
    ),
    "list-headers-twice": N_("Several columns have the same name: {names}. Check what each of them holds."),
}


def part_name(part: str, language: str) -> str:
    """Return what a column holds, in words: a part, or the result of a learning outcome."""
    if part.startswith("result:"):
        return fill(translate(_RESULT, language), {"outcome": part.removeprefix("result:").upper()})
    return translate(PART_NAMES[part], language) if part in PART_NAMES else part


def note_sentence(code: str, params: Mapping[str, object], language: str) -> str:
    """Return the sentence for something worth knowing about a file."""
    return told(NOTE_SENTENCES.get(code, code), params, language)
