# The newcomer's two commands are `make run` and `make test`; everything they need is made on the way.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Half as many again as cores: tests of the server and of terminals wait more than they work. Tests of a module stay
# together, so that what they share is made once.
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) * 3 // 2)")

# Some images ask for no bytecode: each program that a test starts would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check benchmarks format lock catalogues clean

run: $(VENV)/.run
	@$(BIN)/bsc-tui demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python catalogues.py check

# What people wait for, each figure beside its floor: URLS are databases with an example of any size, on both engines;
# without, the small example is made.
benchmarks: $(VENV)/.test
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/desk.py
	$(BIN)/python benchmarks/bytes.py
	$(BIN)/python benchmarks/lists.py
	$(BIN)/python benchmarks/export.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/table.py $(URLS)

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Extracts the words marked for translation, merges them into the catalogues and compiles these.
catalogues: $(VENV)/.test
	$(BIN)/python catalogues.py update

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml catalogues.py $(wildcard bsc_tui/locale/*/LC_MESSAGES/*.po) | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	$(PIP) install --require-hashes -r requirements/test.lock
	@touch $@

# Locks the versions for every platform and Python; run it after changing dependencies in pyproject.toml.
lock:
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	$(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--extra postgresql --extra server --output-file requirements/run.lock pyproject.toml requirements/build.in
	$(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--extra postgresql --extra server --group test --group check --output-file requirements/test.lock pyproject.toml requirements/build.in

clean:
	rm -rf $(VENV) build dist
