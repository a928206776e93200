"""Calls to begin with, shown below the help of a command; a test has each parsed by its command."""

from __future__ import annotations

_OF = "--organisation politechnika-przykladowa"
_AWARD = "7b012c57-7741-4b65-9a91-16027cbb56bc"

EXAMPLES: dict[str, tuple[str, ...]] = {
    "award": (
        "umiem award learners.xlsx --definition podstawy-jezyka-python --run 2026/27-Z --dry-run",
        "umiem award learners.xlsx --definition podstawy-jezyka-python --run 2026/27-Z --watch",
    ),
    "batch list": (f"umiem batch list {_OF}",),
    "bench": ("umiem bench --seconds 5", "umiem bench bulk --n 10000 --database sqlite"),
    "convert": (
        "umiem convert credential.json --to pdf --lang pl --out certificate.pdf",
        "umiem convert credential.json --to edc --key seal.p12 --out sealed.json",
    ),
    "correct": (f"umiem correct {_AWARD} {_OF} --family-name Żółkiewska",),
    "definition convert": ("umiem definition convert badges.json --out drafts",),
    "definition decide": (
        f"umiem definition decide podstawy-jezyka-python approved {_OF}"
        ' --as prorektor@politechnika.example.org --reason "Complete and clear"',
    ),
    "definition diff": ("umiem definition diff before.yaml after.yaml",),
    "definition import": (f"umiem definition import examples/definitions/agile.yaml {_OF}",),
    "definition lint": ("umiem definition lint examples/definitions/podstawy-python.yaml",),
    "demand import": ('umiem demand import offers.csv --source "Labour office" --day 2026-11-02',),
    "drill kill": ("umiem drill kill --n 20 --database sqlite",),
    "esco import": ("umiem esco import ESCO-pl.zip ESCO-en.zip",),
    "issue": (
        "umiem issue --definition examples/definitions/podstawy-python.yaml"
        " --learners examples/learners.csv --out credentials --key issuer.key",
    ),
    "keys ceremony": ("umiem keys ceremony key-2027.yaml",),
    "keys compromised": ("umiem keys compromised politechnika#key-1 --since 2026-11-01T10:00:00Z --reissue",),
    "keys log": (f"umiem keys log {_OF} --against signer-log.json",),
    "keys new": ("umiem keys new issuer.key",),
    "offer": ("umiem offer examples/catalogue/offer.txt --lang pl",),
    "organisation change": ("umiem organisation change uczelnia --town Łódź --legal-id VAT=PL1234567890",),
    "organisation member": ("umiem organisation member uczelnia anna@uczelnia.example --role issuer",),
    "organisation new": (
        'umiem organisation new uczelnia --name-pl "Uczelnia" --admin admin@uczelnia.example',
    ),
    "organisation seal": ("umiem organisation seal uczelnia --certificate seal.p12",),
    "organisation settings": ("umiem organisation settings uczelnia --undo-hours 72",),
    "plan": (
        'umiem plan --from "office clerk" --to "user interface designer"',
        'umiem plan --to "data analyst" --held Python --max-cost 2000 --hours-per-week 6',
    ),
    "registry bundle": ("umiem registry bundle bundle.json --for credential.json",),
    "registry import": (
        "umiem registry import list.json --key z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    ),
    "registry vouch": (
        'umiem registry vouch did:web:uczelnia.example --name "pl=Uczelnia" --evidence "POL-on 123"',
    ),
    "renew": (f"umiem renew {_AWARD} {_OF} --until 2029-06-30",),
    "revoke": (f"umiem revoke {_AWARD} {_OF} --reason error",),
    "scrub": ("umiem scrub --all", "umiem scrub --restore credential.json"),
    "skills search": ("umiem skills search obsluga klientow --lang pl",),
    "stack": (
        "umiem stack credentials/ --definition examples/definitions/cyfrowe-projekty.yaml"
        " --issuer did:web:micro.example.org:o:politechnika",
        "umiem stack wallet.zip --definition larger.yaml --offline --registry bundle.json --json",
    ),
    "up": ("umiem up", "umiem up --no-demo --port 8001"),
    "verify": (
        "umiem verify credentials/*.json",
        "umiem verify certificates.zip links.csv --csv answers.csv",
        "umiem verify --offline --registry bundle.json credentials/",
    ),
    "worker": ("umiem worker --name second-machine",),
}
"""Name of the command below ``umiem`` → calls that work as they stand once the names are yours."""
