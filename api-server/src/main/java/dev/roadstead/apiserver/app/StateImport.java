package dev.roadstead.apiserver.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.store.CanonicalJson;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.sealed.KeyFile;
import dev.roadstead.apiserver.store.sealed.SealedStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Fills the database of a server that was never started with objects as they were elsewhere: with their uids, so that
 * what is outside and names them, such as containers and volumes, still belongs to them. No rule is applied to them: they
 * were admitted when they were made. Thread-safe.
 */
public final class StateImport implements AutoCloseable {
    private final ResourceStore store;
    private final Closing closing;

    private StateImport(ResourceStore store, Closing closing) {
        this.store = store;
        this.closing = closing;
    }

    /**
     * Starts an embedded database in a data directory that has none.
     *
     * @param dataDir made when missing
     * @throws IOException if there is one already, or it cannot be started
     */
    public static StateImport into(Path dataDir) throws IOException, InterruptedException {
        Path database = dataDir.resolve("database");
        if (Files.exists(database)) {
            throw new IOException("there is a database in " + dataDir + " already");
        }
        Files.createDirectories(
                dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Closing closing = new Closing();
        try {
            SecureRandom random = new SecureRandom();
            Vertx vertx = Vertx.vertx();
            closing.add(() ->
                    vertx.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS));
            KeyFile keys = KeyFile.ensure(dataDir.resolve("encryption-keys"), random);
            PgStore pg = PgStore.open(
                    vertx, closing.add(EmbeddedPostgres.start(database)).storeConfig());
            // Which kinds are encrypted is known when all definitions are there: until then, all are.
            return new StateImport(closing.add(new SealedStore(pg, keys, random, resource -> true)), closing);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /**
     * Stores an object; it is durable when this returns.
     *
     * @param resource plural and group, {@code applications.roadstead.dev}; the plural alone for the core group
     * @param object as the API gave it
     * @throws IllegalArgumentException if it has no name or uid, or was put in before
     */
    public void put(String resource, ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        String uid = object.at("/metadata/uid").asText();
        ObjectKey key = new ObjectKey(resource, object.at("/metadata/namespace").asText(), name);
        if (name.isEmpty() || uid.isEmpty()) {
            throw new IllegalArgumentException(key + " has no name or no uid");
        }
        WriteResult result = store.write(new Write.Create(key, uid, CanonicalJson.encode(object)));
        if (!(result instanceof WriteResult.Committed)) {
            throw new IllegalArgumentException(key + " is there twice");
        }
    }

    /** Stops the database. */
    @Override
    public void close() {
        closing.close();
    }
}
