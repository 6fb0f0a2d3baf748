# Talk Relay. `make run` shows it, `make test` tests it; both install what they need into this folder.
SHELL := /bin/bash
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: runtime run test e2e-live e2e-package faults bench build clean appstore

# Reinstalled when the lock file is newer than what is installed.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

# The first look: two built-in Talk servers and the relay between them, on a page. With CONFIG=relay.toml: the real thing.
run: node_modules/.package-lock.json
ifdef CONFIG
	sidecar/bin/talk-relay run --config "$(CONFIG)"
else
	node sidecar/demo/main.ts
endif

# Everything that CI runs.
test: node_modules/.package-lock.json
	node tests/all.ts

# The same end-to-end and contract tests against two live Nextcloud servers, and the app's, which is installed in the first: make e2e-live TALK_SERVERS=servers.json
e2e-live: node_modules/.package-lock.json build
	@test -n "$(TALK_SERVERS)" || { echo "Give the servers: make e2e-live TALK_SERVERS=servers.json (see tests/talk/README.md)"; exit 2; }
	TALK_SERVERS="$(realpath $(TALK_SERVERS))" node --test --test-concurrency=1 'tests/talk/**/*.test.ts' 'tests/e2e/**/*.test.ts' \
		'tests/federation/**/*.test.ts' 'tests/app/**/*.test.ts'
	TALK_SERVERS="$(realpath $(TALK_SERVERS))" tests/php/integrated

# The app's part of that once more, on the package that goes to the app store: make e2e-package TALK_SERVERS=servers.json
e2e-package: appstore
	@test -n "$(TALK_SERVERS)" || { echo "Give the servers: make e2e-package TALK_SERVERS=servers.json (see tests/talk/README.md)"; exit 2; }
	TALK_SERVERS="$(realpath $(TALK_SERVERS))" node tests/federation/packaged.ts $(TESTS)

# More histories than CI takes: make faults HISTORIES=2000 SEED=1
faults: node_modules/.package-lock.json
	node tests/faults/main.ts --histories $(or $(HISTORIES),200) --seed $(or $(SEED),1)

bench: node_modules/.package-lock.json
	node bench/main.ts $(BENCH)

build: node_modules/.package-lock.json
	npm run build

# The package for the app store, build/talk_relay.tar.gz: make appstore [APP_KEY=key.pem APP_CERT=cert.pem]
appstore: build
	$(if $(APP_KEY),APP_KEY="$(APP_KEY)" APP_CERT="$(APP_CERT)") node packaging/appstore.ts

# Packages of Node.js for servers that have none that will do; their checksums go into the app: make runtime RUNTIME_URL=https://…
runtime: node_modules/.package-lock.json
	$(if $(RUNTIME_URL),RUNTIME_URL="$(RUNTIME_URL)") node packaging/runtime.ts

clean:
	rm -rf node_modules build dist bench/results
