package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.reconcile.secretstore.SecretStoreReconciler;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.trigger.SecretStoreTriggers;
import dev.roadstead.model.SecretStore;
import java.time.Clock;

/** The loop of SecretStores. One server has it. */
final class SecretStores implements AutoCloseable {
    private final ControllerLoop loop;
    private final Lister<SecretStore> known;

    SecretStores(ApiClient client, Informers informers, Ownership ownership, SecretReader secrets, Clock clock) {
        this.known = informers.secretStores.lister();
        this.loop =
                Sharded.loop("secretstores", new SecretStoreReconciler(client, known, secrets, clock), ownership, 2);
    }

    /** Says which changes concern them; before the informers start. */
    void wokenBy(Informers informers) {
        informers.secretStores.onChange(
                (before, after) -> SecretStoreTriggers.store(before, after).forEach(loop::enqueue));
        informers.secrets.onChange((before, after) ->
                SecretStoreTriggers.secret(known.all(), before, after).forEach(loop::enqueue));
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
