"""What the institution's side refuses or does not find: code → sentence with what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

SERVICE_SENTENCES: Mapping[str, str] = {
    # who asks
    "sign-in-needed": N_("Please sign in first."),
    "operators-only": N_("Only those who run this site may do this. They are named in its settings."),
    "permission-missing": N_("Your role does not allow this. Ask an administrator of your organisation."),
    "form-expired": N_(
        "This form is too old or came from another site. Go back, reload the page and try again."
    ),
    "form-only": N_(
        "This address takes only what a form sends, and nothing was sent: nothing has changed. "
        "If you have just signed in again, open the page you came from and press its button once more."
    ),
    "token-missing": N_("This address needs the token of an organisation: Authorization: Bearer umiem_…"),
    "token-unknown": N_(
        "This token is wrong, has ended, or was revoked. Ask an administrator for a new one."
    ),
    "too-many-requests": N_("Too many requests in a short time. Try again in {seconds} seconds."),
    "last-administrator": N_("An organisation needs an administrator. Give someone else the role first."),
    "member-unknown": N_("There is no such member."),
    "role-unknown": N_(
        "There is no role {role}. The roles are author, reviewer, approver, issuer and admin."
    ),
    # what is there
    "page-unknown": N_("There is nothing at this address."),
    "organisation-unknown": N_("There is no such organisation, or you are not one of its members."),
    "organisation-not-named": N_(
        "Say which organisation is meant: --organisation NAME. None or several have a definition {slug}."
    ),
    "legal-identifier-wrong": N_(
        "{value} is no legal identifier with its kind. It is a number like PL1234567890, of the kind "
        "VAT, REGON, KRS, LEI or PIC."
    ),
    "legal-identifier-taken": N_(
        "The legal identifier {value} belongs to another organisation of this site."
    ),
    "organisation-region-wrong": N_("{value} is no region of that country. It is written like PL-MZ."),
    "organisation-slug-taken": N_("The short name {slug} is taken. Choose another one."),
    "organisation-slug-wrong": N_("A short name has only letters a–z, digits and hyphens."),
    "organisation-name-taken": N_(
        "Another organisation here has the name “{name}”, or one that looks the same. Choose another one."
    ),
    "organisation-name-missing": N_("Give the organisation a name in at least one language."),
    "definition-unknown": N_("There is no definition {slug}."),
    "definition-version-unknown": N_("There is no version {version} of the definition {slug}."),
    "definition-not-published": N_(
        "The definition {slug} is not published. Publish it first, then award it."
    ),
    "definition-under-review": N_(
        "The definition {slug} is being decided on, so it cannot be changed. Withdraw it from review first."
    ),
    "definition-not-a-draft": N_("This version of {slug} cannot be changed any more. Begin a new version."),
    "definition-not-in-review": N_(
        "The definition {slug} is not in review now. Reload the page to see what was decided."
    ),
    "definition-not-approved": N_(
        "The definition {slug} is not approved yet. Hand it in for review; another person approves it."
    ),
    "definition-changed": N_("The definition {slug} was changed meanwhile. Read it again before you decide."),
    "definition-changed-elsewhere": N_(
        "This part of {slug} was changed in another window or by another person. Compare, then save again."
    ),
    "peer-name-missing": N_("Give the name of the peer."),
    "peer-asked-already": N_(
        "A link for {email} and this version works already. End it before you make another."
    ),
    "peer-link-unknown": N_("This link has ended. Ask the institution that sent it for a new one."),
    "feedback-unknown": N_("There is no such opinion."),
    "feedback-mark-wrong": N_("A mark is a number from 1 to {highest}."),
    "feedback-too-long": N_("The text may have at most {limit} characters."),
    "feedback-empty": N_("Give at least one mark, or write a sentence."),
    "person-unknown": N_("There is no person with the address {email}."),
    "definition-title-missing": N_("Give the micro-credential a title in at least one language."),
    "definition-slug-taken": N_("There is a definition {slug} already. Choose another title or short name."),
    "definition-revision-unknown": N_("The save number {number} of {slug} is not kept any more."),
    "own-definition": N_(
        "You wrote a part of this definition, so somebody else must decide on it (four eyes)."
    ),
    "decision-made-already": N_("You have decided on this version already."),
    "recommendation-missing": N_(
        "A member of the quality committee, not you, must recommend it before it can be approved."
    ),
    "decision-needs-a-person": N_(
        "A decision needs a person who answers for it. Use a token that a member made, or --as."
    ),
    "decision-unknown": N_("There is no decision {decision}. The decisions are {known}."),
    "reason-missing": N_("Give a reason of {shortest} to {longest} characters. It is kept in the records."),
    "approval-rule-unknown": N_("There is no approval rule {rule}. The rules are {known}."),
    "definition-incomplete": N_("This definition cannot be published yet. To be settled first: {codes}."),
    "definition-identifier-wrong": N_(
        "The definition needs an identifier of letters a–z, digits and hyphens, for instance data-basics."
    ),
    "batch-unknown": N_("There is no such batch."),
    "batch-empty": N_("There is no row to award. Add at least one learner."),
    "batch-too-large": N_("{rows} rows are too many for one batch. Make batches of at most {limit} rows."),
    "batch-change-running": N_(
        "The status of this batch is being changed already. Wait until that is done, then try again."
    ),
    "batch-state-refused": N_("This is not possible now. State of the batch: {state}."),
    "start-too-far": N_("A batch can be scheduled at most {days} days ahead. Choose an earlier day."),
    "notice-language-unknown": N_("Notices are written in these languages: {known}."),
    "undo-hours-wrong": N_("A batch can be undone for 0 to {limit} hours; 0: not at all."),
    "undo-too-late": N_(
        "The time in which this batch could be undone is over. Revoke single credentials instead."
    ),
    "lease-lost": N_("Another worker has taken over this part of the work. Nothing needs to be done."),
    "drill-ended-early": N_("The drill on {database} was ended before it had counted. Run it once more."),
    "postgres-for-drill-missing": N_(
        "The drill needs a PostgreSQL server. Say where it is with {setting}, or choose --database sqlite."
    ),
    "drill-stands-still": N_("The work of the drill does not go on. The batch says: {trouble}"),
    "strace-missing": N_("This drill needs the program strace. Install it (apt-get install strace)."),
    "filled-text-differs": N_(
        "A document came out wrong and was not signed. Tell the operator of this site."
    ),
    "template-not-as-written": N_(
        "A document came out wrong and was not signed. Tell the operator of this site."
    ),
    "award-unknown": N_("There is no such award, or it is not yours."),
    "credential-unknown": N_("There is no such credential, or its holder does not share it."),
    "credential-not-released": N_("This credential is not signed yet. Try again in a minute."),
    "credential-damaged": N_(
        "The stored credential is damaged and is not handed out. Tell the operator of this site."
    ),
    "status-list-unknown": N_("There is no such status list."),
    "share-unknown": N_("This link was stopped or has ended. Ask the person who sent it for a new one."),
    "claim-unknown": N_(
        "This link or code is not known, was used already, or has ended. Sign in to see what you hold, or "
        "ask the organisation for a new code."
    ),
    "claim-code-wrong": N_(
        "This code does not fit. It has 16 letters and digits in groups of four; compare each of them with "
        "the letter or the slip of paper."
    ),
    "claim-code-here": N_(
        "This is a claim code: the learner types it at {address} to accept an award. To verify, ask the "
        "person for the credential itself or for a link."
    ),
    "award-not-waiting": N_("This award is not waiting for an answer any more."),
    "second-fact-missing": N_(
        "Enter the number under which the organisation knows you, for instance your student number."
    ),
    "second-fact-wrong": N_(
        "This is not the number that the organisation has for you. Attempts left: {left}. "
        "The organisation can give you a new code."
    ),
    "second-fact-unavailable": N_(
        "This address may have belonged to somebody else. Ask the organisation for a new code."
    ),
    "email-invalid": N_("“{value}” is not an e-mail address. Check it for a missing @ or a space."),
    "mail-unknown": N_("There is no such message."),
    "key-unknown": N_("There is no key {key}."),
    # awarding
    "learner-name-wrong": N_("A given name and a family name are needed, each of at most 200 characters."),
    "outcome-unknown": N_("The definition has no learning outcome {outcomes}. Check the identifiers."),
    "awarded-on-in-future": N_(
        "The day of the award, {date}, is in the future. Choose today or an earlier day."
    ),
    "valid-until-before-award": N_("The last day of validity, {date}, is before the day of the award."),
    "run-too-long": N_("The edition may have at most {limit} characters."),
    "idempotency-key-wrong": N_("An Idempotency-Key has 1 to {limit} printable characters."),
    "idempotency-key-reused": N_("This Idempotency-Key was used for another request. Choose a new one."),
    "signature-not-verified": N_(
        "The new signature could not be verified, so nothing was released. Tell the operator."
    ),
    "intent-damaged": N_(
        "What was to be signed is damaged in storage, so it was not signed. Tell the operator."
    ),
    "no-active-key": N_(
        "The organisation {organisation} has no signing key. An administrator must make one."
    ),
    "key-pair-broken": N_(
        "The parts of the key {key} do not belong together. Restore the keys from a backup."
    ),
    # status
    "award-not-revoked": N_(
        "The credential of this award is not revoked, so there is nothing to award anew."
    ),
    "status-change-refused": N_("This is not possible: the credential is {status} now."),
    "reason-unknown": N_("The reason {reason} is not known. Known reasons: {known}."),
    "note-too-long": N_("A note may have at most {limit} characters."),
    "mail-still-queued": N_("This message is still waiting to be sent."),
    # the learner's side
    "accept-first": N_("Accept the micro-credential first, then share it."),
    "award-held-by-another": N_("This micro-credential was accepted in another account."),
    "award-withdrawn": N_("The organisation has withdrawn this award."),
    "imported-unknown": N_("There is no such credential in your portfolio."),
    "import-not-a-credential": N_(
        "This is not a credential that we can read, so it was not kept. Bring the file as its issuer gave it."
    ),
    "imports-too-many": N_("Bring at most {limit} files at once."),
    "imports-full": N_(
        "Your portfolio is full: at most {limit} credentials from elsewhere and {megabytes} MB. "
        "Delete some first."
    ),
    "collection-unknown": N_("There is no such collection."),
    "collection-title-missing": N_("Give the collection a title."),
    "collections-too-many": N_("You have {limit} collections already. Delete one that you no longer need."),
    "collection-too-large": N_("A collection holds at most {limit} credentials."),
    "public-page-unknown": N_("Nothing is shown at this address, or not any more. Ask the person for it."),
    "share-fields-unknown": N_("There is no such field to choose: {unknown}."),
    "share-without-file": N_(
        "The holder shows a page here and hands out no file. Open the link, or ask for the credential."
    ),
    "address-unknown": N_("There is no such address in your account."),
    "domain-wrong": N_("This is no domain. Write it like student.example.edu."),
    "domains-too-many": N_("There are {limit} domains already. Take one off the list first."),
    "code-wrong": N_("This is not the code. Check each letter and digit."),
    "code-ended": N_("This code has ended, or was tried too often. Ask for a new one."),
    "too-many-codes": N_("You asked for many codes. Wait an hour."),
    "merge-with-itself": N_("This address is in this account already."),
    "merge-not-proved": N_("Enter the code from the other mailbox first."),
    "award-erased": N_("This award was erased."),
    "erasure-unknown": N_("There is no such wish."),
    "erasure-decided": N_("This was decided already."),
    "erasure-reason-missing": N_("Give a reason of at most {limit} characters: the learner reads it."),
    "erasure-of-staff": N_(
        "This account has a role in an organisation. Ask its administrator to take the role away first."
    ),
    "legal-basis-unknown": N_("There is no such legal basis. Known ones: {known}."),
    "retention-wrong": N_("Keep awards for 1 to {limit} months, or leave the field empty."),
    "retention-without-reason": N_("The clock needs a number of months and a reason before it can run."),
    "share-days-wrong": N_("A link may last from 1 to {limit} days."),
    "too-many-shares": N_("You have {limit} links already. Stop one that you no longer need."),
    "text-wrong": N_("This text holds characters that cannot be stored."),
    # checking
    "record-not-ours": N_("This is not a record of a check that this site made."),
    "links-missing": N_("There is no link in this list. Put one into each row."),
    "too-many-items": N_("This is more than {limit} credentials. Divide them into several batches."),
    "too-many-batches": N_("Very many are checking at this moment. Try again in a minute."),
    "check-batch-unknown": N_("This table does not exist, or its hour is over. Bring the credentials again."),
    "archive-malformed": N_("This ZIP cannot be opened. Make it again, or choose the files themselves."),
    "archive-too-large": N_("This ZIP unpacks to more than we take. Divide it into several ones."),
    "row-without-link": N_("This row of the list holds no link."),
    "packed-file-too-large": N_("This file is larger than any credential, so it was not unpacked."),
    "archive-encrypted": N_("This ZIP is locked with a password. Choose the files themselves."),
    # asking a candidate
    "request-incomplete": N_("Say who asks and what for."),
    "request-definitions-too-many": N_("Choose at most {limit} micro-credentials of the catalogue."),
    "too-many-open-requests": N_("Very many requests are open on this site. Try again later."),
    "nothing-chosen": N_("Choose from one to {limit} micro-credentials."),
    "request-unknown": N_("This request does not exist, or it has ended. Ask whoever sent it for a new one."),
    "answer-unknown": N_("There is no such answer, or it is not yours."),
    # who vouches for whom
    "trust-list-malformed": N_(
        "This is not a trust list that we can read: {member} is missing or wrong. See docs/registry.md."
    ),
    "trust-list-not-signed": N_(
        "This trust list is not signed by {threshold} of its own keys. Get it again from its operator."
    ),
    "trust-list-expired": N_("This trust list ended on {until}. Get its newest version."),
    "trust-list-other-key": N_("This trust list was not signed with the key you gave. Do not use it."),
    "trust-list-older": N_(
        "This is version {version} of the list; version {known} is in use already. Older ones are refused."
    ),
    "trust-list-two-of-a-version": N_(
        "There are two different lists with version {version}. Ask the operator of the list which one counts."
    ),
    "trust-list-other-root": N_(
        "This list has new keys that the old ones did not sign in ({threshold} needed). Do not use it."
    ),
    "trust-list-key-missing": N_(
        "Give the public key of the list, as its operator told you another way. It is needed the first time."
    ),
    "trust-list-is-own": N_("This is the list of this installation itself; it is made here."),
    "trust-list-unknown": N_("The list {list} is not in use here."),
    "issuer-identifier-wrong": N_("{issuer} is not the identifier of an issuer. It begins with did:"),
    "issuer-not-listed": N_("The issuer {issuer} is not on the list of this installation."),
    "evidence-missing": N_("Say on what evidence you vouch for the issuer."),
    "website-missing": N_("The organisation {organisation} states no website. Add one first."),
    # tokens
    "token-scopes-wrong": N_("Choose at least one of these rights: {known}."),
    "token-days-wrong": N_("A token may last from 1 to {limit} days."),
    "token-label-missing": N_("Give the token a name, so that you recognise it later."),
    # requests
    "request-malformed": N_("This request could not be read. Check that it is complete."),
    "request-not-as-described": N_("The request does not fit the description of the programming interface."),
    "request-too-large": N_("This is more than can be sent at once. Send a smaller file, or divide it."),
    "method-not-allowed": N_("This address does not know this method."),
    "unexpected": N_("Something went wrong on our side. Nothing was lost; try again in a moment."),
}

BATCH_STATES: Mapping[str, str] = {
    "running": N_("at work"),
    "paused": N_("paused"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
    "undoing": N_("being undone"),
    "undone": N_("undone"),
    "scheduled": N_("scheduled"),
}

MAIL_STATES: Mapping[str, str] = {
    "queued": N_("in the queue"),
    "sending": N_("being sent"),
    "sent": N_("sent"),
    "bounced": N_("bounced"),
    "refused": N_("refused"),
    "uncertain": N_("uncertain"),
    "kept": N_("kept here"),
}

# code of the error → state in its parameters → the word for it
WORDS_OF_STATES: Mapping[str, Mapping[str, str]] = {
    "status-change-refused": {
        "active": N_("in force"),
        "suspended": N_("suspended"),
        "revoked": N_("revoked"),
    },
    "batch-state-refused": BATCH_STATES,
    "ceremony-file-wrong": {
        "whole-number": N_("a whole number of days"),
        "one-or-two": N_("one-person or two-people"),
        "at-least-two": N_("with two-people, at least two addresses"),
        "missing": N_("missing"),
        "one-value": N_("one value, no list"),
        "list-of-people": N_("a list of e-mail addresses, twenty at most"),
        "addresses": N_("e-mail addresses only"),
        "everyone-once": N_("each person once"),
    },
}
