"""What cannot be reached or is set up wrongly: code → sentence with what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from umiem.sentences import N_

OUTSIDE_SENTENCES: Mapping[str, str] = {
    # addresses that people give
    "url-too-long": N_("This address is too long: at most {limit} characters."),
    "url-characters": N_("This address has characters that do not belong in one. Copy it again."),
    "url-malformed": N_("This is not a complete address. Copy it again from the beginning."),
    "url-scheme": N_("Only addresses that begin with https:// can be checked."),
    "url-not-https": N_("Only addresses that begin with https:// can be checked."),
    "url-with-user-name": N_("An address with a user name in it is not opened."),
    "url-host": N_("“{host}” is not the name of a server on the Internet."),
    "url-port": N_("The server is asked at an unusual port ({port}); that is not allowed here."),
    "address-not-public": N_("“{host}” is not a public server, so it is not asked."),
    "redirect-to-http": N_("The server sends us on to an address without https://; we do not follow."),
    "redirect-to-nowhere": N_("The server sends us on without saying where."),
    "too-many-redirects": N_("The server sends us on too many times."),
    "look-ups-too-slow": N_("The servers that this credential needs answered too slowly. Try again later."),
    "batch-time-spent": N_(
        "The credentials before this one took all the time of the batch. Send this one again."
    ),
    "look-ups-busy": N_("Too much is being asked of other servers at the moment. Try again in a minute."),
    "too-many-look-ups": N_("This credential would need too many look-ups on the Internet."),
    "domain-names-others": N_(
        "The file /.well-known/umiem.txt there does not hold the identifier of the organisation on a line "
        "of its own."
    ),
    "host-unknown": N_("The server “{host}” was not found. Check the address."),
    "host-lookup-slow": N_("The name “{host}” could not be looked up in time. Try again later."),
    "no-connection": N_("The server “{host}” does not answer. Try again later."),
    "no-answer": N_("The server did not answer in time. Try again later."),
    "server-answered": N_("The server answered with the status {status}. Try again later."),
    "nothing-there": N_("There is nothing at this address."),
    "answer-too-large": N_("What is at this address is too large: at most {limit} bytes."),
    "answer-cut-short": N_("The answer of the server was cut short. Try again later."),
    "answer-encoded": N_("The server sent a packed answer, which we had not asked for."),
    "did-method-unsupported": N_("We do not know how to find keys for {did}."),
    "offline": N_("This was not looked up, because the check runs without a network."),
    # what is given to be checked
    "nothing-to-check": N_("There is nothing to check yet. Paste a credential or a link, or choose a file."),
    "upload-too-large": N_("This file is too large: {size} bytes, at most {limit}."),
    # this installation
    "port-taken": N_(
        "The port {port} is taken: another program, perhaps another Umiem, is using it. "
        "Stop that program, or start with: umiem up --port {other}"
    ),
    "address-unusable": N_("Cannot listen on {host}, port {port}: {problem}."),
    "home-not-writable": N_("The data folder {path} cannot be written. Set UMIEM_HOME to another folder."),
    "file-not-writable": N_("The file {path} cannot be written."),
    "installation-missing": N_("There is no installation in {path} yet. Run: umiem up"),
    "installation-file-unreadable": N_(
        "The file installation.json in {path} cannot be read. Restore or remove it."
    ),
    "base-url-wrong": N_("{setting} must be like https://micro.example.org, without a path. It is: {value}"),
    "database-url-wrong": N_(
        "{setting} must be like postgres://user:password@host:5432/name; commas separate several hosts."
    ),
    "another-is-preparing": N_("Another process is changing the tables of the database. Try again later."),
    "standby-does-not-follow": N_("The standby server of the drill does not follow its primary."),
    "workers-do-not-go-on": N_("The workers did not go on after the fault."),
    "smtp-url-wrong": N_("{setting} must be like smtps://user:password@mail.example.org"),
    "addresses-wrong": N_("{setting} must be e-mail addresses, separated by commas. It holds: {value}"),
    "hosts-wrong": N_(
        "{setting} must be names of hosts, separated by commas, without https:// and paths. It holds: {value}"
    ),
    "host-pairs-wrong": N_("{setting} must be pairs like host:8000, separated by commas. It holds: {value}"),
    "switch-wrong": N_("{setting} must be 0 or 1. It is: {value}"),
    "database-not-migrated": N_("The database lacks tables of this version. Run: umiem up --prepare-only"),
    "status-list-damaged": N_("The stored status list {status_list} is damaged. Publish it again: umiem up"),
    "disk-full": N_(
        "Only {mebibytes} MiB are free in the data folder. Make room: batches and mail wait, and go on "
        "by themselves."
    ),
    "status-list-out-of-date": N_("The status list {status_list} is out of date. Is the server running?"),
    "audit-log-broken": N_("In the audit log {chain}, entry {sequence} was changed or entries are missing."),
    "system-refused": N_("The operating system refused it: {problem}"),
    "storage-refused": N_("This could not be stored now. Nothing is lost: try again in a few minutes."),
    "database-unusable": N_("The database cannot be used: {problem}"),
    "key-encryption-key-missing": N_(
        "The file {path} is missing. Without it no key can be used: restore it, or run: umiem up"
    ),
    "key-encryption-key-damaged": N_("The file {path} is damaged. Restore it from a backup."),
    "key-encryption-key-open": N_("The file {path} can be read by others. Run: chmod 600 {path}"),
    "sealed-key-unreadable": N_(
        "A signing key cannot be opened with this installation's key-encryption key. Restore the right one."
    ),
    "key-file-missing": N_("The key file {path} cannot be read. Check the path."),
    "key-file-exists": N_("The file {path} is there already and is not overwritten. Choose another name."),
    "key-file-unreadable": N_("This is not a private key in PEM form, or the passphrase is wrong."),
    "key-file-passphrase": N_("This key file needs a passphrase, or has none although one was given."),
    "key-algorithm-unsupported": N_("The algorithm {algorithm} is not supported. Choose one of: {known}."),
    "registry-unreadable": N_(
        "The file {path} is not a list of issuers. Expected: a JSON object of DID and name."
    ),
    "file-unreadable": N_("The file {path} cannot be read."),
}
