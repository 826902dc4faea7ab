# The recipes. `make run` and `make test` need nothing but Python 3.11–3.13 and make.
PYTHON ?= python3
HOME_DIR ?= data/rehearsal
MONTH ?= 2026-10
BIN := .venv/bin
SYSTEM_NOTE := 需要 Python 3.11–3.13 / Python 3.11–3.13 is needed: make PYTHON=/path/to/python3.12

export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
# Where an environment forbids it, each of our processes would compile its libraries anew, for ten seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test fuzz setup setup-dev check golden ui benchmark lock clean backup restore

run: setup  ## rehearsal city → whole pipeline → bulletin
	$(BIN)/xinqing rehearse --home $(HOME_DIR) --month $(MONTH)

test: setup-dev  ## every test
	$(BIN)/pytest -n 2 --dist loadfile

fuzz: setup-dev  ## the properties on examples not drawn before
	$(BIN)/pytest -n 2 --dist loadfile --hypothesis-profile=fresh tests/properties

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

backup:  ## a home into TO/data.tar and, apart, TO/keys.tar; no pupil row in data.tar opens without keys
	@test -n "$(TO)" || { echo '请写明 TO=目录 / TO=folder is needed'; exit 1; }
	@test -d "$(HOME_DIR)/keys" || { echo '$(HOME_DIR) 没有 keys/，不是数据目录'; exit 1; }
	umask 077 && mkdir -p "$(TO)" && flock "$(HOME_DIR)/.lock" tar -C "$(HOME_DIR)" -cf "$(TO)/data.tar.part" \
	  --exclude=./keys --exclude=./inbox --exclude=./returns --exclude=./scratch --exclude=./.lock . && \
	  tar -C "$(HOME_DIR)" -cf "$(TO)/keys.tar.part" ./keys && \
	  mv "$(TO)/data.tar.part" "$(TO)/data.tar" && mv "$(TO)/keys.tar.part" "$(TO)/keys.tar"
	@echo '已备份。请把 keys.tar 移到别处保管，不要和 data.tar 放在一起。'

restore:  ## a home again at HOME_DIR, which must not exist, from FROM/data.tar and KEYS (FROM/keys.tar)
	@test -n "$(FROM)" || { echo '请写明 FROM=备份目录 / FROM=folder is needed'; exit 1; }
	@test ! -e "$(HOME_DIR)" || { echo '$(HOME_DIR) 已经存在，没有改动'; exit 1; }
	umask 077 && mkdir -p "$(HOME_DIR)" && tar -C "$(HOME_DIR)" -xpf "$(FROM)/data.tar" && \
	  tar -C "$(HOME_DIR)" -xpf "$(or $(KEYS),$(FROM)/keys.tar)" && mkdir -p "$(HOME_DIR)/inbox"
	@echo '已恢复到 $(HOME_DIR)。请运行 xinqing keys check --all --home $(HOME_DIR)。'

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
	@# On every core at once, while the first run would do it one by one; libraries' templates fail.
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --no-deps --no-compile --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/installed
