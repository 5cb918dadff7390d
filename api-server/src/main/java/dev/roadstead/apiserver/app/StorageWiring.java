package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.registry.Capacity;
import dev.roadstead.apiserver.registry.CatalogKeeper;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.apiserver.store.sealed.KeyFile;
import dev.roadstead.apiserver.store.sealed.Rewrapper;
import dev.roadstead.apiserver.store.sealed.SealedStore;
import dev.roadstead.apiserver.watch.WatchCache;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * What the server keeps: the database, encryption in front of it, and all objects in memory with the kinds that they are
 * of.
 */
record StorageWiring(PgStore pg, ResourceStore store, WatchCache cache, CatalogKeeper catalog, Capacity capacity) {
    /**
     * Opens it, and loads all objects.
     *
     * @param core the kinds that are built in, which are made meanwhile
     * @param closing gets all that is to be closed
     */
    static StorageWiring start(
            ServerConfig config,
            Vertx vertx,
            Future<List<ResourceDefinition>> core,
            SecureRandom random,
            Closing closing)
            throws IOException, InterruptedException, ExecutionException {
        KeyFile keys = KeyFile.ensure(config.encryptionKeys(), random);
        EncryptedKinds encrypted = new EncryptedKinds();
        PgStoreConfig database = database(config, closing);
        PgStore pg = open(config, vertx, database);
        ResourceStore store = closing.add(new SealedStore(pg, keys, random, encrypted::contains));
        ObjectMemory memory = ObjectMemory.of(HeapBudget.ofThisProcess(), config.storage());
        WatchCache cache = closing.add(memory.load(store));
        CatalogKeeper catalog = closing.add(CatalogKeeper.start(cache, core.get()));
        encrypted.readFrom(catalog);
        closing.add(Rewrapper.start(pg.bodies(), keys, random, encrypted, database.writeDeadline()));
        return new StorageWiring(pg, store, cache, catalog, memory.capacity(cache));
    }

    private static PgStoreConfig database(ServerConfig config, Closing closing)
            throws IOException, InterruptedException {
        String url = config.databaseUrl();
        PgStoreConfig database = url == null
                ? closing.add(EmbeddedPostgres.start(config.dataDir().resolve("database")))
                        .storeConfig()
                : PgStoreConfig.parse(url);
        return database.keeping(config.storage().history(), config.storage().auditRetention());
    }

    private static PgStore open(ServerConfig config, Vertx vertx, PgStoreConfig database) throws IOException {
        try {
            return PgStore.open(vertx, database);
        } catch (StoreUnavailableException e) {
            String wayOut = config.databaseUrl() == null ? "" : "; check that it runs, and the database URL";
            throw new IOException("cannot open the database " + database + ": " + e.getMessage() + wayOut, e);
        }
    }
}
