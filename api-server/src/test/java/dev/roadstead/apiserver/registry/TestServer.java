package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.Reviewers;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What a server writes with, on a database that it may share with another. */
record TestServer(PgStore store, WatchCache cache, CatalogKeeper catalog, ResourceService service)
        implements AutoCloseable {
    static final WriteOptions OPTIONS =
            new WriteOptions(false, FieldValidation.STRICT, "test", false, Caller.server("test"));
    static final WriteOptions DRY =
            new WriteOptions(true, FieldValidation.STRICT, "test", false, Caller.server("test"));

    static TestServer start(
            SharedPostgres postgres,
            PgStoreConfig config,
            WatchCacheConfig caching,
            InstantSource clock,
            WriteGuard guard) {
        return start(postgres, config, caching, clock, guard, store -> store);
    }

    /** {@code writing}: what stands between the service and the store. */
    static TestServer start(
            SharedPostgres postgres,
            PgStoreConfig config,
            WatchCacheConfig caching,
            InstantSource clock,
            WriteGuard guard,
            UnaryOperator<ResourceStore> writing) {
        PgStore store = PgStore.open(postgres.vertx(), config);
        WatchCache cache = WatchCache.start(store, caching);
        CatalogKeeper catalog = CatalogKeeper.start(cache, CoreKinds.definitions());
        ResourceService service = new ResourceService(
                writing.apply(store),
                new ConsistentReader(store, cache),
                clock,
                () -> UUID.randomUUID().toString(),
                new Random(1),
                catalog,
                guard,
                new AdmissionChain(Reviewers.NONE),
                new Capacity(cache::heldBytes, new Room(1L << 30)));
        return new TestServer(store, cache, catalog, service);
    }

    /** What a CRD defines. */
    static ResourceDefinition compile(String yaml) {
        return CrdCompiler.compile((ObjectNode)
                        DocumentReader.read(yaml.getBytes(StandardCharsets.UTF_8), DocumentReader.Format.YAML))
                .getFirst();
    }

    ResourceDefinition kind(String group, String plural) {
        return Objects.requireNonNull(catalog.get().find(group, "v1", plural));
    }

    /** In namespace n, unless the kind has none. */
    void create(ResourceDefinition definition, String name, String fields) {
        create(definition, definition.namespaced() ? "n" : "", name, fields, OPTIONS);
    }

    void create(ResourceDefinition definition, String namespace, String name, String fields, WriteOptions options) {
        service.create(
                definition,
                namespace,
                Samples.json("""
                        {'apiVersion': '%s', 'kind': '%s', 'metadata': {'name': '%s'}%s}""".formatted(definition.apiVersion(), definition.kind(), name, fields)),
                options);
    }

    /** In namespace n. */
    void patch(ResourceDefinition definition, Subresource subresource, String name, String patch) {
        patch(new Target(definition, "n", name), subresource, patch, OPTIONS);
    }

    void patch(Target target, Subresource subresource, String patch, WriteOptions options) {
        service.patch(
                target,
                subresource,
                PatchType.MERGE,
                patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                options);
    }

    @Override
    public void close() {
        catalog.close();
        cache.close();
        store.close();
    }
}
