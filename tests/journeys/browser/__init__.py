"""Tests with a browser: what they share ends with the last of them, and the browser's event loop with it."""
