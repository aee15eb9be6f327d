# `make demo` runs the main job on the plan's case, `make test` passes every test; each sets up what it needs.
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test check lint types imports tests lock clean

demo: $(STAMP)
	@$(BIN)/dvk demo

test: lint types imports tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/pyright

imports: $(STAMP)
	$(BIN)/lint-imports

tests: $(STAMP)
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered

$(UV):
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "dvk-rules needs Python with venv (Debian: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.8"

$(STAMP): $(UV) pyproject.toml requirements.lock .python-version
	@command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v cl >/dev/null 2>&1 || { \
	  echo "No C compiler found: durable_rules is built from source. Install one (Debian: apt install gcc python3-dev) and run make again."; exit 1; }
	@$(UV) venv --quiet --clear --python 3.12 .venv
	@$(UV) pip install --quiet --python .venv --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	@touch $(STAMP)

lock: $(UV)
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.12 --all-extras --group dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .uv build dist .coverage .pytest_cache .ruff_cache .hypothesis
