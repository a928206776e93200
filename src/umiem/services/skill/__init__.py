"""Skills, the catalogue, job offers and plans."""
