"""Larger micro-credentials made of smaller ones: what counts, how far somebody is, applying and deciding."""
