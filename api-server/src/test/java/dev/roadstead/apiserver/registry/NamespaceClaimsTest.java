package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A value belongs to the namespace that had it first, whoever writes at the same time, by two servers on one database. */
@ExtendWith(WithPostgres.class)
class NamespaceClaimsTest {
    private static final String CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: sites.test.dev%s}
            spec:
              group: test.dev
              scope: Namespaced
              names: {plural: sites, singular: site, kind: Site}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: {type: object, properties: {host: {type: string}, note: {type: string}}}
                        status: {type: object, properties: {phase: {type: string}}}
            """;
    private static final ResourceDefinition SITES =
            TestServer.compile(CRD.formatted(", annotations: {roadstead.dev/namespace-claims: spec.host}"));

    /** The same before anybody cared. */
    private static final ResourceDefinition CARELESS = TestServer.compile(CRD.formatted(""));

    /** Whoever is more than 30 changes behind has lost its place. */
    private static final WatchCacheConfig CACHING =
            new WatchCacheConfig(30, 1L << 20, 30, 500, Duration.ofSeconds(1), Duration.ofSeconds(2));

    private static final int OVERTAKEN = 30;

    private SharedPostgres postgres;
    private PgStoreConfig config;
    private TestServer one;
    private TestServer other;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile boolean secretive;

    @BeforeEach
    void start(SharedPostgres shared) throws Exception {
        postgres = shared;
        config = postgres.newDatabase();
        one = start();
        other = start();
        for (int i = 0; i < 8; i++) {
            one.create(one.kind("", "namespaces"), "n" + i, "");
        }
    }

    private TestServer start() {
        return TestServer.start(postgres, config, CACHING, () -> now, new Sight());
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    /** Everybody may write everything. */
    private final class Sight implements WriteGuard {
        @Override
        public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {}

        @Override
        public void written(Target target, long revision) {}

        @Override
        public boolean maySee(Target other, Caller caller) {
            return !secretive;
        }
    }

    @Test
    void aValueBelongsToTheNamespaceThatHasItFirst() {
        create(one, "n0", "a", "shop.example.com");

        ApiFault.Taken taken = refused(
                () -> create(other, "n1", "a", "shop.example.com"),
                "sites.test.dev \"a\" is refused: spec.host \"shop.example.com\" belongs to namespace \"n0\", where site"
                        + " \"a\" claims it; take another value");
        assertThat(taken.causes())
                .singleElement()
                .extracting(Cause::reason, Cause::field)
                .containsExactly("FieldValueDuplicate", "spec.host");
        create(other, "n0", "again", "shop.example.com");
        delete("n0", "a");
        refused(() -> create(other, "n1", "a", "shop.example.com"), "site \"again\"");
        delete("n0", "again");
        create(other, "n1", "a", "shop.example.com");
        refused(() -> create(one, "n0", "a", "shop.example.com"), "\"n1\"");
        other.create(SITES, "n0", "none", "", TestServer.OPTIONS);
        other.create(SITES, "n1", "empty", ", 'spec': {'host': ''}", TestServer.OPTIONS);
    }

    @Test
    void theOwnerIsNamedToThoseWhoMaySeeIt() {
        create(one, "n0", "a", "*.example.com");
        secretive = true;

        assertThat(refused(() -> create(one, "n1", "b", "shop.example.com"), "belongs to another namespace")
                        .message())
                .doesNotContain("n0", "*.");
        secretive = false;
        refused(
                () -> create(one, "n1", "b", "shop.example.com"),
                "belongs to namespace \"n0\", where site \"a\" claims it with \"*.example.com\"");
    }

    @Test
    void aWildcardTakesWhatComesLaterAndNothingThatWasThere() {
        create(one, "n1", "shop", "shop.example.com");
        now = now.plusSeconds(1);
        create(one, "n0", "all", "*.example.com");
        now = now.plusSeconds(1);

        create(other, "n1", "again", "shop.example.com");
        refused(() -> create(other, "n1", "more", "more.example.com"), "\"*.example.com\"");
        refused(() -> create(other, "n2", "all", "*.example.com"), "\"n0\"");
        refused(() -> create(other, "n0", "shop", "shop.example.com"), "\"n1\"");
        create(other, "n2", "deep", "a.b.example.com");
        create(other, "n2", "parent", "example.com");
    }

    /** Age alone would decide for the older object. */
    @Test
    void whatIsOldTakesNothingByBeingEdited() {
        create(one, "n1", "old", "old.example.org");
        now = now.plusSeconds(5);
        create(one, "n0", "shop", "shop.example.com");
        now = now.plusSeconds(5);
        create(one, "n1", "young", "young.example.org");

        refused(() -> host(other, "n1", "old", "shop.example.com"), "belongs to namespace \"n0\"");
        refused(
                () -> host(other, "n1", "old", "*.example.com"),
                "would take \"shop.example.com\" from namespace \"n0\", since this site is older; create a new one");
        secretive = true;
        assertThat(refused(() -> host(other, "n1", "old", "*.example.com"), "what belongs to another namespace")
                        .message())
                .doesNotContain("n0", "shop");
        host(other, "n1", "young", "*.example.com");
        host(other, "n1", "old", "more.example.com");
        host(other, "n0", "shop", "free.example.org");
        host(other, "n1", "old", "shop.example.com");
    }

    @Test
    void whatIsRefusedForTheValueAloneMayBeChangedOtherwise() {
        one.create(CARELESS, "n0", "first", ", 'spec': {'host': 'shop.example.com'}", TestServer.OPTIONS);
        now = now.plusSeconds(1);
        one.create(CARELESS, "n1", "second", ", 'spec': {'host': 'shop.example.com'}", TestServer.OPTIONS);
        now = now.plusSeconds(1);
        Target second = new Target(SITES, "n1", "second");

        other.patch(second, Subresource.NONE, "{'spec': {'note': 'x'}}", TestServer.OPTIONS);
        other.patch(second, Subresource.STATUS, "{'status': {'phase': 'Up'}}", TestServer.OPTIONS);
        refused(() -> create(other, "n1", "third", "shop.example.com"), "\"n0\"");
        create(other, "n0", "third", "shop.example.com");
        host(other, "n1", "second", "own.example.com");
        refused(() -> host(other, "n1", "second", "shop.example.com"), "\"n0\"");
    }

    @Test
    void dryRunsAreCheckedAndApplyIsNoWayAround() {
        create(one, "n0", "a", "shop.example.com");
        String wanted = ", 'spec': {'host': 'shop.example.com'}";
        byte[] applied = Samples.json(
                        "{'apiVersion': 'test.dev/v1', 'kind': 'Site', 'metadata': {'name': 'a', 'namespace': 'n1'}"
                                + wanted + "}")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Target target = new Target(SITES, "n1", "a");

        refused(() -> other.create(SITES, "n1", "a", wanted, TestServer.DRY), "\"n0\"");
        refused(() -> other.service().apply(target, Subresource.NONE, applied, TestServer.OPTIONS), "\"n0\"");
        create(other, "n1", "a", "free.example.com");
        refused(() -> other.service().apply(target, Subresource.NONE, applied, forced()), "\"n0\"");
        refused(
                () -> other.patch(target, Subresource.NONE, "{'spec': {'host': 'shop.example.com'}}", TestServer.DRY),
                "\"n0\"");
        other.create(SITES, "n1", "b", ", 'spec': {'host': 'dry.example.com'}", TestServer.DRY);
        create(one, "n0", "b", "dry.example.com");
    }

    @Test
    void ofManyThatCreateAtOnceOneNamespaceWins() throws Exception {
        List<String> winners = together(48, (server, i) -> {
            String namespace = "n" + i % 8;
            create(server, namespace, "s" + i, "shop.example.com");
            return namespace;
        });

        assertThat(winners).isNotEmpty().allMatch(winners.getFirst()::equals);
    }

    @Test
    void ofManyThatEditAtOnceOneNamespaceWins() throws Exception {
        for (int i = 0; i < 8; i++) {
            create(one, "n" + i, "s", "s" + i + ".example.com");
        }

        assertThat(together(8, (server, i) -> {
                    host(server, "n" + i, "s", "shop.example.com");
                    return "n" + i;
                }))
                .hasSize(1);
    }

    /** Whoever of the two comes first: a name that a wildcard covers was there before it. */
    @Test
    void aWildcardAndWhatItCoversAreWeighedInOneOrder() throws Exception {
        together(40, (server, i) -> {
            int pair = i / 2;
            if ((i + pair) % 2 == 0) {
                create(server, "n0", "all" + pair, "*.p" + pair + ".dev");
            } else {
                create(server, "n1", "one" + pair, "x.p" + pair + ".dev");
            }
            return "";
        });

        new ConsistentReader(one.store(), one.cache()).awaitCurrent();
        for (int pair = 0; pair < 20; pair++) {
            Long wildcard = revision("n0", "all" + pair);
            Long covered = revision("n1", "one" + pair);
            assertThat(wildcard).as("nothing stands against a wildcard").isNotNull();
            if (covered != null) {
                assertThat(covered).isLessThan(wildcard);
            }
        }
    }

    /** The other server is the faster one, each time. */
    @Test
    void whoIsOvertakenAgainAndAgainGetsThereAllTheSame() {
        try (TestServer slow = TestServer.start(postgres, config, CACHING, () -> now, new Sight(), this::overtaken)) {
            create(slow, "n0", "late", "late.example.com");
        }

        assertThat(revision("n0", "early" + OVERTAKEN)).isNotNull();
        new ConsistentReader(one.store(), one.cache()).awaitCurrent();
        assertThat(revision("n0", "late")).isNotNull();
    }

    /** The store as its server sees it when another one is a moment earlier {@value #OVERTAKEN} times. */
    private ResourceStore overtaken(ResourceStore store) {
        AtomicInteger writes = new AtomicInteger();
        return (ResourceStore) Proxy.newProxyInstance(
                ResourceStore.class.getClassLoader(), new Class<?>[] {ResourceStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("write") && writes.incrementAndGet() <= OVERTAKEN) {
                        create(one, "n0", "early" + writes, "early" + writes + ".example.com");
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void quotasHoldBesides() throws Exception {
        one.create(
                one.kind("", "resourcequotas"),
                "n0",
                "q",
                ", 'spec': {'hard': {'count/sites.test.dev': '3'}}",
                TestServer.OPTIONS);
        new ConsistentReader(other.store(), other.cache()).awaitCurrent();

        assertThat(together(20, (server, i) -> {
                    create(server, "n0", "s" + i, "s" + i + ".example.com");
                    return "";
                }))
                .hasSize(3);
    }

    /** Its place in the history is gone by then, and it reads what there is anew. */
    @Test
    void whoWasNotAskedForLongKnowsAllTheSame() {
        create(one, "n0", "a", "shop.example.com");
        refused(() -> create(one, "n1", "b", "shop.example.com"), "\"n0\"");
        delete("n0", "a");
        one.create(CARELESS, "n2", "c", ", 'spec': {'host': 'shop.example.com'}", TestServer.OPTIONS);
        for (int i = 0; i < 2 * CACHING.windowEvents(); i++) {
            one.patch(
                    new Target(CARELESS, "n2", "c"),
                    Subresource.STATUS,
                    "{'status': {'phase': '" + i + "'}}",
                    TestServer.OPTIONS);
        }

        refused(() -> create(one, "n1", "b", "shop.example.com"), "\"n2\"");
    }

    private interface Writing {
        String by(TestServer server, int number);
    }

    /** What came of those of so many concurrent writes, half of them by each server, that were not refused. */
    private List<String> together(int writes, Writing writing) throws Exception {
        List<String> succeeded = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<@Nullable String>> outcomes = new ArrayList<>();
            for (int i = 0; i < writes; i++) {
                TestServer server = i % 2 == 0 ? one : other;
                int number = i;
                outcomes.add(callers.submit(() -> {
                    try {
                        return writing.by(server, number);
                    } catch (ApiException e) {
                        assertThat(e.fault())
                                .as(e.getMessage())
                                .isInstanceOfAny(ApiFault.Taken.class, ApiFault.Forbidden.class);
                        return null;
                    }
                }));
            }
            for (Future<@Nullable String> outcome : outcomes) {
                String result = outcome.get();
                if (result != null) {
                    succeeded.add(result);
                }
            }
        }
        return succeeded;
    }

    private @Nullable Long revision(String namespace, String name) {
        var found = one.cache().get(new Target(SITES, namespace, name).key());
        return found == null ? null : found.revision();
    }

    private static void create(TestServer server, String namespace, String name, String host) {
        server.create(SITES, namespace, name, ", 'spec': {'host': '" + host + "'}", TestServer.OPTIONS);
    }

    private static void host(TestServer server, String namespace, String name, String host) {
        server.patch(
                new Target(SITES, namespace, name),
                Subresource.NONE,
                "{'spec': {'host': '" + host + "'}}",
                TestServer.OPTIONS);
    }

    private void delete(String namespace, String name) {
        one.service().delete(new Target(SITES, namespace, name), DeleteOptions.of(""), Caller.server("test"));
    }

    private static WriteOptions forced() {
        return new WriteOptions(false, ResourceDefinition.FieldValidation.STRICT, "test", true, Caller.server("test"));
    }

    private static ApiFault.Taken refused(ThrowingCallable write, String message) {
        List<ApiFault.Taken> faults = new ArrayList<>();
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.fault()).isInstanceOf(ApiFault.Taken.class);
                    faults.add((ApiFault.Taken) e.fault());
                })
                .hasMessageContaining(message);
        return Objects.requireNonNull(faults.getFirst());
    }
}
