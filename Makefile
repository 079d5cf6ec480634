# Every chore has its front door here. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
PORT ?=
TESTS ?=
PYTEST ?= -n auto

IN := $(VENV)/bin
READY := $(VENV)/.ready
JUDGES := $(VENV)/outside

# Tests and figures start many commands: none shall compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-postgresql lint check-outside bench docs structure chromium servers clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(READY) ## Make a site with invented entries in ./demo and serve it
	@if [ ! -e demo/masthead.toml ]; then told=$$($(IN)/masthead new demo --demo $(if $(PORT),--port $(PORT))) || exit; \
	printf '%s\n' "$$told" | grep -v "^Next: "; \
	else echo "The site in ./demo is as you left it. A new password: $(IN)/masthead --site demo user password admin"; fi
	@$(IN)/masthead --site demo serve $(if $(PORT),--port $(PORT))

test: $(READY) chromium lint ## Run all tests (TESTS=tests/reader runs some)
	$(IN)/pytest $(PYTEST) -m "not outside" $(TESTS)
	@if [ -z "$(TESTS)" ]; then $(MAKE) --no-print-directory test-postgresql; fi

test-postgresql: $(READY) ## Run the tests of whole sites once more, on PostgreSQL
	TEST_DATABASE=postgresql $(IN)/pytest tests/pages/test_pages.py tests/pages/test_site_history.py

lint: $(READY) ## Check style, types and the direction of imports
	$(IN)/ruff check
	$(IN)/ruff format --check
	$(IN)/mypy
	$(IN)/lint-imports --no-logo

check-outside: $(READY) chromium servers $(JUDGES)/.ready ## Run the checks that need nginx, Java and the like; what is missing is skipped and named
	$(IN)/pytest -m outside tests/outside

bench: $(READY) ## Measure, print, and save as JSON in bench/results/
	$(IN)/python bench/run.py

docs: $(READY) ## Write the pages of the manual that come from the code
	$(IN)/python docs/generate.py

structure: $(READY) ## Write src/masthead/site/structure.sql anew, after each new migration
	$(IN)/python -m masthead.site.structure > $(VENV)/structure.sql
	mv $(VENV)/structure.sql src/masthead/site/structure.sql

chromium:
	@if [ -x /usr/bin/chromium ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium > /dev/null \
		|| echo "Chromium could not be installed: the tests in a browser are skipped."; \
	else echo "Chromium is missing (apt install chromium): the tests in a browser are skipped."; fi

# Apart from Masthead's own libraries. What cannot be had here is skipped and named.
$(JUDGES)/.ready: requirements-outside.txt tests/outside/package.json tests/outside/package-lock.json | $(READY)
	@rm -rf $(JUDGES) && mkdir -p $(JUDGES) && cp tests/outside/package*.json $(JUDGES)
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $(JUDGES)/python \
		-r requirements-outside.txt || echo "REDbot could not be installed: its checks are skipped."
	@{ command -v npm > /dev/null && cd $(JUDGES) && npm ci --ignore-scripts --no-audit --no-fund --silent; } \
		|| echo "No Lighthouse and no Nu HTML checker (npm could not get them): their checks are skipped."
	@touch $@

# Not where systemd is at work: there a web server that is installed is started, too.
servers:
	@PATH=$$PATH:/usr/sbin; wanted=; command -v nginx > /dev/null || wanted="$$wanted nginx-light"; \
	command -v caddy > /dev/null || wanted="$$wanted caddy"; \
	command -v java > /dev/null || wanted="$$wanted default-jre-headless"; \
	if [ -n "$$wanted" ] && [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && [ ! -d /run/systemd/system ]; then \
		apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $$wanted > /dev/null \
		|| echo "Could not be installed:$$wanted. The checks that need them are skipped."; \
	elif [ -n "$$wanted" ]; then echo "Missing (apt install$$wanted): the checks that need them are skipped."; fi

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Masthead needs Python 3.11 or later; name one with make PYTHON=…")'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "This Python cannot make virtual environments: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(IN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

clean: ## Remove what tests and tools have left (not ./demo, not the environment)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
