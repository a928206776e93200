"""The quick ways to the page of an answer show what the slow ways show, and nobody another's page."""

from __future__ import annotations

import json
from html import escape

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage, MessageEncoder
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import make_world, signed_in
from umiem.services.credential import credentials
from umiem.services.verifying import verification
from umiem.web import frames, kept_pages
from umiem.web.templatetags.answers import claim_rows
from umiem.web.verifier.claims import ClaimRow, Claims
from umiem.web.verifier.reading import Entry
from umiem.web.verifier.signed_text import indented, indented_html

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
)


@given(_VALUES, _VALUES)
def test_what_an_achievement_says_is_kept_by_its_exact_content(achievement, value):
    document = {"x": {"achievement": value}, "credentialSubject": {"achievement": achievement, "y": value}}
    for _time in range(2):
        assert indented_html(document) == escape(json.dumps(document, ensure_ascii=False, indent=2))


def test_equal_numbers_and_truths_are_different_contents():
    for value, shown in ((1, "1"), (True, "true"), (1.0, "1.0"), (0, "0"), (False, "false")):
        document = {"credentialSubject": {"achievement": {"id": value}}}
        assert f"&quot;id&quot;: {shown}\n" in indented_html(document)


@given(_VALUES)
def test_the_signed_data_are_written_as_the_library_writes_them(value):
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)


def test_rows_escape_everything_and_link_only_when_told():
    evil = "<script>\"'&"
    row = ClaimRow(evil, (Entry(evil, evil, f"https://x.example/{evil}"), Entry("two")), evil)
    for active in (True, False):
        shown = claim_rows(Claims(rows=(row,)), active)
        assert "<script" not in shown
        assert shown.count("&lt;script&gt;&quot;&#x27;&amp;") == (6 if active else 5)
        assert ("href=" in shown) == active


@pytest.mark.django_db
def test_a_frame_is_kept_by_language_and_never_for_people():
    world = make_world()
    data = credentials.file_of(world.award().credential).data.decode()
    anyone = Client()
    pages = {}
    for language in ("pl", "en"):
        anyone.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        first, again = (anyone.post("/verify/", {"text": data}).content.decode() for _ in range(2))
        assert first == again
        pages[language] = first
    assert '<html lang="pl">' in pages["pl"]
    assert '<html lang="en">' in pages["en"]
    staff = signed_in("admin@alfa.example")
    assert "/staff/alfa/" in staff.post("/verify/", {"text": data}).content.decode()
    assert "/staff/alfa/" not in anyone.post("/verify/", {"text": data}).content.decode()


@pytest.mark.django_db
def test_an_answer_is_kept_for_each_way_in_and_its_page_with_it():
    data = credentials.file_of(make_world().award().credential).data
    shared, pasted = (verification.check(data, source=source) for source in ("link", "text"))
    assert (shared.source, pasted.source) == ("link", "text")
    assert verification.check(data, source="link") is shared
    assert verification.check(data, source="text") is pasted  # its page is found by the object
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"page")
        return b"page"

    request = RequestFactory().get("/verify/")
    for _time in range(2):
        kept_pages.page_of(request, verification.check(data, source="text"), make, kind="test")
    assert len(made) == 1


@pytest.mark.django_db
def test_a_message_for_one_visitor_is_not_shown_to_another():
    data = credentials.file_of(make_world().award().credential).data.decode()
    told = Message(constants.INFO, "for one only")
    signed = CookieStorage(RequestFactory().get("/")).signer.sign_object([told], serializer=_Encoded)
    one, other = Client(), Client()
    one.cookies[CookieStorage.cookie_name] = signed
    assert "for one only" in one.post("/verify/", {"text": data}).content.decode()
    assert "for one only" not in other.post("/verify/", {"text": data}).content.decode()


class _Encoded:
    def dumps(self, messages: list[Message]) -> bytes:
        return MessageEncoder(separators=(",", ":")).encode(messages).encode("latin-1")


def test_frames_are_few_and_a_question_mark_makes_none():
    shown = {"title": "<b>", "answer": SafeString("<i>x</i>"), "record": "<r>"}
    with translation.override("en"):
        for number in range(frames.MOST_KEPT + 3):
            request = RequestFactory().get(f"/verify/{number}/")
            page = frames.framed(request, "verifier/result.html", **shown)
            assert b"&lt;b&gt;" in page
            assert b"<i>x</i>" in page
            assert b'value="&lt;r&gt;"' in page
        assert len(frames._FRAMES) == frames.MOST_KEPT
        assert not frames.is_unknown(RequestFactory().get("/verify/?next=1"))
        whole = render_to_string("verifier/result.html", {"title": "<b>"}, RequestFactory().get("/verify/1/"))
        assert whole.count("&lt;b&gt;") == 1
