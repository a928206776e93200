"""What can go wrong with skills, job offers, plans and the ESCO files, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

SKILL_SENTENCES: Mapping[str, str] = {
    "unknown-skill": N_("No skill is called “{name}”. Nearest: {candidates}. Try: umiem skills search"),
    "unknown-occupation": N_(
        "No occupation is called “{name}”. Nearest: {candidates}. Only imported occupations are known "
        "(without an import: the starter set)."
    ),
    "ambiguous-skill": N_("“{name}” may mean several skills: {candidates}. Give the whole name or the URI."),
    "ambiguous-occupation": N_(
        "“{name}” may mean several occupations: {candidates}. Give the whole name or the URI."
    ),
    "occupation-without-skills": N_(
        "The data says nothing of the skills that “{name}” needs. Choose a related occupation, or import "
        "the whole ESCO: umiem esco import"
    ),
    "target-without-skills": N_("The target names no skill. Choose an occupation or at least one skill."),
    "offer-empty": N_("There is no text to read. Give the whole job offer."),
    "offer-too-long": N_("The text has {length} characters; {most} are read. Give one offer at a time."),
    "offer-not-text": N_("{name} is neither text nor a readable PDF."),
    "offer-file-too-large": N_("The file is larger than {most} MB. Paste the text of the offer instead."),
    "offer-pdf-without-text": N_(
        "{name} holds pictures of text, not text. Paste the words of the offer instead."
    ),
    "concept-unknown": N_("This skill or occupation is not in the ESCO version used here. Search for it."),
    "demand-file-broken": N_("{name}, line {line}: the file is broken there. Nothing was imported."),
    "demand-no-text-column": N_(
        "{name}: no column with the text of the offers was found. It may be called: {columns}."
    ),
    "demand-no-offers": N_("{name} holds no offer. Give CSV, JSON, or a ZIP of text files."),
    "demand-too-large": N_("The file is larger than {most} MB. Split it."),
    "demand-too-many": N_("The file holds more than {most} offers. Split it."),
    "offer-terms-wrong": N_("{field}: this value makes no sense here."),
    "too-many-offers": N_("There are {limit} offers already. Remove those that are over first."),
    "offer-unknown": N_("There is no such offer any more."),
    "too-many-plans": N_("You keep {limit} plans already. Delete one that you no longer need."),
    "too-many-consents": N_("You named {limit} counsellors already. Withdraw one consent first."),
    "too-many-declared-skills": N_("You declared {limit} skills already. Take back some first."),
    "consent-unknown": N_("There is no such consent, or it has ended."),
    "wish-too-long": N_("A plan takes at most {most} skills. Leave some out."),
    "plan-without-goal": N_("Say where you want to be: an occupation, some skills, or a job offer."),
    "plan-unknown": N_("There is no such plan, or its link has ended. Ask for a new link, or make a plan."),
    "offer-without-skills": N_(
        "No skill and no occupation was recognised in this text. Is it a job offer in Polish or English? "
        "A title in the first line helps."
    ),
    "catalogue-not-yaml": N_("{name}: line {line} is not correct YAML."),
    "catalogue-alias": N_("{name}: anchors and aliases (& and *) are not allowed."),
    "not-a-catalogue": N_("{name} is no catalogue: it needs “umiem_catalogue: 1” and a list “entries”."),
    "catalogue-field": N_("{name}: {path} is missing or wrong."),
    "catalogue-identifier-twice": N_("{name}: the identifier “{identifier}” is used twice."),
    "esco-path-not-found": N_("There is no file or folder {name}."),
    "esco-no-csv": N_("No CSV file was found in: {paths}."),
    "esco-not-csv-or-zip": N_("{name} is neither CSV nor ZIP. Give the files of the ESCO download page."),
    "esco-broken-zip": N_("{name} is a broken ZIP file. Download it again."),
    "esco-too-large": N_("{name} is larger than any ESCO download can be. Nothing was imported."),
    "esco-not-utf-8": N_(
        "{name}, line {line}: not UTF-8. Download the file again; do not save it from a spreadsheet."
    ),
    "esco-missing-column": N_("{name}: the column {column} is missing. Is this an official ESCO file?"),
    "esco-broken-row": N_("{name}, line {line}: the row does not fit the header. Nothing was imported."),
    "esco-broken-csv": N_(
        "{name}, line {line}: broken CSV (an unclosed quotation mark?). Nothing was imported."
    ),
    "esco-bad-value": N_("{name}, line {line}: the value “{value}” is not known. Nothing was imported."),
    "esco-first-import-incomplete": N_(
        "The first import needs skills, occupations and their relations; missing: {lacking}. Give all the "
        "downloaded files at once."
    ),
    "esco-store-format": N_("{path} was written by another version. Import ESCO again: umiem esco import"),
    "skill-model-wrong": N_(
        "{setting} names {value}, which cannot be loaded. It has the form package.module:factory."
    ),
    "esco-store-broken": N_("{path} cannot be read. Import ESCO again: umiem esco import"),
    "preferences-finish-before-start": N_("The last day is not after the first day."),
    "preferences-start-out-of-range": N_("The first day must lie between the years 2000 and 2200."),
    "preferences-no-hours-per-week": N_(
        "The hours per week must be at least a quarter of an hour and at most 80 hours."
    ),
    "preferences-negative-limit": N_("A limit of hours or money cannot be negative."),
    "preferences-negative-weight": N_("A weight cannot be negative."),
    "preferences-no-weight": N_("At least one of the weights hours, cost and weeks must be more than 0."),
}
