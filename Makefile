# Every target does its own set-up. ROADSTEAD_NO_INSTALL=1 keeps it from installing anything.
.DEFAULT_GOAL := help
.PHONY: help quickstart build test test-all conformance fuzz torture-store torture-watch torture-converge torture-backups bench-api bench-fleet bench-converge bench-routing bench-backup bench-signin format generate aot clean down

# Maven's own libraries use what JDK 25 warns about. With one compiler and one collector that are cheap, checking the format
# takes two fifths less.
MVN = JAVA_HOME=$$(scripts/setup-jdk) \
	MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
	-XX:TieredStopAtLevel=1 -XX:+UseSerialGC $$MAVEN_OPTS" mvn -B -ntp

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 26

quickstart: ## Start Roadstead, run the example application, and show what to try
	@scripts/setup-jdk >/dev/null
	@scripts/setup-docker
	@scripts/build --if-missing
	@./roadstead quickstart

build: ## Build the program, without running tests
	@scripts/build

test: ## Set up what the tests need (JDK, Maven, Docker engine, sshd, kubectl, restic, zsh, Chromium) and run all but the long ones
	@scripts/setup-tests
	@$(MVN) -T 2 verify || { scripts/show-failures; exit 1; }

test-all: ## The same with the long ones, such as the disaster drill and every guide
	@scripts/setup-chromium
	@scripts/setup-tests
	@$(MVN) -T 2 verify -Dtests.excluded= || { scripts/show-failures; exit 1; }

torture-store: ## Kill PostgreSQL and the server under load, again and again, and check what was acknowledged (KILLS=20)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	$(MVN) -pl api-server,e2e -am test -Dtest='StoreTortureTest,PgStoreOutageTest,ReplicasTest,ServerKillTest' \
		-Dsurefire.failIfNoSpecifiedTests=false -Dtorture.kills=$${KILLS:-20}

torture-backups: ## Kill the server at every stage of a backup of a real PostgreSQL under load; back up and restore 6 GB
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	@scripts/setup-docker
	@scripts/setup-postgresql
	@scripts/setup-redis
	@scripts/setup-kubectl
	$(MVN) -pl e2e -am package -Dtest='BackupTest,LargeVolumeTest' -Dsurefire.failIfNoSpecifiedTests=false -Dtorture.backups=true

bench-api: ## Measure the API server against etcd, PostgreSQL and a bare server (BENCH=--quick: only try it)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-etcd
	@scripts/setup-pgbench
	@scripts/build
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/api $(BENCH)

bench-fleet: ## Converge a fleet of simulated engines (FLEET="1000 100": nodes, containers on each)
	@scripts/setup-jdk >/dev/null
	@scripts/build
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/fleet $(FLEET)

bench-converge: ## Measure containers on one engine beside plain calls, Swarm and Compose (BENCH=--quick: only try it)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-docker
	@scripts/build
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/converge $(BENCH)

bench-routing: ## Measure the endpoint that edges ask (DOMAINS=1000, with three containers each)
	@scripts/setup-jdk >/dev/null
	@scripts/build
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/routing $${DOMAINS:-1000}

bench-backup: ## Measure backups beside tar | zstd and restic (BENCH=--quick: only try it)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-restic
	@scripts/setup-gnu-time
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/backup $(BENCH)

bench-signin: ## Measure sign-in by password, and other requests beside it (SECONDS_EACH=10)
	@scripts/setup-jdk >/dev/null
	@scripts/build
	@$(MVN) -q -pl bench -am -Dmaven.test.skip=true package
	@bench/signin $${SECONDS_EACH:-10}

conformance: ## Run the conformance suites with every kubectl on this machine
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	@scripts/setup-kubectl
	$(MVN) test -pl conformance -am -Dtest='dev.roadstead.conformance.**.*Test,!*FuzzTest' \
		-Dsurefire.failIfNoSpecifiedTests=false -Dconformance.kubectl=all

FUZZ_SECONDS ?= 600
fuzz: ## Fuzz every reader of strangers' input, each for FUZZ_SECONDS (600)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	$(MVN) test -pl conformance -am -Dtest='!*' -Dsurefire.failIfNoSpecifiedTests=false \
		-Djazzer.internal.command_line=true -Djazzer.internal.arg.0=fuzz \
		-Djazzer.internal.arg.1=-max_total_time=$(FUZZ_SECONDS) -Djazzer.internal.arg.2=-runs=-1 -Djvm.compiler=

format: ## Format the Java sources
	@scripts/setup-maven
	$(MVN) -q spotless:apply

generate: ## Write the CRDs and their reference pages from the records of crd-schemas
	@scripts/setup-maven
	$(MVN) -q -pl crd-schemas compile exec:java -Dexec.mainClass=dev.roadstead.crd.CrdFiles \
		-Dexec.args="$(CURDIR)/crd-schemas/src/main/resources/crds $(CURDIR)/docs/reference"

aot: ## Make the ahead-of-time caches again that shorten start-up
	@scripts/aot

clean: ## Delete what the build made
	rm -rf target */target

down: ## Stop the server; containers keep running
	@./roadstead down

torture-watch: ## Validate watches over many changes under churn (CHANGES=200000)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	$(MVN) -pl api-server -am test -Dtest=WatchTortureTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Droadstead.torture.changes=$${CHANGES:-200000}

torture-converge: ## Disturb controllers in every way and change specs at random (RUNS=400: 2,000 changes)
	@scripts/setup-jdk >/dev/null
	@scripts/setup-maven
	$(MVN) -pl controller -am test -Dtest='ViewPerturbationTest,SpecTransitionsTest' \
		-Dsurefire.failIfNoSpecifiedTests=false -Droadstead.torture.converge=$${RUNS:-400}
