# What a person types. Each target installs what it needs, says what it does, and does nothing twice.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

EXTENSION := extension/dist/chrome-mv3
EXTENSION_SOURCES := $(shell find extension -type f -not -name openapi.ts \
	-not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/.wxt/*' 2>/dev/null)

# The types of the HTTP API come from the gateway's own description of it.
OPENAPI := .build/openapi.json
API_TYPES := extension/src/shared/gateway/openapi.ts

RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.development-installed
BENCH := .venv/.bench-installed
NODE_MODULES := extension/node_modules/.package-lock.json
NODE_CLIENTS := tests/clients/node_modules/.package-lock.json
NODE_EDITORS := tests/e2e/editors/node_modules/.package-lock.json
EDITORS := .build/editors/.bundled

# Compiling is left to compileall, which does it on every core, or to the first import.
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r

# UPGRADE is set by `make upgrade`.
LOCK = $(BIN)/uv pip compile -q $(UPGRADE) --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

# Newer releases come out, and make does not see them: AGAIN=1 installs anew.
NEWEST := .build/newest/.installed
NEWEST_PYTHON := .build/newest/$(notdir $(BIN))/python
ifdef AGAIN
.PHONY: $(NEWEST)
endif

PEERS := tests/bench/peers
LITELLM_PROXY := .build/peers/litellm-proxy/.installed
PORTKEY := .build/peers/portkey/node_modules/.package-lock.json
TENSORZERO := .build/peers/tensorzero/.installed

AGENTS := .build/agents/node_modules/.package-lock.json
PYTHON_AGENTS := .build/agents/aider/.installed .build/agents/open-webui/.installed

# Two jobs, each printing in one piece; the make of macOS cannot do the latter.
SIDE_BY_SIDE := -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync)

.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-gateway test-extension test-e2e test-e2e-parallel test-e2e-default-port \
	test-team test-agents test-newest test-install attack soak \
	dist bench bench-peers screenshots lint lint-gateway lint-extension format lock upgrade check-live clean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(RUNTIME) $(EXTENSION)/manifest.json ## install what is needed and build the extension
	@$(BIN)/python -m compileall -q gateway

run: setup ## start the gateway
	@$(BIN)/python -m gateway

demo: setup ## start it against stand-in providers and show an answer of each; no key needed
	@$(BIN)/python -m gateway --demo

# The gateway's tests mostly wait and the extension's use one core, so they run side by side. Those
# in Chromium come after them, on both cores: beside others they would be slow enough to time out.
test: ## run every test there is
	@echo "▸ Testing on two cores; what a stage prints comes at its end"
	@$(MAKE) --no-print-directory $(SIDE_BY_SIDE) test-gateway test-extension test-e2e-default-port $(EDITORS)
	@$(MAKE) --no-print-directory test-e2e-parallel

test-gateway: $(DEVELOPMENT) $(NODE_CLIENTS)
	@echo "▸ Testing the gateway and the sandbox"
	@$(BIN)/python -m pytest -n 3 --dist worksteal \
		tests/soak tests/gateway tests/sandbox tests/clients tests/attack tests/bench

test-extension: $(NODE_MODULES) $(API_TYPES)
	@echo "▸ Testing the extension"
	@cd extension && npm run --silent test

test-e2e: test-e2e-parallel test-e2e-default-port

test-e2e-parallel: $(DEVELOPMENT) $(EXTENSION)/manifest.json $(EDITORS)
	@echo "▸ Testing end to end in a real Chromium"
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/python -m pytest tests/e2e -m "not default_port" -n 2 --dist loadfile

test-e2e-default-port: $(DEVELOPMENT) $(EXTENSION)/manifest.json
	@echo "▸ Testing end to end what needs the gateway's default port"
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/python -m pytest tests/e2e -m default_port

test-team: $(DEVELOPMENT) $(LITELLM_PROXY) ## test a team's set-up against LiteLLM's own proxy, which it installs
	@echo "▸ Testing with LiteLLM's proxy"
	@TEAM_PROXY=$(CURDIR)/$(dir $(LITELLM_PROXY))bin/litellm $(BIN)/python -m pytest tests/team

test-agents: $(DEVELOPMENT) $(AGENTS) $(PYTHON_AGENTS) ## have coding agents and Open WebUI, which it installs (10 GB), do their work
	@echo "▸ Testing with coding agents"
	@TEST_AGENTS=$(CURDIR)/.build/agents $(BIN)/python -m pytest -n 2 --dist worksteal tests/agents

test-newest: $(NEWEST) $(NODE_CLIENTS) ## test the gateway with the newest packages that pyproject.toml allows; AGAIN=1 fetches newer
	@echo "▸ Testing the gateway with the newest packages"
	@$(NEWEST_PYTHON) -m pytest -n 2 --dist worksteal tests/gateway tests/sandbox tests/clients

test-install: $(DEVELOPMENT) $(EXTENSION)/manifest.json ## install the wheel into an empty environment and walk the whole way
	@echo "▸ Testing the wheel in an environment that begins empty"
	@$(BIN)/python -m tests.e2e.browser
	@GATEHOUSE_TEST_EMPTY_ENVIRONMENT=1 $(BIN)/python -m pytest tests/e2e/test_install.py tests/e2e/test_install_attacks.py

attack: $(DEVELOPMENT) $(EXTENSION)/manifest.json ## attack it longer than the tests do, and print the figures
	@echo "▸ Attacking the gateway"
	@ATTACK_EXAMPLES=$${ATTACK_EXAMPLES:-1500} $(BIN)/python -m pytest tests/attack
	@echo "▸ Attacking from pages and extensions in a real Chromium"
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/python -m pytest tests/e2e/test_attacks.py tests/e2e/test_install_attacks.py

soak: $(DEVELOPMENT) ## generations at random for five minutes, and a count of what they leave
	@echo "▸ Soaking the gateway"
	@SOAK_SECONDS=$${SOAK_SECONDS:-300} $(BIN)/python -m pytest tests/soak

bench: $(DEVELOPMENT) $(EXTENSION)/manifest.json ## measure the gateway beside a direct call and LiteLLM's SDK, and the extension
	@echo "▸ Measuring the gateway; about two minutes, on a machine that does nothing else"
	@$(BIN)/python -m tests.bench
	@echo "▸ Measuring the extension; about eight minutes, in a real Chromium"
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/python -m tests.bench.extension

bench-peers: $(BENCH) $(LITELLM_PROXY) $(PORTKEY) $(TENSORZERO) ## the same beside other gateways; renews docs/benchmarks.md
	@echo "▸ Measuring; about five minutes, on a machine that does nothing else"
	@$(BIN)/python -m tests.bench --peers

screenshots: $(DEVELOPMENT) $(EXTENSION)/manifest.json ## take the pictures of every view, in light and dark
	@echo "▸ Taking pictures into docs/images"
	@$(BIN)/python -m tests.e2e.browser
	@$(BIN)/python -m tests.e2e.screenshots docs/images

dist: $(DEVELOPMENT) $(NODE_MODULES) ## build the wheel and the Web Store's zip, twice, and compare
	@echo "▸ Building the wheel and the Web Store's zip"
	@$(BIN)/python -m gateway.install.dist dist
	@touch $(EXTENSION)/manifest.json

lint: lint-gateway lint-extension ## check style and types of everything

lint-gateway: $(DEVELOPMENT)
	@echo "▸ Checking the Python code"
	@$(BIN)/python -m pip check --quiet
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

lint-extension: $(NODE_MODULES) $(API_TYPES)
	@echo "▸ Checking the extension's code"
	@cd extension && npm run --silent lint

format: $(DEVELOPMENT) $(NODE_MODULES) ## bring everything into shape
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@cd extension && npm run --silent format

check-live: $(RUNTIME) ## ask the real providers for one tiny answer each, with keys that you type
	@$(BIN)/python -m tests.live

lock: $(DEVELOPMENT) ## write the Python lock files anew from pyproject.toml; versions stay where they can
	@echo "▸ Locking Python packages"
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) pyproject.toml --group bench -c requirements-dev.lock -o requirements-bench.lock
	@echo aider-chat | $(LOCK) - -o tests/agents/aider/requirements.lock
	@# pip could not install torch 2.15.0.
	@printf 'open-webui\ntorch<2.15\n' | $(LOCK) - -o tests/agents/open-webui/requirements.lock
	@echo 'litellm[proxy]' | $(LOCK) - -o $(PEERS)/litellm-proxy/requirements.lock
	@echo tensorzero | $(LOCK) - -o $(PEERS)/tensorzero/requirements.lock

upgrade: ## renew every lock file to the newest releases that pyproject.toml and package.json allow
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade
	@echo "▸ Locking packages for Node"
	@for folder in extension tests/clients tests/e2e/editors tests/agents $(PEERS)/portkey; do \
		(cd $$folder && npm update --package-lock-only --no-audit --no-fund --loglevel=error >/dev/null) || exit 1; \
	done

clean: ## remove everything that the other targets made
	rm -rf .venv .build extension/node_modules extension/dist extension/.wxt $(API_TYPES) dist
	rm -rf tests/clients/node_modules tests/e2e/editors/node_modules

$(RUNTIME): requirements.lock
	@echo "▸ Installing Python packages into .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP_INSTALL) requirements.lock
	@# As with pip, what does not compile is no error.
	@$(BIN)/python -m compileall -qq -j 0 .venv || true
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@echo "▸ Installing the tools for tests and checks into .venv"
	@$(BIN)/python $(PIP_INSTALL) requirements-dev.lock
	@touch $@

$(BENCH): requirements-bench.lock $(DEVELOPMENT)
	@echo "▸ Installing the tool for plots into .venv"
	@$(BIN)/python $(PIP_INSTALL) requirements-bench.lock
	@touch $@

$(NEWEST): pyproject.toml
	@echo "▸ Installing the newest packages into an environment of its own"
	@$(PYTHON) -m venv --clear $(@D)
	@$(NEWEST_PYTHON) -c 'import tomllib; \
		project = tomllib.load(open("pyproject.toml", "rb")); \
		print(*project["project"]["dependencies"], *project["dependency-groups"]["dev"], sep="\n")' \
		> $(@D)/requirements.txt
	@$(NEWEST_PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade -r $(@D)/requirements.txt
	@$(NEWEST_PYTHON) -m pip freeze --disable-pip-version-check
	@touch $@

$(LITELLM_PROXY) $(TENSORZERO): .build/peers/%/.installed: $(PEERS)/%/requirements.lock
	@echo "▸ Installing $* into an environment of its own"
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP_INSTALL) $<
	@touch $@

$(PORTKEY): $(PEERS)/portkey/package-lock.json
	@echo "▸ Installing Portkey's gateway into an environment of its own"
	@mkdir -p .build/peers/portkey
	@cp $(PEERS)/portkey/package.json $(PEERS)/portkey/package-lock.json $(PEERS)/portkey/.npmrc .build/peers/portkey/
	@cd .build/peers/portkey && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# npm ci would want the lock file to have the packages for every other system too, which not every
# mirror has. Scripts of packages do not run; these two put the program, which is a package of its own for each
# system, in the place where the command looks for it.
$(AGENTS): tests/agents/package-lock.json
	@echo "▸ Installing coding agents into an environment of their own"
	@mkdir -p .build/agents
	@cp tests/agents/package.json $< tests/agents/.npmrc .build/agents/
	@cd .build/agents && npm install --no-save --no-audit --no-fund --loglevel=error
	@cd .build/agents/node_modules && node @anthropic-ai/claude-code/install.cjs && node opencode-ai/postinstall.mjs
	@touch $@

.build/agents/%/.installed: tests/agents/%/requirements.lock
	@echo "▸ Installing $* into an environment of its own"
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP_INSTALL) $<
	@touch $@

$(NODE_MODULES): extension/package-lock.json
	@echo "▸ Installing the extension's packages"
	@cd extension && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(NODE_CLIENTS): tests/clients/package-lock.json
	@echo "▸ Installing the programs for Node that the tests run"
	@cd tests/clients && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(NODE_EDITORS): tests/e2e/editors/package-lock.json
	@echo "▸ Installing the editors that the tests write into"
	@cd tests/e2e/editors && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# With the esbuild that builds the extension.
$(EDITORS): $(NODE_EDITORS) $(NODE_MODULES) $(wildcard tests/e2e/editors/pages/*.mjs)
	@cd tests/e2e/editors && ../../../extension/node_modules/.bin/esbuild pages/*.mjs --bundle --minify \
		--format=esm --outdir=../../../$(@D) --loader:.ttf=dataurl --log-level=warning \
		--define:global=globalThis '--define:process.env.NODE_ENV="production"'
	@touch $@

$(OPENAPI): $(RUNTIME) $(shell find gateway -name '*.py' -not -path 'gateway/sandbox/*')
	@mkdir -p $(@D)
	@$(BIN)/python -m gateway.web.print_openapi > $@.new
	@mv $@.new $@

$(API_TYPES): $(OPENAPI) $(NODE_MODULES)
	@echo "▸ Generating the types of the HTTP API"
	@cd extension && npm run --silent api-types >/dev/null

# The build drops types, so new ones alone do not call for it.
$(EXTENSION)/manifest.json: $(NODE_MODULES) $(EXTENSION_SOURCES) | $(API_TYPES)
	@echo "▸ Building the extension"
	@cd extension && npm run --silent build
	@touch $@
