"""Electronic seals on documents: JAdES (ETSI TS 119 182-1), as European Digital Credentials use it."""
