"""Pages of those who run the installation: for whom it vouches, and which lists of others it believes."""
