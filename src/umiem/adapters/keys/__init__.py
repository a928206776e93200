"""Private keys outside the engine: in files, encrypted."""
