# Tintype: `make up` sets everything up and runs the main job; `make test` proves it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv

.PHONY: help setup up down

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 12

setup: .venv/.installed .tools/sam/.installed ## the environments, from the locks

.venv/.uv: requirements/uv.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.installed: .venv/.uv requirements/workspace.txt pyproject.toml layers/tintype/pyproject.toml
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements/workspace.txt
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation -e layers/tintype -e .
	@touch $@

.tools/sam/.installed: .venv/.uv requirements/sam.txt
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/sam
	VIRTUAL_ENV=.tools/sam $(UV) pip install --quiet --require-hashes -r requirements/sam.txt
	@touch $@
