"""Skills of credentials from elsewhere: found in every format, told apart by who vouches for the issuer."""

from __future__ import annotations

import pytest

from tests.engine_documents import SIGNER
from tests.foreign_badges import badge
from tests.worlds import learner, make_world, signed_in
from umiem.domain.text import LocalizedText
from umiem.services.access import SYSTEM
from umiem.services.holder import imports, portfolio
from umiem.services.holder.foreign_claims import read_claims
from umiem.services.holder.imported_skills import skills_from_elsewhere
from umiem.services.holder.imports import Brought
from umiem.services.skill.skill_map import skill_map
from umiem.services.skill.skill_profile import possession_of
from umiem.services.verifying import trust_lists
from umiem.storage.models import ImportedCredential

pytestmark = [pytest.mark.django_db]
ESCO = "http://data.europa.eu/esco/skill/"
PYTHON = ESCO + "ccd0a1d9-afda-43d9-b901-96344886e14d"
NAMED = {
    "type": ["Alignment"],
    "targetName": "Python (computer programming)",
    "targetUrl": PYTHON,
    "targetFramework": "ESCO",
}


def subject(**more: object) -> dict[str, object]:
    more = more or {"id": "did:example:ala"}
    achievement = {
        "id": "https://other.example/python",
        "type": ["Achievement"],
        "name": "Python",
        "description": "Python",
        "criteria": {"narrative": "A test."},
        "alignment": [NAMED],
    }
    return {"type": ["AchievementSubject"], "achievement": achievement, **more}


def named(name: str) -> list[dict[str, object]]:
    return [{"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}]


@pytest.mark.parametrize(
    "document",
    [
        {"credentialSubject": {"achievement": {"alignment": [NAMED]}}},
        {"badge": {"alignment": [{**NAMED, "targetUrl": PYTHON.replace("http:", "https:")}]}},
        {
            "credentialSubject": {
                "achievement": {
                    "microcredential": {
                        "learningOutcome": [
                            {"skill": [{"id": "urn:uuid:1#s", "concept": PYTHON, "label": {"pl": "Python"}}]}
                        ]
                    }
                }
            }
        },
        {
            "credentialSubject": {
                "hasClaim": [
                    {
                        "specifiedBy": {
                            "learningOutcome": [
                                {"relatedESCOSkill": [{"id": PYTHON, "prefLabel": {"en": ["Python"]}}]}
                            ]
                        }
                    }
                ]
            }
        },
    ],
)
def test_every_format_says_which_skill(document: dict[str, object]) -> None:
    assert read_claims(document, with_skills=False).skills == {}
    found = read_claims(document).skills
    assert list(found) == [PYTHON]
    assert "Python" in next(iter(found[PYTHON].values()))


def test_other_addresses_and_occupations_are_no_skills() -> None:
    addresses = (
        "https://evil.example/esco/skill/x",
        "http://data.europa.eu/esco/occupation/1",
        ESCO,
        7,
        None,
    )
    alignments = [{"targetName": "x", "targetUrl": address} for address in addresses]
    assert read_claims({"credentialSubject": {"achievement": {"alignment": alignments}}}).skills == {}


def test_a_strangers_word_counts_as_ones_own_until_somebody_vouches() -> None:
    ala = learner("ala@example.org")
    imports.bring(ala, Brought(name="a.json", content=badge(credentialSubject=subject())))
    assert [one.is_vouched for one in skills_from_elsewhere(ala)] == [False]
    found = skill_map(ala)
    assert (found.verified, found.unvouched, found.declared_only) == (0, 1, 0)
    assert (possession_of(ala).verified, possession_of(ala).declared) == (frozenset(), {PYTHON})
    client = signed_in("ala@example.org", language="en")
    assert "signed by an issuer unknown here" in client.get("/wallet/").content.decode()
    assert "Issuer unknown here" in client.get("/wallet/skills/").content.decode()
    trust_lists.vouch(SYSTEM, SIGNER.did, names={"pl": "Inna uczelnia"}, evidence="umowa")
    imports.check_again(ala, ImportedCredential.objects.get().public_id)
    assert skill_map(ala).verified == 1
    assert possession_of(ala).verified == {PYTHON}
    page = client.get("/wallet/skills/").content.decode()
    assert "Issuer unknown here" not in page
    assert "confirmed by: " in page  # the line for a CV names who


def test_what_names_another_or_has_ended_counts_for_nobody() -> None:
    world, ala = make_world(), learner("ala@example.org")
    portfolio.accept(ala, world.award("ala@example.org").award.public_id)
    other = subject(identifier=named("Jan Nowak"))
    imports.bring(ala, Brought(name="a.json", content=badge(1, credentialSubject=other)))
    assert skills_from_elsewhere(ala) == ()
    own = subject(identifier=named("Żółć Świętosława"))
    imports.bring(ala, Brought(name="b.json", content=badge(2, credentialSubject=own)))
    assert [one.label for one in skills_from_elsewhere(ala)] == [LocalizedText({"und": NAMED["targetName"]})]
    ImportedCredential.objects.update(valid_until="2020-01-01T00:00:00Z")
    assert skills_from_elsewhere(ala) == ()


def test_the_page_of_one_names_its_skills_and_reads_days() -> None:
    ala = learner("ala@example.org")
    outcome = imports.bring(ala, Brought(name="a.json", content=badge(credentialSubject=subject())))
    client = signed_in("ala@example.org", language="en")
    address = f"/wallet/imported/{outcome.imported.public_id}/"
    text = client.get(address).content.decode()
    assert "Python (computer programming)" in text
    assert "Open Badges 3.0" in text
    assert "vcdm-2.0" not in text
    ImportedCredential.objects.update(valid_from="yesterday", valid_until="2031-02-31", skills=None)
    assert client.get(address).status_code == 200
    assert client.get("/wallet/?view=timeline").status_code == 200
