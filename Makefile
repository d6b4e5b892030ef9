# Every task of the project. `make run` and `make test` set up what they need first; what takes more than a line is in .ci/.

UI := ui/dist/index.html
TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
UI_SOURCES := $(shell find ui -type f -not -path '*/node_modules/*' -not -path 'ui/dist/*' 2>/dev/null)

.PHONY: run build serve test lint bench package client data setup
.DELETE_ON_ERROR:

run: ## the app in its window
	@.ci/setup app
	@$(MAKE) --no-print-directory $(UI)
	cargo run

build: ## the release binaries, with the UI inside the app
	@.ci/setup app
	@$(MAKE) --no-print-directory $(UI)
	cargo build --release --workspace --bins

serve: ## the headless server, with a key to try it with
	@.ci/setup server
	@.ci/serve

test: ## everything that CI runs as tests
	@.ci/setup test
	@$(MAKE) --no-print-directory $(UI)
	cargo build --workspace --bins --tests
	cargo test --workspace
	npm --prefix ui test
	TURNPIKE_SERVER=$(TARGET)/debug/turnpike-server tests/clients/run.sh
	TURNPIKE_APP=$(TARGET)/debug/turnpike TURNPIKE_SERVER=$(TARGET)/debug/turnpike-server tests/window/run.sh

lint: ## formatting, clippy, the UI's linters, and whether the generated client is up to date
	@.ci/setup app
	@$(MAKE) --no-print-directory $(UI)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm --prefix ui run lint
	.ci/client --check

bench: ## cost per request and added latency, against a bare pass-through
	@.ci/setup bench
	tests/bench/run.sh

package: build ## installers for this system, in target/release/bundle
	npx --yes @tauri-apps/cli@2.12.5 bundle

client: ## the UI's typed client, anew from the admin API
	@.ci/setup app
	@$(MAKE) --no-print-directory $(UI)
	.ci/client

data: ## what is known of models, anew from the release of the list that is pinned there
	python3 src-tauri/providers/data/generate.py

setup: ## only the set-up that the other tasks do by themselves
	@.ci/setup test
	@.ci/setup bench
	@$(MAKE) --no-print-directory ui/node_modules/.package-lock.json

$(UI): ui/node_modules/.package-lock.json $(UI_SOURCES)
	npm --prefix ui run build

ui/node_modules/.package-lock.json: ui/package-lock.json
	npm --prefix ui ci --no-audit --no-fund
	@touch $@
