"""Keys, corrections, reports and notices: code → sentence with what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

KEY_SENTENCES: Mapping[str, str] = {
    # keys
    "clock-went-back": N_(
        "The clock of this machine is behind the last signature ({last}). "
        "Nothing is signed until it is set right."
    ),
    "key-rotated-already": N_("The key {key} is not the one that signs now. Somebody has begun a new key."),
    "key-plan-algorithm": N_("This kind of key cannot be made. Choose one of: {known}."),
    "key-plan-store": N_("A key can be kept in: {known}."),
    "key-plan-days": N_("A key may sign for 1 to {limit} days."),
    "key-past-its-end": N_(
        "The key {key} signs no new credentials after {until}. An administrator must begin a new key."
    ),
    "key-ended": N_(
        "The key {key} of {organisation} ended on {until}. "
        "Run: umiem keys rotate --organisation {organisation}"
    ),
    "key-ends-soon": N_(
        "The key {key} of {organisation} ends on {until}. "
        "Run: umiem keys rotate --organisation {organisation}"
    ),
    "signer-log-broken": N_("The signer's log of {organisation} was changed at entry {sequence}."),
    "log-roots-wrong": N_("This is no copy of the published roots of {organisation}."),
    "did-history-broken": N_("The history of the keys of {organisation} was changed at version {version}."),
    "revocations-lost": N_(
        "{count} published revocations are missing in the database: an old backup? Run: umiem restored"
    ),
    "credentials-quarantined": N_(
        "{count} damaged credentials are locked away. Restore each with: umiem scrub --restore FILE"
    ),
    "key-signs-no-more": N_("The key {key} is {state} and never signs again."),
    "key-compromise-in-future": N_("A key cannot have been stolen in the future. Choose an earlier moment."),
    "key-compromised-already": N_("The key {key} is reported as compromised since {since} already."),
    "reissue-key-not-compromised": N_("The key {key} is not reported as compromised. Report it first."),
    "token-not-set-up": N_("No hardware token is set up here. The setting {setting} is missing."),
    "token-pin-open": N_("The file with the PIN, {path}, can be read by others. Run: chmod 600 {path}"),
    "token-pin-missing": N_("The file with the PIN of the hardware token, {path}, cannot be read."),
    "token-pin-wrong": N_(
        "The hardware token {token} does not take this PIN. Look into the file with the PIN."
    ),
    "hardware-token-missing": N_("The hardware token {token} is not there. Signing waits until it is back."),
    "token-library-unusable": N_("The library of the hardware token, {module}, cannot be used."),
    "token-unavailable": N_(
        "The hardware token {token} cannot be used now ({problem}). Signing waits until it can be."
    ),
    "token-key-missing": N_(
        "The hardware token {token} does not hold this key. Signing waits until it does."
    ),
    "did-version-unknown": N_("There is no such version of this document."),
    # ceremonies
    "ceremony-file-wrong": N_("The ceremony file is not in order. {member}: {problem}."),
    "ceremony-file-too-large": N_("A ceremony file has at most {limit} bytes."),
    "ceremony-file-unreadable": N_(
        "This is no ceremony file: it must be YAML text in UTF-8, a list of entries."
    ),
    "ceremony-file-unknown": N_("The ceremony file holds what nobody knows: {members}."),
    "ceremony-needs-two": N_(
        "This organisation has one administrator only. Give a second person the role first."
    ),
    "ceremony-unknown": N_("There is no such key ceremony."),
    "ceremony-settled": N_("This key ceremony has ended already."),
    "ceremony-not-yours": N_("You are not one of the people whom the ceremony file names."),
    "ceremony-person-unknown": N_("{person} is not an administrator of this organisation."),
    "transcript-wrong": N_("This is not an unchanged transcript of a key ceremony: {problem}."),
    # corrections and renewals
    "correction-changes-nothing": N_("Everything is so already. Change what is wrong."),
    "replacement-pending": N_("A new credential for this award is being signed. Try again in a minute."),
    "renewal-without-end": N_("This credential has no last day, so there is nothing to renew."),
    "renewal-needs-day": N_("This micro-credential has no length of validity: say the new last day."),
    "renewal-in-past": N_("The new last day, {date}, is over already. Choose a later one."),
    "renewal-not-later": N_("The new last day must be later than {date}, and not in the past."),
    "report-of-another-award": N_("This report is about another award."),
    # damage
    "copy-unknown": N_("This file was not signed here, or it is not unchanged. Nothing was restored."),
    "credential-not-damaged": N_("The stored credential is not damaged, so nothing was restored."),
    # reports
    "report-unknown": N_("There is no such report."),
    "report-settled": N_("This report was answered already."),
    "report-kind-unknown": N_("Say what is wrong. Known kinds: {known}."),
    "report-too-long": N_("A report may have at most {limit} characters."),
    "report-proposal-wrong": N_("What would be right may have at most {limit} characters."),
    "report-empty": N_("Say in a few words what is wrong."),
    "answer-needed": N_("Write an answer of at most {limit} characters. The learner gets it by mail."),
    # applications for larger micro-credentials
    "stack-not-made-of-others": N_(
        "{file} is not made of others: it has no composition. Name the definition of the larger one."
    ),
    "stack-several-people": N_(
        "The credentials name several people: {names}. Give those of one person, or say --same-person."
    ),
    "stack-incomplete": N_("Something is still missing. The page says what."),
    "stack-incomplete-now": N_("Not everything is there now, so it cannot be awarded."),
    "application-by-itself": N_(
        "It is not certain that all of it names one person. Open this application and decide on it by itself."
    ),
    "applications-too-many": N_("At most {limit} applications can be decided at once."),
    "stack-already-held": N_("You hold this micro-credential already."),
    "stack-edition-taken": N_(
        "In this edition the person has an award that is no longer in force. Choose another edition."
    ),
    "application-unknown": N_("There is no such application, or it was taken back."),
    "application-settled": N_("This application was decided or taken back already."),
    "application-too-long": N_("What you add may have at most {limit} characters."),
    "application-reason-needed": N_(
        "Give a reason of at most {limit} characters. The learner gets it by mail."
    ),
    # notices
    "mail-often-enough": N_("This address had {limit} messages about the award. More are not sent."),
    "mail-text-unknown": N_("There is no such text."),
    "mail-text-place": N_("Nothing is known under {place}. In braces may stand: {known}."),
    "mail-text-braces": N_("The braces do not match. To write a brace, write it twice."),
    "mail-text-link": N_("The text needs {{link}}: without it the learner does not find the award."),
    "mail-subject-wrong": N_("The subject is one line of 1 to {limit} characters."),
    "mail-body-wrong": N_("The text has 1 to {limit} characters."),
    "sender-name-wrong": N_(
        "The sender's name has at most {limit} characters, and no address, brackets or quotation marks."
    ),
    "reminder-days-wrong": N_("Give at most {most} different days, each from 1 to {limit}."),
    "claim-days-wrong": N_("The link may work for 1 to {limit} days, or 0 for no end."),
    "reminder-after-end": N_("A reminder after the link has ended ({days} days) helps nobody."),
}
