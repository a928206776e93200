"""Every limit the engine puts on input that strangers send, in one place.

Reasons: facts about hostile input (depth bombs, duplicate keys, RDF poison graphs, inflation
bombs). Each constant has a test that goes one over it.
"""

from __future__ import annotations

MAX_DOCUMENT_BYTES = 1024 * 1024
"""Bytes of one JSON document; a status list of a million entries still fits."""

MAX_JSON_DEPTH = 32
MAX_JSON_MEMBERS = 10_000
"""Members of objects and elements of arrays together, in one document."""

MAX_STRING_BYTES = 64 * 1024
MAX_STATUS_STRING_BYTES = 512 * 1024
"""``encodedList`` of a status list is the one string that may be longer."""

MAX_NUMBER_CHARACTERS = 32

MAX_CONTEXTS = 32
"""Entries of one list of contexts: each is applied in turn to all terms before it."""

MAX_INLINE_CONTEXT_TERMS = 200
MAX_DERIVED_CONTEXTS = 256
"""Scoped contexts remembered for one list of context URLs; further ones are made anew."""

MAX_QUADS = 20_000
MAX_BLANK_NODES = 4_000
MAX_TIED_BLANK_NODES = 64
"""Blank nodes that share a first-degree hash with another one (RDFC-1.0, section 4.6)."""

MAX_N_DEGREE_CALLS = 4_000
MAX_N_DEGREE_PERMUTATIONS = 6_000
"""Work budget of RDFC-1.0 Hash N-Degree Quads: above it a graph is refused as poison."""

MAX_PROOFS = 4
MAX_STATUS_ENTRIES = 4
"""With MAX_PROOFS look-ups of keys this bounds the fetches that one verification can cause."""

MAX_CLOCK_SKEW_SECONDS = 120
"""A ``created`` or ``validFrom`` this far in the future is still accepted."""

MIN_STATUS_LIST_ENTRIES = 131_072
MAX_STATUS_LIST_BYTES = 2 * 1024 * 1024
"""Inflated size of a status list: more is refused as an inflation bomb."""

MAX_SIGNED_STATEMENTS = 700
"""Statements signed one by one (ecdsa-sd-2023, bbs-2023): as many as a proof value of
MAX_STRING_BYTES can carry signatures for."""

MAX_JSON_POINTERS = 256
MAX_JSON_POINTER_CHARACTERS = 2_048
MAX_PRESENTATION_HEADER_BYTES = 1_024
MAX_CBOR_DEPTH = 3
MAX_CBOR_ITEMS = 10_000

MAX_CREDENTIALS_IN_PRESENTATION = 64
MAX_RELATED_RESOURCES = 8

MAX_SHAPES = 256
MAX_SHAPES_PER_KEY = 8
MAX_SIGHTINGS = 1024
"""Compiled document shapes kept by one process, of them under one verification method, and kinds
of documents remembered that were seen once."""
