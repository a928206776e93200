"""From a document to the bytes that are signed: strict JSON, JCS, JSON-LD to RDF, RDFC-1.0."""
