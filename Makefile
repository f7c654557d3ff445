# The two commands: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# CI's machine is not its own: what fails there is tried once more, and counted.
PYTEST := $(BIN)/pytest $(if $(CI),--reruns 1)

.PHONY: help demo test test-long lint venv
help:
	@grep -E '^## ' Makefile | sed 's/^## //'

## make demo          the board on this PC, its portal in the browser (no root, no Node)
demo:
	@$(PYTHON) -m tools.demo $(ARGS)

## make deploy        lib/ and the demo onto a board (PORT=/dev/ttyUSB0, ARGS="--no-demo")
.PHONY: deploy
deploy: $(VENV)/.deploy
	@$(BIN)/python -m tools.deploy $(if $(PORT),--port "$(PORT)") $(ARGS)

$(VENV)/.deploy: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --progress-bar on --group deploy
	@touch $@

## make packages      browsers and the like that the tests use (installs them when root)
.PHONY: packages
packages:
	@$(PYTHON) -m tools.packages

## make test          lint and all tests but the long ones
# Those that measure time run after the others, which wait more than they work: tests/spread.py.
test: packages lint
	$(PYTEST) -n auto -m "not timing and not long"
	$(PYTEST) -n auto -m "timing and not long"

## make test-long     the tests that take minutes
test-long: packages venv
	$(PYTEST) -n auto -m "long and not timing"
	$(PYTEST) -m "long and timing"

## make measure       what the library costs, against its budgets (WORDS="heap dns" for some)
.PHONY: measure
measure: venv
	@$(BIN)/python -m tools.measure $(WORDS)

## make bench         slim against other small servers from PyPI (ARGS=--quick)
.PHONY: bench
bench: venv
	@$(BIN)/python -m tools.bench $(ARGS)

## make lint          style, types and spelling
lint: venv
	$(BIN)/ruff check demo lib tests tools manifest.py
	$(BIN)/ruff format --check demo lib tests tools manifest.py
	$(BIN)/codespell
	$(BIN)/pyright

## make venv          what the tests need, in .venv
venv: $(VENV)/.ready
$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --progress-bar on --group dev
	$(BIN)/python -m pip install --quiet --upgrade --target $(VENV)/stubs --group stubs
	@touch $@ $(VENV)/.deploy
