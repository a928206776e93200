"""Compiled shapes: what credentials of one kind share is worked out once, the rest is filled in.

Nothing here decides anything. A shape only yields the canonical hash of a document faster, and only
where the result is the general path's by construction; everything else takes the general path.
"""
