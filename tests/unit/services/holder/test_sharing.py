"""Links: what they give, what they hide, who looked, and that an ended one shows nothing anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.worlds import PYTHON, learner, make_world, publish_file, signed_in
from umiem.domain.claim_code import make_claim_code, written
from umiem.errors import MalformedInputError, NotFoundError
from umiem.services.holder import portfolio, share_links, sharing, view_counts
from umiem.services.holder.share_links import PAGE, PROOF
from umiem.services.verifying import verification
from umiem.storage.models import ShareLink, ShareView

pytestmark = [pytest.mark.django_db]
SECRET_FIELDS = (b"Swietos", "Świętosława".encode(), "Żółć".encode(), b"s1234", b"ala@example.org")


def held(**changes: str):
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org", identifier="s1234", **changes).award
    portfolio.accept(ala, award.public_id)
    return world, ala, award


def token_of(made: sharing.NewShare) -> str:
    return made.url.rstrip("/").rpartition("/")[2]


def test_a_proof_discloses_just_the_chosen_fields():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=PROOF, fields=("outcomes", "level"))
    file = sharing.shared_file(token_of(made))
    decoded = b"".join(_decoded(file.data))
    assert not any(secret in decoded for secret in SECRET_FIELDS)
    shown = sharing.open_share(token_of(made))
    names = {field.name for field in shown.fields}
    assert {"learning_outcomes", "level_of_learning_experience", "achievement_title"} <= names
    assert not names & {"family_name", "given_name", "learner_identification", "expected_study_time"}
    assert shown.report.summary is not None
    proof = shown.report.report.check("proof")
    assert proof is not None
    assert proof.outcome.value == "passed"
    again = verification.check(file.data)
    assert again.report.secured_claims is not None
    assert verification.check_link(made.url).data == file.data


def test_an_award_without_a_level_is_proved_field_by_field_too():
    level = b"{eqf: 5, prk: 5, cycle: short-cycle}"
    text = PYTHON.read_bytes().replace(level, b"{not_applicable: {pl: Szkolenie, en: Training}}")
    world, ala = make_world(publish=False), learner("ala@example.org")
    publish_file(world, text)
    award = world.award("ala@example.org").award
    portfolio.accept(ala, award.public_id)
    made = sharing.create_share(ala, award.public_id, kind=PROOF, fields=("level",))
    shown = sharing.open_share(token_of(made))
    assert shown.report.verdict == "valid"
    assert ("Szkolenie",) in {field.values for field in shown.fields}
    page = Client().get(f"/s/{token_of(made)}/", headers={"accept-language": "en"}).content.decode()
    assert "Poland" in page
    assert "<bdi>PL</bdi>" not in page


@pytest.mark.parametrize("kind", [PROOF, PAGE])
def test_a_link_lists_what_it_gives_not_what_was_chosen_in_vain(kind):
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=kind, fields=("grade", "outcomes", "identifier"))
    given = sharing.fields_given(made.link, portfolio.get_held(ala, award.public_id))
    assert given == ("identifier", "outcomes")  # no grade was awarded
    owner = signed_in("ala@example.org")
    page = owner.get(f"/wallet/shares/{made.link.public_id}/", headers={"accept-language": "en"})
    listed, _, missing = page.content.decode().partition("Chosen, but not in this award:")
    assert "Learning outcomes</li>" in listed
    assert "Grade</li>" not in listed
    assert missing.lstrip().startswith("Grade</p>")


def test_with_the_name_the_page_says_whose_it_is():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=PROOF, fields=("name",))
    shown = sharing.open_share(token_of(made))
    assert shown.report.summary.learner_name == "Świętosława Żółć"


def test_a_page_without_a_file_gives_the_file_away_nowhere():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=PAGE, fields=("outcomes",))
    for attempt in (
        lambda: sharing.shared_file(token_of(made)),
        lambda: verification.check_link(made.url),
        lambda: verification.public_credential(made.link.credential.public_id),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    client = Client()
    page = client.get(f"/s/{token_of(made)}/", headers={"accept-language": "pl"}).content
    card = client.get(f"/s/{token_of(made)}/card/").content
    assert not any(secret in page + card for secret in SECRET_FIELDS)
    assert client.get(f"/s/{token_of(made)}/credential/").status_code == 404
    assert client.get(f"/api/v1/public/credentials/{made.link.credential.public_id}").status_code == 404


def test_a_shared_whole_is_had_at_its_own_address_until_the_link_is_stopped():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    address = f"/api/v1/public/credentials/{made.link.credential.public_id}"
    answer = Client().get(address)
    assert answer.status_code == 200
    assert verification.check(answer.content).verdict == "valid"
    assert verification.check_link(f"http://localhost:8000{address}").data == answer.content
    sharing.stop_share(ala, made.link.public_id)
    assert Client().get(address).status_code == 404


def test_a_chosen_selection_does_not_open_the_whole_through_the_api():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=PROOF, fields=())
    with pytest.raises(NotFoundError, match="credential-unknown"):
        verification.public_credential(made.link.credential.public_id)


def test_the_short_code_leads_to_the_page_and_ends_with_the_link():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    assert share_links.find_by_code(made.code.lower().replace("-", " ")) == made.link
    answer = Client().post("/s/", {"code": made.code})
    assert answer.headers["Location"] == f"/s/{token_of(made)}/"
    sharing.stop_share(ala, made.link.public_id)
    for wrong in (made.code, "AAAA-AAAA-AAAA", "", "x", "\0" * 12, "A" * 500):
        with pytest.raises(NotFoundError, match="share-unknown"):
            share_links.find_by_code(wrong)
    assert Client().post("/s/", {"code": made.code}).status_code == 422


def test_the_address_can_be_read_again_but_not_from_the_database():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    assert sharing.url_of(sharing.get_share(ala, made.link.public_id)) == made.url
    assert token_of(made) not in repr(list(ShareLink.objects.values()))
    assert sharing.qr_of(ala, made.link.public_id).startswith("<svg")
    with pytest.raises(NotFoundError):
        sharing.get_share(learner("ola@example.org"), made.link.public_id)


def test_ended_links_show_nothing():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, days=1)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for path in ("", "credential/", "card/"):
        assert Client().get(f"/s/{token_of(made)}/{path}").status_code == 404
    for days in (0, -1, sharing.LONGEST_SHARE_DAYS + 1):
        with pytest.raises(MalformedInputError, match="share-days-wrong"):
            sharing.create_share(ala, award.public_id, days=days)
    for choice in ({"kind": "x"}, {"fields": ("x",)}, {"purpose": "\0"}):
        with pytest.raises(MalformedInputError):
            sharing.create_share(ala, award.public_id, **choice)


def test_the_log_counts_by_the_hour_and_forgets():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    for _ in range(3):
        Client().get(f"/s/{token_of(made)}/")
    Client().get(f"/s/{token_of(made)}/card/")
    assert [view.count for view in ShareView.objects.all()] == [3]
    assert {field.name for field in ShareView._meta.get_fields()} == {"id", "link", "hour", "count"}
    assert sharing.forget_old_views(timezone.now()) == 0
    assert sharing.forget_old_views(timezone.now() + timedelta(days=sharing.KEEP_VIEWS_DAYS + 1)) == 1


def test_headers_keep_strangers_and_caches_away():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    for path in ("", "card/", "credential/"):
        answer = Client().get(f"/s/{token_of(made)}/{path}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    page, card = (Client().get(f"/s/{token_of(made)}/{path}") for path in ("", "card/"))
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors *" in card.headers["Content-Security-Policy"]
    assert "script-src" not in card.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in card.headers


def test_a_page_with_a_form_lets_the_browser_say_where_it_comes_from():
    for path in ("/s/", "/claim/"):
        assert Client().get(path).headers["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_link_offers_everything_in_one_place():
    award = held()[2]
    client = signed_in("ala@example.org")
    sent = client.post(f"/wallet/{award.public_id}/share/", {"days": "30", "kind": "whole"})
    assert sent.status_code == 302  # reloading the page does not make a second link
    answer = client.get(sent.headers["Location"])
    text = answer.content.decode()
    link = ShareLink.objects.get()
    assert sharing.code_of(link) in text
    assert share_links.find_by_code(sharing.code_of(link)) == link
    assert sharing.code_of(link) in client.get(sent.headers["Location"]).content.decode()
    for part in ("linkedin.com/profile/add?startTask=CERT", "&lt;iframe src=", "/qr.svg", "/s/"):
        assert part in text, part
    assert "<iframe" not in text
    bad = client.post(f"/wallet/{award.public_id}/share/", {"days": "day", "last_day": "2020-01-01"})
    assert bad.status_code == 422


def _decoded(token: bytes) -> list[bytes]:
    import base64

    parts = token.replace(b"~", b".").split(b".")
    return [base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)) for part in parts[:-1] if part]


def test_the_file_behind_a_proof_is_in_the_language_that_was_chosen():
    award = held()[2]
    client = signed_in("ala@example.org", language="pl")
    choice = {"days": "30", "kind": "proof", "shown": ["outcomes"], "language": "en"}
    client.post(f"/wallet/{award.public_id}/share/", choice)
    link = ShareLink.objects.get()
    assert b"Python programming basics" in b"".join(_decoded(share_links.file_behind(link).data))
    page = Client(headers={"accept-language": "pl"}).get(sharing.url_of(link)).content.decode()
    assert "Podpisany plik jest po angielsku" in page
    assert '<dd lang="en">' in page


def test_a_code_made_before_codes_were_derived_is_not_shown_but_works():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    ShareLink.objects.update(code_hash=share_links.code_hash("0123456789AB"))
    assert sharing.code_of(sharing.get_share(ala, made.link.public_id)) is None
    assert share_links.find_by_code("0123-4567-89AB") == made.link


def test_the_box_says_that_a_page_hands_out_no_file_and_what_a_claim_code_is():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id, kind=PAGE, fields=("outcomes",))
    with pytest.raises(NotFoundError, match="share-without-file"):
        verification.check_input(made.code)
    with pytest.raises(MalformedInputError, match="claim-code-here"):
        verification.check_input(written(make_claim_code(lambda letters: letters[3])))


def test_the_log_counts_whoever_looked_wherever_but_not_the_owner():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    owner = signed_in("ala@example.org")
    assert owner.get(f"/s/{token_of(made)}/").status_code == 200
    Client().get(f"/s/{token_of(made)}/")
    view_counts.note(token_of(made))  # answered from memory
    verification.check_input(made.url)
    verification.check_input(share_links.code_for(made.link.public_id))
    link = sharing.get_share(ala, made.link.public_id)
    assert link.views == 4
    assert [(view.count) for view in link.view_log.all()] == [4]


def test_a_code_that_leads_nowhere_is_not_only_called_one_of_a_certificate():
    _, ala, award = held()
    made = sharing.create_share(ala, award.public_id)
    sharing.stop_share(ala, made.link.public_id)
    with pytest.raises(NotFoundError, match="short-code-unknown"):
        verification.check_input(share_links.code_for(made.link.public_id))
