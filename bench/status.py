"""Publishing status lists of 131,072 places from the database, after one change each time.

``publish-1-percent`` has 1,310 revocations, ``publish-10-percent`` 13,107. The goal is 10 a second (100 ms
for one list); 763 lists, which 100 million credentials need, within a minute is 13 a second.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

Case = tuple[str, Callable[[], object]]
LENGTH = 131_072


def cases() -> list[Case]:
    """Return the rows: a name, and one operation to time; makes a small installation of its own."""
    home = Path(tempfile.mkdtemp(prefix="umiem-bench-"))
    os.environ.update(UMIEM_HOME=str(home), DJANGO_SETTINGS_MODULE="umiem.web.settings", UMIEM_DEMO="0")
    os.environ.pop("UMIEM_DATABASE_URL", None)
    from umiem import wiring

    wiring.installation.cache_clear()
    import django

    django.setup()
    from django.core.management import call_command

    from umiem.adapters.keys.sealing import create_key_encryption_key

    create_key_encryption_key(wiring.installation().key_encryption_key)
    call_command("migrate", verbosity=0)
    return [
        ("publish-1-percent", _publishing("jeden", LENGTH // 100)),
        ("publish-10-percent", _publishing("dziesiec", LENGTH // 10)),
    ]


def _publishing(slug: str, revoked: int) -> Callable[[], object]:
    from umiem.services import organisations
    from umiem.services.access import SYSTEM
    from umiem.services.credential import status
    from umiem.services.organisations import OrganisationDetails
    from umiem.storage.models import StatusEntry, StatusList

    details = OrganisationDetails(slug=slug, names={"pl": f"Uczelnia {slug}"}, country="PL")
    organisation = organisations.create_organisation(SYSTEM, details, first_admin=f"a@{slug}.example")
    target = StatusList.objects.create(organisation=organisation, purpose="revocation", length=LENGTH)
    rows = _credentials(organisation, revoked + 1)
    step = LENGTH // (revoked + 1)
    entries = [
        StatusEntry(
            organisation=organisation,
            status_list=target,
            index=number * step,
            purpose="revocation",
            credential=row,
            is_set=number > 0,
        )
        for number, row in enumerate(rows)
    ]
    StatusEntry.objects.bulk_create(entries, batch_size=500)
    return lambda: status.publish(target)


def _credentials(organisation: object, count: int) -> list[object]:
    from django.utils import timezone

    from umiem.storage.models import Award, Credential, Definition, DefinitionVersion, Learner, SigningKey

    own = {"organisation": organisation}
    definition = Definition.objects.create(slug="kurs", **own)
    version = DefinitionVersion.objects.create(
        definition=definition, version=1, content=b"", file_name="x", digest="0" * 64, titles={}, **own
    )
    learner = Learner.objects.create(key="x", given_name="A", family_name="B", email="a@example.org", **own)
    award = Award.objects.create(
        definition=definition,
        definition_version=version,
        learner=learner,
        given_name="A",
        family_name="B",
        email="a@example.org",
        record={},
        awarded_on=date(2026, 1, 1),
        **own,
    )
    key = SigningKey.objects.get(**own)
    made = [
        Credential(
            award=award,
            key=key,
            profile="x",
            media_type="",
            intent=b"{}",
            intent_digest="0" * 64,
            valid_from=timezone.now(),
            **own,
        )
        for _ in range(count)
    ]
    return list(Credential.objects.bulk_create(made, batch_size=500))
