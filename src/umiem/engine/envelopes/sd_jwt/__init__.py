"""Selective disclosure for JWTs (RFC 9901): conceal, take apart, process, present, bind to a key."""
