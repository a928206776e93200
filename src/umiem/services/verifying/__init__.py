"""Checking credentials, and who stands behind them."""
