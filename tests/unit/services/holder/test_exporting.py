"""Everything in one ZIP: it opens offline, verifies, survives damage, and is safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as Xml

import pytest

from tests.journeys.route_walk import BADGE, DECLARED_SKILL, DESIGNER
from tests.worlds import learner, make_world
from umiem.domain.pathways import Wish
from umiem.errors import RefusedError, UnsupportedError
from umiem.services.access import ANONYMOUS
from umiem.services.holder import curriculum, exporting, imports, portfolio, sharing
from umiem.services.holder.imports import Brought
from umiem.services.skill import plan_consents, saved_plans, skill_profile
from umiem.services.verifying import verification
from umiem.storage.models import Award, Credential, ImportedCredential

pytestmark = [pytest.mark.django_db]
NAME = '=HYPERLINK("http://zly.example")'


class Page(HTMLParser):
    """Collects what an offline page must not have, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def opened(actor) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(exporting.export_mine(actor).data))


def test_the_archive_opens_offline_and_its_files_verify():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org", given_name=NAME, family_name="<b>Żółć</b>").award
    portfolio.accept(ala, award.public_id)
    sharing.create_share(ala, award.public_id, purpose="praca")
    assert imports.bring(ala, Brought(name="obca.json", content=BADGE)).imported
    archive = opened(ala)
    names = archive.namelist()
    page = Page()
    html = archive.read("index.html").decode()
    page.feed(html)
    assert not page.tags & {"script", "img", "iframe", "link", "form"}
    assert "<b>Żółć" not in html
    local = [link for link in page.links if not link.startswith("#")]
    assert local
    assert set(local) <= set(names)
    assert {"pl", "en"} <= set(re.findall(r'<section id="(\w+)" lang="\1"', html))
    signed = [name for name in names if name.startswith("credentials/")]
    assert [verification.check(archive.read(name)).verdict for name in signed] == ["valid"]
    assert archive.read(next(name for name in names if name.startswith("from-elsewhere/"))) == BADGE
    assert any(name.startswith("certificates/") for name in names)
    record = json.loads(archive.read("umiem.json"))
    assert {"person", "awards", "from_elsewhere", "collections", "share_links", "reports", "mails"} <= set(
        record
    )
    rows = list(csv.reader(io.StringIO(archive.read("credentials.csv").decode("utf-8-sig"))))
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_damaged_credential_is_named_and_keeps_nothing_else_in():
    world, ala = make_world(), learner("ala@example.org")
    for run in ("1", "2"):
        portfolio.accept(ala, world.award("ala@example.org", run=run).award.public_id)
    broken = Credential.objects.first()
    Credential.objects.filter(pk=broken.pk).update(data=b"{}")
    row = imports.bring(ala, Brought(name="x", content=BADGE)).imported
    ImportedCredential.objects.filter(pk=row.pk).update(data=b"{}")
    archive = opened(ala)
    assert len([name for name in archive.namelist() if name.startswith("credentials/")]) == 1
    html = archive.read("index.html").decode()
    assert str(broken.public_id) in html
    assert str(row.public_id) in html
    assert "credential-damaged" in archive.read("credentials.csv").decode()


def test_an_empty_portfolio_and_nobody():
    archive = opened(learner("ala@example.org"))
    assert archive.namelist() == ["index.html", "umiem.json", "credentials.csv"]
    for attempt in (exporting.export_mine, lambda who: curriculum.curriculum(who, "xml", language="pl")):
        with pytest.raises(RefusedError, match="sign-in-needed"):
            attempt(ANONYMOUS)


def test_what_has_no_title_is_called_as_its_file():
    ala = learner("ala@example.org")
    spoilt = BADGE.replace(b"Pyth", b"Cobo", 1)
    assert spoilt != BADGE
    row = imports.bring(ala, Brought(name="odznaka.json", content=spoilt)).imported
    assert row is not None
    html = opened(ala).read("index.html").decode()
    assert "odznaka.json" in html
    assert f"<bdi>{row.public_id}" not in html


def test_five_hundred_credentials_are_exported_in_seconds():
    world, ala = make_world(), learner("ala@example.org")
    first = world.award("ala@example.org").award
    portfolio.accept(ala, first.public_id)
    credential = first.credentials.get()
    awards = Award.objects.bulk_create(
        Award(
            organisation=first.organisation,
            definition=first.definition,
            definition_version=first.definition_version,
            learner=first.learner,
            holder_id=ala.user_id,
            run=f"kopia {number}",
            state="accepted",
            given_name="Ala",
            family_name="Żak",
            email=first.email,
            record=first.record,
            awarded_on=first.awarded_on,
        )
        for number in range(499)
    )
    fields = (
        "organisation",
        "key",
        "state",
        "profile",
        "media_type",
        "intent",
        "intent_digest",
        "data",
        "dictionary",
        "digest",
    )
    more = {name: getattr(credential, name) for name in (*fields, "valid_from", "released_at")}
    Credential.objects.bulk_create(Credential(award=award, **more) for award in awards)
    begun = time.perf_counter()
    archive = opened(ala)
    assert len([name for name in archive.namelist() if name.startswith("credentials/")]) == 500
    assert time.perf_counter() - begun < 20


def test_the_cv_is_well_formed_and_says_what_is_in_force():
    world, ala = make_world(), learner("ala@example.org")
    portfolio.accept(ala, world.award("ala@example.org").award.public_id)
    gone = world.award("ala@example.org", run="2").award
    portfolio.accept(ala, gone.public_id)
    Credential.objects.filter(award=gone).update(status="revoked")
    root = Xml.fromstring(curriculum.curriculum(ala, "xml", language="pl").data)
    space = {"e": curriculum.NAMESPACE}
    assert root.tag == f"{{{curriculum.NAMESPACE}}}SkillsPassport"
    assert len(root.findall(".//e:Education", space)) == 1
    assert root.findtext(".//e:Education/e:Organisation/e:Name", namespaces=space) == "Uczelnia alfa"
    resume = json.loads(curriculum.curriculum(ala, "json", language="en").data)
    assert len(resume["certificates"]) == 1
    assert resume["skills"]
    with pytest.raises(UnsupportedError):
        curriculum.curriculum(ala, "docx", language="pl")


def test_the_record_holds_skills_plans_and_consents_and_nobody_elses():
    ala, ola = learner("ala@example.org"), learner("ola@example.org")
    for who in (ala, ola):
        skill_profile.declare(who, [DECLARED_SKILL])
        saved_plans.save_plan(who, Wish(goal=DESIGNER))
    plan_consents.give_consent(ala, "doradca@example.org")
    record = json.loads(opened(ala).read("umiem.json"))
    assert [row["skill"] for row in record["declared_skills"]] == [DECLARED_SKILL]
    assert [row["wish"]["goal"] for row in record["plans"]] == [DESIGNER]
    assert [row["counsellor"] for row in record["plans_shown_to"]] == ["doradca@example.org"]
    assert json.loads(opened(ola).read("umiem.json"))["plans_shown_to"] == []
