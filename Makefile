# make demo and make test are all that a newcomer has to type; each installs what it needs into .venv.
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := pyproject.toml hatch_build.py scripts/venv.sh
.DEFAULT_GOAL := help

.PHONY: help
help:
	@echo "make demo     see pglint find a real misconfiguration, and explain it with its sum"
	@echo "make test     check the code, then run every test"
	@echo "make check    ruff and mypy"
	@echo "make proofs   try the rules' proofs on real PostgreSQLs and PgBouncers, and write docs/proofs.md"
	@echo "make bench    how long things take, as ratios against an empty Python program"
	@echo "make corpus   how often each rule fires on a collection of real files"
	@echo "make clean    remove what these made"

$(VENV)/.demo: $(INSTALLED)
	@sh scripts/venv.sh $(VENV)
	@echo "installing pglint into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(INSTALLED)
	@sh scripts/venv.sh $(VENV)
	@echo "installing pglint and its tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $(VENV)/.demo $@

.PHONY: demo
demo: $(VENV)/.demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

# All tests in as many processes as there are processors; those that ARGS names in one.
.PHONY: test
test: check
	@sh scripts/servers.sh
	@$(BIN)/python -m pytest $(or $(ARGS),-n auto --dist loadfile)

.PHONY: proofs
proofs: $(VENV)/.test
	@sh scripts/servers.sh
	@$(BIN)/python -m tests.proofs.page $(ARGS)

.PHONY: check
check: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.PHONY: bench
bench: $(VENV)/.test
	@$(BIN)/python -m tests.bench.bench $(ARGS)

.PHONY: corpus
corpus: $(VENV)/.test
	@$(BIN)/python -m tests.corpus.frequency $(ARGS)

.PHONY: clean
clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
