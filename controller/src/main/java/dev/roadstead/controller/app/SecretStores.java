package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.reconcile.secretstore.SecretStoreReconciler;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.model.Resource;
import dev.roadstead.model.SecretStore;
import java.time.Clock;

/** The loop of SecretStores. One server has it. */
final class SecretStores implements AutoCloseable {
    private final ControllerLoop loop;
    private final Lister<SecretStore> known;

    SecretStores(ApiClient client, Informers informers, Ownership ownership, SecretReader secrets, Clock clock) {
        this.known = informers.secretStores.lister();
        this.loop = new ControllerLoop(
                "secretstores",
                new Sharded(
                        new SecretStoreReconciler(client, known, secrets, clock), ownership, _ -> Shards.APPLICATIONS),
                LoopConfig.DEFAULT.withWorkers(2),
                _ -> "");
    }

    /** Says which changes concern them; before the informers start. */
    void wokenBy(Informers informers) {
        informers.secretStores.onChange((before, after) -> {
            if (after != null && (before == null || !before.spec().equals(after.spec()))) {
                loop.enqueue(after.key());
            }
        });
        informers.secrets.onChange((before, after) -> {
            Resource secret = after == null ? before : after;
            if (secret != null) {
                String key = secret.key();
                known.all().stream().filter(store -> isNamedBy(store, key)).forEach(store -> loop.enqueue(store.key()));
            }
        });
    }

    private static boolean isNamedBy(SecretStore store, String secret) {
        SecretStore.Auth auth = store.spec().vault().auth();
        SecretStore.Key key =
                auth.appRole() == null ? auth.token() : auth.appRole().secretId();
        return key != null && secret.equals(store.metadata().namespace() + "/" + key.name());
    }

    /** All that may have become this server's. */
    void wakeAll() {
        known.all().forEach(store -> loop.enqueue(store.key()));
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }
}
