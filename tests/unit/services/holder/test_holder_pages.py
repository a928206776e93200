"""The public page of an award: off by default, showing what was chosen, gone when it is switched off."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.worlds import learner, make_world
from umiem.errors import NotFoundError, RefusedError
from umiem.services import public_tokens
from umiem.services.holder import claims, collections, holder_pages, portfolio
from umiem.services.holder.collections import Cover
from umiem.services.holder.holder_pages import Choices

pytestmark = [pytest.mark.django_db]


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_a_page_is_off_until_switched_on_and_off_again():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org").award
    with pytest.raises(RefusedError, match="accept-first"):
        holder_pages.choose(ala, award.public_id, Choices(is_public=True))
    portfolio.accept(ala, award.public_id)
    assert holder_pages.choices_of(ala, award.public_id) == (Choices(), "")
    address = holder_pages.choose(ala, award.public_id, Choices(is_public=True, show_grade=True))
    assert holder_pages.choose(ala, award.public_id, Choices(is_public=True, show_grade=True)) == address
    shown = holder_pages.open_page(token_of(address))
    assert shown.report.verdict == "valid"
    assert (shown.choices.show_grade, shown.choices.show_evidence, shown.evidence) == (True, False, ())
    assert holder_pages.choose(ala, award.public_id, Choices()) == ""
    with pytest.raises(NotFoundError, match="public-page-unknown"):
        holder_pages.open_page(token_of(address))


def test_a_page_ends_when_the_award_goes_to_somebody_else():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org").award
    portfolio.accept(ala, award.public_id)
    address = holder_pages.choose(ala, award.public_id, Choices(is_public=True))
    claims.rebind(world.issuer, world.slug, award.public_id, email="nowa@example.org")
    nowa = learner("nowa@example.org")
    portfolio.accept(nowa, award.public_id)
    with pytest.raises(NotFoundError):
        holder_pages.open_page(token_of(address))
    assert holder_pages.choices_of(nowa, award.public_id)[1] == ""
    assert token_of(holder_pages.choose(nowa, award.public_id, Choices(is_public=True))) != token_of(address)
    with pytest.raises(NotFoundError, match="award-unknown"):
        holder_pages.choose(ala, award.public_id, Choices(is_public=True))


def test_a_collection_leads_to_the_pages_that_are_public():
    world, ala = make_world(), learner("ala@example.org")
    award = world.award("ala@example.org").award
    portfolio.accept(ala, award.public_id)
    cover = Cover(title="Dane", is_public=True)
    made = collections.save_collection(ala, None, cover, awards=[award.public_id], imported=[])
    address = f"/set/{public_tokens.token_for(collections.KIND, made.public_id)}/"
    assert "/p/" not in Client().get(address).content.decode()
    page = holder_pages.choose(ala, award.public_id, Choices(is_public=True))
    assert f'href="{page}"' in Client().get(address).content.decode()
    holder_pages.choose(ala, award.public_id, Choices())
    assert "/p/" not in Client().get(address).content.decode()
