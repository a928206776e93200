"""Pages for the staff of an organisation."""
