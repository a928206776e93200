"""One award, every reading: the documents that are made from an award record."""
