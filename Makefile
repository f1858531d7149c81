# Each target sets up .venv by itself; a second call starts in seconds.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup lab

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv and install the course with all it needs, in the versions of constraints.txt

$(READY): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $$($(PYTHON) --version) was found; try: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV): some minutes the first time, for PyTorch is a few gigabytes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade --constraint constraints.txt pip
	$(BIN)/python -m pip install --requirement requirements.txt --constraint constraints.txt
	@touch $(READY)

lab: setup ## open JupyterLab on notebooks/
	$(BIN)/jupyter lab notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

# instructors
.PHONY: test test-fast test-pythons build demo bench bench-homework update-constraints
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test: build ## run every test; the slowest are listed at the end
	$(PYTEST) --durations=30

test-fast: build ## run the tests that need neither a browser nor a whole lesson nor a class
	$(PYTEST) -m "not slow"

test-pythons: ## the same with Python 3.12 and 3.13, where they are installed
	@for version in 3.12 3.13; do \
	  if python$$version -c "" 2>/dev/null; \
	  then $(MAKE) test-fast PYTHON=python$$version VENV=.venv-$$version || exit 1; \
	  else echo "Python $$version is skipped: there is no python$$version on this machine"; fi; \
	done

build: setup ## make the notebooks and everything else that comes from lessons/
	$(BIN)/python -m autograder build

demo: setup ## make a sample class for every lesson and grade it
	$(BIN)/python -m autograder demo

bench: setup ## measure against the usual way of doing it
	$(BIN)/python -m benchmarks

bench-homework: setup ## train the homework's five networks with several seeds
	$(BIN)/python -m benchmarks.homework

update-constraints: setup ## raise constraints.txt to the newest versions that fit together
	$(BIN)/python .ci/update_constraints.py
# /instructors
