# Two commands set everything up: `make demo` and `make test`. The rest is for engineers.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
CHROMIUM ?= /usr/bin/chromium
APT_PACKAGES := chromium postgresql poppler-utils
WORKERS ?= 2
MINUTES ?= 60

.DEFAULT_GOAL := help
.PHONY: help demo test test-plugin lint fuzz bench bench-extraction endurance docs run clean system-packages

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Perlu Python 3.11 atau lebih baru; yang ada: $$($(PYTHON) --version). Coba: make demo PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python tidak dapat membuat lingkungan maya. Di Debian/Ubuntu: apt-get install python3-venv"; exit 2; }

$(STAMP): pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Memasang paket (sekali saja, sekitar satu menit)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25'  # older ones fail on lxml's extra
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(TEST_STAMP): $(STAMP)
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

demo: $(STAMP)  ## run the whole job on the bundled sample week (CONTOH)
	@$(BIN)/monitor demo

test: $(TEST_STAMP) system-packages  ## run every check and test; what CI runs
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-plugin: $(STAMP)  ## try a tiny transformer pipeline plugged in by path; fetches PyTorch (about 200 MB) into .venv-plugin
	@$(PYTHON) -m venv .venv-plugin
	@.venv-plugin/bin/pip install --quiet --disable-pip-version-check 'pip>=25'
	@.venv-plugin/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e . pytest pytest-timeout \
	  -r training/plugin/requirements.txt
	@.venv-plugin/bin/python -m pytest -q training/plugin

lint: $(TEST_STAMP)  ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

system-packages:
	@if [ -x $(CHROMIUM) ] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v pdftoppm >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Memasang $(APT_PACKAGES) dari Debian..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(APT_PACKAGES) >/dev/null; \
	else \
	  echo "PERINGATAN: $(APT_PACKAGES) belum lengkap dan kami bukan root; jalankan: sudo apt-get install $(APT_PACKAGES)"; \
	fi

fuzz: $(TEST_STAMP)  ## throw spoilt bytes at the readers of feeds, listings, dates and imports for MINUTES (default 60)
	@FUZZ_SECONDS=$$(( $(MINUTES) * 15 )) $(BIN)/python -m pytest tests/fuzz --timeout=0 -s

bench: $(TEST_STAMP)  ## measure ours beside the peers in one run; figures for docs/benchmarks.md
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@$(BIN)/python bench/run.py --write

bench-extraction: $(TEST_STAMP)  ## score extraction on DIR=folder of page.html + page.txt, beside its peers; JSON=file keeps it
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]' || \
	  echo "PEMBANDING tidak dapat dipasang; hanya yang ada yang diukur"
	@$(BIN)/python bench/extraction.py $(DIR) $(if $(JSON),--json $(JSON))

endurance: $(TEST_STAMP)  ## kill, double and run the collector for a simulated day, at full size
	@$(BIN)/python bench/endurance.py

docs: $(TEST_STAMP)  ## write docs/cli.md and docs/aturan from the code, the table of docs/security.md from the tests
	@$(BIN)/python docs/generate_cli.py
	@$(BIN)/python docs/generate_rules.py
	@$(BIN)/python docs/generate_security.py >/dev/null

run: $(STAMP)  ## run the whole job on the live sources
	@$(BIN)/monitor run

clean:  ## remove what the targets made
	rm -rf $(VENV) .venv-plugin build dist *.egg-info keluaran output
