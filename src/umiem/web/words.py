"""The words for codes: roles, reasons, scopes, what was done, and why each element of Annex I is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LIST_FILTERS: dict[str, Any] = {
    "all": _("All rows"),
    "problem": _("Need attention"),
    "warning": _("Have a look"),
    "fine": _("Ready"),
    "already-awarded": _("Already awarded"),
    "left-out": _("Left out"),
}

ROLES: dict[str, Any] = {
    "author": _("Author – writes definitions"),
    "reviewer": _("Reviewer – quality committee, recommends or returns definitions"),
    "approver": _("Approver – approves definitions written by others"),
    "issuer": _("Issuer – awards, suspends and revokes"),
    "admin": _("Administrator – everything, with members and keys"),
}

ROLE_NAMES: dict[str, Any] = {
    "author": _("Author"),
    "reviewer": _("Reviewer"),
    "approver": _("Approver"),
    "issuer": _("Issuer"),
    "admin": _("Administrator"),
    "learner": _("Learner"),
}

APPROVAL_RULES: dict[str, Any] = {
    "four-eyes": _("Four eyes: somebody who did not write it approves"),
    "committee": _("Committee: a reviewer recommends it, a third person approves"),
    "single-person": _("Single person: the author may approve; this is shown to everyone"),
}

REASONS: dict[str, Any] = {
    "error": _("It contains an error"),
    "withdrawn": _("The award was withdrawn"),
    "fraud": _("It was obtained dishonestly"),
    "superseded": _("A newer credential replaces it"),
    "requested-by-learner": _("The learner asked for it"),
    "under-review": _("The award is being reviewed"),
    "key-compromised": _("The signing key was stolen; it was signed again with a new one"),
    "other": _("Another reason"),
}

REPORT_KINDS: dict[str, Any] = {
    "name": _("The name is wrong"),
    "date": _("The date is wrong"),
    "result": _("A result or a grade is wrong"),
    "not-mine": _("This is not my award"),
    "other": _("Something else"),
}

REPLACED_BY: dict[str, Any] = {
    "correction": _("Replaced by a corrected credential"),
    "renewal": _("Renewed by a newer credential"),
    "key-compromised": _("Signed again with a new key"),
}

REPLACES: dict[str, Any] = {
    "correction": _("This is the corrected credential; it replaces an earlier one"),
    "renewal": _("This credential renews an earlier one"),
    "key-compromised": _("Signed again with a new key; it replaces an earlier one"),
}

MAIL_KINDS: dict[str, Any] = {
    "award-made": _("A micro-credential was awarded"),
    "claim-reminder": _("Reminder: an award waits"),
    "award-moved": _("An award went to another address"),
    "credential-revoked": _("A credential was revoked"),
    "credential-suspended": _("A credential was suspended"),
    "suspension-lifted": _("A suspension was lifted"),
    "credential-corrected": _("A credential was corrected"),
    "credential-renewed": _("A credential was renewed"),
    "credentials-reissued": _("Credentials were signed again"),
    "expiry-reminder": _("Reminder: the validity ends"),
    "report-answered": _("Answer to a report of an error"),
    "application-refused": _("Refusal of an application"),
    "peer-asked": _("A peer was asked for an opinion"),
}

CAUSES: dict[str, Any] = {
    "learner": _("the learner's wish in the account"),
    "staff": _("entered by the staff"),
    "retention": _("the retention clock"),
}

SCOPES: dict[str, Any] = {
    "definitions:read": _("Read definitions"),
    "definitions:write": _("Write definitions, publish approved ones"),
    "definitions:review": _("Decide on definitions, as the person who made the token"),
    "awards:read": _("Read awards and credentials"),
    "awards:write": _("Make awards"),
    "status:write": _("Revoke, suspend and lift"),
    "keys:write": _("See the signing keys and begin a new one"),
}

ACTIONS: dict[str, Any] = {
    "award-made": _("Awarded"),
    "credential-released": _("Credential signed and released"),
    "award-accepted": _("Accepted by the learner"),
    "credential-revoked": _("Credential revoked"),
    "credential-suspended": _("Credential suspended"),
    "suspension-lifted": _("Suspension lifted"),
    "share-created": _("The learner made a public link"),
    "share-stopped": _("The learner stopped a public link"),
    "wallet-offer-made": _("The learner offered a credential to a wallet"),
    "wallet-copy-issued": _("A wallet fetched a credential"),
    "credential-downloaded": _("Downloaded"),
    "award-claimed": _("Claimed by the learner"),
    "award-corrected": _("Data of the award corrected"),
    "credential-corrected": _("Corrected credential issued"),
    "credential-renewed": _("Renewed credential issued"),
    "credential-reissued": _("Signed again with a new key"),
    "credential-quarantined": _("Found damaged in storage and locked away"),
    "reading-dropped": _("A damaged file in another format was thrown away; it is made anew"),
    "credential-restored": _("Restored from an unchanged copy"),
    "backup-restored": _("A backup was restored"),
    "claim-link-ended": _("The link of the notice ended"),
    "application-made": _("A learner applied for a larger micro-credential"),
    "application-awarded": _("Application for a larger micro-credential granted"),
    "application-refused": _("Application for a larger micro-credential refused"),
    "application-withdrawn": _("Application taken back by the learner"),
    "error-reported": _("The learner reported an error"),
    "report-answered": _("Report of an error answered"),
    "report-corrected": _("Report of an error settled by a correction"),
    "mail-resent": _("Notice sent again"),
    "mail-failed-resent": _("All failed notices sent again"),
    "mail-text-changed": _("Text of a notice changed"),
    "mail-text-reset": _("Text of a notice put back"),
    "notice-settings-changed": _("Sender and reminders changed"),
    "key-created": _("Signing key begun"),
    "key-retired": _("Signing key retired"),
    "key-compromised": _("Signing key reported as compromised"),
    "key-reissue-begun": _("Signing again with a new key begun"),
    "key-reissue-chunk": _("Credentials signed again with a new key"),
    "key-reissue-done": _("Signing again with a new key finished"),
    "ceremony-begun": _("Key ceremony begun"),
    "ceremony-confirmed": _("Key ceremony confirmed"),
    "ceremony-cancelled": _("Key ceremony called off"),
    "ceremony-done": _("Key ceremony finished"),
    "credentials-revoked": _("Many credentials revoked"),
    "credentials-suspended": _("Many credentials suspended"),
    "suspensions-lifted": _("Many suspensions lifted"),
    "award-erased": _("Erased"),
    "award-set-aside": _("A new award in this edition was allowed"),
    "erasure-asked": _("The learner asked for erasure"),
    "erasure-refused": _("Erasure refused"),
    "privacy-changed": _("Settings of personal data changed"),
    "award-declined": _("Declined by the learner"),
    "award-rebound": _("Given to another address"),
    "claim-code-given": _("A new claim code was handed over"),
    "definition-imported": _("Definition saved"),
    "offer-added": _("Date added"),
    "offer-removed": _("Date removed"),
    "definition-restored": _("Draft put back to an earlier save"),
    "definition-submitted": _("Definition handed in for review"),
    "definition-withdrawn": _("Definition taken back from review"),
    "definition-recommended": _("Definition recommended"),
    "definition-returned": _("Definition returned for changes"),
    "definition-approved": _("Definition approved"),
    "definition-published": _("Definition published"),
    "definition-archived": _("Definition archived"),
    "approval-rule-changed": _("Approval rule changed"),
    "peer-invited": _("A peer was invited"),
    "peer-link-ended": _("The link of a peer was ended"),
    "feedback-hidden": _("Feedback was hidden"),
    "batch-created": _("Batch decided"),
    "batch-begun": _("Batch begun before its time"),
    "batch-paused": _("Batch paused"),
    "batch-resumed": _("Batch resumed"),
    "batch-cancelled": _("Batch cancelled"),
    "batch-done": _("Batch done"),
    "batch-undone": _("Batch taken back"),
    "batch-chunk-released": _("Credentials of a batch signed and released"),
    "batch-revoke": _("Everything in a batch is revoked"),
    "batch-suspend": _("Everything in a batch is suspended"),
    "batch-lift": _("All suspensions of a batch are lifted"),
    "batch-renew": _("Everything in a batch is renewed"),
    "batch-revoke-done": _("Everything in a batch was revoked"),
    "batch-suspend-done": _("Everything in a batch was suspended"),
    "batch-lift-done": _("All suspensions of a batch were lifted"),
    "batch-chunk-renewed": _("Credentials of a batch renewed"),
    "batch-renew-done": _("Everything in a batch was renewed"),
    "batch-chunk-undone": _("Credentials of a batch revoked"),
    "undo-window-changed": _("Time to undo batches changed"),
    "seal-installed": _("Certificate of the seal taken into use"),
    "seal-removed": _("Sealing stopped"),
    "certificate-design-chosen": _("Look of the certificates chosen"),
}

ELEMENT_REASONS: dict[str, Any] = {
    "M1": _("A credential without a person proves nothing about anyone."),
    "M2": _("The first thing an employer reads."),
    "M3": _("It tells under whose rules the learning was assessed."),
    "M4": _("Somebody answers for the award by name."),
    "M5": _("Skills age; the reader must know how fresh this one is."),
    "M6": _("They say what the person can do, not what the course was about."),
    "M7": _("ECTS credits or hours make the effort comparable across institutions."),
    "M8": _("The EQF level makes it comparable across countries. If it does not apply, say so."),
    "M9": _("It shows how the outcomes were tested."),
    "M10": _("On site, online or mixed: part of what makes the award plausible."),
    "M11": _("It says who looks after the quality of the programme and how."),
    "O1": _("They tell who can enrol."),
    "O2": _("An employer wants to know whether the right person was assessed."),
    "O3": _("Where there is a grade, its scale belongs beside it."),
    "O4": _("It says whether the award may count towards something larger."),
    "O5": _("Anything that helps to understand the award."),
}
"""Why each element of Annex I is asked; what it is called says ``domain.annexes``."""

WALLET_FORMATS: dict[str, Any] = {
    "learning-credential": _("Learning credential that can hide fields (SD-JWT VC)"),
    "learning-credential-no-level": _("Learning credential that can hide fields (SD-JWT VC)"),
    "open-badge": _("Open Badge 3.0, the whole document"),
}
"""What wallets take, by the name of the configuration."""

WALLET_EVENTS: dict[str, Any] = {
    "credential_accepted": _("accepted there"),
    "credential_failure": _("the wallet could not use it"),
    "credential_deleted": _("deleted there"),
}
"""What a wallet said became of its copy."""

EQF_IN_WORDS: dict[str, Any] = {
    "1": _("Level 1 of 8: simple tasks under direct supervision."),
    "2": _("Level 2 of 8: routine tasks with some independence."),
    "3": _("Level 3 of 8: completes tasks responsibly and adapts to the situation."),
    "4": _("Level 4 of 8: works independently where tasks are usually predictable."),
    "5": _("Level 5 of 8: works independently and manages others where tasks change unpredictably."),
    "6": _("Level 6 of 8: solves complex problems in a specialised field, as after a first degree."),
    "7": _("Level 7 of 8: highly specialised knowledge and new solutions, as after a second degree."),
    "8": _("Level 8 of 8: at the frontier of a field, as after a doctorate."),
}
"""What a level of the European Qualifications Framework means, for somebody who has never seen one."""
