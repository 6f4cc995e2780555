# Everything a person does with this repository. `make` alone lists it.
#
# Variables: PYTHON (which Python makes .venv), ARGS (passed on by run, demo and test),
# V=1 (show all that pip says).

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.tutor-runtime
DEV := $(VENV)/.tutor-dev
PIP := $(BIN)/python -m pip install -c constraints.txt --disable-pip-version-check $(if $(V),,-qq)
# More workers than cores: tests of the app mostly wait for it to be still.
PYTEST := $(BIN)/python -m pytest -n 3 --dist worksteal

.PHONY: help install install-dev run demo test test-all lint format bench graders more-seeds keys-page data-page graders-page coverage-page picture wheel clean

help: ## List the commands
	@echo 'Tutor: learn deep learning in your terminal. Start with: make run'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) ## Install what is missing and open the app where you left off
	@$(BIN)/tutor $(ARGS)

demo: $(RUNTIME) ## Show one lesson being worked through, without a terminal
	@$(BIN)/tutor demo $(ARGS)

install: $(RUNTIME) ## Install Tutor into .venv
	@echo 'Tutor is installed: make run opens it.'

install-dev: $(DEV) ## Install what developers need as well

test: $(DEV) lint ## Lint, then all tests but the slow ones
	@$(PYTEST) -m 'not slow' $(ARGS)

test-all: $(DEV) lint ## Lint, then every test
	@$(PYTEST) $(ARGS)

lint: $(DEV) ## Check style, types, who imports whom, and the lessons
	@echo 'Style, types, imports, lessons …'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/tutor lint

format: $(DEV) ## Put the code in the style that lint wants
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEV) ## Measure start, runs, checks, training, keys and redraws against their limits
	@$(BIN)/python -m bench $(ARGS)

graders: $(DEV) ## Audit all exercises with 1000 seeds and keep the scores: hours
	@$(BIN)/tutor audit --seeds 1000 --save lessons/graders.json
	@$(MAKE) --no-print-directory graders-page

more-seeds: $(DEV) ## Play all that is right with 20 more seeds and add them to the scores
	@$(BIN)/tutor audit --more-seeds 20 --save lessons/graders.json
	@$(MAKE) --no-print-directory graders-page

keys-page: $(RUNTIME) ## Write docs/keys.md from the bindings of the app
	@$(BIN)/python -m tutor.app.keys_page > docs/keys.md

data-page: $(RUNTIME) ## Write the facts in docs/data.md from data/*.yml (ARGS=--pictures draws, too)
	@$(BIN)/python -m tutor.commands.data_page docs $(ARGS)

graders-page: $(RUNTIME) ## Write docs/graders.md from the scores
	@$(BIN)/python -m tutor.course.score_page > docs/graders.md

coverage-page: $(RUNTIME) ## Write docs/coverage.md from what the lessons say they cover
	@$(BIN)/python -m tutor.course.coverage > docs/coverage.md

picture: $(RUNTIME) ## Draw the README's pictures anew
	@$(BIN)/python -m tutor.app.picture docs/tutor.svg --lesson gradient_descent --page 5
	@$(BIN)/python -m tutor.app.picture docs/surface.svg --lesson momentum --page 5
	@$(BIN)/python -m tutor.app.picture docs/exercise.svg --lesson linear_regression --page 20 \
	  --code wrong/broadcast

wheel: $(DEV) ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

clean: ## Remove .venv and everything that was built (not what you have learnt)
	rm -rf $(VENV) build dist *.egg-info snapshot_report.html
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment -----------------------------------------------------------------
# A stamp is as new as the last installation that worked, so nothing is installed twice and
# no network is needed once everything is there.

$(RUNTIME): pyproject.toml constraints.txt | $(BIN)/python
	@if [ -f $@ ]; then echo 'Bringing $(VENV) up to date …'; \
	else echo 'Installing Tutor into $(VENV). PyTorch is large: a few minutes, once only …'; fi
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(DEV): $(RUNTIME)
	@echo 'Installing what the tests need as well …'
	@$(PIP) --no-build-isolation -e '.[dev]'
	@touch $@

$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$$python has no venv module: install it (Debian, Ubuntu: apt install python3-venv)." >&2; \
	    exit 1; }; \
	  exec "$$python" -m venv $(VENV); \
	done; \
	echo 'Tutor needs Python 3.11 or newer, and found none.' >&2; \
	echo 'Install one, or name it: make run PYTHON=/path/to/python3.12' >&2; \
	exit 1
