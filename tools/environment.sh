#!/bin/sh
# Makes the Python environment of the lock: with uv where it is, else with a uv fetched by pip.
set -eu
command -v "$PY" >/dev/null || { echo "Rejoinder needs Python 3.11 or newer: make PY=/path/to/python" >&2; exit 1; }
"$PY" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Rejoinder needs Python 3.11 or newer, and $PY is older: make PY=/path/to/python" >&2; exit 1; }
[ -x "$VENV/bin/python" ] || "$PY" -m venv "$VENV" || {
  echo "This Python cannot make environments: install its venv module (on Debian: apt install python3-venv)." >&2; exit 1; }
uv=$(command -v uv) || {
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
  uv="$VENV/bin/uv"; }
"$uv" pip install -q --compile-bytecode --python "$VENV/bin/python" --require-hashes -r "$LOCK"
"$uv" pip install -q --python "$VENV/bin/python" --no-deps --no-build-isolation -e .
