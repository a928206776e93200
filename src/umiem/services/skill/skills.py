"""Skills and occupations for pages, editors and programs: the loaded ESCO, search, suggestions, offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from umiem import wiring
from umiem.adapters.esco import EscoStore, starter_library
from umiem.domain.offers import OfferReading, read_offer
from umiem.domain.skills import Pillar, SearchHit, SkillLibrary, SkillModel, add_by_meaning
from umiem.engine.containers import pdf
from umiem.errors import MalformedInputError

LARGEST_OFFER_FILE = 2_000_000
MOST_PDF_PAGES = 20
LONGEST_QUERY = 200
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True, kw_only=True)
class ConceptOption:
    """A skill or occupation found by search; ``matched`` is the label that answered the words."""

    uri: str
    label: str
    language: str
    is_own_translation: bool
    matched: str
    score: float
    code: str = ""

    @property
    def short(self) -> str:
        """The tail of the URI, for addresses of our own pages."""
        return self.uri.rpartition("/")[2]


def library() -> SkillLibrary:
    """Return the ESCO of this installation: the imported one, or the starter set. Loaded once, lazily."""
    return library_at(wiring.installation().home)


def library_at(home: Path) -> SkillLibrary:
    """Return the ESCO kept under ``home``; loaded again only when another import replaced the file."""
    store = EscoStore(home)
    try:
        found = store.path.stat()
    except FileNotFoundError:
        return starter_library()
    return _loaded(home, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(home: Path, inode: int, changed: int) -> SkillLibrary:
    return EscoStore(home).library()


def search_skills(words: str, *, language: str, limit: int = 10) -> tuple[ConceptOption, ...]:
    """Return the best skills for ``words``; endings, diacritics and typing mistakes do not matter."""
    return _search(words, language=language, pillar=Pillar.SKILLS, limit=limit)


def search_occupations(words: str, *, language: str, limit: int = 10) -> tuple[ConceptOption, ...]:
    """Return the best occupations for ``words``."""
    return _search(words, language=language, pillar=Pillar.OCCUPATIONS, limit=limit)


def read_job_offer(text: str) -> OfferReading:
    """Read one job offer; raises as ``domain.offers.read_offer`` does."""
    return read_offer(text, library())


def text_of_offer(data: bytes, name: str) -> str:
    """Return the text of an uploaded offer: PDF, UTF-8 or CP1250.

    Raises ``MalformedInputError`` ``offer-not-text`` or ``offer-file-too-large``.
    """
    if len(data) > LARGEST_OFFER_FILE:
        raise MalformedInputError("offer-file-too-large", most=LARGEST_OFFER_FILE // 1_000_000)
    if data.startswith(b"%PDF-"):
        return _pdf_text(data, name)
    return decoded(data, name)


def decoded(data: bytes, name: str) -> str:
    """Return a text file as text: UTF-8, UTF-16 with its mark, or CP1250.

    Raises ``MalformedInputError`` ``offer-not-text`` for pictures, archives and the like.
    """
    if data.startswith(_NOT_TEXT):
        raise MalformedInputError("offer-not-text", name=name)
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1250"):
        try:
            return data.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    raise MalformedInputError("offer-not-text", name=name)


def _pdf_text(data: bytes, name: str) -> str:
    try:
        text = pdf.printed_text(data, pages=MOST_PDF_PAGES)
    except MalformedInputError as error:
        raise MalformedInputError("offer-not-text", name=name) from error
    if not text.strip():
        raise MalformedInputError("offer-pdf-without-text", name=name)
    return text


def _search(words: str, *, language: str, pillar: Pillar, limit: int) -> tuple[ConceptOption, ...]:
    found = library()
    asked = words[:LONGEST_QUERY]
    hits = found.search(asked, language=language, pillar=pillar, limit=limit)
    if pillar is Pillar.SKILLS and asked.strip() and (model := _model(found)) is not None:
        hits = add_by_meaning(hits, model, found.graph, asked, language=language, limit=limit)
    return tuple(_option(found, hit, language) for hit in hits)


@lru_cache(maxsize=1)
def _model(found: SkillLibrary) -> SkillModel | None:
    """Return the operator's model for this ESCO, made once, or ``None``."""
    factory = wiring.skill_model_factory()
    if factory is None:
        return None
    return factory({uri: dict(skill.labels) for uri, skill in found.graph.skills.items()})


def _option(found: SkillLibrary, hit: SearchHit, language: str) -> ConceptOption:
    graph = found.graph
    label, tag = graph.label(hit.uri, language)
    occupation = graph.occupations.get(hit.uri)
    return ConceptOption(
        uri=hit.uri,
        label=label,
        language=tag,
        is_own_translation=graph.is_own_translation(hit.uri, tag),
        matched=hit.label,
        score=hit.score,
        code=occupation.code if occupation else "",
    )
