# make report     sets up and makes the demonstration edition
# make test       sets up and passes the tests
# make test-long  passes those that take long (what .ci/run asks besides)
# make lab        sets up the analyst's desk and opens JupyterLab
# make setup      only makes the environment; then use .venv/bin/reporting
# make faults     goes through disk, kill, clock, damage, bulk and backup faults of every command (hours; as root)
# make docs       builds the manual in site/
.DEFAULT_GOAL := help
.PHONY: help setup report lab test types tests tests-browser test-long faults browser docs peers mutants licences audit lock clean

PYTHON ?= python3
PERIOD ?= 2022-04
BIN := .venv/bin
READY := .venv/.ready
GROUPS := lab cluster docs test peers
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet
install = $(BIN)/uv pip $(1) --quiet --python $(BIN)/python --require-hashes --compile-bytecode $(2)
TESTED := .venv/.lab .venv/.cluster .venv/.docs .venv/.test
PIP_LICENSES := 5.5.5
MUTMUT := 3.8.1
JOBS := $(shell nproc 2>/dev/null || echo 2)
# a file stays in one process, so that what its tests share is made once; the longest go first
pytest = $(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "$(1)" tests/faults tests/functional tests/golden tests/unit
# the browser's apart: its driver keeps an event loop running in its process; half of its time it waits
pytest_browser = $(BIN)/pytest -n $(JOBS) -m "$(1)" tests/browser
# every import would compile again where it may not be kept
unexport PYTHONDONTWRITEBYTECODE
# a user without a home, as that of a service, has no place to keep what was downloaded
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export UV_NO_CACHE := 1
export PIP_NO_CACHE_DIR := 1
endif

help:
	@sed -n '1,7s/^# //p' Makefile

setup: $(READY)
	@echo "ready: $(BIN)/reporting --help"

# each group's lock holds what it adds to the first; `make report` downloads only what its job needs
# uv comes from the lock like everything else: its own lines of it are what pip is given first
$(READY): requirements.lock pyproject.toml
	@echo "set-up: downloading what reports are made with ($$(grep -c '==' requirements.lock) packages, 0.7 GB on disk)"
	$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	$(call install,sync,requirements.lock)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@# a relative path: Python reads this file by the locale, which may not know the letters of the project's folder
	@echo ../../../../src > $$(ls .venv/lib/python3*/site-packages/_editable_impl_county_reports.pth)
	$(BIN)/python -m compileall -q src
	@# templates and common characters are compiled too
	$(BIN)/python -c 'from reporting.pagemaking.warmup import prepare_pages; prepare_pages()'
	@touch $@

# what a group adds: .venv/.lab, .venv/.cluster, .venv/.docs, .venv/.test
.venv/.%: requirements-%.lock $(READY)
	@echo "set-up: downloading the group $* ($$(grep -c '==' $<) packages)"
	$(call install,install,-r requirements.lock -r $<)
	@touch $@

report: $(READY)
	$(BIN)/reporting demo --inbox data/inbox
	@# 1: some of the demonstration's rows are rejected on purpose, and are answered with a receipt
	$(BIN)/reporting ingest data/inbox --receipts data/receipts || test $$? -eq 1
	$(BIN)/reporting run --period $(PERIOD)
	$(BIN)/reporting publish $(PERIOD) --approved-by "make report"
	@echo "open outputs/$(PERIOD)/index.html"

lab: .venv/.lab
	$(BIN)/reporting lab

test: $(TESTED) browser
	$(BIN)/ruff format --check --output-format=concise .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory tests
	@# types beside the browser's tests, which wait half of their time
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types tests-browser

types: $(TESTED)
	$(BIN)/mypy

tests: $(TESTED) browser
	$(call pytest,not long)

tests-browser: $(TESTED) browser
	$(call pytest_browser,not long)

# what goes the whole way once more, or tries more of the same
test-long: export HYPOTHESIS_PROFILE := long
test-long: $(TESTED) browser
	$(call pytest,long or hypothesis)
	$(call pytest_browser,long or hypothesis)

# results in benchmarks/results/faults/*.md; docs/faults.md has the last
faults: $(READY)
	$(BIN)/python -m benchmarks.faults

docs: .venv/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open site/index.html"

# browser tests need Chromium: Debian's, asked of apt when missing
browser:
	@command -v chromium >/dev/null || { \
	  SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$SUDO apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends chromium poppler-utils >/dev/null; }

# what the benchmarks compare with (ploomber-engine) stays out of everybody's environment
peers: $(READY)
	$(PYTHON) -m venv .venv-peers
	$(BIN)/uv pip sync --quiet --python .venv-peers/bin/python --require-hashes \
	  requirements.lock requirements-cluster.lock requirements-peers.lock
	$(BIN)/uv pip install --quiet --python .venv-peers/bin/python --no-deps --no-build-isolation --editable .
	@echo "ready: .venv-peers/bin/python -m benchmarks.execution"

# mutation testing stays out of everybody's environment as well
mutants: $(READY)
	$(PYTHON) -m venv .venv-mutants
	$(BIN)/uv pip sync --quiet --python .venv-mutants/bin/python --require-hashes requirements.lock requirements-test.lock
	$(BIN)/uv pip install --quiet --python .venv-mutants/bin/python --no-deps --no-build-isolation --editable .
	$(BIN)/uv pip install --quiet --python .venv-mutants/bin/python mutmut==$(MUTMUT)
	@echo "ready: .venv-mutants/bin/python -m benchmarks.mutants"

# docs/licences.md: what is installed, by group and licence
licences: $(TESTED)
	$(BIN)/uv tool run --from pip-licenses==$(PIP_LICENSES) pip-licenses --python $(BIN)/python --from=mixed --format=json \
	  | $(BIN)/python -m benchmarks.licences > docs/licences.md

# asks PyPI's advisory data for every pinned name and version; a mirror that has none fails, and says so
audit: $(READY)
	@for lock in requirements*.lock; do \
	  echo "audit: $$lock"; \
	  $(BIN)/uv tool run --from pip-audit pip-audit --strict --require-hashes --disable-pip -r $$lock || exit 1; \
	done

# pins stay as they are; `make lock UPGRADE=--upgrade` takes the newest of everything
lock: $(READY)
	$(COMPILE) --extra setup $(UPGRADE) -o requirements.lock
	@for group in $(GROUPS); do \
	  held=""; for one in requirements.lock $$before; do held="$$held -c $$one"; done; \
	  have=$$(sed -n 's/^\([A-Za-z0-9._-]*\)==[^ ;]* *\\$$/--no-emit-package \1/p' requirements.lock | sort -u); \
	  echo "lock: $$group"; \
	  $(COMPILE) --extra $$group $(UPGRADE) $$held $$have -o requirements-$$group.lock || exit 1; \
	  before="$$before requirements-$$group.lock"; \
	done

clean:
	rm -rf .venv .venv-peers .venv-mutants mutants site outputs data/inbox data/archive data/receipts data/store.duckdb
