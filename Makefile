# The two commands to know are `make demo` and `make test`; each sets up what it needs.
.PHONY: setup demo quick test check bench
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

# everything that starts no other program and no server, in about a minute
quick: setup
	$(run)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m quick --hypothesis-profile=quick

test: check
	$(run)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# a few minutes; the run of millions of positions is started by itself: python -m benchmarks.reading.long_run DIR
bench: setup
	$(run)/python -m benchmarks.reading.speed
	$(run)/python -m benchmarks.reading.accuracy $(SETS)
	$(run)/python -m benchmarks.reading.stability --pages 12
	$(run)/python -m benchmarks.reading.pool --short
	$(run)/python -m benchmarks.leaders.opinions --pages 40
	$(run)/python -m benchmarks.reading.long_run .bench --positions 40000
