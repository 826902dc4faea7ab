# The recipes. `make run` and `make test` need nothing but Python 3.11–3.13 and make.
PYTHON ?= python3
HOME_DIR ?= data/rehearsal
MONTH ?= 2026-10
BIN := .venv/bin
SYSTEM_NOTE := 需要 Python 3.11–3.13 / Python 3.11–3.13 is needed: make PYTHON=/path/to/python3.12

export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false

.PHONY: run test setup setup-dev check golden ui benchmark lock clean

run: setup  ## rehearsal city → whole pipeline → bulletin
	$(BIN)/xinqing rehearse --home $(HOME_DIR) --month $(MONTH)

test: setup-dev  ## every test
	$(BIN)/pytest -n 2 --dist loadfile

setup: .venv/installed  ## the environment to run in

setup-dev: .venv/installed-dev  ## the environment to develop in

check: setup-dev  ## lint, types, SQL, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests --processes 2 --disable-progress-bar

golden: setup-dev  ## rewrite the golden workbooks; look at the pages before you commit them
	$(BIN)/python -m tests.golden.update

ui: setup  ## Dagster's pages and its daemon, on this machine only
	$(BIN)/xinqing ui --home $(HOME_DIR)

benchmark: setup-dev  ## speed and memory, side by side
	$(BIN)/python benchmarks/intake_speed.py

lock:  ## resolve the two lock files again (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --no-strip-extras --generate-hashes --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --no-strip-extras --generate-hashes --upgrade -q -o requirements-dev.lock

clean:  ## caches and built files; never a home
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis dbt_project/target dbt_project/logs

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo '$(SYSTEM_NOTE)'; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --no-deps --no-compile --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --no-deps --no-compile --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/installed
