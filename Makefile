# Everything that people run. `make` alone lists it. Two commands do all the set-up: make run and make test.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1
# Of all that pip says, what shows that it is getting on, and what went wrong.
SHOW := awk 'tolower($$0) ~ /^ *(collecting|installing|successfully|error|hint)/ { sub(/ --hash.*| [(]from .*/, ""); print "  " $$0; fflush() }'

.DEFAULT_GOAL := help
.PHONY: help run demo replay test test-deep mutation check fix compile figures train evaluate bench package lock browser clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# Each stamp stands for an environment that holds what its lock file says.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Backstart needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name another: make run PYTHON=python3.12"; exit 1; }
	@echo "python: making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.local: requirements/local.txt | $(VENV)/.made
	@echo "python: installing what running needs"
	@set -o pipefail; $(BIN)/pip install --disable-pip-version-check --no-color --progress-bar off --require-hashes -r $< 2>&1 | $(SHOW)
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.made
	@echo "python: installing what tests and training need"
	@set -o pipefail; $(BIN)/pip install --disable-pip-version-check --no-color --progress-bar off --require-hashes -r $< 2>&1 | $(SHOW)
	@touch $@ $(VENV)/.local

run: $(VENV)/.local ## serve on 127.0.0.1:8000 (PORT=) with a local DynamoDB engine; Ctrl-C ends both
	@exec $(BIN)/python -m infra.local.run

demo: $(VENV)/.local ## one sample intake through the real service, printed for people
	@exec $(BIN)/python -m infra.local.demo

replay: $(VENV)/.local ## judge stored recommendations again: as they were made, and by today's rules (ARGS=--today, ARGS=--json)
	@exec $(BIN)/python -m infra.replay $(ARGS)

test: $(VENV)/.dev ## all tests
	@exec $(BIN)/python -m pytest

mutation: $(VENV)/.dev ## one slip at a time in the code of rules and gate; a unit test must notice each (ARGS=engine: only such files)
	@exec $(BIN)/python -m tests.mutation $(ARGS)

test-deep: $(VENV)/.dev ## what takes too long for make test: slips in code and in rules, a million people drawn
	@$(BIN)/python -m tests.mutation
	@$(BIN)/python -m tests.spec.mutants
	@echo "properties: 1,000,000 people drawn for the engine, 500,000 for the second opinion"
	@BACKSTART_DRAWN=1000000 BACKSTART_DRAWN_REFERENCE=500000 $(BIN)/python -m pytest tests/properties

check: $(VENV)/.dev ## lint, types, doors, data; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m exercise_catalog.compile --check
	$(BIN)/python -m exercise_catalog.figures.compile --check
	$(BIN)/python -m recommender.rules.compile --check
	$(BIN)/python -m recommender.rules.rule_book --check
	$(BIN)/python -m recommender.assembly.compile --check
	$(BIN)/python -m recommender.training.train --check

fix: $(VENV)/.dev ## format, and mend what can be mended by machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

compile: $(VENV)/.dev ## YAML to what runs: catalog, figures, rules, plan
	$(BIN)/python -m exercise_catalog.compile
	$(BIN)/python -m exercise_catalog.figures.compile
	$(BIN)/python -m recommender.rules.compile
	$(BIN)/python -m recommender.rules.rule_book
	$(BIN)/python -m recommender.assembly.compile

figures: $(VENV)/.dev ## draw all figures on one page: build/figures/index.html (ONLY="id id" for these alone, larger)
	@$(BIN)/python -m exercise_catalog.figures.sheet $(if $(ONLY),--only $(ONLY))

train: $(VENV)/.dev ## judge as make evaluate does, then rebuild the ranking model and its cards
	@$(BIN)/python -m recommender.training.train

evaluate: $(VENV)/.dev ## judge the ranking on publishers it has not seen: all tables, nothing written (about 7 minutes)
	@$(BIN)/python -m recommender.training.evaluate

bench: $(VENV)/.dev ## print the benchmark table, write bench/results/
	@$(BIN)/python -m bench

package: $(VENV)/.dev ## build the Lambda zip from requirements.txt alone, print its sizes
	@$(BIN)/python -m infra.package

lock: ## resolve requirements anew (needs uv on PATH)
	for name in requirements requirements/local requirements/train requirements/dev requirements/deploy; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt; done

clean: ## remove what was made here, but not the data under .local
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
