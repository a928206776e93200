"""Plans by names, for the command line: what is held, what is wanted, and the demonstration catalogue."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from umiem.domain.pathways import Catalogue, Held, Target
from umiem.domain.pathways.catalogue_file import load_catalogue
from umiem.domain.skills import Pillar, SkillLibrary
from umiem.errors import RefusedError


@lru_cache(maxsize=1)
def demo_catalogue() -> Catalogue:
    """Return the built-in demonstration catalogue (office clerk → UX designer)."""
    file = resources.files("umiem.data.demo_catalogue") / "office-to-ux.yaml"
    return load_catalogue(file.read_bytes(), file.name)


def occupation_of(library: SkillLibrary, name: str, language: str) -> str:
    """Return the URI of the occupation that ``name`` (a URI or words) means."""
    return library.find(name, language=language, pillar=Pillar.OCCUPATIONS)


def held_of(library: SkillLibrary, *, start: str | None, skills: tuple[str, ...], language: str) -> Held:
    """Return what a learner has: named skills, and those an occupation lets us assume (marked as such).

    ``skills`` may name ESCO skills (URI or name) or micro-credentials (``credential:identifier``).
    """
    assumed: frozenset[str] = frozenset()
    if start is not None:
        occupation = occupation_of(library, start, language)
        assumed = frozenset(library.graph.essential.get(occupation, ()))
    credentials = {name.removeprefix("credential:") for name in skills if name.startswith("credential:")}
    named = (name for name in skills if not name.startswith("credential:"))
    held = {library.find(name, language=language, pillar=Pillar.SKILLS) for name in named}
    return Held(skills=frozenset(held), assumed=assumed - held, credentials=frozenset(credentials))


def target_of(library: SkillLibrary, *, name: str, language: str) -> Target:
    """Return what an occupation needs.

    Raises:
        RefusedError: the occupation has no skills in this data (``occupation-without-skills``).
    """
    occupation = occupation_of(library, name, language)
    graph = library.graph
    essential = graph.essential.get(occupation, ())
    optional = graph.optional.get(occupation, ())
    if not essential and not optional:
        raise RefusedError("occupation-without-skills", name=graph.label(occupation, language)[0])
    return Target(essential=essential, optional=optional)
