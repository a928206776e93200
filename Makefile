# Umiem. The two commands to know: `make up` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help up test test-all check format bench lock clean runtime dev

help:
	@echo "make up        start Umiem with a living demo institution (first run installs everything)"
	@echo "make test      run the tests, but for the long ones: a few minutes"
	@echo "make test-all  run the long ones, too: drills, every page in a browser, a million rows"
	@echo "make check     formatting, lint, types, walls between the rooms, translations"
	@echo "make dev       install what tests and checks need, to run some of them: .venv/bin/pytest tests/unit/domain"
	@echo "make bench     print the speed of the engine against the raw limits of this machine"
	@echo "make lock      renew the lock files after a change of pyproject.toml"

runtime:
	@./bootstrap.sh runtime

dev:
	@./bootstrap.sh dev
	@.venv/bin/umiem translations compile

up: runtime
	@.venv/bin/umiem up $(UP)

test: dev
	@.venv/bin/pytest -n auto --dist loadgroup $(TEST)

test-all: export UMIEM_LONG = 1
test-all: test

check: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/umiem translations check
	.venv/bin/python tests/house.py

format: dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# For a quick look: make bench BENCH_SECONDS=0.2 BENCH_ROWS=200 BENCH_PLANS=20
BENCH_SECONDS ?= 20
BENCH_ROWS ?= 100000
BENCH_PLANS ?=

bench: dev
	@.venv/bin/umiem bench --seconds $(BENCH_SECONDS)
	@.venv/bin/umiem bench web --seconds $(BENCH_SECONDS)
	@.venv/bin/python -m bench.plan $(BENCH_PLANS)
	@.venv/bin/python -m bench.catalogue
	@.venv/bin/python -m bench.skills
	@.venv/bin/umiem bench bulk --database sqlite --n $(BENCH_ROWS)
	@.venv/bin/umiem bench bulk --database postgres --n $(BENCH_ROWS)
	@.venv/bin/umiem bench status --database sqlite
	@.venv/bin/umiem bench lists --seconds $(BENCH_SECONDS)
	@.venv/bin/umiem bench gate --seconds $(BENCH_SECONDS)
	@.venv/bin/umiem bench edc --seconds $(BENCH_SECONDS)

lock: dev
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build pyproject.toml -o requirements/runtime.lock
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build --extra dev -c requirements/runtime.lock pyproject.toml -o requirements/dev.lock

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis
