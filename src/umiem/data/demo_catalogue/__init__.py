"""A demonstration of plans: invented providers, prices and dates for skills of ESCO."""
