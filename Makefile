# make demo      build the graphs of three genuine and 300 invented letters, and show what can be asked of them
# make test      everything a change has to pass: format, lint, types, tests
# make mentions  print the mentions that a change gains and loses in the test letters, and letters per second
# make fuzz      mutate letters for a minute (SECONDS=60, MINUTES=10) and keep the texts that break something
# make bench     measure reading, builds, growth, questions and tables, also beside other libraries (LETTERS="2000 20000" for more), and kill builds at
#                hundreds of points; letters, stores and figures stay in .bench (BENCH=folder)
# make long      read adversarial letters of half a megabyte and a megabyte of every kind: some twenty minutes
# make format    put the code into the form that `make test` checks
# make clean     remove what the others made
#
# Each sets up what it needs in .venv (make bench: in .venv-bench) first; Python 3.11 or later and pip are enough to start.

VENV := .venv
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE # tests start hundreds of processes
SIDE_BY_SIDE := --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable
BENCH_VENV := .venv-bench
BENCH := .bench
LETTERS := 2000

.PHONY: help demo test programs checks mentions fuzz bench long format clean

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/installed
	@$(BIN)/imrgraph demo

test:
	@tools/venv $(VENV)
	@$(MAKE) --no-print-directory --jobs=2 programs checks
	@$(BIN)/pytest $(SIDE_BY_SIDE)

programs:
	@tools/chromium
	@tools/virtuoso

checks: $(VENV)/installed-for-tests
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

mentions: $(VENV)/installed-for-tests
	@$(BIN)/pytest -q tests/test_mentions.py $(if $(UPDATE),--update-golden)

fuzz: $(VENV)/installed-for-fuzz
	@$(BIN)/python -m tests.fuzz --seconds $(if $(MINUTES),$$(($(MINUTES) * 60)),$(or $(SECONDS),60))

bench: $(BENCH_VENV)/installed
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.stages --keep $(BENCH)
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.build -n $(LETTERS) --killed --profile --keep $(BENCH)
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.queries -n $(LETTERS) --keep $(BENCH)
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.comparisons --keep $(BENCH)
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.projections
	@$(BENCH_VENV)/bin/python -m tests.benchmarks.kills

long: $(VENV)/installed-for-tests
	@$(BIN)/pytest tests/model/test_long_letters.py --long

format: $(VENV)/installed-for-tests
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

clean:
	rm -rf $(VENV) $(BENCH_VENV) $(BENCH) build dist imrgraph-demo .fuzz .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find imrgraph tests examples -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/installed: pyproject.toml tools/venv
	@echo "installing imrgraph into $(VENV)" >&2
	@tools/venv $(VENV)
	@$(INSTALL) .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml tools/venv
	@echo "installing imrgraph and what its tests need into $(VENV)" >&2
	@tools/venv $(VENV)
	@$(INSTALL) '.[test]' --no-compile  # each module is compiled when it is first imported
	@touch $(VENV)/installed $@

$(BENCH_VENV)/installed: pyproject.toml tools/venv
	@echo "installing imrgraph and what its benchmarks compare it with into $(BENCH_VENV)" >&2
	@tools/venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

$(VENV)/installed-for-fuzz: pyproject.toml tools/venv
	@echo "installing imrgraph and what its fuzzer needs into $(VENV)" >&2
	@tools/venv $(VENV)
	@$(INSTALL) '.[test,fuzz]'
	@touch $(VENV)/installed $(VENV)/installed-for-tests $@
