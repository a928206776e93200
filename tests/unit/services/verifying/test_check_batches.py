"""Many at once, and the record of one check: complete, bounded, safe to open, gone after an hour."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from tests.engine_documents import SIGNER, issue, plain_document
from tests.packed_badges import packed
from tests.worlds import learner
from umiem.adapters.archive import files_of
from umiem.api import public
from umiem.domain.link_list import MOST_ITEMS, read_link_list
from umiem.domain.safe_csv import safe_cell, safe_csv
from umiem.errors import MalformedInputError, NotFoundError, UmiemError
from umiem.services.credential.representations.stored import get_representation
from umiem.services.holder import portfolio, sharing
from umiem.services.verifying import check_batches, check_records, verdicts
from umiem.services.verifying.verification import check
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import CheckBatch, CheckItem
from umiem.web.verifier.rows import HEADINGS, csv_row, shown_row

pytestmark = [pytest.mark.django_db]


def foreign(name: str = "Uczelnia") -> bytes:
    return json.dumps(issue(plain_document(issuer={"id": SIGNER.did, "name": name}))).encode()


def finished(token: str) -> check_batches.BatchProgress:
    state = check_batches.advance(token)
    while not state.is_finished:
        state = check_batches.advance(token)
    return state


def test_a_zip_and_a_list_of_links_become_one_table(world):
    outcome = world.award()
    good = signed_bytes(outcome.credential)
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    link = sharing.create_share(ala, outcome.award.public_id).url
    whole = packed(
        {
            "a/good.json": good,
            "a/changed.json": good.replace("Żółć".encode(), b"Nowak"),
            "foreign.json": foreign(),
            "photo.jpg": b"\xff\xd8\xff",
            "links.csv": f"Osoba;Link\nAla;{link}\nNikt;http://localhost:8000/s/{'x' * 32}/\n".encode(
                "cp1250"
            ),
            "__MACOSX/x": b"x",
            "a/.hidden": b"x",
        }
    )
    token = check_batches.begin(check_batches.read_items([("all.zip", whole)]))
    state = finished(token)
    with override("pl"):
        rows = {row["name"]: row["in_words"] for row in map(shown_row, check_batches.results(token))}
    assert f"Ala {link}" in rows
    stopped = next(words for name, words in rows.items() if name.endswith(f"{'x' * 32}/"))
    assert stopped.startswith("Ten link zatrzymano albo wygasł.")
    assert state.counts == {
        verdicts.VERIFIED: 2,
        verdicts.NOT_VERIFIED: 1,
        verdicts.OPEN_POINTS: 1,
        verdicts.NO_CREDENTIAL: 1,
        verdicts.NOT_CHECKED: 1,
    }


def test_each_row_says_in_words_why(world):
    credential = world.award().credential
    good = signed_bytes(credential)
    brought = {"good": good, "changed": good.replace("Żółć".encode(), b"Nowak"), "picture": b"\xff\xd8\xff"}
    badge = get_representation(credential, "svg").data
    brought["painted"] = badge.replace(b"</svg>", b"<rect width='9' height='9'/></svg>")
    token = check_batches.begin(
        [check_batches.BroughtItem(name=name, data=data) for name, data in brought.items()]
    )
    finished(token)
    with override("en"):
        shown = {row["name"]: row["in_words"] for row in map(shown_row, check_batches.results(token))}
        cells = {row[1]: row for row in map(csv_row, check_batches.results(token))}
    assert shown["good"] == ""
    assert shown["changed"].startswith("Signature: ")
    assert shown["picture"].startswith("Format: ")
    assert shown["painted"] == "The page or picture is not the one that this site made."
    assert {name: cells[name][-1] for name in shown} == shown
    assert len(cells["good"]) == len(HEADINGS)


def test_documents_are_deleted_when_checked_and_the_table_after_an_hour(world):
    token = check_batches.begin([check_batches.BroughtItem(name="x", data=foreign())])
    assert CheckItem.objects.get().packed is not None
    finished(token)
    assert CheckItem.objects.get().packed is None
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        with pytest.raises(NotFoundError):
            check_batches.progress(token)
        assert check_batches.delete_ended() > 0
    assert not CheckBatch.objects.exists()


def test_five_thousand_is_the_most():
    lines = "\n".join(f"https://far.example/{n}" for n in range(MOST_ITEMS + 1)).encode()
    with pytest.raises(MalformedInputError) as caught:
        check_batches.read_items([("links.csv", lines)])
    assert caught.value.code == "too-many-items"
    assert len(read_link_list(lines.rpartition(b"\n")[0])) == MOST_ITEMS


def test_strangers_servers_are_asked_only_so_often(monkeypatch):
    monkeypatch.setattr(check_batches, "LOOK_UPS", 3)
    links = [
        check_batches.BroughtItem(name=str(n), link=f"https://no-such-host-{n}.invalid/c") for n in range(5)
    ]
    token = check_batches.begin(links)
    finished(token)
    reasons = [item.result["reasons"][0] for item in check_batches.results(token)]
    assert reasons[3:] == ["too-many-look-ups"] * 2


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("a.zip", b"PK\x03\x04 broken")], "archive-malformed"),
        ([("a.csv", b"imie;nazwisko\nAla;Nowak\n")], "links-missing"),
        ([], "nothing-to-check"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(files, code):
    with pytest.raises(MalformedInputError) as caught:
        check_batches.read_items(files)
    assert caught.value.code == code


def test_a_bomb_is_not_unpacked():
    with pytest.raises(MalformedInputError) as caught:
        list(files_of(packed({"bomb": b"\0" * 6_000_000})))
    assert caught.value.code == "archive-too-large"
    assert list(files_of(packed({"bomb": b"\0" * 20_000_000, "other": b"x"}))) == [
        ("bomb", None),
        ("other", b"x"),
    ]


def test_what_lies_beside_credentials_in_a_folder_keeps_none_out(world):
    whole = packed(
        {
            "README.txt": b"The certificates of our course.",
            "grades.csv": b"name;grade\nAla;5\n",
            "links.csv": b"name;link\nAla;https://no-such-host.invalid/c\nOla;\n",
            "scan.pdf": b"%PDF" + b"\0" * check_batches.verification.LARGEST_BYTES,
            "inner.zip": packed({"a.json": b"{}"}),
            "empty.json": b"",
            "good.json": signed_bytes(world.award().credential),
        }
    )
    token = check_batches.begin(check_batches.read_items([("all.zip", whole)]))
    finished(token)
    with override("en"):
        words = {
            row["name"].split()[0]: row["in_words"] for row in map(shown_row, check_batches.results(token))
        }
    assert words["good.json"] == ""
    assert words["scan.pdf"] == "This file is larger than any credential, so it was not unpacked."
    assert words["inner.zip"].startswith("Format: This is an archive of files.")
    assert words["empty.json"] == "The file is empty."
    assert words["Ola"] == "This row of the list holds no link."
    assert words["README.txt"] == words["grades.csv"]


def test_a_folder_is_taken_without_its_hidden_files(world):
    good = signed_bytes(world.award().credential)
    files = [SimpleUploadedFile(name, good) for name in ("a.json", "b.json", ".DS_Store")]
    client = Client()
    sent = client.post("/verify/many/", {"folder": files})
    assert sent.status_code == 302
    assert [item.name for item in CheckItem.objects.order_by("position")] == ["a.json", "b.json"]
    only_hidden = client.post("/verify/many/", {"folder": [SimpleUploadedFile(".DS_Store", b"x")]})
    assert only_hidden.status_code == 422


def test_many_things_in_the_box_for_one_lead_to_the_table(world):
    client = Client()
    given = (
        {"file": SimpleUploadedFile("all.zip", packed({"a.json": b"{}"}))},
        {"file": SimpleUploadedFile("links.csv", b"Adres odznaki\nhttps://no-such-host.invalid/c\n")},
        {"text": "https://no-such-host.invalid/a\nhttps://no-such-host.invalid/b"},
    )
    for form in given:
        sent = client.post("/verify/", form)
        assert sent.status_code == 302
        assert client.get(sent["Location"]).status_code == 200
    locked = client.post("/verify/", {"file": SimpleUploadedFile("a.zip", b"PK\x03\x04 broken")})
    assert locked.status_code == 422


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\u00a0=1", "\r=1"])
def test_no_cell_starts_a_formula(text):
    assert safe_cell(text).startswith("'")
    assert safe_cell("Łódź") == "Łódź"


def test_the_table_opens_with_its_letters():
    text = safe_csv([["Żółć", 'a;"b"']])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")) == [["Żółć", 'a;"b"']]


def test_the_pages_of_a_batch(world):
    name = "=HYPERLINK(1)"
    client = Client(headers={"accept-language": "en"})
    sent = client.post(
        "/verify/many/",
        {"files": [SimpleUploadedFile("a.json", foreign(name)), SimpleUploadedFile("b.json", b"{}")]},
    )
    page = client.get(sent.headers["Location"])
    assert "Verified with open points: 1" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    table = client.get(sent.headers["Location"] + "table.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3
    assert rows[1][3] == f"'{name}"
    assert client.get("/verify/many/wrong/").status_code == 404
    assert client.post("/verify/many/", {}).status_code == 422


def test_the_record_is_signed_and_only_ours_are_taken(world):
    result = check(signed_bytes(world.award().credential))
    token = check_records.signed_record(result)
    record = check_records.open_record(token)
    assert record["verdict"] == verdicts.VERIFIED
    assert record["claims"]["person"] == "Świętosława Żółć"
    for spoilt in (token[:-4] + "AAAA", token.replace(".", "", 1), "x", "", "é" * 20):
        with pytest.raises(UmiemError):
            check_records.open_record(spoilt)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_record_as_pdf_and_json(world, language):
    data = signed_bytes(world.award().credential)
    client = Client(headers={"accept-language": language})
    token = check_records.signed_record(check(data))
    pdf = client.post("/verify/record/", {"record": token, "format": "pdf"})
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert hashlib.sha256(data).hexdigest() in "".join(text.split())
    assert "Świętosława Żółć" in text
    found = client.post("/verify/record/", {"record": token, "format": "json"})
    assert json.loads(found.content)["signature"] == token
    assert ("Valid from" if language == "en" else "Ważne od") in text
    assert "T00:00:00" not in text
    changed = check_records.signed_record(check(data.replace("Żółć".encode(), b"Nowak")))
    sheet = client.post("/verify/record/", {"record": changed, "format": "pdf"})
    assert "Nowak" in PdfReader(io.BytesIO(sheet.content)).pages[0].extract_text()
    assert client.post("/verify/record/", {"record": "x", "format": "pdf"}).status_code == 422
    page = client.post("/verify/", {"text": data.decode()}).content.decode()
    assert 'name="record"' in page


def test_the_api_checks_many_and_gives_the_record(world):
    data = signed_bytes(world.award().credential).decode()
    body = {"items": [{"text": data}, {"text": "nothing"}, {"link": "http://far.example/x"}]}
    answer = Client().post("/api/v1/verification/batch", json.dumps(body), content_type="application/json")
    assert [row["verdict"] for row in answer.json()] == [
        verdicts.VERIFIED,
        verdicts.NO_CREDENTIAL,
        verdicts.NOT_CHECKED,
    ]
    one = Client().post("/api/v1/verification", json.dumps({"text": data}), content_type="application/json")
    assert check_records.open_record(one.json()["record"])["verdict"] == one.json()["answer"]


def test_slow_credentials_do_not_hold_up_a_whole_batch(world, monkeypatch):
    monkeypatch.setattr(public, "BATCH_SECONDS", 0.2)
    monkeypatch.setattr(public.verification, "check", lambda *_, **__: time.sleep(0.3) or check(b"{}"))
    body = {"items": [{"text": "slow"}] * 50}
    started = time.monotonic()
    answer = Client().post("/api/v1/verification/batch", json.dumps(body), content_type="application/json")
    assert time.monotonic() - started < 5
    reasons = [row["reasons"] for row in answer.json()]
    assert len(reasons) == 50
    assert reasons[0] != ["batch-time-spent"] == reasons[-1]
