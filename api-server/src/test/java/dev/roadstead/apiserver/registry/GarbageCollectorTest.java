package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.store.TestObjects.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.Reviewers;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the garbage collector does about states that no single request can bring about. */
@ExtendWith(WithPostgres.class)
class GarbageCollectorTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private PgStore store;
    private WatchCache cache;
    private CatalogKeeper catalog;
    private GarbageCollector collector;

    @BeforeEach
    void start(SharedPostgres postgres) throws Exception {
        store = PgStore.open(postgres.vertx(), postgres.newDatabase());
        cache = WatchCache.start(store, WatchCacheConfig.defaults());
        catalog = CatalogKeeper.start(cache, CoreKinds.definitions());
        ConsistentReader reader = new ConsistentReader(store, cache);
        ResourceService service = new ResourceService(
                store,
                reader,
                InstantSource.system(),
                GarbageCollectorTest::uid,
                new Random(1),
                catalog,
                WriteGuard.NONE,
                new AdmissionChain(Reviewers.NONE),
                new Capacity(cache::heldBytes, new Room(1L << 30)));
        collector = GarbageCollector.start(cache, reader, service, catalog);
    }

    @AfterEach
    void stop() {
        collector.close();
        catalog.close();
        cache.close();
        store.close();
    }

    @Test
    void objectThatCameAfterItsNamespaceHadGoneIsDeleted() throws Exception {
        long revision = commit(store, creation(configMap("late")));

        assertThat(cache.awaitRevision(revision + 1, SOON)).as("a deletion").isTrue();
        assertThat(cache.get(configMap("late"))).isNull();
    }

    @Test
    void objectThatItsNamespaceLeavesBehindIsDeleted() throws Exception {
        Write.Create namespace = creation(new ObjectKey("namespaces", "", "short-lived"));
        long revision = commit(store, namespace);
        commit(store, creation(configMap("left")));
        long gone = commit(store, new Write.Delete(namespace.key(), namespace.uid(), revision, namespace.body()));

        assertThat(cache.awaitRevision(gone + 1, SOON)).as("a deletion").isTrue();
        assertThat(cache.get(configMap("left"))).isNull();
    }

    private static ObjectKey configMap(String name) {
        return new ObjectKey("configmaps", "short-lived", name);
    }

    private static Write.Create creation(ObjectKey key) {
        String uid = uid();
        String kind = key.resource().equals("namespaces") ? "Namespace" : "ConfigMap";
        String body = """
                {"apiVersion":"v1","kind":"%s","metadata":{"name":"%s","namespace":"%s","uid":"%s"}}""".formatted(kind, key.name(), key.namespace(), uid);
        return new Write.Create(key, uid, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String uid() {
        return UUID.randomUUID().toString();
    }
}
