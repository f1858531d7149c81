# Each target sets up .venv by itself; a second call starts in seconds.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup lab test build demo bench bench-homework

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv and install the course with all it needs

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $$($(PYTHON) --version) was found; try: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv: some minutes the first time, for PyTorch is a few gigabytes."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --requirement requirements.txt
	@touch $(READY)

lab: setup ## open JupyterLab on notebooks/
	$(BIN)/jupyter lab notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

# instructors
test: build ## run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

build: setup ## make the notebooks and everything else that comes from autograder/lessons
	$(BIN)/python -m autograder build

demo: setup ## make a sample class for every lesson and grade it
	$(BIN)/python -m autograder demo

bench: setup ## measure against the usual way of doing it
	$(BIN)/python -m benchmarks

bench-homework: setup ## train the homework's five networks with several seeds
	$(BIN)/python -m benchmarks.homework
# /instructors
