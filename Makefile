# Golden Thread's commands. `make` alone lists them; each does its own set-up first.
.DEFAULT_GOAL := help
.PHONY: help demo test test-spark check assets lock bench clean

SERVE ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000
python := .venv/bin/python

help: ## List these commands
	@sed -n 's/^\([a-z-]*\): [^#]*## /\1: /p' $(firstword $(MAKEFILE_LIST)) | while IFS=: read -r name says; do printf '  make %-11s%s\n' "$$name" "$$says"; done

demo: ## Build the example partnership and serve it (PORT=8000; SERVE=0 builds only)
	@scripts/environment runtime
	@scripts/assets
	@exec .venv/bin/goldenthread demo --host $(HOST) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: ## Set up all that the tests need and run everything: both databases, the browser, the wheel
	@scripts/environment dev
	@scripts/assets
	@exec $(python) -m scripts.run_tests

test-spark: ## Compare Annex A on Spark with Polars; installs Spark, and needs Java
	@scripts/environment dev
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/spark.txt
	@exec $(python) -m scripts.run_tests --stage spark

check: ## Run the linters, the type checker and the fast tests: what to run before each commit
	@scripts/environment dev
	@scripts/assets
	@exec $(python) -m scripts.run_tests --stage lint --stage fast

assets: ## Build the styles, scripts and fonts of the pages
	@scripts/environment runtime
	@scripts/assets

lock: ## Write the locked requirements again from pyproject.toml
	@scripts/environment runtime
	@scripts/lock

bench: ## Measure speed and print the table
	@scripts/environment dev
	@scripts/assets
	@exec $(python) -m benchmarks

clean: ## Remove everything that the other commands made, the demo's data included
	@rm -rf .venv .venv-node node_modules var dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@rm -rf src/goldenthread/design/static/design/built src/goldenthread/design/fonts
	@find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
