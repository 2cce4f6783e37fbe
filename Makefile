# The two commands to know are `make demo` and `make test`; each sets up what it needs.
.PHONY: setup demo test check bench
run := .venv/bin

SETS ?= samples/scans

setup:
	@bash scripts/setup.sh

demo: setup
	@$(run)/pingyi demo demo

check: setup
	$(run)/ruff check .
	$(run)/ruff format --check .
	$(run)/mypy
	$(run)/lint-imports

test: check
	$(run)/pytest -n 2

# a few minutes; the run of millions of positions is started by itself: python benchmarks/long_run.py DIR
bench: setup
	$(run)/python -m benchmarks.speed
	$(run)/python -m benchmarks.accuracy $(SETS)
	$(run)/python -m benchmarks.stability --pages 12
	$(run)/python -m benchmarks.pool --short
	$(run)/python -m benchmarks.opinions --pages 40
	$(run)/python -m benchmarks.long_run .bench --positions 40000
