"""Search and matching on the built-in starter set."""

from __future__ import annotations

import pytest

from umiem.adapters.esco import starter_library
from umiem.domain.skills import Pillar, SkillLibrary, Strength, match_skill, match_skills
from umiem.errors import NotFoundError, RefusedError

OCCUPATION = "http://data.europa.eu/esco/occupation/"
OFFICE_CLERK = OCCUPATION + "6c999fc7-c6b7-4ef3-a4b9-af124a1783a2"
SECRETARY = OCCUPATION + "5ac377d2-e1d0-4911-a299-b4ef2782a0ba"
UI_DESIGNER = OCCUPATION + "96e20037-0a25-4bf6-a25e-808d1605d890"
UX_ANALYST = OCCUPATION + "faed411a-f920-4100-86a8-b877928b429c"
PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"


@pytest.fixture(scope="module")
def library() -> SkillLibrary:
    return starter_library()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("zarządzania projektami", "project management"),
        ("zarzadzanie projektami", "project management"),
        ("obsluga klienta", "customer service"),
        ("obsługą klientów", "customer service"),
        ("pythonem", "Python (computer programming)"),
        ("pyton", "Python (computer programming)"),
        ("makiety stron", "create website wireframe"),
        ("arkusz kalk", "use spreadsheets software"),
        ("WCAG", "ICT accessibility standards"),
        ("czyszczenie dany", "perform data cleansing"),
    ],
)
def test_polish_words_find_the_skill(library: SkillLibrary, words: str, wanted: str) -> None:
    first = library.search(words, language="pl", limit=3)[0]
    assert library.graph.label(first.uri, "en")[0] == wanted


def test_nothing_is_found_for_nothing(library: SkillLibrary) -> None:
    assert library.search("", language="pl") == ()
    assert library.search("qqqqqqq", language="pl") == ()


def test_results_do_not_depend_on_the_order_of_asking(library: SkillLibrary) -> None:
    once = library.search("dane", language="pl")
    library.search("projekt", language="pl")
    assert library.search("dane", language="pl") == once


def test_a_name_a_uri_and_its_tail_are_the_same(library: SkillLibrary) -> None:
    for name in ("Python", PYTHON, PYTHON.removeprefix("http://data.europa.eu/esco/")):
        assert library.find(name, language="pl", pillar=Pillar.SKILLS) == PYTHON


def test_an_ambiguous_name_lists_candidates(library: SkillLibrary) -> None:
    with pytest.raises(RefusedError) as refused:
        library.find("zarządzanie", language="pl", pillar=Pillar.SKILLS)
    assert refused.value.code == "ambiguous-skill"
    assert "zarządzanie" in str(refused.value.params["candidates"])


def test_an_unknown_name_says_so(library: SkillLibrary) -> None:
    with pytest.raises(NotFoundError) as missing:
        library.find("kosmonauta", language="pl", pillar=Pillar.OCCUPATIONS)
    assert missing.value.code == "unknown-occupation"


def test_no_transfer_is_invented_from_office_to_interface_design(library: SkillLibrary) -> None:
    graph = library.graph
    held, wanted = graph.essential[OFFICE_CLERK], graph.essential[UI_DESIGNER]
    matches = match_skills(graph, wanted=wanted, held=held)
    assert len(held) == len(wanted) == 26
    assert {match.strength for match in matches} == {Strength.GROUP}
    assert {graph.groups[match.via].code for match in matches} == {"S5.5.2"}


def test_the_secretary_shares_one_skill_with_the_designer(library: SkillLibrary) -> None:
    graph = library.graph
    held = graph.essential[SECRETARY] + graph.optional[SECRETARY]
    same = [
        match
        for match in match_skills(graph, wanted=graph.essential[UI_DESIGNER], held=held)
        if match.strength is Strength.SAME
    ]
    assert [graph.label(match.wanted, "en")[0] for match in same] == ["manage online content"]


def test_a_related_skill_is_the_second_strength(library: SkillLibrary) -> None:
    graph = library.graph
    wanted, near = next((uri, others[0]) for uri, others in graph.related.items() if others)
    match = match_skill(graph, wanted=wanted, held={near})
    assert match is not None
    assert match.strength is Strength.RELATED


def test_the_starter_set_is_complete_in_both_languages(library: SkillLibrary) -> None:
    graph = library.graph
    assert 400 <= len(graph.skills) <= 600
    assert 20 <= len(graph.occupations) <= 30
    for concept in (*graph.skills.values(), *graph.occupations.values()):
        assert concept.labels.has("en")
        assert concept.labels.has("pl")
        assert concept.own == {"pl"}
