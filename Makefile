# make report   sets up and makes the demonstration edition
# make test     sets up and passes the tests
# make setup    only makes the environment; then use .venv/bin/reporting
# make docs     builds the manual in site/
.DEFAULT_GOAL := help
.PHONY: help setup report test browser docs lock clean

PYTHON ?= python3
PERIOD ?= 2022-04
BIN := .venv/bin
READY := .venv/.ready
JOBS := $(shell nproc 2>/dev/null || echo 2)
# every import would compile again where it may not be kept
unexport PYTHONDONTWRITEBYTECODE

help:
	@sed -n '1,4s/^# //p' Makefile

setup: $(READY)

# uv comes from the lock like everything else: its own lines of it are what pip is given first
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/^    # via/p' requirements.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@
	@echo "ready: $(BIN)/reporting --help"

report: $(READY)
	$(BIN)/reporting demo --inbox data/inbox
	@# 1: some of the demonstration's rows are rejected on purpose, and are answered with a receipt
	$(BIN)/reporting ingest data/inbox --receipts data/receipts || test $$? -eq 1
	$(BIN)/reporting run --period $(PERIOD)
	$(BIN)/reporting publish $(PERIOD) --approved-by "make report"
	@echo "open outputs/$(PERIOD)/index.html"

test: $(READY) browser
	$(BIN)/ruff format --check --output-format=concise .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n $(JOBS) tests/unit tests/golden tests/functional tests/faults
	@# apart: the browser's driver keeps an event loop running in its process
	$(BIN)/pytest -n $(JOBS) tests/browser

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open site/index.html"

# browser tests need Chromium: Debian's, asked of apt when missing
browser:
	@command -v chromium >/dev/null || { \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends chromium poppler-utils >/dev/null; }

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet --upgrade -o requirements.lock

clean:
	rm -rf .venv site outputs data/inbox data/archive data/receipts data/store.duckdb
