"""The BBS signature scheme over BLS12-381 with SHA-256 (IRTF CFRG draft, The BBS Signature Scheme).

``scheme`` holds the six operations; ``keys`` the keys as the engine's ports see them.
"""
