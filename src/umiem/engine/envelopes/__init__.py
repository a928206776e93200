"""JOSE envelopes: compact JWS, vc+jwt and vp+jwt, SD-JWT (RFC 9901) and SD-JWT VC."""
