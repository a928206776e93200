"""From a file of learners to awards through the services: read, map, judge, mend, confirm once."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.learner_lists import HEADER, brought, line, states
from tests.worlds import SLUG, make_world
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.award.batches.working import Worker
from umiem.services.award.lists import (
    cleaning,
    confirming,
    documents,
    exporting,
    fixing,
    importing,
    mapping,
    preview,
)
from umiem.services.award.lists.importing import Reading
from umiem.storage.models import Award, Batch, ListColumnMemory, ListDraft, ListFile
from umiem.web.forms.lists import ReadingForm

pytestmark = [pytest.mark.django_db]


def test_rows_are_judged_by_themselves_beside_each_other_and_beside_earlier_awards() -> None:
    world = make_world()
    world.award("wczesniej@example.org", run="2026")
    text = HEADER + "".join(
        (
            line(1),
            line(1),
            line(3, eu1="10"),
            line(4, email="bez-malpy", name="Wąs;Ewa"),
            line(5, email="x@gmial.com", name="Lis;Ola"),
            ";Żółć;Świętosława;wczesniej@example.org;75;80;66;90;4,0\n",
        )
    )
    view = brought(world, text)
    assert states(world, view) == {
        2: "warning",  # the same name stands in row 7 with another address
        3: "problem",
        4: "problem",
        5: "problem",
        6: "warning",
        7: "already-awarded",
    }
    assert view.draft.counts == {
        "fine": 0, "warning": 2, "already-awarded": 1, "problem": 3, "left-out": 0
    }  # fmt: skip


def test_without_student_numbers_the_same_people_are_no_others() -> None:
    world = make_world()
    first = brought(world, HEADER + line(101) + line(102, email="wspolny@example.org"))
    confirming.confirm_list(world.issuer, world.slug, first.draft.public_id)
    Worker("w", processes=0).run_while_there_is_work()
    text = "Nazwisko;Imię;E-mail;Ocena\nŻÓŁĆ;Świętosława;OSOBA101@example.org;4,0\n"
    text += "Lis;Ewa;wspolny@example.org;4,0\n"
    again = brought(world, text + "Wąs;Ola;nowa@example.org;4,0\n")
    assert states(world, again) == {2: "already-awarded", 3: "warning", 4: "fine"}
    row = preview.get_row(world.issuer, world.slug, again.draft.public_id, 3).row
    assert [warning.code for warning in row.warnings] == ["address-awarded"]
    assert states(world, brought(world, text, run="2027")) == {2: "fine", 3: "fine"}


def test_a_number_that_belongs_to_another_person_is_no_award_of_this_one() -> None:
    world = make_world()
    first = brought(world, HEADER + line(101) + line(102))
    confirming.confirm_list(world.issuer, world.slug, first.draft.public_id)
    Worker("w", processes=0).run_while_there_is_work()
    text = HEADER + line(101, email="inna@example.org", name="Lis;Ewa")
    text += line(102, email="nowy-adres@example.org")  # the same person with another address
    assert states(world, brought(world, text)) == {2: "problem", 3: "already-awarded"}
    assert states(world, brought(world, text, run="2027"))[2] == "warning"


def test_a_mending_is_judged_at_once_and_frees_the_rows_that_it_concerned() -> None:
    world = make_world()
    view = brought(world, HEADER + line(1) + line(1, name="Lis;Ola") + line(2, name="Wąs;Ewa"))
    ident = view.draft.public_id
    assert states(world, view) == {2: "fine", 3: "problem", 4: "fine"}
    mended = fixing.fix_rows(world.issuer, world.slug, ident, {2: {"identifier": "77"}})
    assert mended[0].values["identifier"] == "77"
    assert states(world, view) == {2: "warning", 3: "warning", 4: "fine"}  # one address, two people
    fixing.undo(world.issuer, world.slug, ident)
    assert states(world, view) == {2: "fine", 3: "problem", 4: "fine"}
    fixing.leave_out(world.issuer, world.slug, ident, 2, left_out=True)
    assert states(world, view) == {2: "left-out", 3: "fine", 4: "fine"}
    fixing.undo(world.issuer, world.slug, ident, number=2)
    assert states(world, view)[2] == "fine"
    assert fixing.undo(world.issuer, world.slug, ident) is None


def test_mendings_survive_another_mapping_and_another_encoding() -> None:
    world = make_world()
    view = brought(world, HEADER + line(1, email="x"), encoding="cp1250")
    ident = view.draft.public_id
    fixing.fix_rows(world.issuer, world.slug, ident, {2: {"email": "x@example.org"}})
    importing.read_again(
        world.issuer, world.slug, ident, Reading(encoding="iso8859-2", delimiter=";", header_row=1)
    )
    assert ListDraft.objects.get().encoding == "iso8859-2"
    importing.read_again(world.issuer, world.slug, ident, Reading())
    again = mapping.map_list(
        world.issuer, world.slug, ident, mapping.columns_of(ListDraft.objects.get()), run="inna"
    )
    assert (again.draft.run, states(world, again)) == ("inna", {2: "fine"})


def test_confirming_twice_awards_once_and_the_same_file_says_so() -> None:
    world = make_world()
    text = HEADER + line(1) + line(2, eu1="1") + line(3)
    view = brought(world, text)
    ident = view.draft.public_id
    found = confirming.summary(world.issuer, world.slug, ident)
    assert (found.will_be_awarded, found.key is not None, found.languages) == (2, True, ("pl", "en"))
    first = confirming.confirm_list(world.issuer, world.slug, ident)
    assert confirming.confirm_list(world.issuer, world.slug, ident).batches == first.batches
    batch = Batch.objects.get()
    assert (str(batch.public_id), batch.total, batch.source_name) == (first.batches[0], 2, "lista.csv")
    again = brought(world, text)
    assert again.earlier is not None
    assert again.earlier.public_id == ident
    with pytest.raises(RefusedError, match="list-confirmed"):
        fixing.fix_rows(world.issuer, world.slug, ident, {3: {"result:eu1": "99"}})


def test_rows_of_several_editions_become_a_batch_each() -> None:
    world = make_world()
    rows = ("Ola;Lis;o@example.org;A", "Jan;Wąs;j@example.org;", "Ewa;Żak;e@example.org;A")
    text = "\n".join(("Imię;Nazwisko;E-mail;Edycja", *rows))
    view = brought(world, text)
    found = confirming.summary(world.issuer, world.slug, view.draft.public_id)
    assert found.runs == {"A": 2, "2026": 1}
    later = timezone.now() + timedelta(days=1)
    done = confirming.confirm_list(
        world.issuer, world.slug, view.draft.public_id, notify=False, start_at=later
    )
    batches = {batch.run: batch for batch in Batch.objects.all()}
    assert {str(batch.public_id) for batch in batches.values()} == set(done.batches)
    assert (batches["A"].total, batches["A"].notify, batches["2026"].start_at) == (2, False, later)


@pytest.mark.parametrize(
    ("delimiter", "row", "wanted"), [(";", "1", 1), ("tab", "1", None), ("tab", "3", 3), (";", "", None)]
)
def test_read_with_another_separator_the_header_is_found_anew(
    delimiter: str, row: str, wanted: int | None
) -> None:
    view = brought(make_world(), HEADER + line(1))
    form = ReadingForm(view, {"encoding": "utf-8", "delimiter": delimiter, "header_row": row})
    assert form.is_valid()
    assert form.reading(view).header_row == wanted


def test_without_a_header_the_refusal_does_not_speak_of_one() -> None:
    world = make_world()
    view = importing.start_list(world.admin, world.slug, SLUG, data=b"Jan\nEwa", file_name="x.csv")
    with pytest.raises(MalformedInputError, match="list-columns-without-header"):
        mapping.map_list(world.admin, world.slug, view.draft.public_id, {0: "given_name"})


def test_a_grade_of_which_the_spreadsheet_made_a_date_is_read_and_named_until_it_is_mended() -> None:
    world = make_world()
    view = brought(world, HEADER + line(1).replace("4,0", "04.maj") + line(2).replace("4,0", "04.cze"))
    assert states(world, view) == {2: "warning", 3: "problem"}
    row = preview.get_row(world.issuer, world.slug, view.draft.public_id, 2).row
    assert row.values["grade"] == "4,5"
    assert ("grade-was-date", "grade") in [(warning.code, warning.column) for warning in row.warnings]
    mended = fixing.fix_rows(world.issuer, world.slug, view.draft.public_id, {2: {"grade": "5,0"}})
    assert "grade-was-date" not in [warning.code for warning in mended[0].warnings]


def test_the_file_is_kept_as_it_came_until_its_time_is_over() -> None:
    world = make_world()
    view = brought(world, HEADER + line(1))
    data = importing.original_file(world.issuer, world.slug, view.draft.public_id).data
    assert data == (HEADER + line(1)).encode()
    assert cleaning.delete_abandoned() == 0
    ListDraft.objects.update(touched_at=timezone.now() - cleaning.DRAFTS_KEPT_FOR - timedelta(hours=1))
    assert cleaning.delete_abandoned() == 1
    assert (ListDraft.objects.count(), ListFile.objects.count()) == (0, 0)
    settled = brought(world, HEADER + line(1))
    confirming.confirm_list(world.issuer, world.slug, settled.draft.public_id)
    ListDraft.objects.update(confirmed_at=timezone.now() - cleaning.FILES_KEPT_FOR - timedelta(hours=1))
    assert cleaning.delete_abandoned() == 1
    with pytest.raises(NotFoundError, match="list-file-deleted"):
        importing.original_file(world.issuer, world.slug, settled.draft.public_id)


def test_what_is_only_tried_is_not_remembered() -> None:
    world = make_world()
    data = "Ksywka;Nazwisko;E-mail\nOla;Żak;o@example.org\n".encode()
    view = importing.start_list(world.issuer, world.slug, SLUG, data=data, file_name="x.csv")
    columns = {0: "given_name", 1: "family_name", 2: "email"}
    mapping.map_list(world.issuer, world.slug, view.draft.public_id, columns, to_be_remembered=False)
    assert not ListColumnMemory.objects.exists()


def test_columns_are_remembered_for_the_organisation() -> None:
    world = make_world()
    text = "Kto;Skrzynka;EU1\nŻółć Świętosława;a@example.org;75\n"
    first = importing.start_list(world.issuer, world.slug, SLUG, data=text.encode(), file_name="a.csv")
    chosen = {0: "full_name_reversed", 1: "email"}
    mapping.map_list(world.issuer, world.slug, first.draft.public_id, chosen)
    assert ListColumnMemory.objects.get(header="eu1").part == ""
    second = importing.start_list(world.issuer, world.slug, SLUG, data=text.encode(), file_name="a.csv")
    assert mapping.columns_of(second.draft) == chosen
    other = make_world("beta")
    strange = importing.start_list(other.issuer, "beta", SLUG, data=text.encode(), file_name="a.csv")
    assert mapping.columns_of(strange.draft)[2] == "result:eu1"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({0: "given_name"}, "list-columns-missing"),
        ({0: "email", 1: "email"}, "list-part-twice"),
        ({0: "shoe-size"}, "list-part-unknown"),
        ({99: "email"}, "list-part-unknown"),
        ({0: "result:eu77"}, "list-part-unknown"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(columns: dict[int, str], code: str) -> None:
    world = make_world()
    view = importing.start_list(
        world.issuer, world.slug, SLUG, data=(HEADER + line(1)).encode(), file_name="a.csv"
    )
    with pytest.raises(MalformedInputError, match=code):
        mapping.map_list(world.issuer, world.slug, view.draft.public_id, columns)


def test_rejected_rows_come_back_with_reasons_and_without_formulas() -> None:
    world = make_world()
    text = HEADER + '=1+1;"=HYPERLINK(""http://x"")";Ala;nikt;75;80;66;90;4,0\n' + line(2)
    view = brought(world, text)
    file = exporting.rejected_rows(world.issuer, world.slug, view.draft.public_id, language="pl")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert "nie jest adresem" in rows[1][-1]
    back = brought(world, file.data.decode("utf-8-sig").replace(";nikt;", ";ktos@example.org;"))
    row = preview.get_row(world.issuer, world.slug, back.draft.public_id, 2).row
    assert row.values["family_name"] == '=HYPERLINK("http://x")'


def test_the_exact_document_of_a_row_is_shown_and_nothing_is_issued() -> None:
    world = make_world()
    view = brought(world, HEADER + line(1) + line(2, eu1="3"))
    ident = view.draft.public_id
    document = json.loads(documents.row_document(world.issuer, world.slug, ident, 2).data)
    assert document["issuer"]["id"] == world.organisation.did
    assert "proof" not in document
    assert "credentialStatus" not in document
    assert documents.row_certificate(world.issuer, world.slug, ident, 2).data.startswith(b"%PDF")
    with pytest.raises(RefusedError, match="list-row-not-fine"):
        documents.row_document(world.issuer, world.slug, ident, 3)
    assert Award.objects.count() == 0


def test_templates_are_read_back_without_a_mapping_by_hand() -> None:
    world = make_world()
    for kind in exporting.TEMPLATES:
        for language in ("pl", "en"):
            file = exporting.template_file(world.issuer, world.slug, SLUG, kind=kind, language=language)
            separator = ";" if kind == "excel" else ","
            row = separator.join(("1", "Żółć", "Ola", "a@example.org", "75", "80", "66", "90"))
            data = file.data + f"{row}{separator}4.0{separator}2026-01-05\r\n".encode()
            view = importing.start_list(world.issuer, world.slug, SLUG, data=data, file_name=file.name)
            found = set(mapping.columns_of(view.draft).values())
            assert {"email", "family_name", "given_name", "identifier", "result:eu4", "grade"} <= found


def test_lists_of_others_are_not_there() -> None:
    world, other = make_world(), make_world("beta")
    view = brought(world, HEADER + line(1))
    with pytest.raises(NotFoundError, match="list-unknown"):
        importing.get_list(other.admin, "beta", view.draft.public_id)
    with pytest.raises(NotFoundError, match="organisation-unknown"):
        importing.get_list(other.admin, world.slug, view.draft.public_id)
    with pytest.raises(RefusedError, match="permission-missing"):
        importing.get_list(world.author, world.slug, view.draft.public_id)


def test_a_list_with_pesel_numbers_says_that_they_are_not_used() -> None:
    world = make_world()
    view = brought(world, "PESEL;Nazwisko i imię;e-mail\n44051401359;Lis Jan;jan@example.org\n")
    notes = dict(view.draft.reading["notes"])
    assert notes["list-pesel"] == {"names": "A PESEL"}
    assert set(view.draft.columns.values()) == {"full_name_reversed", "email"}
