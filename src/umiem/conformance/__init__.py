"""An instance that the public W3C test suites can drive: throw-away keys, no store, loopback only.

It answers the VC-API calls that those suites make, with the engine behind them and nothing between.
It is for conformance runs; a production instance uses ``umiem.web`` and ``umiem.api``.
"""
