#!/bin/sh
# Rewrites the locks: universal, with hashes, and without the name of any package host.
set -eu
uv=$(command -v uv) || uv=.venv/bin/uv
[ -x "$uv" ] || { echo "uv is missing: make clean setup" >&2; exit 1; }
compile() { "$uv" pip compile -q --universal --generate-hashes --no-header --python-version 3.11 "$@"; }
echo uv | compile - -o requirements/uv.txt
compile pyproject.toml --all-extras -o requirements/run.txt
compile pyproject.toml --all-extras --group dev requirements/build.in -o requirements/dev.txt
npm install --package-lock-only --no-audit --no-fund --silent
