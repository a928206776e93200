#!/bin/sh
# Makes .venv from a lock file with hashes. Usage: bootstrap.sh runtime|dev
# Does nothing when .venv already holds exactly that lock.
set -eu
cd "$(dirname "$0")"
want=${1:-runtime}
lock=requirements/$want.lock
stamp=.venv/umiem-$want.stamp

fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$(sha256sum "$lock" pyproject.toml)" ]; }
if fresh "$stamp"; then exit 0; fi
# The development lock contains the runtime one.
if [ "$want" = runtime ] && [ -f .venv/umiem-dev.stamp ] && lock=requirements/dev.lock fresh .venv/umiem-dev.stamp; then exit 0; fi

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Umiem needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Set PYTHON=/path/to/python3.11" >&2
    exit 1
fi
if [ ! -x .venv/bin/python ]; then
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        # Debian keeps ensurepip in a package of its own.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "Installing python3-venv ..."
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        else
            echo "Python's venv module is not complete here. Run: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    "$python" -m venv .venv
fi
echo "Installing the locked dependencies ($want) ..."
if command -v uv >/dev/null; then
    uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
    uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
sha256sum "$lock" pyproject.toml > "$stamp"
