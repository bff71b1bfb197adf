# Everything with one command. Needs make and Python 3.11 or newer; the tests also need Node 20 or newer.
PY   ?= python3
PORT ?= 8000
VENV := .venv
BIN  := $(VENV)/bin
LOCK := requirements/dev.txt

unexport PYTHONDONTWRITEBYTECODE  # what every process had to compile anew would cost each of them seconds

.DEFAULT_GOAL := help
.PHONY: help demo test stories sheet lighthouse bench lint fix setup node words lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: setup ## start the product with a demo blog and stand-in providers (PORT=8000)
	@$(BIN)/rejoinder demo --port $(PORT)

test: setup node ## set everything up and run all tests; those over HTTP on both stores
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/nginx.py
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --store postgresql tests/http

stories: setup node ## tell the browser stories on PostgreSQL too
	@$(BIN)/python tools/browser.py
	$(BIN)/python -m pytest -n 2 --dist loadfile --store postgresql tests/browser

sheet: setup ## draw every state, light and dark, in both directions, wide and narrow: .cache/sheet/index.html
	@$(BIN)/python tools/browser.py
	REJOINDER_SHEET=.cache/sheet $(BIN)/python -m pytest -n 2 tests/browser/test_sheet.py
	@$(BIN)/python tools/sheet.py .cache/sheet

lighthouse: setup node ## measure a post of the demo with Lighthouse; the reports are in .cache/lighthouse
	@$(BIN)/python tools/browser.py
	REJOINDER_LIGHTHOUSE=.cache/lighthouse $(BIN)/python -m pytest tests/browser/test_lighthouse.py

bench: setup ## measure against others and write bench/RESULTS.md (some 12 minutes; ARGS=--quick to try it)
	@$(BIN)/python tools/bench.py
	@$(BIN)/python tools/browser.py
	$(BIN)/python -m bench.run $(ARGS)

lint: setup ## check style, types and scripts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/oxlint --quiet --deny-warnings static

fix: setup ## put style right where a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(VENV)/.done ## make the Python environment
$(VENV)/.done: $(LOCK) requirements/uv.txt pyproject.toml tools/environment.sh
	@PY="$(PY)" VENV="$(VENV)" LOCK="$(LOCK)" sh tools/environment.sh
	@touch $@

node: node_modules/.done ## fetch the test tools that run on Node
node_modules/.done: package.json package-lock.json
	@command -v npm >/dev/null || { echo "The tests need Node 20 or newer with npm, for an independent OpenID provider and for Lighthouse." >&2; exit 1; }
	@npm ci --no-audit --no-fund --silent
	@touch $@

words: setup ## bring the translations up to what the code says (ARGS=it begins another language)
	@$(BIN)/python tools/words.py $(ARGS)

lock: setup ## rewrite the locks after a change of pyproject.toml
	@sh tools/lock.sh

clean: ## remove the environment and everything made
	rm -rf $(VENV) node_modules .cache dist
