"""From the identifier of a key to the key itself: did:key, did:jwk, did:web, X.509."""
