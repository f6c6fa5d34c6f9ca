# `make demo` and `make test` need Python 3.11, 3.12 or 3.13 with venv and pip, and make; nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
UV := $(BIN)/uv pip
# Compiled at once: the first command of a fresh environment, and every one where Python may write no .pyc, is quick.
INSTALL := $(UV) install --quiet --python $(BIN)/python --require-hashes --compile-bytecode
COMPILE := $(UV) compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

GOLD ?= $(or $(TOECAP_SHARED),../shared)

.PHONY: help demo test pythons release check format lock bench quality docs clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(STAMPS)/run ## code the bundled example reports and print the record
	$(BIN)/toecap demo --no-serve

test: $(STAMPS)/dev ## the whole test suite
	$(BIN)/python -m pytest

pythons: $(STAMPS)/uv ## the whole test suite on each supported Python found here, each in an environment of its own
	$(BIN)/python scripts/pythons.py | while read -r version python; do \
		echo "Python $$version: $$python"; \
		$(MAKE) --no-print-directory test PYTHON="$$python" VENV="$(VENV)/pythons/$$version" < /dev/null; \
	done

release: $(STAMPS)/dev ## build wheel and sdist, and use the wheel in an empty environment without a network or a home
	$(BIN)/python scripts/check_release.py
	$(BIN)/python scripts/check_release.py --others

check: $(STAMPS)/dev ## format, lint, types, the order of the house, dependencies
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

format: $(STAMPS)/dev ## rewrite the code in the project's format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: $(STAMPS)/uv ## write the locks anew from pyproject.toml
	$(COMPILE) --group bootstrap -o requirements-uv.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	! grep -nE 'https?://|file:|/home/|@ ' requirements*.lock

bench: $(STAMPS)/run ## throughput beside bare spaCy
	$(BIN)/python bench/speed.py

quality: $(STAMPS)/run ## every figure of docs/quality.md; needs the gold in GOLD=../shared
	TOECAP_SHARED=$(GOLD) $(BIN)/python bench/records.py all
	TOECAP_SHARED=$(GOLD) $(BIN)/python bench/statements.py polnear --half dev
	TOECAP_SHARED=$(GOLD) $(BIN)/python bench/sentences.py
	TOECAP_SHARED=$(GOLD) $(BIN)/python bench/relations.py --report --errors 20
	$(BIN)/python bench/times.py $(GOLD)/gold/times
	$(BIN)/python bench/actors.py $(GOLD)/gold/records/dev $(GOLD)/gold/records/train --texts $(GOLD)/gold/records/texts
	$(BIN)/python bench/speed.py $(GOLD)/corpus/news_open.jsonl.gz --reports 200

docs: $(STAMPS)/dev ## these pages as HTML, in docs/_build
	$(BIN)/python scripts/write_docs.py
	$(BIN)/python scripts/draw_layers.py
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build
	@echo "look at docs/_build/index.html"

clean: ## remove the environment and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Each stamp is newer than the lock it was installed from, so nothing is done twice.
$(STAMPS)/uv: requirements-uv.lock
	@test -n "$(PYTHON)" || { echo "no python3 found: install Python 3.11, 3.12 or 3.13 with venv and pip" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "$(PYTHON) is not Python 3.11, 3.12 or 3.13: install one, or give one: make PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.lock pyproject.toml $(STAMPS)/uv
	$(INSTALL) -r requirements.lock
	$(UV) install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/run
	$(INSTALL) -r requirements-dev.lock
	touch $@
