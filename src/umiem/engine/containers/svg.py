"""Baked SVG: a credential in an ``openbadges`` element (Open Badges 3.0 section 5.3.2.2; OB 2.0 baking).

Read without building a tree: no declarations, no entities, bounded size, elements and depth.
Scripts and styles are not looked at, because nothing is ever drawn here.
"""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser
from lxml import etree

from umiem.engine.containers.payload import MAX_PAYLOAD_BYTES, ContainedPayload
from umiem.errors import MalformedInputError, NotFoundError, RefusedError

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LEGACY_NAMESPACE = "http://openbadges.org"
MAX_SVG_BYTES = 1024 * 1024
MAX_ELEMENTS = 5_000
MAX_DEPTH = 64
MAX_DRAWN_TEXTS = 200
_ROOT = "{http://www.w3.org/2000/svg}svg"
_SILENT = frozenset(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("style", "script", "metadata"))
_PARTS_OF_TEXT = frozenset(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("tspan", "textPath", "a"))
_CREDENTIAL = f"{{{NAMESPACE}}}credential"
_ASSERTION = f"{{{LEGACY_NAMESPACE}}}assertion"


def read_svg(image: bytes) -> ContainedPayload:
    """Return the credential baked into ``image``: the JWS in ``verify``, or else the text.

    Raises ``NotFoundError`` (``image-without-credential``) or ``MalformedInputError``, also for two
    credentials and for an element that has both ``verify`` and text.
    """
    finder = _scan(image)
    found = finder.found.get(_CREDENTIAL) or finder.found.get(_ASSERTION)
    if found is None:
        raise NotFoundError("image-without-credential")
    verify, text = found
    content = "".join(text).strip()
    # Open Badges 2 repeats the assertion as text beside its JWS or URL; Open Badges 3 has one or the other.
    legacy = _CREDENTIAL not in finder.found
    if verify and content and not legacy:
        raise MalformedInputError("image-two-credentials")
    is_url = verify.count(".") != 2
    payload = (content if legacy and content and is_url else verify or content).encode()
    if not payload:
        raise NotFoundError("image-without-credential")
    return ContainedPayload(payload=payload, legacy=legacy)


def drawn_texts(image: bytes) -> tuple[str, ...]:
    """Return the texts that ``image`` shows or reads out: all but the credential, styles and scripts.

    At most ``MAX_DRAWN_TEXTS``. Raises ``MalformedInputError`` as ``read_svg`` does.
    """
    return tuple(text for text in ("".join(parts).strip() for parts in _scan(image).drawn) if text)


def bake_svg(image: bytes, payload: bytes) -> bytes:
    """Return ``image`` with ``payload`` (a compact JWS, or JSON with its proof) baked in.

    A credential that was there is replaced. Raises ``RefusedError`` when the payload cannot be kept
    byte for byte in XML, ``MalformedInputError`` for a bad image.
    """
    _scan(image)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(image, parser)
    for old in list(root.iter(_CREDENTIAL, _ASSERTION)):
        parent = old.getparent()
        if parent is not None:
            parent.remove(old)
    element = etree.Element(_CREDENTIAL, nsmap={"openbadges": NAMESPACE})
    _fill(element, payload)
    root.insert(0, element)
    baked: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
    if len(baked) > MAX_SVG_BYTES:
        raise RefusedError("image-payload-too-large", limit=MAX_SVG_BYTES)
    if read_svg(baked).payload != payload:
        raise RefusedError("image-payload-not-text")
    return baked


def _fill(element: etree._Element, payload: bytes) -> None:
    try:
        text = payload.decode("utf-8")
        if text.startswith("{"):
            element.text = text if "]]>" in text else etree.CDATA(text)
        else:
            element.set("verify", text)
    except ValueError as error:
        raise RefusedError("image-payload-not-text") from error


def _scan(image: bytes) -> _Finder:
    if len(image) > MAX_SVG_BYTES:
        raise MalformedInputError("image-too-large", limit=MAX_SVG_BYTES)
    finder = _Finder()
    parser = _Parser(forbid_dtd=True, forbid_entities=True, forbid_external=True, target=finder)
    try:
        parser.feed(image)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedInputError("svg-malformed") from error
    return finder


class _Parser(DefusedXMLParser):
    """Takes the bare document type that drawing programs write, which nothing loads, and no other."""

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: int
    ) -> None:
        if has_internal_subset:
            raise DTDForbidden(name, sysid, pubid)


class _Finder:
    """A parser target that counts everything and keeps the text of credentials, apart from all other text."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, list[str]]] = {}
        self.drawn: list[list[str]] = []
        self.open: list[str] = []
        self.elements = 0
        self.bytes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS or len(self.open) >= MAX_DEPTH:
            raise MalformedInputError("svg-too-complex", elements=MAX_ELEMENTS, depth=MAX_DEPTH)
        if not self.open and tag != _ROOT:
            raise MalformedInputError("svg-malformed")
        if self.open and self.open[-1] in (_CREDENTIAL, _ASSERTION):
            raise MalformedInputError("svg-credential-malformed")
        if tag in (_CREDENTIAL, _ASSERTION):
            if tag in self.found:
                raise MalformedInputError("image-two-credentials")
            self.found[tag] = (attributes.get("verify", "").strip(), [])
        self.open.append(tag)
        if tag not in _PARTS_OF_TEXT and len(self.drawn) < MAX_DRAWN_TEXTS:
            self.drawn.append([])

    def end(self, tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open and self.open[-1] in self.found:
            self.bytes += len(text)
            if self.bytes > MAX_PAYLOAD_BYTES:
                raise MalformedInputError("image-payload-too-large", limit=MAX_PAYLOAD_BYTES)
            self.found[self.open[-1]][1].append(text)
        elif self.drawn and _SILENT.isdisjoint(self.open):
            self.drawn[-1].append(text)

    def close(self) -> None:
        """Called by the parser at the end of the document."""
