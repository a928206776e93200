"""Lists that say which credentials are revoked or suspended: bitstrings, and those for wallets."""
