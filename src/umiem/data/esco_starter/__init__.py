"""Skills and occupations of ESCO for the demo, until the official files are imported."""
