package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.apiserver.watch.ChangedNamespaces;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import dev.roadstead.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quotas hold whatever is written at the same time, by two servers on one database. */
@ExtendWith(WithPostgres.class)
class QuotasTest {
    private static final ResourceDefinition CRATES = TestServer.compile("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: crates.test.dev, annotations: {roadstead.dev/quota-amounts: requests.storage=spec.size}}
            spec:
              group: test.dev
              scope: Namespaced
              names: {plural: crates, singular: crate, kind: Crate}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: {type: object, properties: {size: {type: string}, note: {type: string}}}
                        status: {type: object, properties: {phase: {type: string}}}
            """);

    private TestServer one;
    private TestServer other;

    @BeforeEach
    void start(SharedPostgres postgres) throws Exception {
        PgStoreConfig config = postgres.newDatabase();
        one = start(postgres, config);
        other = start(postgres, config);
        one.create(one.kind("", "namespaces"), "n", "");
    }

    private static TestServer start(SharedPostgres postgres, PgStoreConfig config) {
        return TestServer.start(postgres, config, WatchCacheConfig.defaults(), InstantSource.system(), WriteGuard.NONE);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void countsHoldForAllServersTogether() throws Exception {
        quota("q", "'count/configmaps': '10', 'count/secrets': 2");

        assertThat(together(60, (server, i) -> server.create(server.kind("", "configmaps"), "c" + i, "")))
                .isEqualTo(10);
        assertThat(count("configmaps")).isEqualTo(10);
        refused(
                () -> one.create(one.kind("", "configmaps"), "more", ""),
                "configmaps \"more\" is forbidden: exceeded quota: q, requested: count/configmaps=1, used:"
                        + " count/configmaps=10, limited: count/configmaps=10");
        one.service()
                .delete(
                        new Target(one.kind("", "configmaps"), "n", firstOf("configmaps")),
                        DeleteOptions.of(""),
                        Caller.server("test"));
        other.create(other.kind("", "configmaps"), "again", "");
        one.create(one.kind("", "serviceaccounts"), "not-limited", "");
    }

    @Test
    void eventsAreCountedOnceWhicheverOfTheirGroupsIsNamed() {
        quota("q", "'count/events.events.k8s.io': '1', 'count/events': '5'");
        String event = ", 'involvedObject': {'kind': 'Boat', 'namespace': 'n', 'name': 'b'}";
        one.create(one.kind("", "events"), "a", event);

        refused(
                () -> one.create(one.kind("", "events"), "b", event),
                "exceeded quota: q, requested: count/events.events.k8s.io=1, used: count/events.events.k8s.io=1");
        try (QuotaStatus _ = QuotaStatus.start(
                one.cache(), new ConsistentReader(one.store(), one.cache()), one.service(), one.catalog())) {
            awaitUsed("{'count/events.events.k8s.io': '1', 'count/events': '1'}");
        }
    }

    @Test
    void sumsHoldForAllServersTogether() throws Exception {
        quota("q", "'requests.storage': '10Gi'");

        assertThat(together(40, (server, i) -> server.create(CRATES, "c" + i, ", 'spec': {'size': '1536Mi'}")))
                .isEqualTo(6);
        refused(
                () -> other.create(CRATES, "more", ", 'spec': {'size': '2Gi'}"),
                "exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=9Gi, limited:"
                        + " requests.storage=10Gi");
        other.create(CRATES, "fits", ", 'spec': {'size': '1Gi'}");
    }

    @Test
    void whatGrowsIsCheckedToo() throws Exception {
        for (int i = 0; i < 8; i++) {
            one.create(CRATES, "c" + i, ", 'spec': {'size': '1Gi'}");
        }
        quota("q", "'requests.storage': '10Gi'");

        assertThat(together(
                        8, (server, i) -> server.patch(CRATES, Subresource.NONE, "c" + i, "{'spec': {'size': '2Gi'}}")))
                .isEqualTo(2);
        refused(
                () -> one.patch(CRATES, Subresource.NONE, "c7", "{'spec': {'size': '20Gi'}}"),
                "crates.test.dev \"c7\" is forbidden: exceeded quota: q, requested: requests.storage=");
        one.patch(CRATES, Subresource.NONE, "c7", "{'spec': {'note': 'x'}}");
        one.patch(CRATES, Subresource.STATUS, "c7", "{'status': {'phase': 'Up'}}");
        one.patch(CRATES, Subresource.NONE, "c7", "{'spec': {'size': '1Mi'}}");
    }

    @Test
    void whatIsLimitedMustBeSaid() {
        one.create(CRATES, "before", "");
        quota("q", "'requests.storage': '10Gi'");

        refused(
                () -> one.create(CRATES, "silent", ", 'spec': {}"),
                "crates.test.dev \"silent\" is forbidden: failed quota: q: must specify requests.storage (spec.size)");
        one.patch(CRATES, Subresource.NONE, "before", "{'spec': {'note': 'x'}}");
    }

    @Test
    void eachOfSeveralQuotasHolds() {
        quota("wide", "'count/crates.test.dev': '5', 'requests.storage': '3Gi'");
        quota("narrow", "'count/crates.test.dev': '2'");
        one.create(CRATES, "a", ", 'spec': {'size': '1Gi'}");

        refused(() -> one.create(CRATES, "b", ", 'spec': {'size': '3Gi'}"), "exceeded quota: wide");
        one.create(CRATES, "b", ", 'spec': {'size': '2Gi'}");
        refused(() -> one.create(CRATES, "c", ", 'spec': {'size': '0'}"), "exceeded quota: narrow");
    }

    @Test
    void aNumberThatIsNoAmountIsRefusedAndOneThatWasStoredAllTheSameIsZero() {
        for (String none : List.of("-1", "'-1'", "1000000000000000", "1.5")) {
            assertThatThrownBy(() -> quota("none", "'count/crates.test.dev': " + none))
                    .as(none)
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.Invalid.class));
        }
        quota("most", "'count/crates.test.dev': 999999999999999");
        one.create(CRATES, "fits", "");
        one.store()
                .write(new Write.Create(
                        new Target(one.kind("", "resourcequotas"), "n", "stored").key(),
                        "uid-stored",
                        Samples.json(
                                        "{'apiVersion': 'v1', 'kind': 'ResourceQuota', 'metadata': {'name': 'stored', 'namespace': 'n', 'uid': 'uid-stored'},"
                                                + " 'spec': {'hard': {'count/crates.test.dev': -1}}}")
                                .toString()
                                .getBytes(StandardCharsets.UTF_8)));
        new ConsistentReader(one.store(), one.cache()).awaitCurrent();
        refused(
                () -> one.create(CRATES, "more", ""),
                "exceeded quota: stored, requested: count/crates.test.dev=1, used: count/crates.test.dev=1, limited:"
                        + " count/crates.test.dev=-1");
    }

    @Test
    void dryRunsAreCheckedAndApplyIsNoWayAround() {
        quota("q", "'count/crates.test.dev': '0'");
        ObjectNode crate = Samples.json(
                "{'apiVersion': 'test.dev/v1', 'kind': 'Crate', 'metadata': {'name': 'a', 'namespace': 'n'}}");

        refused(() -> one.service().create(CRATES, "n", crate, TestServer.DRY), "exceeded quota");
        refused(
                () -> one.service()
                        .apply(
                                new Target(CRATES, "n", "a"),
                                Subresource.NONE,
                                crate.toString().getBytes(StandardCharsets.UTF_8),
                                TestServer.OPTIONS),
                "exceeded quota");
    }

    @Test
    void theStatusSaysWhatIsUsedAndLeavesWhatOthersWrite() {
        quota("q", "'count/configmaps': '10', 'count/leases.coordination.k8s.io': '3', 'requests.cpu': '4'");
        one.patch(one.kind("", "resourcequotas"), Subresource.STATUS, "q", """
                {'status': {'hard': {'requests.cpu': '4'}, 'used': {'requests.cpu': '250m', 'count/secrets': '7'}}}""");
        one.create(one.kind("", "configmaps"), "a", "");
        one.create(one.kind("", "configmaps"), "b", "");
        try (QuotaStatus _ = QuotaStatus.start(
                        one.cache(), new ConsistentReader(one.store(), one.cache()), one.service(), one.catalog());
                QuotaStatus _ = QuotaStatus.start(
                        other.cache(),
                        new ConsistentReader(other.store(), other.cache()),
                        other.service(),
                        other.catalog())) {
            awaitUsed("{'requests.cpu': '250m', 'count/configmaps': '2', 'count/leases.coordination.k8s.io': '0'}");
            other.create(other.kind("", "configmaps"), "c", "");
            awaitUsed("{'requests.cpu': '250m', 'count/configmaps': '3', 'count/leases.coordination.k8s.io': '0'}");
        }
    }

    /** Else each write anywhere would have all quotas of all tenants counted. */
    @Test
    void theCacheNamesTheNamespacesOfChangesAlone() {
        ChangedNamespaces changed = one.cache().changedNamespaces();
        changed.take();
        other.create(other.kind("", "configmaps"), "elsewhere-written", "");
        AtomicReference<Predicate<String>> found = new AtomicReference<>(changed.take());
        Eventually.await("the namespace", () -> {
            if (!found.get().test("n")) {
                found.set(changed.take());
            }
            return found.get().test("n");
        });
        assertThat(found.get().test("m")).isFalse();
    }

    private void awaitUsed(String used) {
        Eventually.await(
                used,
                () -> ObjectJson.decode(Objects.requireNonNull(
                                        one.cache().get(new Target(one.kind("", "resourcequotas"), "n", "q").key()))
                                .json())
                        .at("/status/used")
                        .equals(Samples.json(used)));
    }

    private interface Writing {
        void by(TestServer server, int number);
    }

    /** How many of so many concurrent writes, half of them by each server, succeeded; the others were refused. */
    private int together(int writes, Writing writing) throws Exception {
        int succeeded = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int i = 0; i < writes; i++) {
                TestServer server = i % 2 == 0 ? one : other;
                int number = i;
                outcomes.add(callers.submit(() -> {
                    try {
                        writing.by(server, number);
                        return true;
                    } catch (ApiException e) {
                        assertThat(e.fault()).as(e.getMessage()).isInstanceOf(ApiFault.Forbidden.class);
                        return false;
                    }
                }));
            }
            for (Future<Boolean> outcome : outcomes) {
                succeeded += outcome.get() ? 1 : 0;
            }
        }
        return succeeded;
    }

    private void quota(String name, String hard) {
        one.create(one.kind("", "resourcequotas"), name, ", 'spec': {'hard': {" + hard + "}}");
        new ConsistentReader(other.store(), other.cache()).awaitCurrent();
    }

    private long count(String plural) {
        return new ConsistentReader(one.store(), one.cache())
                .list(one.kind("", plural), "n")
                .items()
                .size();
    }

    private String firstOf(String plural) {
        return new ConsistentReader(one.store(), one.cache())
                .list(one.kind("", plural), "n")
                .items()
                .getFirst()
                .key()
                .name();
    }

    private static void refused(ThrowingCallable write, String message) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.Forbidden.class))
                .hasMessageContaining(message);
    }
}
