"""What ``umiem bench`` measures."""
