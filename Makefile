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

bench: setup
	$(run)/python benchmarks/speed.py
	$(run)/python benchmarks/accuracy.py $(SETS)
