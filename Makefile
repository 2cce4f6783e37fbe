# The two commands to know are `make demo` and `make test`; each sets up what it needs.
.PHONY: setup libraries demo quick test check style types types-windows rooms bench kit kit-test kit-sign
run := .venv/bin

version := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
SETS ?= samples/scans
checks := style types types-windows rooms

setup:
	@bash scripts/setup.sh

demo: setup
	@$(run)/pingyi demo demo

libraries:
	@bash scripts/setup.sh python

check: libraries
	@$(MAKE) --no-print-directory -j 2 --output-sync $(checks)

style:
	$(run)/ruff check .
	$(run)/ruff format --check .

types:
	$(run)/mypy

types-windows: # no call out of Windows' reach
	$(run)/mypy --platform win32 --cache-dir .mypy_cache/win32

rooms:
	$(run)/lint-imports

# everything that starts no other program and no server, in about a minute
quick: setup
	$(run)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m quick --hypothesis-profile=quick

# the code is checked while the reader's loops are compiled and Debian's packages come
test: libraries
	@$(MAKE) --no-print-directory -j 3 setup $(checks)
	$(run)/pytest -n 3 --dist loadfile --no-loadscope-reorder

# a few minutes; the run of millions of positions is started by itself: python -m benchmarks.reading.long_run DIR
bench: setup
	$(run)/python -m benchmarks.reading.speed
	$(run)/python -m benchmarks.reading.accuracy $(SETS)
	$(run)/python -m benchmarks.reading.stability --pages 12
	$(run)/python -m benchmarks.reading.pool --short
	$(run)/python -m benchmarks.leaders.opinions --pages 40
	$(run)/python -m benchmarks.reading.long_run .bench --positions 40000

# what an office's PC is installed from, into dist/ (root for the companion folder and the test): docs/decisions/0033-kits.md
kit: setup
	$(run)/python -m scripts.kit

kit-test: kit
	bash scripts/kit/companion.sh dist/pingyi_$(version)_amd64.deb dist/companion
	bash scripts/kit/bare_root.sh dist/pingyi_$(version)_amd64.deb dist/companion $(OLD)

# the maintainer's, with a key that no build machine has: make kit-sign KEY=who@where
kit-sign:
	gpg --detach-sign --armor --yes $(if $(KEY),--local-user $(KEY)) dist/SHA256SUMS
	cd dist && sha256sum --check SHA256SUMS && gpg --verify SHA256SUMS.asc SHA256SUMS
